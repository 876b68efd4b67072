import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const CLI = process.env['PEERTWIN_CLI'] ?? fileURLToPath(new URL('../../../../dist/cli.cjs', import.meta.url))

/** An emulator of its own, whose clock stands still; the one at PEERTWIN_URL, reset, where no flags are needed. */
export const openEmulator = async (...flags) => {
  const url = process.env['PEERTWIN_URL']
  if (url !== undefined && flags.length === 0) {
    const emulator = { ...clientsOf(url.replace(/\/+$/, '')), async stop() {} }
    await emulator.control('POST', '/reset')
    await emulator.control('PUT', '/clock', { mode: 'virtual' })
    return emulator
  }
  const args = [CLI, 'start', '--port', '0', '--ready-json', '--time', 'virtual', '--provider', 'confluent', ...flags]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(([code]) => {
      throw new Error(`the emulator ended with ${code} before it was ready`)
    }),
  ])
  return {
    ...clientsOf(JSON.parse(line).urls.confluent),
    async stop() {
      child.kill('SIGTERM')
      const [code] = await exited
      if (code !== 0) throw new Error(`the emulator ended with ${code}`)
    },
  }
}

const clientsOf = (url) => {
  const control = async (method, path, body) => {
    const response = await fetch(`${url}/_peertwin${path}`, { method, body: body && JSON.stringify(body) })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  return {
    url,
    control,
    advance: (by) => control('POST', '/clock/advance', { by }),
    /** A request to the service: what it answered, with the body read. */
    async api(method, path, body, authorization = `Basic ${btoa('CLOUDKEY:secret')}`) {
      const response = await fetch(path.startsWith('http') ? path : url + path, {
        method,
        headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
        body: body && JSON.stringify(body),
      })
      const text = await response.text()
      const { status, headers } = response
      return { status, headers, text, body: text === '' ? undefined : JSON.parse(text) }
    },
  }
}
