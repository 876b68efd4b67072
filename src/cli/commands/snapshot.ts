import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { ConfigError } from '../../core/config.ts'
import { fileWording, jsonWording } from '../../core/wording.ts'
import { act, call, columns, connected, print } from '../connection.ts'
import { writeText } from '../write-text.ts'

interface Snapshot {
  readonly name: string
  readonly at: string
  readonly rows: number
}

interface Restored {
  readonly clock: { readonly now: string }
}

const path = (name: string): string => `/snapshots/${encodeURIComponent(name)}`
const restored = ({ clock }: Restored): string[] => [`restored; the clock stands at ${clock.now}`]

const readJson = async (file: string): Promise<unknown> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`${file}: ${fileWording(error)}`)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigError(`${file}: ${jsonWording(text, error)}`)
  }
}

/** `peertwin snapshot`: states of a namespace, kept under a name or in a file. */
export const declare = (group: Command): void => {
  connected(group)
  act(
    group.command('save <name>').description('take a snapshot of the present world'),
    async (connection, [name = '']) =>
      print(connection, (await call(connection, 'PUT', path(name))) as Snapshot, ({ at, rows }) => [
        `${name}: ${rows} rows at ${at}`,
      ]),
  )
  act(group.command('list', { isDefault: true }).description('all snapshots'), async (connection) => {
    const answer = (await call(connection, 'GET', '/snapshots')) as { snapshots: Snapshot[] }
    print(connection, answer, ({ snapshots }) => columns(snapshots.map(({ name, at, rows }) => [name, at, rows])))
  })
  act(
    group.command('load <name>').alias('restore').description('go on from a snapshot'),
    async (connection, [name = '']) =>
      print(connection, (await call(connection, 'POST', `${path(name)}/restore`)) as Restored, restored),
  )
  act(
    group.command('fork <name> <namespace>').description('make a namespace that begins with a snapshot'),
    async (connection, [name = '', namespace = '']) => {
      const answer = await call(connection, 'POST', `${path(name)}/fork`, { name: namespace })
      print(connection, answer, () => [`${namespace} begins with ${name}`])
    },
  )
  act(group.command('delete <name>').description('delete a snapshot'), async (connection, [name = '']) => {
    await call(connection, 'DELETE', path(name))
    print(connection, { deleted: name }, () => [`${name} is deleted`])
  })
  act(
    group.command('export <file>').description('write the whole state to a file; it holds secrets'),
    async (connection, [file = '']) => {
      const state = (await call(connection, 'GET', '/state')) as { format: number }
      await writeText(file, `${JSON.stringify(state)}\n`, 0o600)
      print(connection, { file, format: state.format }, () => [`written to ${file}`])
    },
  )
  act(
    group.command('import <file>').description('put a written state in place of the present one'),
    async (connection, [file = '']) =>
      print(connection, (await call(connection, 'PUT', '/state', await readJson(file))) as Restored, restored),
  )
}
