import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Variables } from '../../world/provider.ts'

/** A folder for one run of a client, and the variables that make it its home. */
export interface Home {
  readonly folder: string
  readonly environment: Variables
  /** Takes it away. */
  remove(): Promise<void>
}

/** Makes one; its work goes on in `folder`, or in a copy of it. */
export const openHome = async (folder: string, copy: boolean): Promise<Home> => {
  const home = await mkdtemp(join(tmpdir(), 'peertwin-client-'))
  const work = join(home, 'work')
  if (copy) await cp(folder, work, { recursive: true })
  return {
    folder: copy ? work : folder,
    environment: await variablesOf(home),
    remove: () => rm(home, { recursive: true, force: true }),
  }
}

const variablesOf = async (home: string): Promise<Variables> => {
  const variables = {
    HOME: join(home, 'home'),
    TMPDIR: join(home, 'tmp'),
    XDG_CONFIG_HOME: join(home, 'home', '.config'),
    XDG_CACHE_HOME: join(home, 'home', '.cache'),
    XDG_DATA_HOME: join(home, 'home', '.local', 'share'),
    XDG_STATE_HOME: join(home, 'home', '.local', 'state'),
    TF_DATA_DIR: join(home, 'terraform'),
  }
  await Promise.all(Object.values(variables).map((folder) => mkdir(folder, { recursive: true })))
  return { ...variables, LANG: 'C.UTF-8' }
}
