import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { liveLines, plain } from '../../../src/cli/log/live-lines.ts'
import { requestLog } from '../../../src/cli/log/request-log.ts'
import { createEmulator } from '../../../src/index.ts'
import { providers } from '../../../src/providers/index.ts'
import { run, start } from '../../helpers/cli.ts'
import { type Sent, portOf, wireOf } from '../../helpers/socket.ts'

const root = mkdtempSync(join(tmpdir(), 'peertwin-masking-'))
afterAll(() => rmSync(root, { recursive: true }))

/** A request that carries a secret: where it goes, and with what. */
type Carrier = (secret: string) => readonly [path: string, sent?: Sent]

const digitsOf = (secret: string): string => secret.replaceAll(/\D/g, '')

const VPCS = '/v2/vpcs'
const LOGIN = '/v3/auth/tokens'
const V2 = '/v2/index.php'

const header =
  (name: string, before = ''): Carrier =>
  (secret) => [VPCS, { headers: { [name]: before + secret } }]
const query =
  (name: string, path = VPCS): Carrier =>
  (secret) => [`${path}?a=b&${name}=${secret}&c=d`]
const body =
  (type: string, write: (secret: string) => string, path = VPCS): Carrier =>
  (secret) => [path, { method: 'POST', headers: { 'content-type': type }, body: write(secret) }]
const json = (write: (secret: string) => string, path = VPCS): Carrier => body('application/json', write, path)
const form = (name: string, path = V2): Carrier =>
  body('application/x-www-form-urlencoded', (secret) => `a=b&${name}=${secret}&c=d`, path)
const part = (disposition: string): Carrier =>
  body(
    'multipart/form-data; boundary=x',
    (secret) => `--x\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${secret}\r\n--x--\r\n`,
    V2,
  )

const headers = [
  'x-api-key',
  'api-key',
  'apikey',
  'x-auth-key',
  'x-goog-api-key',
  'x-auth-token',
  'x-security-token',
  'x-tc-token',
  'x-client-secret',
  'x-secret-access-key',
  'x-password',
  'cookie',
  'authorization',
  'proxy-authorization',
]
const parameters = [
  'token',
  'access_token',
  'api_key',
  'apiKey',
  'client_secret',
  'secret_access_key',
  'password',
  'PASSWD',
  'passphrase',
  'p%61ssword',
  'acc%65ss%5Ftoken',
  'user[password]',
  'auth.token',
]

const carriers: Readonly<Record<string, Carrier>> = {
  ...Object.fromEntries(headers.map((name) => [`header ${name}`, header(name)])),
  'a bearer': header('authorization', 'Bearer '),
  'a signature': header(
    'authorization',
    'TC3-HMAC-SHA256 Credential=AKID/x/tc3_request, SignedHeaders=host, Signature=',
  ),
  'a query in a header': header('referer', 'http://localhost/?a=b&access_token='),
  ...Object.fromEntries(parameters.map((name) => [`parameter ${name}`, query(name)])),
  ...Object.fromEntries(parameters.map((name) => [`field ${name}`, form(name)])),
  'a parameter where nothing is': query('token', '/v2/nothing'),
  'a signature in a query': query('Signature', V2),
  'a field of a signature': form('Signature'),
  'a part': part('name="password"'),
  'a part without quotes': part('name=api_key'),
  'a part with a file': part('name=token; filename="t"'),
  'an array': json((secret) => `{"name":"n","password":["x",["${secret}"]]}`),
  'an array of objects': json((secret) => `[{"list":[{"client_secret":"${secret}"}]}]`),
  'an escaped name': json((secret) => `{"p\\u0061ssword":"${secret}"}`),
  'an escaped value': json((secret) => `{"password":"\\u0022${secret}\\\\"}`),
  'a text that breaks off': json((secret) => `{"a":[{"password":"${secret}`),
  'a text that breaks off behind an escape': json((secret) => `{"name":{"api_key":"${secret}\\`),
  'a passcode': json((secret) => `{"passcode":"${secret}"}`),
  'a number': json((secret) => `{"passcode":${digitsOf(secret)}}`),
  'a key in an object': json((secret) => `{"hw_ak_sk":{"access":{"key":"AK"},"secret":{"key":"${secret}"}}}`, LOGIN),
  'a key in an object, the other way round': json(
    (secret) => `{"auth":{"hw_ak_sk":{"secret":{"x":1,"key":"${secret}"},"access":{"key":"AK"}}}}`,
    LOGIN,
  ),
  'a token object': json((secret) => `{"auth":{"identity":{"methods":["token"],"token":{"id":"${secret}"}}}}`, LOGIN),
  'a token object with more before': json((secret) => `{"token":{"a":{"b":[]},"c":"d","id":"${secret}"}}`, LOGIN),
  'a token object with more behind': json((secret) => `{"token":{"id":"${secret}","a":{"b":[]}}}`, LOGIN),
  'a login': json(
    (secret) =>
      `{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"u","password":"${secret}","domain":{"name":"d"}}}}}}`,
    LOGIN,
  ),
  'JSON in a string': json((secret) => JSON.stringify({ body: JSON.stringify({ password: secret, list: ['x'] }) })),
  'JSON in a string that breaks off': json((secret) => `{"body":"{\\"api_key\\":\\"${secret}`),
  'JSON that says to be a form': body('application/x-www-form-urlencoded', (secret) => `{"password":"${secret}"}`, V2),
  'a form that says to be JSON': json((secret) => `user=a&password=${secret}`),
}

