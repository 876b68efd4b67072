import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'

export const CLI = new URL('../../../dist/cli.cjs', import.meta.url).pathname

const SERVERS = '0'
const GENERATOR = '1'

/** Whether servers and generator each have a core of their own. */
export const pinned = availableParallelism() > 1 && spawnSync('taskset', ['-c', SERVERS, 'true']).status === 0

const run = (core, args, { stdio, env }) => {
  const command = pinned ? ['taskset', '-c', core, process.execPath, ...args] : [process.execPath, ...args]
  return spawn(command[0], command.slice(1), { stdio, env: { ...process.env, NODE_OPTIONS: '', ...env } })
}

const open = []

/** Ends what is still running. */
export const stopAll = () => {
  for (const child of open.splice(0)) child.kill('SIGKILL')
}

const script = (name) => new URL(name, import.meta.url).pathname

/** Asks a child something, and waits for the answer with a member of a name. */
const told = async (child, asked, name) => {
  child.send(asked)
  for (;;) {
    const [message] = await once(child, 'message')
    if (name in message) return message[name]
  }
}

/** How much processor time a child has used, in microseconds. */
const usageOf = async (child) => {
  const { user, system } = await told(child, 'usage', 'usage')
  return user + system
}

/** The longest turn of a child while something is done, in milliseconds of processor time. */
const longestTurnOf = async (child, work) => {
  await told(child, 'watch', 'watching')
  await work()
  return (await told(child, 'longest', 'longest')) / 1000
}

const COUNTED = ['--import', new URL('usage.mjs', import.meta.url).href]

/** A server that says in one JSON line on which port it listens. */
const startServer = async (args, env) => {
  const child = run(SERVERS, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env })
  open.push(child)
  const lines = createInterface({ input: child.stdout })
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${args.join(' ')} ended before it listened`))),
  ])
  return {
    port: JSON.parse(line).port,
    pid: child.pid,
    usage: () => usageOf(child),
    longestTurn: (work) => longestTurnOf(child, work),
    stop: () => child.kill('SIGKILL'),
    /** Ends it in order. */
    end: () => (child.kill('SIGTERM'), once(child, 'exit')),
  }
}

const START = ['start', '--port', '0', '--ready-json']

/** One that tells its use of the processor. */
export const startCounted = (...flags) => startCountedOf(CLI, ...flags)
/** The same of another build of the command. */
export const startCountedOf = (cli, ...flags) => startServer([...COUNTED, cli, ...START, ...flags])
export const startEmulator = ({ cli = CLI, env }) => startServer([cli, ...START], env)
export const startBare = (env) => startServer([script('bare.mjs')], env)

/** The raw server with the answers it is to give. */
export const startRaw = async (answers) => {
  const child = run(SERVERS, [script('raw.mjs')], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  open.push(child)
  child.send({ answers })
  const [port] = await once(child, 'message')
  return { port, usage: () => usageOf(child), stop: () => child.kill('SIGKILL') }
}

/** The load generator: takes one job after the other. */
export const startGenerator = () => {
  const child = run(GENERATOR, [script('load.mjs')], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  open.push(child)
  return async (job) => {
    child.send(job)
    const [{ result, error }] = await once(child, 'message')
    if (error !== undefined) throw new Error(error)
    return result
  }
}

/** One request, given as it goes over the wire, on a connection of its own. */
export const ask = (port, wire) =>
  new Promise((resolve, reject) => {
    const [head, body] = [wire.slice(0, wire.indexOf('\r\n\r\n')), wire.slice(wire.indexOf('\r\n\r\n') + 4)]
    const [start, ...lines] = head.split('\r\n')
    const [method, path] = start.split(' ')
    const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/, 2)))
    const call = request({ port, host: '127.0.0.1', method, path, headers, agent: false }, async (response) => {
      const chunks = []
      for await (const chunk of response) chunks.push(chunk)
      const text = Buffer.concat(chunks).toString()
      resolve({ status: response.statusCode, headers: response.rawHeaders, body: text })
    })
    call.on('error', reject)
    call.end(body)
  })

/** A call of the control API; a body that is a text goes as it is. */
export const control = async (port, method, path, body) => {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
  const head = `${method} /_peertwin${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${Buffer.byteLength(text)}`
  const answer = await ask(port, `${head}\r\n\r\n${text}`)
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`)
  return answer.body.startsWith('{') ? JSON.parse(answer.body) : answer.body
}

/** Resident memory of a process in MiB. */
export const residentMiB = (pid) => {
  if (process.platform === 'linux')
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
  return Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)]).stdout.toString()) / 1024
}
