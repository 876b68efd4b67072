import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { type Peertwin, start } from 'peertwin/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { send } from '../src/api.ts'

// no socket is opened: msw hands over what goes to the real host name, and refuses everything else
let pt: Peertwin
const server = setupServer(http.all('https://api.digitalocean.com/*', ({ request }) => answerTo(request)))

// an answer that gets lost rejects, as it does for fetch; msw has a word of its own for that
const answerTo = (request: Request): Promise<Response> => pt.fetch(request).catch(() => HttpResponse.error())

beforeAll(async () => {
  pt = await start({ providers: ['digitalocean'], listen: false })
  server.listen({ onUnhandledRequest: 'error' })
})
afterAll(async () => {
  server.close()
  await pt.close()
})

const account = { url: 'https://api.digitalocean.com', token: 'dop_v1_any', sleep: async () => {} }

test('a client that knows the real host name alone gets its answers here', async () => {
  const { vpcs } = await send<{ vpcs: { name: string }[] }>(account, 'GET', '/v2/vpcs?per_page=1')
  expect(vpcs).toHaveLength(1)
  const [request] = await pt.requests()
  expect(request).toMatchObject({
    op: 'vpcs.list',
    request: { target: '/v2/vpcs?per_page=1' },
    response: { status: 200 },
  })
})

test('a lost answer is lost here as well', async () => {
  await pt.fault('digitalocean/vpcs.list', { calls: 1, effect: { reset: true } })
  await expect(send(account, 'GET', '/v2/vpcs')).rejects.toThrow(TypeError)
  expect(await send(account, 'GET', '/v2/vpcs')).toHaveProperty('vpcs')
})