// what is found says which one it was, by its digits alone as well
const sent = Object.entries(carriers).map(([name, carry], n) => ({ name, carry, secret: `Zq${7_000_001 + n}xY` }))

/** Answers that give a secret away: what leads to it, and where it stands. */
const givers: readonly (readonly [path: string, sent: Sent, found: RegExp])[] = [
  [
    LOGIN,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"u","password":"p","domain":{"name":"d"}}}},"scope":{"project":{"name":"eu-de"}}}}',
    },
    /X-Subject-Token: (\S+)/i,
  ],
  [
    '/1.3/account/tokens',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('u:p')}` },
      body: '{"name":"t","expires_at":"2026-06-01T00:00:00Z"}',
    },
    /"token"\s*:\s*"([^"]+)"/,
  ],
  [
    '/api/sessions',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":"user@example.com","password":"p"}',
    },
    /"token"\s*:\s*"([^"]+)"/,
  ],
]

/** Sends everything, and tells what may be shown nowhere: each secret by its name. */
const sendAll = async (port: number): Promise<Map<string, string>> => {
  const secrets = new Map<string, string>()
  const send = (path: string, more: Sent = {}) =>
    wireOf(port, `http://127.0.0.1:${port}${path}`, { ...more, headers: { 'user-agent': 'test/1', ...more.headers } })
  for (const { name, carry, secret } of sent) {
    await send(...carry(secret))
    secrets.set(name, name === 'a number' ? digitsOf(secret) : secret)
  }
  for (const [path, more, pattern] of givers) {
    const { lines, text } = await send(path, more)
    const given = pattern.exec([...lines, text].join('\n'))?.[1]
    if (given === undefined) throw new Error(`${path}: ${text}`)
    secrets.set(`the answer of ${path}`, given)
  }
  return secrets
}

const asked = async (control: string, path: string, method = 'GET'): Promise<string> => {
  const answer = await fetch(control + path, { method, ...(method === 'POST' && { body: '{}' }) })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${path}: ${text}`)
  return text
}

/** What is told of requests while they come, up to one of a number. */
const watch = async (control: string): Promise<(last: number) => Promise<string>> => {
  const stream = (await fetch(`${control}/events`)).body!.pipeThrough(new TextDecoderStream())
  return async (last) => {
    let text = ''
    for await (const part of stream) {
      text += part
      if (text.includes(`event: request\ndata: {"n":${last},`)) break
    }
    return text
  }
}

/** Everything that the control API shows of requests and of what they made. */
const shown = async (control: string, events: (last: number) => Promise<string>): Promise<Record<string, string>> => {
  const journal = await asked(control, '/requests')
  const { requests } = JSON.parse(journal) as { requests: { n: number }[] }
  expect(requests).toHaveLength(sent.length + givers.length)
  const explained = []
  for (const { n } of requests) explained.push(await asked(control, `/requests/${n}/explain`))
  const listed = await asked(control, '/resources')
  const { resources } = JSON.parse(listed) as { resources: { type: string; id: string }[] }
  const details = []
  for (const { type, id } of resources)
    details.push(await asked(control, `/resources/${encodeURIComponent(id)}?type=${type}`))
  return {
    journal,
    found: await asked(control, '/requests/find', 'POST'),
    unmatched: await asked(control, '/requests/unmatched'),
    explained: explained.join('\n'),
    events: await events(requests.at(-1)!.n),
    resources: [listed, ...details].join('\n'),
  }
}

/** The secrets that stand in a text, by name. */
const leaks = (text: string, secrets: ReadonlyMap<string, string>): string[] =>
  [...secrets].filter(([, secret]) => text.includes(secret)).map(([name]) => name)

const expectNone = (places: Readonly<Record<string, string>>, secrets: ReadonlyMap<string, string>): void => {
  const found = Object.entries(places).map(([place, text]) => [place, leaks(text, secrets)])
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(found.map(([place]) => [place, []])))
}

test('no secret of a request or an answer is shown, logged as JSON, or written to a file', async () => {
  const state = join(root, 'state')
  const server = await start(['--time', 'virtual', '--log-level', 'info', '--state', state])
  const events = await watch(server.control)
  const secrets = await sendAll(server.port)
  const places = await shown(server.control, events)
  const file = join(root, 'journal.har')
  expect(await run(['journal', '--har', file, '--control', server.control])).toMatchObject({ code: 0, stderr: '' })
  expect(await server.stop()).toBe(0)
  const log = server.stderr()
  expect(log.match(/"level"/g)).toHaveLength(sent.length + givers.length)
  expectNone({ ...places, log, har: readFileSync(file, 'utf8') }, secrets)
})

test('nor does any stand in the lines for those who look on', async () => {
  let text = ''
  const sink = () => Promise.resolve(liveLines((line) => void (text += line), plain))
  const { onEntry, written } = requestLog({ level: 'info', providers, sink })
  const secrets = await sendAll(await portOf(createEmulator({ onEntry })))
  await written()
  expect(text.match(/ ms/g)).toHaveLength(sent.length + givers.length)
  expectNone({ text }, secrets)
})
