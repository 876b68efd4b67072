import { expect, test } from 'vitest'
import { EngineAway } from '../../../src/cluster/engine/engine.ts'
import { Reading } from '../../../src/cluster/engine/nats/reading.ts'
import type { Stored } from '../../../src/cluster/engine/records.ts'

const record = (seq: number): Stored => ({
  subject: 'a',
  seq,
  data: new Uint8Array(),
  mark: { kind: 'entries', session: 's', epoch: 1, id: `${seq}` },
})

/** What each consumer hands out before it is lost; where there is none, none can be had. */
type Plan = readonly (readonly number[] | 'none')[]

const read = async (plan: Plan, leader: readonly number[], last: number) => {
  const [seen, told, asked]: [number[], string[], number[]] = [[], [], []]
  let consumers = 0
  await new Promise<void>((resolve) => {
    const reading = new Reading(
      {
        async consume(after) {
          asked.push(after)
          const records = plan[consumers++]
          if (records === undefined || records === 'none') throw new EngineAway('no server has it')
          return {
            records: (async function* () {
              yield* records.map(record)
            })(),
            stop: () => {},
          }
        },
        next: (after) => Promise.resolve(leader.filter((seq) => seq > after).map(record)[0] ?? null),
        tell: (error) => told.push((error as Error).message),
      },
      0,
      ({ seq }) => {
        seen.push(seq)
        if (seq < last) return
        reading.stop()
        resolve()
      },
    )
  })
  return { seen, told, asked }
}

test('records are visited once and in their order, however often consumers are lost', async () => {
  const plan = [
    [1, 2],
    [2, 3],
    [1, 2, 3, 5],
  ]
  expect(await read(plan, [], 5)).toEqual({ seen: [1, 2, 3, 5], told: [], asked: [0, 2, 3] })
})

test('while no consumer can be had, the leader is asked', async () => {
  const found = await read(['none', [2, 4]], [1, 2, 3], 4)
  expect(found).toEqual({ seen: [1, 2, 3, 4], told: ['no server has it'], asked: [0, 3] })
})

test('a record that could not be read is visited again', async () => {
  const seen: number[] = []
  await new Promise<void>((resolve) => {
    const reading = new Reading(
      {
        consume: () => Promise.reject(new Error('none')),
        next: (after) => Promise.resolve(record(after + 1)),
        tell() {},
      },
      0,
      ({ seq }) => {
        seen.push(seq)
        if (seen.length === 2) throw new EngineAway('its object is missing')
        if (seq < 3) return
        reading.stop()
        resolve()
      },
    )
  })
  expect(seen).toEqual([1, 2, 2, 3])
})
