import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodedPath, locate, locateUrl, mergedPath } from '../../src/http/location.ts'

// every character that a request line may have, those that mean something more often than the others
const character = fc.oneof(
  fc.constantFrom('/', '.', '..', '/.', '%2e', '%2E', '\\', '?', '#', '%', '%2F', '//', 'a'),
  fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
)
const target = fc.array(character, { maxLength: 12 }).map((characters) => `/${characters.join('')}`)

describe('locate', () => {
  test('reads a target as a browser does', () => {
    fc.assert(
      fc.property(target, (target) => {
        const { pathname, search } = new URL(`http://h${target}`)
        const { path, query } = locate('h', target)
        expect([path, query === '?' ? '' : query]).toEqual([pathname, search])
      }),
      { seed: 12, numRuns: 20_000 },
    )
  })

  test('keeps what was sent', () => {
    fc.assert(
      fc.property(target, (target) => {
        expect(locate('h', target).target).toBe(target)
        expect(locate('h', `http://h${target}`)).toEqual(locate('h', target))
      }),
      { seed: 13, numRuns: 2_000 },
    )
  })

  test.each([
    ['Example.COM', '/', 'http://example.com'],
    ['example.com:80', '/', 'http://example.com'],
    ['example.com:443', '/', 'http://example.com:443'],
    ['[0:0:0:0:0:0:0:1]:81', '/', 'http://[::1]:81'],
    ['', '/', 'http://localhost'],
    ['h', 'http://other:81', 'http://other:81'],
    ['', 'HTTP://other/', 'http://other'],
    ['h:80', 'https://other:443/', 'https://other'],
    ['h', 'https://other:80?x', 'https://other:80'],
    ['http://h:81', '/', 'http://h:81'],
    ['HTTPS://H', '/', 'http://h'],
  ])('Host %s and target %s are at %s', (host, target, origin) => {
    const { scheme, authority, path } = locate(host, target)
    expect([`${scheme}://${authority}`, path]).toEqual([origin, '/'])
  })

  test('finds for a URL what it finds for its parts', () => {
    const url = 'https://example.com:81/a//b?c#d'
    expect(locateUrl(new URL(url))).toEqual(locate('', url))
  })
})

test.each([
  ['/a/b', '/a/b'],
  ['/%61/%2F/%25/%zz/%C3%A9/%ff', '/a/%2F/%25/%zz/é/%ff'],
])('decodedPath(%s) is %s', (path, decoded) => {
  expect(decodedPath(path)).toBe(decoded)
})

test.each([
  ['/', '/'],
  ['//', '/'],
  ['/a', '/a'],
  ['/a/', '/a'],
  ['//a///b//', '/a/b'],
])('mergedPath(%s) is %s', (path, merged) => {
  expect(mergedPath(path)).toBe(merged)
})
