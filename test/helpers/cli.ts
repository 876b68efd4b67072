import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** The built command. */
export const CLI = new URL('../../dist/cli.cjs', import.meta.url).pathname

/** Puts a program of Node into a folder of the path, under the name by which people call it. */
export const install = (folder: string, name = 'peertwin', script = CLI): void =>
  writeFileSync(join(folder, name), `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`, { mode: 0o755 })

export interface Running {
  readonly process: ChildProcess
  readonly control: string
  readonly port: number
  readonly urls: Record<string, string>
  readonly stdout: () => string
  readonly stderr: () => string
  /** Sends SIGTERM and resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Runs a command that ends by itself. */
export const run = async (args: readonly string[], env: Record<string, string> = {}, cwd = process.cwd()) => {
  const child = spawn(process.execPath, [CLI, ...args], { env: { ...process.env, ...env }, cwd })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

const running = new Set<ChildProcess>()

// what a failed test left behind
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts the server on any port and waits for its ready line. */
export const start = async (
  args: readonly string[] = [],
  env: Record<string, string> = {},
  command = CLI,
): Promise<Running> => {
  const child = spawn(process.execPath, [command, 'start', '--port', '0', '--ready-json', ...args], {
    env: { ...process.env, ...env },
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  let stdout = ''
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      if (stdout.includes('\n')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${stderr}`)))
  })
  const { control, port, urls } = JSON.parse(stdout) as { control: string; port: number; urls: Record<string, string> }
  return {
    process: child,
    control,
    port,
    urls,
    stdout: () => stdout,
    stderr: () => stderr,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const [code] = (await once(child, 'close')) as [number | null]
      return code
    },
  }
}
