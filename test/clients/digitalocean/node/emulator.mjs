import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const CLI = process.env['PEERTWIN_CLI'] ?? fileURLToPath(new URL('../../../../dist/cli.cjs', import.meta.url))

/** Starts an emulator of its own, whose clock stands still, with further flags of `peertwin start`. */
export const startEmulator = async (...flags) => {
  const child = spawn(process.execPath, [CLI, 'start', '--port', '0', '--ready-json', '--time', 'virtual', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(([code]) => {
      throw new Error(`the emulator ended with ${code} before it was ready`)
    }),
  ])
  return {
    ...controlOf(JSON.parse(line).urls.digitalocean),
    async stop() {
      child.kill('SIGTERM')
      const [code] = await exited
      if (code !== 0) throw new Error(`the emulator ended with ${code}`)
    },
  }
}

/** The emulator at PEERTWIN_URL, which the suite resets and whose clock it moves; one of its own without that variable. */
export const openEmulator = async () => {
  const url = process.env['PEERTWIN_URL']
  return url === undefined ? startEmulator() : { ...controlOf(url.replace(/\/+$/, '')), async stop() {} }
}

const controlOf = (url) => {
  const call = async (method, path, body) => {
    const response = await fetch(`${url}/_peertwin${path}`, { method, body: body && JSON.stringify(body) })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  return {
    url,
    reset: () => call('POST', '/reset'),
    advance: (by) => call('POST', '/clock/advance', { by }),
    journal: async (query = '') => (await call('GET', `/requests${query}`)).requests,
  }
}
