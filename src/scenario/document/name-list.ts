import { GONE, statesOf } from '../../world/lifecycle.ts'
import { type Vocabulary, eventsOf } from './names.ts'

const unique = (names: readonly string[]): string => [...new Set(names)].join(', ')

/** All names as text, for people who write a file. */
export const namesText = (vocabulary: Vocabulary): string => {
  const lines: string[] = []
  for (const { name, operations, machines, errors } of vocabulary.values()) {
    lines.push(name, '  operations')
    lines.push(...operations.map((op) => `    ${name}/${op}`))
    for (const def of machines) {
      lines.push(`  machine ${def.name}`)
      lines.push(`    states  ${[...statesOf(def.machine), GONE].join(', ')}`)
      lines.push(`    events  ${eventsOf(def).join(', ') || 'none'}`)
      if (def.settable) lines.push(`    set     ${Object.keys(def.settable).join(', ')}`)
    }
    lines.push(`  errors  ${unique(errors)}`, '')
  }
  return `${lines.join('\n').trimEnd()}\n`
}

/** All names as a value, for programs. */
export const namesView = (vocabulary: Vocabulary) => ({
  providers: [...vocabulary.values()].map(({ name, operations, machines, errors }) => ({
    name,
    operations: operations.map((op) => `${name}/${op}`),
    machines: machines.map((def) => ({
      name: def.name,
      initial: def.machine.initial,
      states: statesOf(def.machine),
      events: eventsOf(def),
      settable: Object.keys(def.settable ?? {}),
    })),
    errors,
  })),
})
