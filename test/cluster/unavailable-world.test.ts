import { expect, test } from 'vitest'
import { unavailableWorld } from '../../src/cluster/unavailable-world.ts'
import { providers } from '../../src/providers/index.ts'
import { WebExchange } from '../../src/server/web-exchange.ts'
import type { JournalEntry } from '../../src/world/request-journal.ts'
import { START } from '../helpers/setup.ts'

const asked = async (name: string, method: string, body?: string) => {
  const entries: JournalEntry[] = []
  const provider = providers.find((one) => one.name === name)!
  const world = unavailableWorld(providers, {
    name: 'unavailable/replica-1',
    prepare: () => expect.unreachable(),
    clock: { mode: 'virtual', start: START },
    onEntry: (entry) => entries.push(entry),
  })
  const app = await provider.createApp()
  const answers: { status: number; headers: Record<string, string>; body: string }[] = []
  for (const _ of [1, 2]) {
    const exchange = new WebExchange(
      new Request('http://api.example/nowhere', { method, ...(body !== undefined && { body }) }),
    )
    await exchange.receive(() => void app.serve(exchange, world))
    const response = await exchange.response
    answers.push({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    })
  }
  const rows = [...world.sizes()].reduce((sum, [, size]) => sum + size, 0)
  return { answers, entries, rows, kept: world.journal.seen }
}

test.each(providers.map(({ name }) => name))(
  '%s is unavailable in its own words, whatever is asked of it',
  async (name) => {
    const { answers, entries, rows, kept } = await asked(name, 'GET')
    expect(answers[0]).toMatchSnapshot()
    expect(entries.map(({ n, status, op }) => ({ n, status, op }))).toEqual([
      { n: 0, status: answers[0]!.status, op: null },
      { n: 0, status: answers[0]!.status, op: null },
    ])
    expect([rows, kept]).toEqual([0, 0])
    const write = await asked(name, 'POST', '{')
    expect(write.answers).toEqual(answers)
  },
)
