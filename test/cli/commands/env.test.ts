import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as env from '../../../src/cli/commands/env.ts'
import { providerNames } from '../../../src/index.ts'
import { certificatesIn } from '../../../src/environment/roots.ts'
import { tencent } from '../../../src/providers/tencent/index.ts'
import { FULL_TOKEN } from '../../../src/providers/digitalocean/seed.ts'
import { openDoors } from '../../helpers/doors.ts'
import { control as controlOf } from '../../helpers/socket.ts'
import { type Ended, runCommand } from './setup.ts'

const cache = mkdtempSync(join(tmpdir(), 'peertwin-env-'))
afterAll(() => rmSync(cache, { recursive: true }))
// what the machine of a developer may have set
const OTHERS = Object.keys(process.env).filter((name) =>
  /^PEERTWIN_|proxy$|^JAVA_|_CERTS?$|CERT_FILE$|CA_BUNDLE$/i.test(name),
)
beforeEach(() => {
  vi.stubEnv('XDG_CACHE_HOME', cache)
  for (const name of OTHERS) vi.stubEnv(name, undefined)
})
afterEach(() => void vi.unstubAllEnvs())

const BOTH = { tls: true, proxy: true }

/** An emulator with its doors, and the command. */
const setup = async (listen: object = BOTH, options: object = {}) => {
  const doors = await openDoors(listen, options)
  const peertwin = (...args: string[]): Promise<Ended> => runCommand(env, [...args, '--control', doors.control])
  const variables = async (...args: string[]) => {
    const { stdout, refusal } = await peertwin(...args, '--shell', 'json')
    expect(refusal).toBeNull()
    return JSON.parse(stdout) as Record<string, string>
  }
  return { ...doors, peertwin, variables }
}

