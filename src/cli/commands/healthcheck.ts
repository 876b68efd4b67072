import { readFile, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { ControlClient } from '../../control/client.ts'
import { ConfigError } from '../../core/config.ts'

const UNHEALTHY = 1
const PROC = '/proc'
const LISTENING = '0A'

/** `peertwin healthcheck`: asks the emulator on this machine how it is; exits with 1 when none answers that it is well. */
export const declare = (command: Command): void => {
  command
    .option('--control <url>', 'control API of the emulator (default: whatever this machine listens on)')
    .action(async ({ control = process.env['PEERTWIN_CONTROL'] }: { control?: string }) => {
      const places = control === undefined ? await candidates() : [control]
      for (const place of places) if (await isWell(place)) return
      const looked = places.length === 0 ? 'nothing listens here' : `looked at ${places.join(', ')}`
      process.stderr.write(`peertwin: no emulator says that it is well; ${looked}\n`)
      process.exitCode = UNHEALTHY
    })
}

const isWell = async (control: string): Promise<boolean> => {
  try {
    const { status } = await new ControlClient({ control, send }).get<{ status?: string }>('/health')
    return status === 'ok'
  } catch (error) {
    // something else may listen there, and answer in its own way
    if (error instanceof ConfigError || error instanceof SyntaxError) return false
    throw error
  }
}

// what accepts and never answers is not well
const PATIENCE_MS = 2_000
const send = (request: Request): Promise<Response> => fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })

const controlAt = (port: number): string => `http://127.0.0.1:${port}/_peertwin`

/** Where an emulator may be: on a port that a process here listens on, as the options of its start are not known. */
const candidates = async (): Promise<string[]> => {
  const { PEERTWIN_CONTROL_PORT: control, PEERTWIN_PORT: port } = process.env
  const told = [control, port, '4580'].map(Number).filter((number) => number > 0)
  return [...new Set([...told, ...(await listeningPorts())])].map(controlAt)
}

/** The TCP ports on which processes listen whose sockets may be looked at; none where the system does not tell. */
const listeningPorts = async (): Promise<number[]> => {
  const tables = await Promise.all(['net/tcp', 'net/tcp6'].map((table) => textOf(join(PROC, table))))
  const ports = new Map<string, number>()
  for (const line of tables.join('\n').split('\n')) {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
    if (state === LISTENING) ports.set(`socket:[${inode}]`, Number.parseInt(local.split(':')[1] ?? '', 16))
  }
  const pids = (await readdir(PROC).catch((): string[] => [])).filter((name) => /^\d+$/.test(name))
  const sockets = await Promise.all(pids.map(socketsOf))
  return [...new Set(sockets.flat())].flatMap((socket) => ports.get(socket) ?? [])
}

const socketsOf = async (pid: string): Promise<string[]> => {
  const folder = join(PROC, pid, 'fd')
  const names = await readdir(folder).catch((): string[] => []) // of somebody else, or gone
  return Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')))
}

const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')
