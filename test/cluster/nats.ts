import { randomInt } from 'node:crypto'
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, type Server, createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const VERSION = 'v2.15.2'
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'peertwin')
const PROGRAM = join(cache, `nats-server-${VERSION}`)

const STEP_MS = 50
const STALE_MS = 300_000
const step = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, STEP_MS))

/** Whether a folder was made, that of a process that was killed aside. */
const isFirst = (lock: string): boolean => {
  try {
    mkdirSync(lock)
    return true
  } catch {
    const { mtimeMs = Infinity } = statSync(lock, { throwIfNoEntry: false }) ?? {}
    if (Date.now() - mtimeMs > STALE_MS) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

const hasGo = (): boolean => {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Whether there is a server, or can be: tests that need it are told as skipped where Go is not there. */
export const hasServer = existsSync(PROGRAM) || hasGo()

/** The engine's server, built from its Go module once for each user of the machine. */
export const natsServer = async (): Promise<string> => {
  const lock = `${PROGRAM}.lock`
  mkdirSync(cache, { recursive: true })
  while (!existsSync(PROGRAM)) {
    if (!isFirst(lock)) {
      await step()
      continue
    }
    try {
      const env = { ...process.env, GOBIN: lock, CGO_ENABLED: '0' }
      await promisify(execFile)('go', ['install', `github.com/nats-io/nats-server/v2@${VERSION}`], { env })
      renameSync(join(lock, 'nats-server'), PROGRAM)
    } finally {
      rmSync(lock, { recursive: true, force: true })
    }
  }
  return PROGRAM
}

/** One server of an engine, which keeps its files and its address while it is down. */
export interface NatsNode {
  readonly url: string
  /** Where it tells what it does. */
  readonly monitor: string
  readonly process: ChildProcess | undefined
  /** Starts it when it is down. */
  start(): void
  /** Sends it a signal; unless that only stops or resumes it, waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** An engine on this machine. */
export interface Nats {
  readonly nodes: readonly NatsNode[]
  readonly urls: readonly string[]
  /** Waits until all nodes are up and agree on a leader. */
  ready(): Promise<void>
  /** Ends all nodes and removes their files. */
  stop(): Promise<void>
}

export interface NatsOptions {
  readonly nodes?: 1 | 3
  /** Lines of configuration inside `jetstream`; the default is the one that the promise needs. */
  readonly jetstream?: readonly string[]
  /** Whether clients may ask for what the servers are set to. */
  readonly open?: boolean
}

const ASK = '$SYS.REQ.SERVER.PING.JSZ'
const OPEN = [
  'accounts {',
  `  system { exports: [{ service: "${ASK}", response: stream }] }`,
  '  test {',
  '    jetstream: enabled',
  '    users: [{ user: test, password: test }]',
  `    imports: [{ service: { account: system, subject: "${ASK}" } }]`,
  '  }',
  '}',
  'system_account: system',
  'no_auth_user: test',
]

// below those that systems give to connections, which would be taken by one while nobody listens
const LOWEST_PORT = 15_000
const HIGHEST_PORT = 32_000

/** Ports of this machine that nobody has at the moment. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers: Server[] = []
  while (servers.length < count) {
    const server = createServer().listen(randomInt(LOWEST_PORT, HIGHEST_PORT), '127.0.0.1')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (isFree) servers.push(server)
  }
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  for (const server of servers) server.close()
  return ports
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts an engine and waits until it is ready. */
export const startNats = async (options: NatsOptions = {}): Promise<Nats> => {
  const { nodes: count = 1, jetstream = ['sync_interval: always'], open = true } = options
  const program = await natsServer()
  const root = mkdtempSync(join(tmpdir(), 'peertwin-nats-'))
  const ports = await freePorts(3 * count)
  const routes = Array.from({ length: count }, (_, n) => `nats://127.0.0.1:${ports[3 * n + 2]}`)

  const configuration = (n: number): string => {
    const [client, http, route] = ports.slice(3 * n)
    return [
      `server_name: n${n}`,
      'host: 127.0.0.1',
      `port: ${client}`,
      `http: 127.0.0.1:${http}`,
      `jetstream { store_dir: ${JSON.stringify(join(root, `n${n}`))}`,
      ...jetstream,
      '}',
      ...(count > 1
        ? [`cluster { name: test, listen: 127.0.0.1:${route}, routes: ${JSON.stringify(routes)}, no_advertise: true }`]
        : []),
      ...(open ? OPEN : []),
    ].join('\n')
  }

  const nodes = Array.from({ length: count }, (_, n) => {
    const file = join(root, `n${n}.conf`)
    writeFileSync(file, configuration(n))
    return new Node(`nats://127.0.0.1:${ports[3 * n]}`, `http://127.0.0.1:${ports[3 * n + 1]}`, () =>
      spawn(program, ['-c', file, '-l', join(root, `n${n}.log`)], { stdio: 'ignore' }),
    )
  })
  for (const node of nodes) node.start()
  const nats: Nats = {
    nodes,
    urls: nodes.map(({ url }) => url),
    ready: async () => void (await Promise.all(nodes.map((node) => node.ready()))),
    async stop() {
      await Promise.all(nodes.map((node) => node.kill()))
      rmSync(root, { recursive: true, force: true })
    },
  }
  await nats.ready()
  return nats
}

class Node implements NatsNode {
  process: ChildProcess | undefined
  readonly url: string
  readonly monitor: string
  readonly #spawn: () => ChildProcess

  constructor(url: string, monitor: string, launch: () => ChildProcess) {
    this.url = url
    this.monitor = monitor
    this.#spawn = launch
  }

  start(): void {
    if (this.process) return
    const child = this.#spawn()
    this.process = child
    running.add(child)
    child.once('exit', () => {
      running.delete(child)
      this.process = undefined
    })
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.process
    if (!child) return
    const gone = once(child, 'exit')
    child.kill(signal)
    if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await gone
  }

  async ready(): Promise<void> {
    for (;;) {
      if (!this.process) throw new Error('the server ended')
      const health = await fetch(`${this.monitor}/healthz`).catch(() => undefined)
      if (health?.ok) return
      await step()
    }
  }
}
