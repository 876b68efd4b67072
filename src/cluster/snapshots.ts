import { CONTROL } from '../control/context.ts'
import type { Namespace } from '../namespaces/namespace.ts'
import type { Provider } from '../world/provider.ts'
import { type SnapshotDocument, documentText, fromDocument } from '../world/snapshot.ts'
import type { Snapshot } from '../world/world.ts'
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

/** A named snapshot of `default`, wherever that is. */
export const snapshotOfDefault = async (
  places: ClusterPlaces,
  namespace: Namespace,
  name: string,
  { apps, token }: Pick<Served, 'apps' | 'token'>,
): Promise<Snapshot | undefined> => {
  const url = `http://localhost${CONTROL}/snapshots/${encodeURIComponent(name)}`
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const answer = await places.callElsewhere(new Request(url, { headers }), namespace, undefined)
  if (!answer) return namespace.snapshots.get(name)?.snapshot
  if (answer.status === 404) return undefined
  return fromDocument(apps.providers, (await answer.json()) as SnapshotDocument)
}
