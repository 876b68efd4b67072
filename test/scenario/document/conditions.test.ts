import { expect, test } from 'vitest'
import { CompileContext } from '../../../src/scenario/document/compile-context.ts'
import { compileConditions } from '../../../src/scenario/document/conditions.ts'

const record = { id: '1', displayName: 'a-b', cloud: { kind: 'Aws', zones: ['a', 'b'] }, errorText: 'lost' }
const table = { name: 'x/y', indexes: {}, settable: { 'status.message': 'errorText' } }

test.each([
  ['by its own path', { 'cloud.kind': 'Aws' }, 'Aws', true],
  ['by the wire path, in camel case', { display_name: { glob: 'a-*' } }, 'a-b', true],
  ['without the words in front', { 'spec.cloud.kind': { not: 'Aws' } }, 'Aws', false],
  ['by the path that the table lets set', { 'status.message': 'lost' }, 'lost', true],
  ['as a list, which holds each of its elements', { 'cloud.zones': 'b' }, ['a', 'b'], true],
  ['that there is not', { 'spec.none': { exists: true } }, undefined, false],
])('a field is found %s', (_, matchers, value, holds) => {
  const [condition] = compileConditions(matchers, table, new CompileContext(new Map()))
  expect([condition!.valueIn(record), condition!.holdsFor(record)]).toEqual([value, holds])
})

test('a condition can be said in words', () => {
  const conditions = compileConditions({ a: 'x', b: { gt: 1 } }, table, new CompileContext(new Map()))
  expect(conditions.map(({ text }) => text)).toEqual(['a is x', 'b {"gt":1}'])
})
