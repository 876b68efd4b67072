import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Dashboard } from '../../../src/control/pages/dashboard.ts'
import { overSocket } from '../../helpers/socket.ts'
import { ORIGIN, setup } from '../setup.ts'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const built = () => {
  const folder = mkdtempSync(join(tmpdir(), 'peertwin-ui-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'app-1.js'), '1')
  return new Dashboard([`file://${folder}/`])
}
const ask = async (dashboard: Dashboard, path: string, init?: RequestInit) => {
  const answer = await dashboard.answer(new Request(`http://localhost/_peertwin${path}`, init), path)
  return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() }
}
const ETAG = expect.stringMatching(/^"[\w-]{20}"$/) as string

test('its page is asked for anew each time, its parts once', async () => {
  const dashboard = built()
  const page = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
    etag: ETAG,
  }
  const first = await ask(dashboard, '/ui/')
  expect(first).toEqual({ status: 200, headers: page, text: '<!doctype html>' })
  expect(await ask(dashboard, '/ui/', { headers: { 'if-none-match': first.headers['etag']! } })).toEqual({
    status: 304,
    headers: { etag: first.headers['etag'] },
    text: '',
  })
  expect(await ask(dashboard, '/ui/app-1.js')).toEqual({
    status: 200,
    headers: {
      ...page,
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'max-age=31536000, immutable',
    },
    text: '1',
  })
})

test('nothing else is there', async () => {
  const dashboard = built()
  const html = { 'content-type': 'text/html; charset=utf-8' }
  expect(await ask(dashboard, '/ui')).toEqual({ status: 308, headers: { location: '/_peertwin/ui/' }, text: '' })
  for (const path of ['/ui/nothing.js', '/ui/../app.ts', '/ui/%2e%2e/package.json'])
    expect(await ask(dashboard, path)).toEqual({ status: 404, headers: html, text: '' })
  expect(await ask(dashboard, '/ui/', { method: 'POST' })).toEqual({
    status: 405,
    headers: { allow: 'GET, HEAD' },
    text: '',
  })
})

test('a build without it says so', async () => {
  const { status, text } = await ask(new Dashboard(['file:///nowhere/']), '/ui/')
  expect(status).toBe(404)
  expect(text).toContain('npm run build:ui')
})

test('it needs no token, and keeps strange names and pages away as all of the control API does', async () => {
  const { emulator } = setup({ controlToken: 'geheim' })
  const status = async (base: string, headers: Record<string, string> = {}) =>
    (await overSocket(emulator, base, headers)('GET', '/_peertwin/ui')).status
  expect(await status(ORIGIN)).toBe(308)
  expect(await status('http://evil.example')).toBe(403)
  expect(await status(ORIGIN, { origin: 'http://evil.example' })).toBe(403)
})

test('a browser that comes to the control API is led to it, unless there is none', async () => {
  const look = async (dashboard: boolean, accept: string) => {
    const client = overSocket(setup({ dashboard }).emulator, ORIGIN, { accept })
    const { status, headers } = await client('GET', '/_peertwin')
    return [status, headers['location']]
  }
  expect(await look(true, 'text/html,*/*')).toEqual([302, '/_peertwin/ui/'])
  expect(await look(true, '*/*')).toEqual([404, undefined])
  expect(await look(false, 'text/html')).toEqual([404, undefined])
  const { emulator } = setup({ dashboard: false })
  expect((await overSocket(emulator, ORIGIN)('GET', '/_peertwin/ui/')).status).toBe(404)
})
