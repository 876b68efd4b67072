import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLI, type Running, run, start } from '../helpers/cli.ts'

let server: Running
beforeAll(async () => {
  server = await start(['--time', 'virtual', '--start', '2026-01-01T00:00:00Z', '--control-token', 'sesame'])
})
afterAll(() => server.stop())

/** Runs a command against the server. */
const peertwin = (args: readonly string[], env: Record<string, string> = {}) =>
  run(args, { PEERTWIN_CONTROL: server.control, PEERTWIN_CONTROL_TOKEN: 'sesame', ...env })

const ended = (stdout: string) => ({ code: 0, stdout, stderr: '' })
const refused = (text: string) => ({ code: 2, stdout: '', stderr: `peertwin: ${text}\n` })

test('a command reaches the emulator and the namespace that it is told of', async () => {
  const made = await peertwin(['namespace', 'create', 'work', '--json'])
  expect(made).toEqual(ended(expect.stringMatching(/^\{"name":"work",.*\}\n$/) as string))
  const standing = '2026-01-01T00:00:00.000Z  virtual, speed 0, next due nothing\n'
  const moved = '2026-01-01T00:05:00.000Z  virtual, speed 0, next due nothing\n'
  expect(await peertwin(['clock', 'advance', '5m', '--namespace', 'work'])).toEqual(
    ended(`${moved}0 events happened\n`),
  )
  expect(await peertwin(['clock'], { PEERTWIN_NAMESPACE: 'work' })).toEqual(ended(moved))
  expect(await peertwin(['clock'])).toEqual(ended(standing))
  expect(await run(['clock', 'show', '--control', `${server.control}/`, '--token', 'sesame'])).toEqual(ended(standing))
})

test('a command says so when nobody answers, the token is wrong, or something is missing', async () => {
  expect(await run(['clock', '--control', 'http://127.0.0.1:9/_peertwin'])).toEqual({
    ...refused(''),
    stderr: expect.stringMatching(
      /^peertwin: no emulator answers at http:\/\/127\.0\.0\.1:9\/_peertwin\/clock: .+\n$/,
    ) as string,
  })
  expect(await run(['clock', '--control', server.control])).toEqual(
    refused('The control API wants the token that start was given: Authorization: Bearer ….'),
  )
  expect(await peertwin(['clock', 'advance'])).toEqual(refused('clock advance needs <span>'))
  expect(await peertwin(['clock', 'show', '--namespace', 'wrk'])).toEqual(
    refused("There is no namespace 'wrk'; did you mean 'work'?"),
  )
})

test('journal --follow prints each request as it comes', async () => {
  const { stdout } = await peertwin(['namespace', 'create', 'live', '--json'])
  const { token } = (JSON.parse(stdout) as { credentials: { digitalocean: { token: string } } }).credentials
    .digitalocean
  const args = ['journal', '--follow', '--namespace', 'live', '--control', server.control, '--token', 'sesame']
  const child = spawn(process.execPath, [CLI, ...args])
  const seen = { text: '', enough: false }
  child.stdout.on('data', (chunk: Buffer) => {
    seen.text += chunk.toString()
    seen.enough = seen.text.split('\n').length > 2
  })
  // the stream has only what happens once it is open, so keep asking until two requests are printed
  while (!seen.enough)
    await fetch(`http://127.0.0.1:${server.port}/v2/regions`, { headers: { authorization: `Bearer ${token}` } })
  child.kill()
  expect(seen.text.split('\n')[0]).toMatch(
    /^\d+ {2}2026-01-01T00:00:00\.000Z {2}digitalocean {2}200 {2}GET {2}\/v2\/regions {2}regions\.list {2}[\d.]+ ms/,
  )
})
