import { afterAll } from 'vitest'
import type { Engine, EngineOptions } from '../../../src/cluster/engine/engine.ts'
import { openEngine } from '../../../src/cluster/engine/open-engine.ts'
import { type Nats, type NatsOptions, startNats } from '../nats.ts'

let number = 0
const open = new Set<Engine>()
const nats = new Map<string, Promise<Nats>>()

afterAll(async () => {
  await Promise.all([...open].map((engine) => engine.close()))
  await Promise.all([...nats.values()].map(async (one) => (await one).stop()))
})

/** An engine's servers, shared by the tests of a file that want the same. */
export const sharedNats = (options: NatsOptions = {}): Promise<Nats> => {
  const key = JSON.stringify(options)
  if (!nats.has(key)) nats.set(key, startNats(options))
  return nats.get(key)!
}

/** A cluster that nobody else has, and a way into it. */
export const newCluster = async (servers = sharedNats()) => {
  const name = `test-${++number}`
  const { urls } = await servers
  return async (options: Partial<EngineOptions> = {}): Promise<Engine> => {
    const notes: string[] = []
    const engine = await openEngine({
      servers: urls,
      name,
      address: `127.0.0.1:${++number}`,
      warn: (note) => notes.push(note),
      ...options,
    })
    open.add(engine)
    return engine
  }
}