describe('leads clients', () => {
  test('to a base URL', async () => {
    const { peertwin, port, control } = await setup()
    expect(await peertwin('digitalocean')).toEqual({
      refusal: null,
      code: 0,
      stdout: [
        `export PEERTWIN_CONTROL=${control}`,
        `export PEERTWIN_URL=http://127.0.0.1:${port}`,
        `export DIGITALOCEAN_API_URL=http://127.0.0.1:${port}`,
        `export DIGITALOCEAN_TOKEN=${FULL_TOKEN}`,
        `export DIGITALOCEAN_ACCESS_TOKEN=${FULL_TOKEN}`,
        `export DIGITALOCEAN_API_ENDPOINT=http://127.0.0.1:${port}`,
        `export DIGITALOCEAN_API_TOKEN=${FULL_TOKEN}`,
        `export DO_API_TOKEN=${FULL_TOKEN}`,
        '',
      ].join('\n'),
    })
  })

  test('of one kind alone', async () => {
    const { variables, control, port } = await setup()
    const url = `http://127.0.0.1:${port}`
    const common = { PEERTWIN_CONTROL: control, PEERTWIN_URL: url }
    expect(await variables('digitalocean', '--client', 'cli')).toEqual({
      ...common,
      DIGITALOCEAN_API_URL: url,
      DIGITALOCEAN_ACCESS_TOKEN: FULL_TOKEN,
      DIGITALOCEAN_API_ENDPOINT: url,
      DIGITALOCEAN_API_TOKEN: FULL_TOKEN,
      DO_API_TOKEN: FULL_TOKEN,
    })
    expect(await variables('digitalocean', '--client', 'sdk')).toEqual({ ...common, DIGITALOCEAN_TOKEN: FULL_TOKEN })
  })

  test('of one client alone, by the name that people type', async () => {
    const { variables, peertwin, control, port } = await setup()
    const url = `http://127.0.0.1:${port}`
    expect(await variables('digitalocean', '--client', 'doctl')).toEqual({
      PEERTWIN_CONTROL: control,
      PEERTWIN_URL: url,
      DIGITALOCEAN_API_URL: url,
      DIGITALOCEAN_ACCESS_TOKEN: FULL_TOKEN,
    })
    for (const client of ['terraform', 'tccli', 'sdk-python', 'sdk-go', 'sdk-node'])
      expect(Object.keys(await variables('tencent', '--client', client))).toContain('TENCENTCLOUD_SECRET_ID')
    expect(await peertwin('digitalocean', '--client', 'doctll')).toEqual({
      refusal: "digitalocean has no client 'doctll'; did you mean 'doctl'?",
      code: 0,
      stdout: '',
    })
  })

  test('over TLS, and has every runtime trust the certificate', async () => {
    const { variables, control, port, ca } = await setup()
    const url = `https://127.0.0.1:${port}`
    const {
      NODE_EXTRA_CA_CERTS: pem,
      SSL_CERT_FILE: bundle,
      JAVA_TOOL_OPTIONS: java,
      ...rest
    } = await variables('digitalocean', '--tls')
    expect(rest).toEqual({
      PEERTWIN_CONTROL: control,
      PEERTWIN_URL: url,
      DIGITALOCEAN_API_URL: url,
      DIGITALOCEAN_TOKEN: FULL_TOKEN,
      DIGITALOCEAN_ACCESS_TOKEN: FULL_TOKEN,
      DIGITALOCEAN_API_ENDPOINT: url,
      DIGITALOCEAN_API_TOKEN: FULL_TOKEN,
      DO_API_TOKEN: FULL_TOKEN,
      REQUESTS_CA_BUNDLE: bundle,
      CURL_CA_BUNDLE: bundle,
      PEERTWIN_BEFORE: 'nothing',
    })
    expect(readFileSync(pem!, 'utf8')).toBe(ca)
    const roots = certificatesIn(readFileSync(bundle!, 'utf8'))
    expect(roots[0]).toBe(ca)
    expect(roots.length).toBeGreaterThan(20)
    const [, p12] = /^-Djavax\.net\.ssl\.trustStore=(\S+) -Djavax\.net\.ssl\.trustStoreType=PKCS12$/.exec(java!)!
    const store = readFileSync(p12!)
    for (const root of roots) expect(store.includes(new X509Certificate(root).raw)).toBe(true)
  })

  test('through the proxy, under the names of the provider itself', async () => {
    vi.stubEnv('NO_PROXY', 'registry.example,localhost')
    const { variables, control, port } = await setup()
    const {
      NODE_EXTRA_CA_CERTS: pem,
      SSL_CERT_FILE: bundle,
      JAVA_TOOL_OPTIONS: java,
      ...rest
    } = await variables('tencent', '--proxy')
    const proxy = `http://127.0.0.1:${port}`
    const past = 'registry.example,localhost,127.0.0.1,::1'
    const { secret_id: id, secret_key: key } = tencent.credentials!.wellKnown
    expect(rest).toEqual({
      PEERTWIN_CONTROL: control,
      TENCENTCLOUD_DOMAIN: 'tencentcloudapi.com',
      TENCENTCLOUD_PROTOCOL: 'HTTPS',
      TENCENTCLOUD_REGION: 'ap-guangzhou',
      TENCENTCLOUD_SECRET_ID: id,
      TENCENTCLOUD_SECRET_KEY: key,
      QCloudVpcAPIHost: 'vpc.api.qcloud.com',
      QCloudVpcAPIPath: '/v2/index.php',
      QCloudVpcAPIRegion: 'ap-guangzhou',
      QCloudSecretId: id,
      QCloudSecretKey: key,
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      HTTP_PROXY: proxy,
      http_proxy: proxy,
      NO_PROXY: past,
      no_proxy: past,
      NODE_USE_ENV_PROXY: '1',
      REQUESTS_CA_BUNDLE: bundle,
      CURL_CA_BUNDLE: bundle,
      PEERTWIN_BEFORE: 'NO_PROXY=registry.example%2Clocalhost',
    })
    expect(pem).toMatch(/ca\.pem$/)
    expect(java).toMatch(
      new RegExp(
        `^\\S+ \\S+ -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=${port} -Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=${port}$`,
      ),
    )
  })

  test('to their namespace, by credential and as users of the proxy', async () => {
    const { variables, emulator, port } = await setup()
    const { body } = await controlOf(emulator, 'POST', '/namespaces', { name: 'team' })
    const { token } = (body as { credentials: Record<string, Record<string, string>> }).credentials['digitalocean']!
    expect(token).not.toBe(FULL_TOKEN)
    expect(await variables('digitalocean', '--namespace', 'team')).toMatchObject({
      PEERTWIN_NAMESPACE: 'team',
      DIGITALOCEAN_TOKEN: token,
      DIGITALOCEAN_ACCESS_TOKEN: token,
    })
    expect(await variables('digitalocean', '--namespace', 'team', '--proxy')).toMatchObject({
      PEERTWIN_NAMESPACE: 'team',
      DIGITALOCEAN_TOKEN: token,
      HTTPS_PROXY: `http://team:any@127.0.0.1:${port}`,
    })
  })
})

