import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { readDuration } from '../../src/core/clock.ts'
import { START } from '../helpers/setup.ts'
import { type Said, type Turn, rebased, recordings } from './golden.ts'
import { type Reached, recorder, removeTarball, ways } from './ways.ts'

afterAll(removeTarball)

/** Order and spelling of headers are lost in a web Response. */
const unspelt = ({ headers, ...rest }: Said): Said => ({ ...rest, headers: headers.map(lowered).toSorted() })
const lowered = (line: string): string => line.replace(/^[^:]*/, (name) => name.toLowerCase())

const advance = async ({ control, send }: Reached, by: string): Promise<void> => {
  const { status, body } = await send(`${control}/clock/advance`, { method: 'POST', body: JSON.stringify({ by }) })
  expect(status, body).toBe(200)
}

const payloadOf = ({ body }: Turn['send']): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body)

describe.each(ways)('$name', (way) => {
  test.each(recordings)('$provider $name: $golden.title', async ({ provider, golden, save }) => {
    const updates = process.env['UPDATE_GOLDEN'] !== undefined && way === recorder
    const comparable = way.spelt ? (answer: Said): Said => answer : unspelt
    const reached = await way.open(provider, golden.base, golden.options ?? {})
    onTestFinished(async () => void (await reached.close()))
    let [now, n] = [START, 0]
    for (const step of golden.steps) {
      if ('advance' in step) {
        now += readDuration(step.advance)!
        await advance(reached, step.advance)
        continue
      }
      const { method, path, headers } = step.send
      const body = payloadOf(step.send)
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
      const said = await reached.send(path, { method, headers: { ...type, ...golden.headers, ...headers }, body })
      if (updates) step.expect = rebased(said, reached.origin, golden.base)
      const expected = rebased(step.expect, golden.base, reached.origin)
      expect(comparable(said), `${method} ${path}`).toEqual(comparable(expected))
      // the recording itself says what it must
      expect(said.headers.map(lowered)).toEqual(
        expect.arrayContaining([`x-peertwin-request: ${++n}`, `date: ${new Date(now).toUTCString()}`]),
      )
    }
    if (updates) save()
  })
})
