import { expect, test } from 'vitest'
import { clientRoutes } from '../../../src/control/routes/clients.ts'
import { controlOf, covers, ok, setup } from '../setup.ts'

covers(clientRoutes)

const linesFor = (token: string) =>
  ok({
    providers: [
      {
        provider: 'digitalocean',
        title: 'DigitalOcean v2',
        url: 'http://localhost:4580',
        credential: token,
        clients: [
          {
            client: 'Terraform',
            lines: ['export DIGITALOCEAN_API_URL=http://localhost:4580', `export DIGITALOCEAN_TOKEN=${token}`],
          },
          { client: 'doctl', lines: [expect.any(String), `export DIGITALOCEAN_ACCESS_TOKEN=${token}`] },
          {
            client: 'mcp-digitalocean',
            lines: ['export DIGITALOCEAN_API_ENDPOINT=http://localhost:4580', `export DIGITALOCEAN_API_TOKEN=${token}`],
          },
          { client: 'Ansible', lines: [`export DO_API_TOKEN=${token}`, 'baseurl: http://localhost:4580/v2'] },
          {
            client: 'godo',
            lines: [
              `export DIGITALOCEAN_TOKEN=${token}`,
              'godo.New(httpClient, godo.SetBaseURL("http://localhost:4580"))',
            ],
          },
          {
            client: '@digitalocean/dots',
            lines: [`export DIGITALOCEAN_TOKEN=${token}`, "adapter.baseUrl = 'http://localhost:4580'"],
          },
          { client: 'curl', lines: [`curl -H 'Authorization: Bearer ${token}' http://localhost:4580/v2/account`] },
        ],
      },
    ],
  })

test('GET /clients has the lines that point clients at the namespace', async () => {
  const { emulator, control } = setup({ providers: ['digitalocean'] })
  const { token } = emulator.credential('digitalocean') as { token: string }
  expect(await control('GET', '/clients')).toEqual(linesFor(token))
  const made = await control('POST', '/namespaces', { name: 'a' })
  const { credentials } = made.body as { credentials: { digitalocean: { token: string } } }
  expect(credentials.digitalocean.token).not.toBe(token)
  expect(await controlOf(emulator, 'a')('GET', '/clients')).toEqual(linesFor(credentials.digitalocean.token))
})