test('to the region of the namespace, under the names that clients have for it', async () => {
  const { emulator, variables } = await setup(BOTH, { settings: { huawei: { region: 'eu-nl' } } })
  await controlOf(emulator, 'POST', '/namespaces', { name: 'far', settings: { huawei: { region: 'ap-southeast-2' } } })
  const region = async (...args: string[]) => {
    const { HW_REGION_NAME, OS_REGION_NAME, OS_PROJECT_NAME, OS_AUTH_URL, ...rest } = await variables('huawei', ...args)
    const sdk = Object.keys(rest).filter((name) => name.startsWith('HUAWEICLOUD_SDK_REGION'))
    return [HW_REGION_NAME, OS_REGION_NAME, OS_PROJECT_NAME, OS_AUTH_URL, ...sdk]
  }
  expect((await region('--proxy')).slice(0, 4)).toEqual([
    'eu-nl',
    'eu-nl',
    'eu-nl',
    'https://iam.eu-nl.otc.t-systems.com/v3',
  ])
  const far = await region('--namespace', 'far')
  expect(far).toEqual([...Array(3).fill('ap-southeast-2'), far[3], 'HUAWEICLOUD_SDK_REGION_VPC_AP_SOUTHEAST_2'])
  expect(Object.keys(await variables('huawei', '--unset'))).toContain('HUAWEICLOUD_SDK_REGION_VPC_EU_NL')
  await emulator.close()
  expect(Object.keys(await variables('huawei', '--unset'))).toContain('HUAWEICLOUD_SDK_REGION_VPC_EU_DE')
})

test('what cannot work is not printed', async () => {
  const { variables } = await setup()
  const plain = await variables('tencent')
  expect(Object.keys(plain).filter((name) => name.startsWith('QCloud'))).toEqual([])
  const secure = await variables('tencent', '--tls')
  expect(secure['QCloudVpcAPIHost']).toBe(new URL(secure['PEERTWIN_URL']!).host)
})

/** Runs the command in a shell that has what it printed from then on. */
const setupShell = async (provider: string) => {
  const { variables, peertwin } = await setup()
  const shell = async (...args: string[]) => {
    const printed: Record<string, string | null> = await variables(provider, ...args)
    for (const [name, value] of Object.entries(printed)) vi.stubEnv(name, value ?? undefined)
    return printed
  }
  return { shell, peertwin }
}

