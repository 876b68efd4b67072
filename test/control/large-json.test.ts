import fc from 'fast-check'
import { expect, test } from 'vitest'
import { largeAnswer, readLargeJson } from '../../src/control/large-json.ts'

test('what is read piece by piece is what JSON.parse reads, however it is laid out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 7 }), fc.constantFrom(undefined, 1, '\t'), async (value, layout) => {
      const text = ` ${JSON.stringify(value, null, layout)}\r\n`
      expect(await readLargeJson(text)).toEqual(JSON.parse(text))
    }),
    { seed: 14, numRuns: 500 },
  )
})

test.each([
  '{"a":{"__proto__":{"rows":[1,{"__proto__":2}]}}}',
  String.raw`{"a\"b\\":"\\\"","c":["\\","\u005c"]}`,
  '{"a":1,"a":2}',
  '[[],{},[[]],[[[[]]]],-1.5e3,true,null,""]',
])('%s keeps every name and text', async (text) => {
  expect(JSON.stringify(await readLargeJson(text))).toBe(JSON.stringify(JSON.parse(text)))
})

test.each([
  '',
  '{',
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a":1,}',
  '[1,]',
  '[1 2]',
  '{a:1}',
  '1 2',
  '{"a":1]',
  '"',
  '["\\"]',
  'nul',
  '{"a":{"b":{"c":{"d":[1}}}}}',
])('%s is no JSON', async (text) => {
  expect(await readLargeJson(text)).toBeUndefined()
  expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
})

test('a piece that is nested too deep is not read', async () => {
  expect(await readLargeJson(`[${'['.repeat(200)}${']'.repeat(200)}]`)).toBeUndefined()
})

test('an answer in pieces says how long it is', async () => {
  const pieces = ['{"a":["', ...Array.from({ length: 3_000 }, (_, n) => `é${n},`.repeat(10)), '"]}']
  const answer = await largeAnswer(pieces)
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect(bytes.toString()).toBe(`${pieces.join('')}\n`)
  expect([answer.status, ...answer.headers]).toEqual([
    200,
    ['content-length', String(bytes.length)],
    ['content-type', 'application/json'],
  ])
})
