import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { answered } from '../../helpers/setup.ts'
import { sendOver } from '../../helpers/socket.ts'
import {
  BASE,
  EXAMPLE,
  EXAMPLE_ROUTE,
  FIRST,
  PATH,
  SECOND,
  commonOf,
  flat,
  headers,
  setup,
  signed,
  success,
} from './setup.ts'

const parametersOf = (action = 'DescribeAccountVpcAttributes') => commonOf(FIRST, action)
const platforms = { ...success, data: { supportedPlatforms: 'only-vpc' } }
const missing = (name: string) => ({
  code: 4000,
  message: `Request failed. Parameter [${name}] cannot be empty.`,
  codeDesc: 'InvalidParameter',
})
const invalid = (name: string) => ({
  code: 4000,
  message: `Request failed. Parameter [${name}] is invalid.`,
  codeDesc: 'InvalidParameter',
})
const unknownAction = (action: string) => ({
  code: 6100,
  message: `The API ${action} is not supported in this version.`,
  codeDesc: 'InvalidAction',
})
const wrongSignature = {
  code: 4100,
  message: 'Authentication failed. Please refer to the Authentication section in the document.',
  codeDesc: 'AuthFailure',
}
const unknownId = { code: 4104, message: 'The SecretId does not exist.', codeDesc: 'SecretidNotExit' }
// signed times and the server's clock are the same to the millisecond, however long a test takes
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterAll(() => void vi.useRealTimers())

const ago = (ms: number) => String(Math.floor((Date.now() - ms) / 1000))

describe('the common parameters', () => {
  test('are taken from the query of a GET', async () => {
    const { get } = setup()
    const answer = await get(signed('GET', parametersOf(), FIRST.secretKey))
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.text).toBe('{"code":0,"message":"","codeDesc":"Success","data":{"supportedPlatforms":"only-vpc"}}')
  })

  test.each(['Action', 'Region', 'Timestamp', 'Nonce', 'SecretId', 'Signature'])('need %s (B13)', async (name) => {
    const expected = name === 'Signature' ? wrongSignature : missing(name)
    const { post, get } = setup()
    const parameters = signed('POST', parametersOf(), FIRST.secretKey)
    for (const wrong of [
      Object.fromEntries(Object.entries(parameters).filter(([other]) => other !== name)),
      { ...parameters, [name]: '' },
    ]) {
      for (const ask of [post, get]) {
        const answer = await ask(wrong)
        expect(answer.status).toBe(200)
        expect(answer.headers).toEqual(headers)
        expect(answer.body).toEqual(expected)
      }
    }
  })

  test.each([
    ['Timestamp', 'yesterday'],
    ['Nonce', 'x1'],
  ])('need a number for %s', async (name, value) => {
    const { post } = setup()
    const parameters = signed('POST', { ...parametersOf(), [name]: value }, FIRST.secretKey)
    expect((await post(parameters)).body).toEqual(invalid(name))
  })

  test('need a known region, in its short or long form', async () => {
    const { post } = setup()
    const ask = (Region: string) => post(signed('POST', { ...parametersOf(), Region }, FIRST.secretKey))
    expect((await ask('mars')).body).toEqual(invalid('Region'))
    expect((await ask('ap-guangzhou')).body).toEqual(platforms)
    expect((await ask('jnec')).body).toEqual(platforms)
  })

  test('need a known action, spelt exactly', async () => {
    const { post, control } = setup()
    for (const action of ['createRoute', 'Nothing', 'constructor', '__proto__']) {
      expect((await post(signed('POST', parametersOf(action), FIRST.secretKey))).body).toEqual(unknownAction(action))
    }
    const { body } = await control('GET', '/requests')
    expect((body as { requests: { op: null }[] }).requests.map(({ op }) => op)).toEqual([null, null, null, null])
  })

  test.each<[string, Record<string, string>, object]>([
    ['an unknown action, then a missing region', { Action: 'Nothing', Region: '' }, unknownAction('Nothing')],
    ['an unknown action, then a wrong region', { Action: 'Nothing', Region: 'mars' }, unknownAction('Nothing')],
    ['a missing action, then a missing region', { Action: '', Region: '' }, missing('Action')],
    ['a wrong region, then a missing Nonce', { Region: 'mars', Nonce: '' }, invalid('Region')],
    ['a missing Nonce, then a missing signature', { Nonce: '', Signature: '' }, missing('Nonce')],
    ['a wrong region, then a wrong signature', { Region: 'mars', Signature: 'x' }, invalid('Region')],
  ])('are looked at in this order: %s', async (_, wrong, expected) => {
    const { post } = setup()
    const answer = await post({ ...signed('POST', parametersOf(), FIRST.secretKey), ...wrong })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.body).toEqual(expected)
  })

  test.each<[string, object]>([
    ['vpc.api.qcloud.com', platforms],
    ['VPC.api.qcloud.com:8080', platforms],
    ['127.0.0.1:4580', platforms],
    ['cvm.api.qcloud.com', unknownAction('DescribeAccountVpcAttributes')],
    [
      'unkown.api.qcloud.com',
      {
        code: 4000,
        message: 'Request failed. The module unkown does not exist.',
        codeDesc: 'InvalidParameter',
      },
    ],
  ])('come to the module that the host names: %s', async (host, expected) => {
    const { emulator } = setup()
    const fields = signed('POST', { ...parametersOf(), Region: 'gz' }, FIRST.secretKey, host)
    const answer = await sendOver(emulator, `http://${host}${PATH}`, {
      method: 'POST',
      headers: { host },
      body: new URLSearchParams(fields),
    })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.body).toEqual(expected)
  })

  test('come to a module before anybody looks at them', async () => {
    const { emulator } = setup()
    const answer = await sendOver(emulator, `http://unkown.api.qcloud.com${PATH}`, {
      method: 'POST',
      body: new URLSearchParams({ Action: 'DescribeInstances', Region: 'unkown' }),
    })
    expect(answer.body).toMatchObject({ code: 4000, message: 'Request failed. The module unkown does not exist.' })
  })

  test('may hold what the service ignores but signs', async () => {
    const { post } = setup()
    const more = { Version: '2017-03-12', RequestClient: 'SDK_NODEJS_0.2.1', Language: 'zh-CN', what_ever: '1' }
    expect((await post(signed('POST', { ...parametersOf(), ...more }, FIRST.secretKey))).body).toEqual(platforms)
  })
})

