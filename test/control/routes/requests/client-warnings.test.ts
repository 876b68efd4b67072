import { expect, test } from 'vitest'
import type { EmulatorOptions } from '../../../../src/index.ts'
import { overSocket } from '../../../helpers/socket.ts'
import { BASE, createVpc } from '../../../providers/digitalocean/setup.ts'
import { requestsOf, setup } from './setup.ts'

/** The warnings about the last request. */
const warnings = async (act: (bench: ReturnType<typeof setup>) => Promise<unknown>, options: EmulatorOptions = {}) => {
  const bench = setup(options)
  await act(bench)
  return (await requestsOf(bench.control)).at(-1)!.warnings
}

test('a clean request has none', async () => {
  expect(await warnings(({ api }) => api('GET', '/v2/vpcs?page=1&per_page=2'))).toEqual([])
  expect(await warnings(({ api }) => createVpc(api, 'a', '10.9.0.0/24'))).toEqual([])
})

test('an unknown member of the body', async () => {
  expect(
    await warnings(({ api }) => api('POST', '/v2/vpcs', { name: 'a', region: 'nyc3', ip_rnge: '10.0.0.0/24' })),
  ).toEqual([{ kind: 'unknown_field', detail: 'vpcs.create does not know the member ip_rnge.' }])
})

test('an unknown parameter', async () => {
  expect(await warnings(({ api }) => api('GET', '/v2/vpcs?per-page=2'))).toEqual([
    { kind: 'unknown_parameter', detail: 'vpcs.list does not look at the parameter per-page.' },
  ])
})

test('no User-Agent, and no Content-Type with a body', async () => {
  const body = new TextEncoder().encode('{"name":"a","region":"nyc3"}')
  expect(
    await warnings(({ emulator }) =>
      Promise.resolve(
        emulator.fetch(
          new Request(`${BASE}/v2/vpcs`, { method: 'POST', body, headers: { authorization: 'Bearer x' } }),
        ),
      ),
    ),
  ).toEqual([
    { kind: 'missing_header', detail: 'No User-Agent says which client this is.' },
    { kind: 'missing_header', detail: 'No Content-Type says what the body is.' },
  ])
})

test('a header that the provider asks for', async () => {
  const { emulator, control } = setup({ providers: ['upcloud'] })
  const api = overSocket(emulator, 'http://api.upcloud.com', { authorization: `Basic ${btoa('a:b')}` })
  await api('GET', '/1.3/account')
  const [first] = await requestsOf(control)
  expect(first!.warnings).toContainEqual({
    kind: 'missing_header',
    detail: 'No User-Agent says which client this is.',
  })
})

test('a limit that is used up', async () => {
  const twice = async ({ api }: ReturnType<typeof setup>) => {
    await api('GET', '/v2/vpcs')
    await api('GET', '/v2/vpcs')
  }
  expect(await warnings(twice, { settings: { digitalocean: { burstLimit: 2 } } })).toEqual([
    { kind: 'limit_used_up', detail: 'Nothing is left of a documented rate limit.' },
  ])
})

test('a Retry-After that was not waited for', async () => {
  const options: EmulatorOptions = { rateLimits: 'enforce', settings: { digitalocean: { burstLimit: 1 } } }
  const again = (wait: number) => async (bench: ReturnType<typeof setup>) => {
    for (let i = 0; i < 2; i++) await bench.api('GET', '/v2/vpcs')
    bench.clock.advance(wait)
    await bench.api('GET', '/v2/vpcs')
  }
  const ignored = await warnings(again(1_000), options)
  expect(ignored).toContainEqual({
    kind: 'retry_after_ignored',
    detail: 'Request 2 was told to wait 60 s; this came after 1000 ms.',
  })
  expect((await warnings(again(60_000), options)).map(({ kind }) => kind)).not.toContain('retry_after_ignored')
})
