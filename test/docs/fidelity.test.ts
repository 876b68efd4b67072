import { readdirSync } from 'node:fs'
import { format } from 'oxfmt'
import { expect, test } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { type Fact, type Provider, coverageOf } from '../../src/world/provider.ts'

const INTRO = `# How true it is

This page is made from what the emulator itself knows: the endpoint table of each provider (\`GET /_peertwin/coverage\`) and the facts behind its answers (\`GET /_peertwin/requests/{n}/explain\` shows those of one answer). A fact is **documented** when the provider publishes it, **observed** when the real service or its own tools were seen to do it, and **inferred** when it is what follows from the rest; the README of each provider says why. Facts about all operations of a provider stand in its heading.

What is not here: [limits](limits.md).
`

const EVIDENCE = ['documented', 'observed', 'inferred'] as const
const counts = (facts: readonly Fact[]): number[] =>
  EVIDENCE.map((kind) => facts.filter(({ evidence }) => evidence === kind).length)

const suitesOf = (name: string): string[] =>
  readdirSync(new URL(`../clients/${name}`, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()

const sectionOf = async (provider: Provider): Promise<string> => {
  const { name, title, endpoints } = provider
  const facts = (await provider.facts?.()) ?? []
  const [documented, observed, inferred] = counts(facts.filter(({ ops }) => ops === undefined))
  const rows = Object.entries(endpoints).map(([op, endpoint]) => {
    const own = facts.filter(({ ops }) => ops?.includes(op))
    return `| \`${op}\` | ${endpoint.method} \`${endpoint.path}\` | ${coverageOf(endpoint).status} | ${counts(own).join(' | ')} |`
  })
  return [
    `## ${title}`,
    '',
    `Of all its operations together ${documented} facts are documented, ${observed} observed and ${inferred} inferred. Real clients that its tests run: ${suitesOf(
      name,
    )
      .map((suite) => `[${suite}](../test/clients/${name}/${suite})`)
      .join(', ')}.`,
    '',
    '| Operation | Endpoint | Answered | Documented | Observed | Inferred |',
    '| --- | --- | --- | --: | --: | --: |',
    ...rows,
    '',
  ].join('\n')
}

// made anew with: npx vitest run test/docs -u
test('docs/fidelity.md is what the providers know of themselves', async () => {
  const sections = await Promise.all(providers.map((provider) => sectionOf(provider)))
  const { code } = await format('fidelity.md', `${INTRO}\n${sections.join('\n')}`)
  await expect(code).toMatchFileSnapshot('../../docs/fidelity.md')
})
