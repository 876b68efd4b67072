import { describe, expect, test } from 'vitest'
import { Masking } from '../../src/http/masking.ts'
import { providers as registry } from '../../src/providers/index.ts'

const all = new Masking(registry)
const none = new Masking([])

describe('what everybody calls a secret', () => {
  test.each([
    ['Authorization', 'Bearer abc', 'Bearer ***'],
    ['authorization', 'abc', '***'],
    ['Proxy-Authorization', 'Basic YTpi', 'Basic ***'],
    ['cookie', 'a=b', '***'],
    ['Set-Cookie', 'a=b', '***'],
    ['X-Auth-Token', 'abc', '***'],
    ['X-Api-Key', 'abc', '***'],
    ['apikey', 'abc', '***'],
    ['x-client-secret', 'abc', '***'],
    ['x-api-key-id', 'abc', 'abc'],
    ['x-tokens', 'abc', 'abc'],
    ['x-auth-key', 'abc', '***'],
    ['referer', 'http://h/?a=b&api_key=c', 'http://h/?a=b&api_key=***'],
    ['content-type', 'text/plain', 'text/plain'],
  ])('header %s: %s', (name, value, shown) => {
    expect(none.header(name, value)).toBe(shown)
  })

  test.each([
    [
      'members of JSON, however deep and escaped',
      '{"password":"a\\"b","new_token": "x","Client_Secret":"y","a":{"TOKEN":"z"},"tokens":["t"],"name":"n"}',
      '{"password":"***","new_token": "***","Client_Secret":"***","a":{"TOKEN":"***"},"tokens":["t"],"name":"n"}',
    ],
    ['parameters of a form', 'user=a&password=b%20c&z=1', 'user=a&password=***&z=1'],
    [
      'parts of a multipart body',
      '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\nabc\r\ndef\r\n--x\r\nContent-Disposition: form-data; name="user"\r\n\r\na\r\n--x--',
      '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\n***\r\n--x\r\nContent-Disposition: form-data; name="user"\r\n\r\na\r\n--x--',
    ],
    [
      'lists',
      '{"password":["a", ["b"], 3],"list":[{"token":"c"}, "d"]}',
      '{"password":["***", ["***"], "***"],"list":[{"token":"***"}, "d"]}',
    ],
    ['names with escapes', '{"p\\u0061ssword":"a","to\\u006Ben":"b"}', '{"p\\u0061ssword":"***","to\\u006Ben":"***"}'],
    [
      'what is no text',
      '{"passcode":123456,"password":null,"token":true}',
      '{"passcode":"***","password":null,"token":true}',
    ],
    [
      'objects of that name but not what is in them',
      '{"token":{"user":"a","secret":"b"},"x":1}',
      '{"token":{"user":"a","secret":"***"},"x":1}',
    ],
    ['a text that is cut off', '{"a":[{"password":"ab', '{"a":[{"password":"***"'],
    ['a text that is cut off behind a backslash', '{"password":"ab\\', '{"password":"***"'],
    ['a text without its beginning', ',"b":1},"password" : "a"}', ',"b":1},"password" : "***"}'],
    [
      'JSON that is a string in JSON, however deep',
      `{"body":${JSON.stringify('{"password":"a\nb", "name":"n"}')},"list":[${JSON.stringify(JSON.stringify({ a: JSON.stringify({ token: 'c' }) }))}]}`,
      `{"body":${JSON.stringify('{"password":"***", "name":"n"}')},"list":[${JSON.stringify(JSON.stringify({ a: JSON.stringify({ token: '***' }) }))}]}`,
    ],
    ['JSON that is all of a string', JSON.stringify('{"secret":"a"}'), JSON.stringify('{"secret":"***"}')],
    [
      'JSON that is a string with other escapes, and is cut off',
      String.raw`{"body":"{\u0022password\u0022:\u0022ab`,
      String.raw`{"body":"{\"password\":\"***\""`,
    ],
    [
      'strings with quotes as they are written',
      String.raw`{"a":"say \"b\" \u00e9","b":"c"}`,
      String.raw`{"a":"say \"b\" \u00e9","b":"c"}`,
    ],
    ['parameters with encoded names', 'p%61ssword=a&user=b&PASSWORD=c', 'p%61ssword=***&user=b&PASSWORD=***'],
    [
      'parameters in a URL in JSON',
      '{"u":"http://h/?password=a","b":"c=d&e"}',
      '{"u":"http://h/?password=***","b":"c=d&e"}',
    ],
    [
      'parts without quotes',
      '--x\r\nContent-Disposition: form-data; name=password\r\nA: b\r\n\r\nabc\r\n\r\ndef\r\n--x--',
      '--x\r\nContent-Disposition: form-data; name=password\r\nA: b\r\n\r\n***\r\n--x--',
    ],
    [
      'a part that is cut off',
      '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\nabc',
      '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\n***',
    ],
    ['fields below a name', 'user[password]=a&auth.api_key=b', 'user[password]=***&auth.api_key=***'],
    ['nothing else', 'signature=a&tokens=b&page_token=c', 'signature=a&tokens=b&page_token=c'],
    ['no page', '{"next_page_token":"a","pageToken":"b"}', '{"next_page_token":"a","pageToken":"b"}'],
  ])('in a body: %s', (_, text, shown) => {
    expect(none.body(text)).toBe(shown)
  })
})

