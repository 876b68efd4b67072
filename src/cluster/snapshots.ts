import { CONTROL } from '../control/context.ts'
import type { Namespace } from '../namespaces/namespace.ts'
import { KeepError } from '../world/commits.ts'
import type { Provider } from '../world/provider.ts'
import { type SnapshotDocument, documentText, fromDocument } from '../world/snapshot.ts'
import { type Snapshot, World } from '../world/world.ts'
import type { Engine } from './engine/engine.ts'
import type { ClusterPlaces } from './places.ts'
import type { Served } from './options.ts'

/** Keeps a snapshot in an object, whose name it resolves with. */
export const putSnapshot = async (engine: Engine, name: string, snapshot: Snapshot): Promise<string> => {
  await engine.putObject(name, pieces(snapshot))
  return name
}

const pieces = async function* (snapshot: Snapshot): AsyncGenerator<Uint8Array> {
  for (const piece of documentText(snapshot)) yield Buffer.from(piece)
}

/** The snapshot in an object. */
export const getSnapshot = async (engine: Engine, name: string, providers: readonly Provider[]): Promise<Snapshot> => {
  const data = await engine.getObject(name)
  if (!data) throw new Error(`the object ${name} is not there`)
  return fromDocument(providers, JSON.parse(Buffer.from(data).toString()) as SnapshotDocument)
}

/** A way to what `default` is, wherever that is. */
export interface LookAtDefault extends Pick<Served, 'apps' | 'token'> {
  readonly places: ClusterPlaces
  readonly namespace: Namespace
}

/** A named snapshot of `default`. */
export const snapshotOfDefault = async (look: LookAtDefault, name: string): Promise<Snapshot | undefined> => {
  const answer = await ask(look, `/snapshots/${encodeURIComponent(name)}`)
  if (!answer) return look.namespace.snapshots.get(name)?.snapshot
  return answer.status === 404 ? undefined : read(look, answer)
}

/** The world of `default` as it stands; undefined when it is here by now. */
export const worldOfDefault = async (look: LookAtDefault): Promise<World | undefined> => {
  const answer = await ask(look, '/state')
  return answer && World.resume(await read(look, answer))
}

const ask = ({ places, namespace, token }: LookAtDefault, path: string): Promise<Response | undefined> => {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return places.callElsewhere(new Request(`http://localhost${CONTROL}${path}`, { headers }), namespace, undefined)
}

const read = async ({ apps }: LookAtDefault, answer: Response): Promise<Snapshot> => {
  if (!answer.ok) throw new KeepError(`another replica does not tell of the namespace default: ${await answer.text()}`)
  return fromDocument(apps.providers, (await answer.json()) as SnapshotDocument)
}
