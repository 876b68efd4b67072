import { expect, test } from 'vitest'
import { antMistakes, parseXml } from './ant.ts'

const suite = (more: string, inside = '<properties/><system-out/><system-err/>'): string =>
  `<testsuites><testsuite name="a b" package="p" id="0" timestamp="2026-01-01T00:00:00" hostname="localhost" tests="1" failures="0" errors="0" time="0.5"${more}>${inside}</testsuite></testsuites>`

test.each([
  ['is as it should be', suite(''), []],
  ['knows more', suite(' disabled="0"'), ['<testsuite> has disabled="0"']],
  ['knows another time', suite('').replace('00"', '00Z"'), ['<testsuite> has timestamp="2026-01-01T00:00:00Z"']],
  ['lacks something', suite('').replace(' id="0"', ''), ['<testsuite> has no id']],
  ['is in another order', suite('', '<system-out/><properties/><system-err/>'), ['<testsuite> holds other children']],
  [
    'has a failure without type',
    suite('', '<properties/><testcase name="a" classname="b" time="1"><failure/></testcase><system-out/><system-err/>'),
    ['<failure> has no type'],
  ],
])('a report that %s', (_, text, mistakes) => {
  expect(antMistakes(parseXml(text))).toEqual(mistakes)
})

test.each(['<a><b></a></b>', '<a>', '<a b="1" b="2"/>', '<a>&nbsp;</a>', '<a>\x01</a>', '<a b=1/>'])(
  '%j is no XML',
  (text) => expect(() => parseXml(text)).toThrow(/XML|closes|twice/),
)
