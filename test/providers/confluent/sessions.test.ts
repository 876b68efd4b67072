import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Ids } from '../../../src/core/ids.ts'
import { USER } from '../../../src/providers/confluent/seed.ts'
import type { Answered } from '../../helpers/setup.ts'
import { control, overSocket } from '../../helpers/socket.ts'
import { BASE, ENVIRONMENTS, PEERINGS, basic, environmentOf, refused, setup, success } from './setup.ts'

const SESSIONS = '/api/sessions'
const ME = '/api/me'
const { email, password } = USER
const created = '2026-01-01T00:00:00.000Z'

const legacy = ({ status }: Answered, message: string) => ({ error: { code: status, message } })
const WRONG = 'The email, the password or the organization is wrong.'

/** Headers of an answer for which nobody was asked for a credential: no rate window is anybody's. */
const unmetered = () => refused()

interface Session {
  token: string
  refresh_token: string
  organization: { resource_id: string }
  user: { resource_id: string }
}

const logged = async (options: Parameters<typeof setup>[0] = {}, login: object = { email, password }) => {
  const bench = setup(options)
  const answer = await bench.anonymous('POST', SESSIONS, login)
  if (answer.status !== 200) throw new Error(answer.text)
  const session = answer.body as Session
  const bearer = { authorization: `Bearer ${session.token}` }
  return { ...bench, answer, session, me: bench.clientAs(bearer), bearer }
}

describe('the login of the CLI', () => {
  test('asks for the realm before the credential', async () => {
    const { anonymous } = setup({ auth: 'strict' })
    const answer = await anonymous('GET', `/api/login/realm?email=${email}&client_id=x&org_resource_id=`)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(unmetered())
    expect(answer.body).toEqual({ is_sso: false, mfa_required: false, realm: '' })
  })

  test('answers a token, the user and the organization', async () => {
    const { answer, session, me } = await logged({ auth: 'strict' })
    expect(answer.headers).toEqual(unmetered())
    const organizations = (await me('GET', '/org/v2/organizations')).body as { data: { id: string }[] }
    expect(answer.body).toEqual({
      token: expect.any(String),
      refresh_token: '',
      organization: {
        id: 1,
        name: 'Peertwin',
        resource_id: organizations.data[0]!.id,
        created,
        modified: created,
      },
      user: { id: 1, email, resource_id: expect.stringMatching(/^u-[0-9degjklmnopqrvwxyz]{6}$/) },
    })
    const [head, claims, signature] = session.token.split('.')
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect(read(head!)).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(read(claims!)).toEqual({
      exp: Date.UTC(2100, 0, 1) / 1000,
      iat: Date.UTC(2026, 0, 1) / 1000,
      iss: 'Confluent',
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      orgResourceId: session.organization.resource_id,
      organizationId: 1,
      userId: 1,
      userResourceId: session.user.resource_id,
    })
    const key = new Ids('confluent').hex('session', 64)
    expect(createHmac('sha256', key).update(`${head}.${claims}`).digest('base64url')).toBe(signature)
  })

  test('gives the same token for the same seed, and another one each time', async () => {
    const first = await logged()
    const again = await logged()
    expect(again.session).toEqual(first.session)
    const second = await again.anonymous('POST', SESSIONS, { email, password })
    expect((second.body as Session).token).not.toBe(first.session.token)
  })

  test('leads to the environments that there are', async () => {
    const { api, me, session } = await logged()
    const seeded = await environmentOf(api)
    const { body } = await api('POST', ENVIRONMENTS, { display_name: 'more' })
    const { id } = body as { id: string }
    const answer = await me('GET', ME)
    const account = (one: string, name: string) => ({
      id: one,
      name,
      organization_id: 1,
      org_resource_id: session.organization.resource_id,
      created,
      modified: created,
    })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(success(999))
    expect(answer.body).toEqual({
      user: session.user,
      accounts: [account(seeded, 'default'), account(id, 'more')],
      account: account(seeded, 'default'),
      organization: session.organization,
    })
    await api('DELETE', `${ENVIRONMENTS}/${seeded}`)
    expect(((await me('GET', ME)).body as { accounts: unknown[] }).accounts).toEqual([account(id, 'more')])
  })

  test('gives a token with the full scope, under /api as well', async () => {
    const { me } = await logged({ auth: 'strict' })
    const environment = await environmentOf(me)
    expect((await me('GET', `/api${PEERINGS}?environment=${environment}`)).status).toBe(200)
    expect((await me('POST', `/api${ENVIRONMENTS}`, { display_name: 'x' })).status).toBe(201)
    const trial = await me('GET', '/api/growth/v1/free-trial-info')
    expect([trial.status, trial.body]).toEqual([200, {}])
  })

  test('takes members in either spelling, and an organization that is the own one', async () => {
    const { session, anonymous } = await logged({ auth: 'strict' })
    const { resource_id: id } = session.organization
    for (const member of ['orgResourceId', 'org_resource_id'])
      expect((await anonymous('POST', SESSIONS, { email, password, [member]: id })).status).toBe(200)
  })

  test.each([
    ['a wrong password', { email, password: 'wrong' }],
    ['an unknown user', { email: 'me@example.com', password }],
    ['another organization', { email, password, orgResourceId: '00000000-0000-4000-8000-000000000000' }],
    ['no password', { email }],
    ['nobody', {}],
  ])('is refused for %s in strict mode', async (_, body) => {
    const { anonymous, emulator } = setup({ auth: 'strict' })
    const before = (await control(emulator, 'GET', '/resources')).body
    const answer = await anonymous('POST', SESSIONS, body)
    expect(answer.status).toBe(403)
    expect(answer.headers).toEqual(refused())
    expect(answer.body).toEqual(legacy(answer, WRONG))
    expect((await control(emulator, 'GET', '/resources')).body).toEqual(before)
  })

  test('lets anybody in who has a name and a password in lax mode', async () => {
    const { session, me, anonymous } = await logged({}, { email: 'me@example.com', password: 'x', orgResourceId: 'y' })
    expect(((await me('GET', ME)).body as { user: unknown }).user).toEqual({ ...session.user, email: 'me@example.com' })
    expect(session.user).toMatchObject({ id: 2 })
    const again = await anonymous('POST', SESSIONS, { email: 'me@example.com', password: 'other' })
    expect((again.body as Session).user).toEqual(session.user)
    expect((await anonymous('POST', SESSIONS, { email: '', password: '' })).status).toBe(403)
  })

  test('is over with the session', async () => {
    const { me, bearer, clientAs } = await logged()
    const answer = await me('DELETE', SESSIONS)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(success(999))
    expect(answer.body).toEqual({})
    const after = await clientAs(bearer)('GET', ME)
    expect(after.status).toBe(401)
    expect(after.body).toEqual(legacy(after, 'Unauthorized'))
    const v2 = await me('GET', ENVIRONMENTS)
    expect([v2.status, (v2.body as { errors: object[] }).errors[0]]).toMatchObject([401, { detail: 'Unauthorized' }])
  })

  test('ends no key that is no session', async () => {
    const { api } = setup()
    expect((await api('DELETE', SESSIONS)).status).toBe(200)
    expect(((await api('GET', ME)).body as { user: { email: string } }).user.email).toBe(email)
  })

  test('speaks of what went wrong in the envelope of the older API', async () => {
    const { anonymous, api } = setup()
    for (const [method, path] of [
      ['GET', ME],
      ['DELETE', SESSIONS],
      ['GET', '/api/growth/v1/free-trial-info'],
    ] as const) {
      const answer = await anonymous(method, path)
      expect(answer.status).toBe(401)
      expect(answer.body).toEqual(legacy(answer, 'Valid authentication credentials must be provided'))
    }
    const malformed = await anonymous('POST', SESSIONS, '{')
    expect([malformed.status, malformed.body]).toEqual([400, legacy(malformed, 'The request body is malformed')])
    const typed = await anonymous('POST', SESSIONS, { email: 1, password })
    expect(typed.status).toBe(422)
    expect(typed.body).toEqual(
      legacy(typed, "The property '/email' of type integer did not match the following type: string"),
    )
    const method = await api('PUT', SESSIONS)
    expect([method.status, method.headers['allow']]).toEqual([405, 'POST, DELETE'])
  })
})

