import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { turn } from '../../../src/core/clock.ts'
import { freshFolder, killed } from '../setup.ts'
import { bearer, open, outcome, provider } from './setup.ts'

const TOKEN = 'dop_v1_given_out'

/** Fills the journal until it is folded into a snapshot. */
const folded = async ({ folder, log }: ReturnType<typeof open>, snapshot: string): Promise<void> => {
  while (!readdirSync(folder).includes(snapshot)) {
    log.add({ k: 'part', name: '["churn"]', value: 'x'.repeat(1_000_000) })
    await turn()
  }
}

test('a credential that a namespace gave out leads there after a kill and after a fold, and is gone with it', async () => {
  const folder = freshFolder()
  const first = open(folder)
  const key = provider.credentials!.identify(bearer(TOKEN))!
  expect(outcome(first.namespaces, TOKEN)).toBe('default')
  first.namespaces.create({ name: 'one' }).world.onIssue!(provider.name, key)

  const second = open(killed(folder))
  await folded(second, 'snapshot-1.ndjson')
  const third = open(killed(second.folder))
  expect([first, second, third].map(({ namespaces }) => outcome(namespaces, TOKEN))).toEqual(['one', 'one', 'one'])

  await third.namespaces.delete('one')
  await folded(third, 'snapshot-2.ndjson')
  const fourth = open(killed(third.folder))
  expect([third, fourth].map(({ namespaces }) => outcome(namespaces, TOKEN))).toEqual(['gone', 'gone'])
  await Promise.all([first, second, third, fourth].map(({ log }) => log.close()))
})
