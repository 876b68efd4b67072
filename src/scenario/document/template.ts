import { statesOf } from '../../world/lifecycle.ts'
import type { StatefulDef } from '../../world/unit-of-work.ts'
import { eventsOf } from './names.ts'

/**
 * A scenario to start from: valid as it is, and doing what the machine does without it. `schema` is where editors find the
 * schema, as seen from the file.
 */
export const templateFor = (file: string, def: StatefulDef, schema: string): string => {
  const { machine } = def
  const name =
    file
      .replace(/^.*[\\/]/, '')
      .replace(/\.[^.]*$/, '')
      .replace(/[^A-Za-z0-9._-]/g, '-') || 'scenario'
  const timed = statesOf(machine).flatMap((state) => {
    const { after } = machine.states[state]!
    return after
      ? [
          `    - { id: ${after.to.replace('$', '').toLowerCase()}-from-${state.toLowerCase()}, from: ${state}, after: ${after.ms}ms, to: ${after.to} }`,
        ]
      : []
  })
  return `${[
    `# yaml-language-server: $schema=${schema}`,
    `# What goes wrong here, and where it was seen.`,
    `name: ${name}`,
    `seed: 1`,
    ...(timed.length > 0 ? ['lifecycles:', `  ${machine.name}:`] : []),
    `    # states: ${statesOf(machine).join(', ')}`,
    `    # events: ${eventsOf(def).join(', ') || 'none'}`,
    ...timed,
    `faults: []`,
    `expect:`,
    `  - { resource: ${machine.name}, count: { atMost: 1 }, because: a retried create must not leave a duplicate }`,
  ].join('\n')}\n`
}