describe('taken away again', () => {
  test.each(providerNames)('is all of %s, whichever way was taken', async (provider) => {
    const { shell, peertwin } = await setupShell(provider)
    const set = new Set<string>()
    for (const way of [[], ['--tls'], ['--proxy']]) for (const name of Object.keys(await shell(...way))) set.add(name)
    const { stdout } = await peertwin(provider, '--unset')
    const unset = await shell('--unset')
    expect(new Set(Object.keys(unset))).toEqual(set.add('PEERTWIN_NAMESPACE'))
    expect(new Set(Object.values(unset))).toEqual(new Set([null]))
    expect(stdout).toBe(
      Object.keys(unset)
        .map((name) => `unset ${name}\n`)
        .join(''),
    )
  })

  const OWN = {
    HTTPS_PROXY: 'http://proxy.corp.example:3128',
    NO_PROXY: 'registry.example,localhost',
    no_proxy: 'localhost,127.0.0.1,::1',
    NODE_EXTRA_CA_CERTS: '/corp/root & more.pem',
    SSL_CERT_FILE: '/corp/roots.pem',
    JAVA_TOOL_OPTIONS: '-Xmx64m -Djavax.net.ssl.trustStore=/corp/roots.jks',
  }

  test('is nothing that others have set', async () => {
    for (const [name, value] of Object.entries(OWN)) vi.stubEnv(name, value)
    const { shell } = await setupShell('upcloud')
    expect(Object.keys(await shell('--unset')).filter((name) => name in OWN)).toEqual([])
    for (const door of ['--tls', '--proxy', '--proxy', '--tls']) {
      expect(await shell(door)).toMatchObject({ PEERTWIN_BEFORE: new URLSearchParams(OWN).toString() })
    }
    expect(await shell('--unset')).toMatchObject({
      ...OWN,
      http_proxy: null,
      CURL_CA_BUNDLE: null,
      PEERTWIN_BEFORE: null,
    })
  })

  test('is a proxy with a password, which is written nowhere', async () => {
    vi.stubEnv('https_proxy', 'http://me:secret@proxy.corp.example:3128')
    const { shell } = await setupShell('upcloud')
    expect(JSON.stringify(await shell('--proxy'))).not.toContain('secret')
    expect(await shell('--unset')).toMatchObject({ https_proxy: null })
  })
})

describe('what others have in a list stays', () => {
  test.each([
    ['registry.example', 'registry.example,localhost,127.0.0.1,::1'],
    ['localhost,127.0.0.1,::1', 'localhost,127.0.0.1,::1'],
    ['*', '*,localhost,127.0.0.1,::1'],
  ])('%s goes past the proxy', async (own, past) => {
    vi.stubEnv('NO_PROXY', own)
    vi.stubEnv('no_proxy', 'lower.example')
    const { shell } = await setupShell('upcloud')
    const lower = 'lower.example,localhost,127.0.0.1,::1'
    for (let times = 0; times < 2; times++)
      expect(await shell('--proxy')).toMatchObject({ NO_PROXY: past, no_proxy: lower })
  })

  test.each(['NO_PROXY', 'no_proxy'])('%s is enough', async (name) => {
    vi.stubEnv(name, 'registry.example')
    const { shell } = await setupShell('upcloud')
    const past = 'registry.example,localhost,127.0.0.1,::1'
    expect(await shell('--proxy')).toMatchObject({ NO_PROXY: past, no_proxy: past })
  })

  test.each(['plain', 'with a space'])('options for the JVM come first, and the cache is %s', async (folder) => {
    vi.stubEnv('XDG_CACHE_HOME', join(cache, folder))
    const own = '-Xmx64m -Djavax.net.ssl.trustStore=/corp/roots.jks -Dhttps.proxyHost=proxy.corp.example'
    vi.stubEnv('JAVA_TOOL_OPTIONS', own)
    const { shell } = await setupShell('upcloud')
    for (const [door, options] of [
      ['--proxy', 6],
      ['--tls', 2],
      ['--tls', 2],
    ] as const) {
      const { JAVA_TOOL_OPTIONS: java } = await shell(door)
      expect(java!.startsWith(`${own} `)).toBe(true)
      expect(java!.slice(own.length).match(/ "?-D/g)).toHaveLength(options)
    }
  })
})

describe('says why it cannot', () => {
  test('for a provider that nobody knows, or that is not served', async () => {
    const { peertwin } = await setup({}, { providers: ['upcloud'] })
    expect((await peertwin('digitalocaen')).refusal).toMatch(
      /^there is no provider 'digitalocaen'; did you mean 'digitalocean'\?$/,
    )
    expect((await peertwin('digitalocean')).refusal).toMatch(/^the emulator does not serve digitalocean/)
  })

  test('through a door that is not there', async () => {
    const { peertwin } = await setup({})
    expect((await peertwin('upcloud', '--tls')).refusal).toBe('the emulator was started without --tls')
    expect((await peertwin('upcloud', '--proxy')).refusal).toBe('the emulator was started without --proxy')
  })

  test('for a namespace that is not there', async () => {
    const { peertwin } = await setup({})
    expect((await peertwin('upcloud', '--namespace', 'nobody')).refusal).toBe(
      "There is no namespace 'nobody'; it is one of default",
    )
  })
})