describe('authentication', () => {
  test('takes HmacSHA256 when it is named so exactly, and HmacSHA1 for everything else', async () => {
    const { post } = setup()
    for (const SignatureMethod of ['HmacSHA256', 'HmacSHA1', 'hmacsha256']) {
      const parameters = signed('POST', { ...parametersOf(), SignatureMethod }, FIRST.secretKey)
      expect((await post(parameters)).body).toEqual(platforms)
      expect((await post({ ...parameters, Signature: 'x' })).body).toEqual(wrongSignature)
    }
  })

  test.each(['lax', 'strict'] as const)('refuses the wrong signature of a known SecretId when %s', async (auth) => {
    const { post } = setup({ auth })
    const answer = await post(signed('POST', parametersOf(), SECOND.secretKey))
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.body).toEqual(wrongSignature)
  })

  test('takes an unknown SecretId for the first account when lax, and refuses it when strict (B13)', async () => {
    const stranger = { ...parametersOf('DescribeVpcEx'), SecretId: 'AKIDstranger', Signature: 'any' }
    expect((await setup().post(stranger)).body).toMatchObject({ code: 0, data: [{ unVpcId: EXAMPLE.vpcId }] })
    const answer = await setup({ auth: 'strict' }).post(stranger)
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.body).toEqual(unknownId)
  })

  test('checks nobody when lenient, and asks for nothing but the action when off', async () => {
    const lenient = setup({ settings: { tencent: { authentication: 'lenient' } } })
    expect((await lenient.post({ ...parametersOf(), Signature: 'any' })).body).toEqual(platforms)
    expect((await lenient.post(parametersOf())).body).toEqual(wrongSignature)
    const off = setup({ settings: { tencent: { authentication: 'off' } } })
    expect((await off.post({ Action: 'DescribeAccountVpcAttributes' })).body).toEqual(platforms)
    expect((await off.post({})).body).toEqual(missing('Action'))
    for (const authentication of ['lenient', 'off']) {
      const strict = setup({ auth: 'strict', settings: { tencent: { authentication } } })
      expect((await strict.post({ ...parametersOf(), Signature: 'any' })).body).toEqual(wrongSignature)
      expect((await strict.post(parametersOf())).body).toEqual(wrongSignature)
    }
  })

  const byHours = { code: 4200, message: 'The request has expired.', codeDesc: 'RequestExpired' }
  const byMinutes = { ...byHours, code: 4500 }
  test.each<['lax' | 'strict', number, object]>([
    ['lax', 7_100_000, platforms],
    ['lax', 7_300_000, byHours],
    ['lax', -7_300_000, byHours],
    ['strict', 290_000, platforms],
    ['strict', 310_000, byMinutes],
    ['strict', -310_000, byMinutes],
  ])('%s: a Timestamp that is %i ms old', async (auth, age, expected) => {
    const { post } = setup({ auth })
    const answer = await post(signed('POST', { ...parametersOf(), Timestamp: ago(age) }, FIRST.secretKey))
    expect(answer.body).toEqual(expected)
  })

  test('lets the setting choose the window', async () => {
    const ask = (timestampWindow: string, auth: 'lax' | 'strict', age: number) =>
      setup({ auth, settings: { tencent: { timestampWindow } } }).post(
        signed('POST', { ...parametersOf(), Timestamp: ago(age) }, FIRST.secretKey),
      )
    expect((await ask('off', 'strict', 1e11)).body).toEqual(platforms)
    expect((await ask('2h', 'strict', 310_000)).body).toEqual(platforms)
    expect((await ask('5m', 'lax', 310_000)).body).toEqual(byMinutes)
  })

  test('refuses a repeated Nonce when strict or asked to', async () => {
    const replay = { code: 4500, message: 'Replay attack: the Nonce was used before.', codeDesc: 'ReplayAttack' }
    for (const [bench, second] of [
      [setup(), platforms],
      [setup({ auth: 'strict' }), replay],
      [setup({ settings: { tencent: { nonceReplay: 'on' } } }), replay],
      [setup({ auth: 'strict', settings: { tencent: { nonceReplay: 'off' } } }), platforms],
    ] as const) {
      const parameters = signed('POST', parametersOf(), FIRST.secretKey)
      expect((await bench.post(parameters)).body).toEqual(platforms)
      expect((await bench.post(parameters)).body).toEqual(second)
    }
  })

  test('judges keys of fixtures: disabled, temporary, limited to some actions', async () => {
    const { emulator, post } = setup({
      fixtures: {
        tencent: {
          accounts: [
            {
              uin: 123_456_789,
              appId: '1250000000',
              keys: [
                { secretId: 'AKIDoff', secretKey: 'k', disabled: true },
                { secretId: 'AKIDtemporary', secretKey: 'k', token: 'session' },
                { secretId: 'AKIDlimited', secretKey: 'k', actions: ['DescribeVpcEx'] },
              ],
            },
          ],
        },
      },
    })
    const ask = (secretId: string, more: Record<string, string> = {}) =>
      post(signed('POST', { ...commonOf({ secretId }, 'DescribeAccountVpcAttributes'), ...more }, 'k'))
    expect((await ask('AKIDoff')).body).toEqual({
      code: 4103,
      message: 'The SecretId is not that of a developer.',
      codeDesc: 'AuthFailure',
    })
    const tokenError = { code: 4105, message: 'Token error', codeDesc: 'AuthFailure.TokenFailure' }
    expect((await ask('AKIDtemporary')).body).toEqual(tokenError)
    expect((await ask('AKIDtemporary', { Token: 'other' })).body).toEqual(tokenError)
    expect((await ask('AKIDtemporary', { Token: 'session' })).body).toEqual(platforms)
    expect((await ask('AKIDlimited')).body).toEqual({
      code: 4101,
      message: 'You are not authorized to call DescribeAccountVpcAttributes.',
      codeDesc: 'UnauthorizedOperation',
    })
    expect(emulator.world.journal.seen).toBe(5)
  })

  test('refuses what exceeds the rate, with no header of its own', async () => {
    const { post, clock } = setup({ rateLimits: 'enforce', settings: { tencent: { rateLimit: 2 } } })
    const ask = () => post(signed('POST', parametersOf(), FIRST.secretKey))
    await ask()
    await ask()
    const answer = await ask()
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(headers)
    expect(answer.body).toEqual({
      code: 4400,
      message: 'The request quota has been exceeded.',
      codeDesc: 'RequestLimitExceeded',
    })
    clock.advance(1_000)
    expect((await ask()).body).toEqual(platforms)
  })

  test('refuses plain HTTP when asked to', async () => {
    const { emulator, post } = setup({ settings: { tencent: { httpsOnly: true } } })
    const parameters = signed('POST', parametersOf(), FIRST.secretKey)
    expect((await post(parameters)).body).toEqual({
      code: 4600,
      message: 'The protocol is not supported; use HTTPS.',
      codeDesc: 'UnsupportedProtocol',
    })
    const secure = BASE.replace('http:', 'https:') + PATH
    const request = new Request(secure, { method: 'POST', body: new URLSearchParams(parameters) })
    expect((await answered(await emulator.fetch(request))).body).toEqual(platforms)
  })
})

