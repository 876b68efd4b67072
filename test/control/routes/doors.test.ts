import { expect, onTestFinished, test } from 'vitest'
import { doorRoutes } from '../../../src/control/routes/doors.ts'
import { resolveSettings } from '../../../src/core/settings.ts'
import { createEmulator } from '../../../src/index.ts'
import { upcloud } from '../../../src/providers/upcloud/index.ts'
import { openDoors, overTls } from '../../helpers/doors.ts'
import { sendTo } from '../../helpers/socket.ts'
import { controlOf, covers, notFound, ok, setup } from '../setup.ts'

covers(doorRoutes)

test('without doors there are base URLs alone', async () => {
  const { control } = setup({ providers: ['digitalocean', 'upcloud'] })
  const url = 'http://localhost:4580'
  expect(await control('GET', '/doors')).toEqual(
    ok({ urls: { digitalocean: url, upcloud: url }, https: null, proxy: null }),
  )
  expect(await control('GET', '/ca')).toEqual(
    notFound('There is no certificate without `start --tls` or `start --proxy`.'),
  )
})

test('the switches are those of the namespace', async () => {
  const { control } = setup({ providers: ['upcloud'] })
  const given = resolveSettings('upcloud', upcloud.settings)
  expect(await control('GET', '/settings')).toEqual(ok({ settings: { upcloud: given } }))
  const [name] = Object.keys(given).filter((one) => typeof given[one] === 'boolean')
  const settings = { upcloud: { [name!]: !given[name!] } }
  await control('POST', '/namespaces', { name: 'other', settings })
  expect(await control('GET', '/namespaces/other/settings')).toEqual(
    ok({ settings: { upcloud: { ...given, ...settings.upcloud } } }),
  )
})

test('with them there are those of TLS and of the proxy, and the certificate to trust', async () => {
  const { emulator, ca } = await openDoors({ tls: true, proxy: true }, { providers: ['digitalocean'] })
  const control = controlOf(emulator)
  expect(await control('GET', '/doors')).toEqual(
    ok({
      urls: { digitalocean: 'http://localhost:4580' },
      https: { digitalocean: 'https://localhost:4580' },
      proxy: 'http://localhost:4580',
    }),
  )
  expect(await control('GET', '/ca')).toEqual({
    status: 200,
    headers: { 'content-type': 'application/x-pem-file' },
    body: ca,
    text: ca,
  })
  expect(ca).toMatch(/^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n$/)
})

test('they are told under the address that brought the caller here, as through the mapped port of a container', async () => {
  const { port, ca } = await openDoors({ tls: true, proxy: true }, { providers: ['digitalocean'] })
  const { body } = await sendTo(port, 'http://localhost:8080/_peertwin/doors')
  expect(body).toEqual({
    urls: { digitalocean: 'http://localhost:8080' },
    https: { digitalocean: 'https://localhost:8080' },
    proxy: 'http://localhost:8080',
  })
  const { text } = await overTls(port, ca)('https://localhost/_peertwin/doors')
  expect(JSON.parse(text)).toEqual({
    urls: { digitalocean: 'http://localhost:443' },
    https: { digitalocean: 'https://localhost' },
    proxy: 'http://localhost:443',
  })
})

test('ports of their own stay as they are', async () => {
  const { control, urls, proxy } = await openDoors(
    { proxy: true, providerPorts: true, controlPort: 0 },
    { providers: ['digitalocean'] },
  )
  const { port } = new URL(control)
  const { body } = await sendTo(Number(port), `http://localhost:${port}/_peertwin/doors`)
  expect(body).toEqual({
    urls: { digitalocean: urls['digitalocean']!.replace('127.0.0.1', 'localhost') },
    https: null,
    proxy: proxy!.replace('127.0.0.1', 'localhost'),
  })
})

test('an emulator that does not listen is where it was asked', async () => {
  const emulator = createEmulator({ providers: ['digitalocean'] })
  onTestFinished(() => emulator.close())
  const response = await emulator.fetch(new Request('http://localhost/_peertwin/doors'))
  expect(await response.json()).toEqual({ urls: { digitalocean: 'http://localhost' }, https: null, proxy: null })
})
