import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { statesOf } from '../../src/world/lifecycle.ts'
import { isStateful } from '../../src/world/unit-of-work.ts'

describe.each(providers)('the topology of $name', (provider) => {
  const { name, tables } = provider
  test('knows each state of a peering, and whether traffic passes', async () => {
    const { rules } = await provider.topology!()
    const [peering] = tables.filter(isStateful).filter((def) => def.name.endsWith('peering'))
    expect(rules.states.map(({ state }) => state).toSorted()).toEqual(statesOf(peering!.machine).toSorted())
    expect(rules.states.filter(({ passes }) => passes)).toHaveLength(1)
  })

  test('has a rule for what its states stand for, and tells all of them in its README', async () => {
    const { rules } = await provider.topology!()
    for (const { refusal = 'peering_state' } of rules.states.filter(({ passes }) => !passes))
      expect(Object.keys(rules.refusals)).toContain(refusal)
    const readme = readFileSync(new URL(`../../src/providers/${name}/README.md`, import.meta.url), 'utf8')
    const words = readme.replaceAll(/\s+/g, ' ')
    for (const [reason, { says, evidence }] of Object.entries(rules.refusals))
      expect(words).toContain(`| \`${reason}\` | ${says} | ${evidence} |`)
  })
})
