import type { ScenarioDocument } from '../../scenario/document/schema.ts'
import type { Verification } from '../../scenario/verify/report.ts'
import type { Expectation } from '../../scenario/document/schema.ts'
import type { Variables } from '../../world/provider.ts'
import { Client, type ClientEnd } from '../client/client.ts'
import { fill } from '../client/placeholders.ts'
import type { Entrance, Rig } from '../rig.ts'
import { Watch } from '../watch.ts'

/** What is run, and against what. */
export interface Plan {
  readonly argv: readonly string[]
  /** What the client's environment holds besides the way in. */
  readonly environment: Variables
  readonly output: 'pass' | 'keep'
  /** Seed of the namespace and of the scenario; also names the namespace, whose draws it decides with. */
  readonly seed?: number | undefined
  readonly scenario?: ScenarioDocument | undefined
  readonly variant?: string | undefined
  /** What is expected in place of what the scenario expects; null for nothing. */
  readonly expect?: readonly Expectation[] | null | undefined
}

/** A resource that was there at the end. */
export interface Resource {
  readonly id: string
  readonly type: string
  readonly state: string | null
}

/** One run of a client in a namespace of its own, with all that was seen of it. */
export interface Run {
  readonly end: ClientEnd
  readonly watch: Watch
  /** Null where nothing was expected. */
  readonly verification: Verification | null
  /** What was there at the end and not before. */
  readonly made: readonly Resource[]
}

/** Runs a client in a namespace of its own. `started` hears of the program. */
export const runClient = async (rig: Rig, plan: Plan, started?: (client: Client) => void): Promise<Run> => {
  const { seed } = plan
  const entrance = await rig.enter({ seed, name: seed === undefined ? undefined : `seed-${seed}` })
  const { namespace } = entrance
  try {
    await activate(rig, namespace, plan)
    const before = new Set((await resourcesOf(rig, namespace)).map(keyOf))
    const watch = await Watch.open(rig, namespace)
    const client = startClient(entrance, plan)
    started?.(client)
    const end = await client.end
    await watch.settle()
    const made = (await resourcesOf(rig, namespace)).filter((resource) => !before.has(keyOf(resource)))
    return { end, watch, verification: await verify(rig, namespace, plan), made }
  } finally {
    await rig.call('DELETE', `/namespaces/${namespace}`)
  }
}

/** Starts a client's program with the way into a namespace. */
export const startClient = (
  { environment, placeholders }: Entrance,
  { argv, environment: own, output, folder }: Pick<Plan, 'argv' | 'environment' | 'output'> & { folder?: string },
): Client =>
  new Client({
    argv: argv.map((word) => fill(word, placeholders)),
    environment: { ...own, ...environment },
    folder,
    output,
  })

/** Lets a scenario take its place in a namespace. */
const activate = async (
  rig: Rig,
  namespace: string,
  { scenario, variant, seed }: Pick<Plan, 'scenario' | 'variant' | 'seed'>,
): Promise<void> => {
  if (!scenario) return
  await rig.call('PUT', `/scenarios/${scenario.name}`, { namespace, body: scenario })
  await rig.call('POST', `/scenarios/${scenario.name}/activate`, { namespace, body: { variant, seed } })
}

/** All resources of a namespace. */
const resourcesOf = async (rig: Rig, namespace: string): Promise<readonly Resource[]> => {
  const answer = await rig.call('GET', '/resources?limit=10000', { namespace })
  return (answer as { resources: Resource[] }).resources
}

const keyOf = ({ type, id }: Resource): string => `${type} ${id}`

const verify = async (rig: Rig, namespace: string, { expect, scenario }: Plan): Promise<Verification | null> => {
  if (expect === null || (expect ?? scenario) === undefined) return null
  const body = expect ? { expect } : {}
  const result = (await rig.call('POST', '/requests/verify?allow_empty=true', { namespace, body })) as Verification
  return result.checks.length === 0 ? null : result
}