describe('the login of a namespace', () => {
  test('is with its own user, and its token leads there', async () => {
    const { emulator, anonymous, clientAs } = setup({ auth: 'strict' })
    const made = await control(emulator, 'POST', '/namespaces', { name: 'mine' })
    const { confluent } = (made.body as { credentials: Record<string, Record<string, string>> }).credentials
    expect(Object.keys(confluent!)).toEqual(['api_key', 'api_secret', 'email', 'password'])
    const own = { email: confluent!['email'], password: confluent!['password'] }
    const session = (await anonymous('POST', SESSIONS, own)).body as Session
    const me = clientAs({ authorization: `Bearer ${session.token}` })
    const { id } = (await me('POST', ENVIRONMENTS, { display_name: 'only here' })).body as { id: string }
    const byKey = clientAs({ authorization: basic(confluent!['api_key']!, confluent!['api_secret']!) })
    expect((await byKey('GET', `${ENVIRONMENTS}/${id}`)).status).toBe(200)
    const inDefault = overSocket(emulator, BASE, {})
    const other = (await inDefault('POST', SESSIONS, { email, password })).body as Session
    const elsewhere = clientAs({ authorization: `Bearer ${other.token}` })
    expect((await elsewhere('GET', `${ENVIRONMENTS}/${id}`)).status).toBe(404)
    const journal = (await control(emulator, 'GET', '/namespaces/mine/requests')).body as {
      requests: { path: string }[]
    }
    expect(journal.requests.length).toBe(3)
  })
})

test('users of fixtures log in, and change the password of one who is there', async () => {
  const users = [
    { email: 'ci@example.com', password: 'mine' },
    { email, password: 'changed' },
  ]
  const { anonymous } = setup({ auth: 'strict', fixtures: { confluent: { users } } })
  for (const user of users) expect((await anonymous('POST', SESSIONS, user)).status).toBe(200)
  expect((await anonymous('POST', SESSIONS, { email, password })).status).toBe(403)
})

test('the journal keeps neither password nor token', async () => {
  const { emulator, session, me } = await logged()
  await me('GET', ME)
  const { text } = await control(emulator, 'GET', '/requests?bodies=true')
  expect(text).not.toContain(password)
  expect(text).not.toContain(session.token)
})