describe('what a provider calls one', () => {
  test.each([
    ['X-Auth-Token', '***'],
    ['x-subject-token', '***'],
    ['X-Security-Token', '***'],
    ['x-request-id', 'abc'],
  ])('header %s', (name, shown) => {
    expect(all.header(name, 'abc')).toBe(shown)
  })

  test.each([
    [
      '{"auth":{"identity":{"methods":["token"],"token":{ "id": "abc" }}}}',
      '{"auth":{"identity":{"methods":["token"],"token":{ "id": "***" }}}}',
    ],
    [
      '{"token":{"domain":"d","id":"abc"},"hw_ak_sk":{"access":{"key":"AK"},"secret":{"key":"SK"}}}',
      '{"token":{"domain":"d","id":"***"},"hw_ak_sk":{"access":{"key":"AK"},"secret":{"key":"***"}}}',
    ],
    ['{"Signature":"abc","id":"1"}', '{"Signature":"***","id":"1"}'],
    [
      'Action=X&SecretId=a&secretkey=b&Signature=c&Token=d',
      'Action=X&SecretId=a&secretkey=***&Signature=***&Token=***',
    ],
    ['name="Signature"\r\n\r\nabc\r\n--', 'name="Signature"\r\n\r\n***\r\n--'],
  ])('body %s', (text, shown) => {
    expect(all.body(text)).toBe(shown)
  })

  test('parameters of a target', () => {
    expect(all.target('/v2/index.php?Action=X&Signature=abc%3D&Nonce=1')).toBe(
      '/v2/index.php?Action=X&Signature=***&Nonce=1',
    )
  })

  test('is told by its manifest alone', () => {
    const masking = new Masking([{ secrets: { headers: ['x-pin'], members: ['pin', 'card.code'], parameters: ['k'] } }])
    expect([
      masking.header('X-Pin', 'abc'),
      masking.body('{"pin":"1","card":{"code":"2"},"code":"3"}'),
      masking.target('/a?k=1&kk=2'),
    ]).toEqual(['***', '{"pin":"***","card":{"code":"***"},"code":"3"}', '/a?k=***&kk=2'])
  })
})

test.each([
  ['quotes', '"'.repeat(1_000_000)],
  ['backslashes', `"${'\\'.repeat(1_000_000)}`],
  ['brackets', `"${'{['.repeat(500_000)}`],
  ['names without values', '{"password":'.repeat(80_000)],
  [
    'strings in strings',
    Array.from({ length: 18 }).reduce((text: string) => JSON.stringify([text]), '{"password":"a"}'),
  ],
  ['heads of parts', 'name=password\r\n'.repeat(60_000)],
  ['pairs', 'password&?='.repeat(90_000)],
])('a megabyte of %s is gone through once', (_, text) => {
  expect(all.body(text).length).toBeGreaterThan(0)
})
