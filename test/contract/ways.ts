import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmulatorOptions, type ListenOptions, createEmulator } from '../../src/index.ts'
import { start } from '../helpers/cli.ts'
import { overProxy, overTls } from '../helpers/doors.ts'
import { START } from '../helpers/setup.ts'
import { type Sent, control, portOf, wireOf } from '../helpers/socket.ts'
import type { Said } from './golden.ts'

/** An emulator that a client has reached. */
export interface Reached {
  /** Base URL under which the client knows it. */
  readonly origin: string
  /** Sends a request to a path, or to a whole URL. */
  readonly send: (path: string, sent: Sent) => Promise<Said>
  /** Base URL of the control API of the world that answers. */
  readonly control: string
  readonly close: () => Promise<unknown>
}

/** One way in. */
export interface Way {
  readonly name: string
  /** Whether headers come in the order and spelling of the wire. */
  readonly spelt: boolean
  open(provider: string, base: string, options: EmulatorOptions): Promise<Reached>
}

const root = new URL('../../', import.meta.url).pathname
const virtual = { mode: 'virtual', start: START } as const

/** Reaches a port under a base URL, whatever host that names. */
const overPort = (port: number, origin: string, control: string, close: Reached['close']): Reached => ({
  origin,
  control,
  close,
  async send(path, sent) {
    const { status, lines, text } = await wireOf(port, path.startsWith('/') ? origin + path : path, sent)
    return { status, headers: lines, body: text }
  },
})

const linesOf = (headers: Headers): string[] => [...headers].map(([name, value]) => `${name}: ${value}`)

const inProcess: Way = {
  name: 'in the same process',
  spelt: false,
  open(provider, base, options) {
    const emulator = createEmulator({ clock: virtual, providers: [provider], ...options })
    return Promise.resolve({
      origin: base,
      control: 'http://localhost/_peertwin',
      close: () => emulator.close(),
      async send(path: string, { body, ...sent }: Sent) {
        const request = new Request(path.startsWith('/') ? base + path : path, { ...sent, body: body ?? null })
        const response = await emulator.fetch(request)
        return { status: response.status, headers: linesOf(response.headers), body: await response.text() }
      },
    })
  },
}

const sharedSocket: Way = {
  name: "over the shared socket, under the provider's own host name",
  spelt: true,
  async open(provider, base, options) {
    const emulator = createEmulator({ clock: virtual, providers: [provider], ...options })
    const origin = base.replace('https:', 'http:')
    return overPort(await portOf(emulator), origin, 'http://localhost/_peertwin', () => emulator.close())
  },
}

const providerPort: Way = {
  name: "over the provider's own port",
  spelt: true,
  async open(provider, _, options) {
    const emulator = createEmulator({ clock: virtual, ...options })
    const { urls } = await emulator.listen({ providerPorts: true })
    const origin = urls[provider]!
    return overPort(Number(new URL(origin).port), origin, `${origin}/_peertwin`, () => emulator.close())
  },
}

const namespacePort: Way = {
  name: 'over the port of a namespace',
  spelt: true,
  async open(provider, _, options) {
    const emulator = createEmulator({ clock: virtual, ...options })
    const { body } = await control(emulator, 'POST', '/namespaces', { name: 'own', port: true })
    const { url } = body as { url: string }
    // a namespace draws ids of its own, until it goes on from the state of another one
    const { body: state } = await control(emulator, 'GET', '/state')
    await control(emulator, 'PUT', '/namespaces/own/state', state)
    const { port } = new URL(url)
    return overPort(Number(port), `http://${provider}.localhost:${port}`, `${url}/_peertwin`, () => emulator.close())
  },
}

/** Reaches an emulator through one of its doors. */
const overDoor = async (provider: string, base: string, { options, listen, by }: Through): Promise<Reached> => {
  const emulator = createEmulator({ clock: virtual, providers: [provider], ...options })
  const { port, control, certificate } = await emulator.listen(listen)
  const send = by(port, certificate!)
  const origin = base.startsWith('https:') ? base : `https://${provider}.localhost`
  return {
    origin,
    control,
    close: () => emulator.close(),
    async send(path, sent) {
      const { status, lines, text } = await (path.startsWith('/')
        ? send(origin + path, sent)
        : wireOf(port, path, sent))
      return { status, headers: lines, body: text }
    },
  }
}

interface Through {
  readonly options: EmulatorOptions
  readonly listen: ListenOptions
  readonly by: typeof overTls
}

const tls: Way = {
  name: "over TLS, under the provider's own host name",
  spelt: true,
  open: (provider, base, options) => overDoor(provider, base, { options, listen: { tls: true }, by: overTls }),
}

const proxy: Way = {
  name: "through the proxy, under the provider's own host name",
  spelt: true,
  open: (provider, base, options) => overDoor(provider, base, { options, listen: { proxy: true }, by: overProxy }),
}

let tarball: { readonly cli: string; remove(): void } | undefined

/** What the registry would deliver, unpacked beside this project's dependencies. */
const unpacked = (): string => {
  if (tarball) return tarball.cli
  const folder = mkdtempSync(join(tmpdir(), 'peertwin-packed-'))
  const run = (command: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
    return stdout.trim()
  }
  const file = run('npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder)
  run('tar', '-xzf', join(folder, file), '-C', folder)
  symlinkSync(join(root, 'node_modules'), join(folder, 'package/node_modules'))
  tarball = {
    cli: join(folder, 'package/dist/cli.cjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  return tarball.cli
}

export const removeTarball = (): void => tarball?.remove()

const flagsOf = (folder: string, { auth, rateLimits, settings = {}, fixtures }: EmulatorOptions): string[] => {
  const file = join(folder, 'fixtures.json')
  if (fixtures) writeFileSync(file, JSON.stringify(fixtures))
  return [
    ...(auth ? ['--auth', auth] : []),
    ...(rateLimits ? ['--rate-limits', rateLimits] : []),
    ...(fixtures ? ['--fixtures', file] : []),
    ...Object.entries(settings).flatMap(([provider, given]) =>
      Object.entries(given).flatMap(([name, value]) => ['--set', `${provider}.${name}=${value}`]),
    ),
  ]
}

const packedCommand: Way = {
  name: 'over a socket of the packed command',
  spelt: true,
  async open(provider, _, options) {
    const folder = mkdtempSync(join(tmpdir(), 'peertwin-fixtures-'))
    const clock = ['--time', 'virtual', '--start', new Date(START).toISOString()]
    const server = await start(['--provider', provider, ...clock, ...flagsOf(folder, options)], {}, unpacked())
    const close = (): Promise<unknown> => {
      rmSync(folder, { recursive: true })
      return server.stop()
    }
    return overPort(server.port, `http://${provider}.localhost:${server.port}`, server.control, close)
  },
}

/** The ways in, of which each must give the same answers. */
export const ways: readonly Way[] = [inProcess, sharedSocket, providerPort, namespacePort, tls, proxy, packedCommand]

/** The one that recorded answers are taken from. */
export const recorder: Way = sharedSocket