describe('the form', () => {
  const send = async (body: string | FormData | Uint8Array, contentType?: string) => {
    const { emulator } = setup()
    const headers = contentType === undefined ? {} : { 'content-type': contentType }
    return sendOver(emulator, BASE + PATH, { method: 'POST', headers, body })
  }
  const parameters = () =>
    signed(
      'POST',
      { ...parametersOf('CreateRoute'), ...flat({ ...EXAMPLE, routeSet: [EXAMPLE_ROUTE] }) },
      FIRST.secretKey,
    )

  test('may be multipart, as Java and .NET send it', async () => {
    const form = new FormData()
    for (const [name, value] of Object.entries(parameters())) form.append(name, value)
    form.append('attachment', new Blob(['x']), 'x.txt')
    expect((await send(form)).body).toEqual(success)
    const bare = Object.entries(parameters())
      .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('')
    expect((await send(`${bare}--b--\r\n`, 'multipart/form-data; boundary="b"')).body).toEqual(success)
  })

  test.each<[string, string | Uint8Array, string, object]>([
    ['a JSON body has no parameters', '{"Action":"CreateRoute"}', 'application/json', missing('Action')],
    [
      'multipart without a boundary',
      'x',
      'multipart/form-data',
      {
        ...missing(''),
        message: 'Request failed. The body cannot be read: the content type names no boundary.',
      },
    ],
    [
      'multipart without its end',
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n',
      'multipart/form-data; boundary=b',
      { ...missing(''), message: 'Request failed. The body cannot be read: the last boundary is missing.' },
    ],
    [
      'a part without a name',
      '--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--',
      'multipart/form-data; boundary=b',
      { ...missing(''), message: 'Request failed. The body cannot be read: a part has no name.' },
    ],
    [
      'bytes that are not UTF-8',
      new Uint8Array([0x41, 0xff]),
      'application/x-www-form-urlencoded',
      { ...missing(''), message: 'Request failed. The body cannot be read: the body is not UTF-8.' },
    ],
    [
      'a body beyond the limit',
      'a'.repeat(1024 * 1024 + 1),
      'application/x-www-form-urlencoded',
      { ...missing(''), message: 'Request failed. The body exceeds 1048576 bytes.' },
    ],
  ])('%s', async (_, body, type, expected) => {
    const answer = await send(body, type)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual(expected)
  })

  test('may have as many fields as fit into the body, as long lists have', async () => {
    const many = (count: number) => flat({ zoneIds: Array.from({ length: count }, () => 1) })
    const fields = signed('POST', { ...parametersOf('DescribeSubnetEx'), ...many(50_000) }, FIRST.secretKey)
    const urlencoded = await send(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded')
    expect(urlencoded.body).toEqual({ ...success, totalCount: 0, data: [] })
    const form = new FormData()
    const few = signed('POST', { ...parametersOf('DescribeSubnetEx'), ...many(5_000) }, FIRST.secretKey)
    for (const [name, value] of Object.entries(few)) form.append(name, value)
    expect((await send(form)).body).toEqual({ ...success, totalCount: 0, data: [] })
  })

  test('counts alone in a POST: its query does not', async () => {
    const { emulator } = setup()
    const query = new URLSearchParams(signed('POST', parametersOf(), FIRST.secretKey))
    const url = `${BASE}${PATH}?${query.toString()}`
    const answer = await sendOver(emulator, url, { method: 'POST', body: new URLSearchParams() })
    expect(answer.body).toEqual(missing('Action'))
  })

  test('cannot reach a prototype', async () => {
    const { post } = setup()
    const names = {
      '__proto__.polluted': '1',
      'constructor.prototype.polluted': '1',
      'routeSet.__proto__.nextType': '1',
    }
    const asked = { ...parametersOf('CreateRoute'), ...flat(EXAMPLE), ...names }
    expect((await post(signed('POST', asked, FIRST.secretKey))).body).toEqual(
      missing('routeSet.0.destinationCidrBlock'),
    )
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('the answer', () => {
  test('escapes slashes and everything beyond ASCII, as PHP does', async () => {
    const { api } = setup({ settings: { tencent: { language: 'zh' } } })
    const answer = await api('CreateVpc', { vpcName: '网络', cidrBlock: '192.168.0.0/16' })
    expect(answer.text).toContain('"routeTableName":"\\u9ed8\\u8ba4"')
    const refused = await api('CreateVpc', { vpcName: '网络' })
    expect(refused.text).toBe(
      '{"code":4000,"message":"\\u8bf7\\u6c42\\u5931\\u8d25\\uff0c\\u53c2\\u6570[cidrBlock]\\u4e0d\\u80fd\\u4e3a\\u7a7a\\u3002","codeDesc":"InvalidParameter"}',
    )
    expect(refused.body).toMatchObject({ message: '请求失败，参数[cidrBlock]不能为空。' })
    const list = await api('DescribeVpcEx')
    expect(list.text).toContain('"vpcName":"\\u7f51\\u7edc","cidrBlock":"192.168.0.0\\/16"')
  })

  test.each([
    ['empty', '{"code":0,"message":"","codeDesc":""}'],
    ['omit', '{"code":0,"message":""}'],
  ])('has the codeDesc of older pages: %s', async (codeDesc, text) => {
    const { api } = setup({ settings: { tencent: { codeDesc } } })
    expect((await api('CreateRoute', { ...EXAMPLE, routeSet: [EXAMPLE_ROUTE] })).text).toBe(text)
  })

  test('has the numbers that the setting gives to texts', async () => {
    const codes = 'InvalidVpc.NotFound=5001, RouteAlreadyExists=5101'
    const { api } = setup({ settings: { tencent: { codes } } })
    expect((await api('DeleteVpc', { vpcId: 'vpc-zzzzzzzz' })).body).toMatchObject({ code: 5001 })
  })

  test('quotes numbers where the documentation does when asked to, but never the code of an error', async () => {
    const { api } = setup({ settings: { tencent: { docTypes: true } } })
    expect((await api('DescribeVpcPeeringConnections')).text).toBe(
      '{"code":"0","message":"","codeDesc":"Success","totalCount":"0","data":[]}',
    )
    expect((await api('DescribeSubnetEx')).text).toBe(
      '{"code":0,"message":"","codeDesc":"Success","totalCount":0,"data":[]}',
    )
    expect((await api('AcceptVpcPeeringConnection', { peeringConnectionId: 'pcx-0' })).body).toMatchObject({
      code: 5000,
    })
  })

  test('is an empty 404 elsewhere, and 4000 for another method', async () => {
    const { emulator } = setup()
    const elsewhere = await sendOver(emulator, `${BASE}/v3/index.php`)
    expect(elsewhere).toMatchObject({ status: 404, text: '' })
    const { 'content-type': _type, ...rest } = headers
    expect(elsewhere.headers).toEqual({ ...rest, 'content-length': '0' })
    const put = await sendOver(emulator, BASE + PATH, { method: 'PUT', body: 'x' })
    expect(put.status).toBe(200)
    expect(put.body).toEqual({
      code: 4000,
      message: 'Request failed. Only GET and POST are supported.',
      codeDesc: 'InvalidParameter',
    })
  })

  test('comes from the host names of the service and from the shared port', async () => {
    const { emulator } = setup({ providers: undefined })
    for (const base of ['http://127.0.0.1:8080', 'http://tencent.localhost', BASE]) {
      const host = new URL(base).host
      const fields = signed('POST', parametersOf(), FIRST.secretKey, host)
      const sent = { method: 'POST', body: new URLSearchParams(fields) }
      expect((await sendOver(emulator, base + PATH, sent)).body).toEqual(platforms)
    }
    const other = await sendOver(emulator, 'http://127.0.0.1:8080/v2/vpcs')
    expect(other.status).toBe(401)
  })
})

describe('the journal warns of', () => {
  const warningsOf = async (bench: ReturnType<typeof setup>) => {
    const { body } = await bench.control('GET', '/requests')
    return (body as { requests: { warnings: { kind: string; detail: string }[] }[] }).requests
      .at(-1)!
      .warnings.filter(({ kind }) => kind !== 'missing_header')
  }
  const route = { ...EXAMPLE, routeSet: [{ ...EXAMPLE_ROUTE, description: 'd', nexthub: 'x' }, EXAMPLE_ROUTE] }
  const unknown = (action: string, name: string) => ({
    kind: 'unknown_field',
    detail: `${action} does not know the member ${name}.`,
  })

  test('members of a form that the action does not know, however deep, and of nothing else', async () => {
    const bench = setup()
    const common = { SignatureMethod: 'HmacSHA1', Version: '1', RequestClient: 'c', RequestSource: 's', Language: 'en' }
    const fields = { ...commonOf(FIRST, 'CreateRouteTable'), ...common, ...flat({ ...route, routeTableName: 'n' }) }
    const twice = { ...fields, 'routeSet.1.destinationCidrBlock': '9.0.0.0/8' }
    expect((await bench.post(signed('POST', twice, FIRST.secretKey))).body).toMatchObject({ code: 0 })
    expect(await warningsOf(bench)).toEqual([
      unknown('CreateRouteTable', 'routeTableId'),
      unknown('CreateRouteTable', 'routeSet.0.nexthub'),
    ])
    expect((await bench.api('DescribeVpcEx', { limit: 1, vpcid: 'x' })).body).toMatchObject({ code: 0 })
    expect(await warningsOf(bench)).toEqual([unknown('DescribeVpcEx', 'vpcid')])
  })

  test('parameters of a query that the action does not look at', async () => {
    const bench = setup()
    const fields = { ...commonOf(FIRST, 'DescribeSubnetEx'), 'zoneIds.0': '100001', zones: '1' }
    expect((await bench.get(signed('GET', fields, FIRST.secretKey))).body).toMatchObject({ code: 0 })
    expect(await warningsOf(bench)).toEqual([
      { kind: 'unknown_parameter', detail: 'DescribeSubnetEx does not look at the parameter zones.' },
    ])
  })

  test('the query of a POST, and of nothing in a request that is refused', async () => {
    const bench = setup()
    const fields = signed('POST', commonOf(FIRST, 'DescribeAccountVpcAttributes'), FIRST.secretKey)
    const body = new URLSearchParams(fields)
    await sendOver(bench.emulator, `${BASE}${PATH}?vpcId=1`, { method: 'POST', body })
    expect(await warningsOf(bench)).toEqual([
      { kind: 'unknown_parameter', detail: 'DescribeAccountVpcAttributes does not look at the parameter vpcId.' },
    ])
    expect((await bench.api('DeleteVpc', { vpcid: 'x' })).body).toMatchObject({ codeDesc: 'InvalidParameter' })
    expect(await warningsOf(bench)).toEqual([])
  })
})
