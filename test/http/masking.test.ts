import { describe, expect, test } from 'vitest'
import { Masking } from '../../src/http/masking.ts'
import * as registry from '../../src/providers/index.ts'

const all = new Masking(Object.values(registry))
const none = new Masking([])

describe('what everybody calls a secret', () => {
  test.each([
    ['Authorization', 'Bearer abc', 'Bearer ***'],
    ['authorization', 'abc', '***'],
    ['Proxy-Authorization', 'Basic YTpi', 'Basic ***'],
    ['cookie', 'a=b', '***'],
    ['Set-Cookie', 'a=b', '***'],
    ['x-auth-token', 'abc', 'abc'],
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
    ['nothing else', 'signature=a&Token=b', 'signature=a&Token=b'],
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
    const masking = new Masking([{ secrets: { headers: ['x-key'], members: ['pin', 'card.code'], parameters: ['k'] } }])
    expect([
      masking.header('X-Key', 'abc'),
      masking.body('{"pin":"1","card":{"code":"2"},"code":"3"}'),
      masking.target('/a?k=1&kk=2'),
    ]).toEqual(['***', '{"pin":"***","card":{"code":"***"},"code":"3"}', '/a?k=***&kk=2'])
  })
})
