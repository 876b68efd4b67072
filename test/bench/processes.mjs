import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'

export const CLI = new URL('../../dist/cli.js', import.meta.url).pathname
export const BEARER = { authorization: 'Bearer dop_v1_0123456789abcdef' }

const SERVERS = '0'
const GENERATOR = '1'

/** Whether servers and generator each have a core of their own. */
export const pinned = availableParallelism() > 1 && spawnSync('taskset', ['-c', SERVERS, 'true']).status === 0

const run = (core, args, stdio) => {
  const command = pinned ? ['taskset', '-c', core, process.execPath, ...args] : [process.execPath, ...args]
  return spawn(command[0], command.slice(1), { stdio, env: { ...process.env, NODE_OPTIONS: '' } })
}

const open = []

/** Ends what is still running. */
export const stopAll = () => {
  for (const child of open.splice(0)) child.kill('SIGKILL')
}

const script = (name) => new URL(name, import.meta.url).pathname

/** A server that says in one JSON line on which port it listens. */
const startServer = async (args) => {
  const child = run(SERVERS, args, ['ignore', 'pipe', 'inherit'])
  open.push(child)
  const lines = createInterface({ input: child.stdout })
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${args.join(' ')} ended before it listened`))),
  ])
  return { port: JSON.parse(line).port, pid: child.pid, stop: () => child.kill('SIGKILL') }
}

export const startEmulator = (...flags) => startServer([CLI, 'start', '--port', '0', '--ready-json', ...flags])
export const startBare = () => startServer([script('bare.mjs')])

/** The raw server with the answers it is to give. */
export const startRaw = async (answers) => {
  const child = run(SERVERS, [script('raw.mjs')], ['ignore', 'inherit', 'inherit', 'ipc'])
  open.push(child)
  child.send(answers)
  const [port] = await once(child, 'message')
  return { port, pid: child.pid }
}

/** The load generator: takes one job after the other. */
export const startGenerator = () => {
  const child = run(GENERATOR, [script('load.mjs')], ['ignore', 'inherit', 'inherit', 'ipc'])
  open.push(child)
  return async (job) => {
    child.send(job)
    const [{ result, error }] = await once(child, 'message')
    if (error !== undefined) throw new Error(error)
    return result
  }
}

/** One request on a connection of its own, with the answer's header names as they were sent. */
export const ask = (port, method, path, body) =>
  new Promise((resolve, reject) => {
    const headers = body === undefined ? BEARER : { ...BEARER, 'content-type': 'application/json' }
    const call = request({ port, host: '127.0.0.1', method, path, headers, agent: false }, async (response) => {
      const chunks = []
      for await (const chunk of response) chunks.push(chunk)
      resolve({
        status: response.statusCode,
        headers: response.rawHeaders,
        body: Buffer.concat(chunks).toString(),
      })
    })
    call.on('error', reject)
    call.end(body)
  })

/** Resident memory of a process in MiB. */
export const residentMiB = (pid) => {
  if (process.platform === 'linux')
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
  return Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)]).stdout.toString()) / 1024
}
