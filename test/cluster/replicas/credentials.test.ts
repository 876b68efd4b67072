import { expect, test } from 'vitest'
import { fakeCluster, type Replica } from './setup.ts'

const send = async ({ emulator }: Replica, path: string, init: RequestInit = {}) => {
  const answer = await emulator.fetch(new Request(`https://iam.eu-de.otc.t-systems.com${path}`, init))
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

const login = (replica: Replica, { user, password, domain }: Record<string, string>) =>
  send(replica, '/v3/auth/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: { methods: ['password'], password: { user: { name: user, password, domain: { name: domain } } } },
        scope: { domain: { name: domain } },
      },
    }),
  })

/** Whether a request with a token goes to the namespace of the user with this id. */
const isKnown = async (replica: Replica, token: string, id: string): Promise<boolean> => {
  const answer = await send(replica, '/v3/auth/tokens', {
    headers: { 'x-auth-token': token, 'x-subject-token': token },
  })
  return answer.status === 200 && JSON.parse(answer.text).token.user.id === id
}

test('a token leads to its namespace on every replica by the time that the login is answered', async () => {
  const begin = fakeCluster()
  const [a, b, c] = [await begin({ auth: 'strict' }), await begin({ auth: 'strict' }), await begin({ auth: 'strict' })]
  const made = await a.control('POST', '/namespaces', { name: 'team' })
  const own = made.body.credentials.huawei
  const answer = await login(b, own)
  expect(answer.status).toBe(201)
  const token = answer.headers.get('x-subject-token')!
  for (const replica of [a, b, c]) expect(await isKnown(replica, token, own.user_id)).toBe(true)

  const d = await begin({ auth: 'strict' })
  expect(await isKnown(d, token, own.user_id)).toBe(true)
  expect((await d.control('DELETE', '/namespaces/team')).status).toBe(204)
  for (const replica of [a, b, c, d]) expect(await isKnown(replica, token, own.user_id)).toBe(false)
})

test('tokens in a world that is restored lead where it is now, but for those that default gave out', async () => {
  const begin = fakeCluster()
  const [a, b] = [await begin({ auth: 'strict' }), await begin({ auth: 'strict' })]
  const wellKnown = a.emulator.credential('huawei')
  const ofDefault = (await login(a, wellKnown)).headers.get('x-subject-token')!
  const state = (await a.control('GET', '/state')).body
  expect((await b.control('POST', '/namespaces', { name: 'team' })).status).toBe(201)
  expect((await b.control('PUT', '/ns/team/state', state)).status).toBe(200)
  expect((await a.control('POST', '/ns/team/reset')).status).toBe(200)
  for (const replica of [a, b]) expect(await isKnown(replica, ofDefault, wellKnown['user_id']!)).toBe(true)
})
