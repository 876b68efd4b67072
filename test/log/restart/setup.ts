import { FolderLog } from '../../../src/log/folder-log.ts'
import { Namespaces } from '../../../src/namespaces/namespaces.ts'
import { digitalocean as provider } from '../../../src/providers/digitalocean/index.ts'
import type { Parts } from '../../../src/world/provider.ts'
import { FakeWall } from '../../helpers/wall.ts'

export { provider }

/** Opens a folder as a start does, with namespaces of a provider whose requests carry a credential. */
export const open = (folder: string, wall = new FakeWall()) => {
  const log = new FolderLog(folder)
  return { folder, log, namespaces: new Namespaces([provider], { wall }, log) }
}

/** A request with a token. */
export const bearer = (token: string): Parts => ({
  method: 'GET',
  target: '/v2/vpcs',
  header: (name) => (name === 'authorization' ? `Bearer ${token}` : undefined),
  body: () => '',
})

/** What becomes of a request with a token: the namespace that it finds, or why it finds none. */
export const outcome = (namespaces: Namespaces, token: string): string => {
  try {
    return namespaces.byCredential(provider, bearer(token))?.name ?? 'default'
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error)
  }
}
