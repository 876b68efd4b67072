import { expect, test } from 'vitest'
import { createNamespace, controlOf, setup } from '../control/setup.ts'
import { sendTo } from '../helpers/socket.ts'

const bearer = { authorization: 'Bearer x' }
const vpcsIn = async (control: ReturnType<typeof controlOf>): Promise<number> =>
  ((await control('GET', '/resources?type=digitalocean/vpc')).body as { resources: object[] }).resources.length

test('a listener of a namespace serves it, and its control API, to whoever comes in', async () => {
  const { control, emulator } = setup()
  const { url } = await createNamespace(control, { name: 'a', port: true })
  await createNamespace(control, { name: 'b' })
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const port = Number(new URL(url!).port)
  const send = (method: string, path: string, body?: object) =>
    sendTo(port, url! + path, { method, headers: bearer, body: body && JSON.stringify(body) })
  expect((await send('POST', '/v2/vpcs', { name: 'mine', region: 'nyc3' })).status).toBe(201)
  const now = '2026-01-01T00:00:01.000Z'
  expect((await send('POST', '/_peertwin/clock/advance', { by: '1s' })).body).toMatchObject({ now })
  expect((await send('GET', '/_peertwin/namespaces/a/clock')).body).toMatchObject({ now })
  expect((await send('GET', '/_peertwin/namespaces/b/clock')).body).not.toMatchObject({ now })
  expect([await vpcsIn(control), await vpcsIn(controlOf(emulator, 'a'))]).toEqual([14, 15])

  await control('DELETE', '/namespaces/a')
  await expect(fetch(`${url}/v2/vpcs`, { headers: bearer })).rejects.toThrow('fetch failed')
})
