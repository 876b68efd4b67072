import { describe, expect, test } from 'vitest'
import { type Signed, signatureOf, sources, verify } from '../../../src/providers/tencent/auth/signature.ts'

const SECRET_ID = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA'
const SECRET_KEY = 'Gu5t9xGARNpq86cd98joQYCN3Cozk1qA'

const instances = {
  Action: 'DescribeInstances',
  Nonce: '11886',
  Region: 'gz',
  SecretId: SECRET_ID,
  Timestamp: '1465185768',
  'instanceIds.0': 'ins-09dx96dg',
  limit: '20',
  offset: '0',
}
const newInstances = {
  Action: 'DescribeInstances',
  'InstanceIds.0': 'ins-09dx96dg',
  Nonce: '11886',
  Region: 'ap-guangzhou',
  SecretId: SECRET_ID,
  Timestamp: '1465185768',
}
const createRoute = {
  Action: 'CreateRoute',
  Nonce: '11886',
  Region: 'gz',
  SecretId: SECRET_ID,
  Timestamp: '1465185768',
  'routeSet.0.destinationCidrBlock': '121.0.23.51/16',
  'routeSet.0.nextHub': 'vpngw-dystbrkv',
  'routeSet.0.nextType': '1',
  routeTableId: 'rtb-4ahe1qy2',
  vpcId: 'vpc-amhnnao5',
}
const SHA256 = { SignatureMethod: 'HmacSHA256' }
const CVM = 'cvm.api.qcloud.com'
const VPC = 'vpc.api.qcloud.com'

const signed = (method: string, host: string, parameters: Record<string, string>): Signed => ({
  method,
  host,
  path: '/v2/index.php',
  fields: new Map(Object.entries(parameters)),
})

describe('the signature of version 2', () => {
  test.each<[string, string, string, Record<string, string>, string]>([
    ['V1', 'GET', CVM, instances, 'NSI3UqqD99b/UJb4tbG/xZpRW64='],
    ['V2', 'GET', CVM, { ...newInstances, ...SHA256 }, '0EEm/HtGRr/VJXTAD9tYMth1Bzm3lLHz5RCDv1GdM8s='],
    ['V3', 'GET', CVM, { ...newInstances, SignatureMethod: 'HmacSHA1' }, 'nPVnY6njQmwQ8ciqbPl5Qe+Oru4='],
    ['V4 by GET', 'GET', VPC, createRoute, 'NcgNoyftsHvU/+FH+aDe21FQYmw='],
    ['V4 by POST', 'POST', VPC, createRoute, 'EP7VqsPOMAmeol0tfV8O/rWiWYs='],
    ['V5 by GET', 'GET', VPC, { ...createRoute, ...SHA256 }, 'P7vncp52yGnnln1SJksH+Yqg/YxyfywWFMGcvRpFdr4='],
    ['V5 by POST', 'POST', VPC, { ...createRoute, ...SHA256 }, 'ufwup2K0rRi6GZsKYQZVFueZ31+N+XA5ZOrkSh6COsc='],
    ['V6', 'POST', 'localhost:8080', createRoute, 'JE4o7ihkoFPUiXPRL1qOJYlhQOs='],
    [
      'V7',
      'GET',
      VPC,
      {
        Action: 'DescribeVpcEx',
        Nonce: '1',
        Region: 'gz',
        SecretId: SECRET_ID,
        Timestamp: '1465185768',
        foo_bar: 'a_b',
        'foo.baz': '1',
      },
      'LlZvaIB5h1WAUeVWmfSBnH8f5f4=',
    ],
  ])('%s is the documented one', (_, method, host, parameters, signature) => {
    const request = signed(method, host, { ...parameters, Signature: signature })
    const [first] = sources(request)
    expect(signatureOf(first!, SECRET_KEY, parameters['SignatureMethod'])).toBe(signature)
    expect(verify(request, SECRET_KEY)).toBe(true)
    expect(verify(request, `${SECRET_KEY}x`)).toBe(false)
    expect(verify(signed(method, host, { ...parameters, Signature: signature, extra: '1' }), SECRET_KEY)).toBe(false)
  })

  const odd = { foo_bar: 'a_b', 'foo.baz': '1', _z: '2', empty: '', file: '@x' }
  test.each<[string, Signed['method'], string]>([
    ['sorted, then replaced (PHP, Java, .NET)', 'GET', '.z=2&empty=&file=@x&foo.baz=1&foo.bar=a_b'],
    ['replaced, then sorted (Python)', 'GET', '.z=2&empty=&file=@x&foo.bar=a_b&foo.baz=1'],
    ['a leading underscore left whole (Node)', 'GET', '_z=2&empty=&file=@x&foo.baz=1&foo.bar=a_b'],
    ['nothing replaced (dbdd4us)', 'GET', '_z=2&empty=&file=@x&foo.baz=1&foo_bar=a_b'],
    ['empty values dropped (zqfan)', 'GET', '.z=2&file=@x&foo.baz=1&foo.bar=a_b'],
    ['file-like values dropped from a POST', 'POST', '.z=2&empty=&foo.baz=1&foo.bar=a_b'],
  ])('takes the variant: %s', (_, method, query) => {
    for (const place of [`127.0.0.1:80/ns/v2/index.php`, '127.0.0.1/v2/index.php', `${VPC}/v2/index.php`]) {
      const Signature = signatureOf(`${method}${place}?${query}`, SECRET_KEY, undefined)
      const request = { ...signed(method, '127.0.0.1:80', { ...odd, Signature }), path: '/ns/v2/index.php' }
      expect(verify(request, SECRET_KEY)).toBe(true)
    }
  })

  // each computed with openssl from the text that the SDK builds
  test.each([
    ['.NET signs them in a POST as well', 'ffNi6tcQFfKh9S1r5hygbazr0dI='],
    ['the others drop them', 'FDSOjcvaQFdDTcfHG3nANWd9Jfc='],
  ])('takes both readings of values that begin with @: %s', (_, Signature) => {
    const parameters = {
      Action: 'CreateVpc',
      Nonce: '11886',
      Region: 'gz',
      RequestClient: 'SDK_DOTNET_1.1',
      SecretId: SECRET_ID,
      Timestamp: '1465185768',
      cidrBlock: '10.100.25.0/24',
      vpcName: '@office',
    }
    expect(verify(signed('POST', VPC, { ...parameters, Signature }), SECRET_KEY)).toBe(true)
    expect(verify(signed('POST', VPC, { ...parameters, cidrBlock: '@', Signature }), SECRET_KEY)).toBe(false)
    expect(verify(signed('GET', VPC, { ...parameters, Signature }), SECRET_KEY)).toBe(false)
  })

  test('a plus sign that arrives as a space still counts', () => {
    const Signature = 'EP7VqsPOMAmeol0tfV8O/rWiWYs='
    expect(verify(signed('POST', VPC, { ...createRoute, Signature }), SECRET_KEY)).toBe(true)
    const spaced = 'nPVnY6njQmwQ8ciqbPl5Qe Oru4='
    expect(
      verify(signed('GET', CVM, { ...newInstances, SignatureMethod: 'HmacSHA1', Signature: spaced }), SECRET_KEY),
    ).toBe(true)
  })
})
