import { z } from 'zod'
import { describe, expect, test } from 'vitest'
import { configCheck } from '../../src/core/config.ts'
import { fileWording, jsonWording, yamlWording } from '../../src/core/wording.ts'

const said = (type: z.ZodType, value: unknown): string[] =>
  configCheck({ at: value }, () => z.strictObject({ at: type }), 'file').mistakes.map(({ message }) => message)

const inner = z.strictObject({ a: z.string() })

describe('what a schema finds is said in words of this project', () => {
  test.each<[z.ZodType, unknown, string]>([
    [z.string(), undefined, 'expected text, but it is missing'],
    [z.string(), null, 'expected text, not nothing'],
    [z.number(), true, 'expected a number, not a boolean'],
    [z.int(), 1.5, 'expected a whole number, not 1.5'],
    [z.coerce.number(), 'x', 'expected a number'],
    [z.boolean(), [], 'expected true or false, not a list'],
    [z.array(z.string()), {}, 'expected a list, not an object'],
    [inner, 'x', 'expected an object, not text'],
    [z.record(z.string(), z.string()), 1, 'expected an object, not a number'],
    [z.tuple([z.string()]), 1, 'expected a list, not a number'],
    [z.enum(['real', 'virtual']), 'fast', "expected real or virtual, not 'fast'"],
    [z.enum(['a', 'b', 'c']), 'x'.repeat(61), 'expected a, b or c'],
    [z.literal(true), false, 'expected true'],
    [z.string().min(1), '', 'expected text that is not empty'],
    [z.string().min(3), 'x', 'expected at least 3 characters'],
    [z.string().max(3), 'long', 'expected at most 3 characters'],
    [z.array(z.string()).min(1), [], 'expected at least 1 elements'],
    [z.number().gt(0), 0, 'expected more than 0, not 0'],
    [z.number().lt(1), 1, 'expected less than 1, not 1'],
    [z.int().max(9), 10, 'expected at most 9, not 10'],
    [z.string().regex(/^a$/), 'b', "expected text like /^a$/, not 'b'"],
    [z.iso.datetime(), 'noon', "expected an RFC 3339 instant such as 2026-01-01T00:00:00Z, not 'noon'"],
    [z.guid(), 'x', "expected a UUID, not 'x'"],
    [z.cidrv4(), 'x', "expected an IPv4 range such as 10.0.0.0/16, not 'x'"],
    [z.email(), 'x', expect.stringMatching(/^expected text like \/.*, not 'x'$/) as string],
    [z.union([z.string(), z.array(z.string())]), 1, 'expected text or a list, not a number'],
    [z.union([z.literal(1), z.string().regex(/^a$/)]), true, 'expected 1 or text, not a boolean'],
    [z.record(z.string().regex(/^a$/), z.int()), { b: 1 }, 'expected keys that are text like /^a$/'],
    [z.string().refine(() => false), 'x', 'it cannot be used as it is'],
    [z.string().refine(() => false, 'expected what was asked for'), 'x', 'expected what was asked for'],
  ])('%o %o', (type, value, message) => {
    const [first = '', ...more] = said(type, value)
    expect(first.replace(/^file\.at(?:\.b)?: /, '')).toEqual(message)
    expect(more).toEqual([])
  })

  test('and so is what an alternative finds inside itself', () => {
    expect(said(z.union([z.string(), inner]), { a: 1 })).toEqual(['file.at.a: expected text, not a number'])
    expect(said(z.union([z.string(), inner]), { a: 'x', b: 1 })).toEqual(["file.at has no 'b'; did you mean 'a'?"])
  })
})

test.each([
  ['BAD_INDENT', 'a bracket is not closed, or a line is not indented as those around it'],
  ['IMPOSSIBLE', 'this is neither YAML nor JSON'],
])('a YAML mistake %s has words', (code, words) => {
  expect(yamlWording(code)).toBe(words)
})

test.each([
  [{ code: 'ENOENT', message: 'ENOENT: x' }, 'there is no such file or folder'],
  [{ code: 'EISDIR', message: 'EISDIR: x' }, 'it is a folder, not a file'],
  [{ code: 'EMFILE', message: 'EMFILE: x' }, 'it fails with EMFILE'],
  [{ message: 'the file exceeds 16 MiB' }, 'the file exceeds 16 MiB'],
])('a file that fails with %j has words', (error, words) => {
  expect(fileWording(error)).toBe(words)
})

test.each([
  ['', 'it is empty, not JSON'],
  ['[1,\n 2 3]', 'it is not JSON at line 2, column 4'],
  ['{"a": 1', expect.stringMatching(/^it is not JSON/) as string],
])('a text that is no JSON is told with its place: %j', (text, words) => {
  let thrown: unknown
  try {
    JSON.parse(text)
  } catch (error) {
    thrown = error
  }
  expect(jsonWording(text, thrown)).toEqual(words)
})
