import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import type { JsonReport } from '../../../src/grade/report/json.ts'
import { type Element, antMistakes, parseXml } from './ant.ts'

const SCHEMA = new URL('../../../scenarios/grade.v1.json', import.meta.url)
const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object)

/** Holds the reports of one grade against their schemas and against each other. */
export const checkReports = (report: JsonReport, junit: string): void => {
  validate(report)
  expect(validate.errors ?? []).toEqual([])
  const root = parseXml(junit)
  expect(antMistakes(root)).toEqual([])
  const cases = root.children.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'))
  expect(new Map(cases.map((one) => [one.attributes['name'], caseText(one)]))).toEqual(
    new Map(report.probes.map(({ id, verdict, value }) => [id, said(verdict, value)])),
  )
  for (const { attributes, children } of root.children) {
    const own = children.filter(({ name }) => name === 'testcase')
    const count = (kind: string): string => String(own.filter((one) => one.children[0]?.name === kind).length)
    expect(attributes).toMatchObject({
      tests: String(own.length),
      failures: count('failure'),
      errors: '0',
      skipped: count('skipped'),
    })
  }
}

const said = (verdict: string, value: number | null): string =>
  value === null ? `skipped ${verdict}` : value === 0 ? `failure ${verdict}` : 'passed'

const caseText = ({ children: [only] }: Element): string => {
  if (only?.name === 'skipped') return `skipped ${only.attributes['message']?.split(':')[0]}`
  return only ? `${only.name} ${only.attributes['type']}` : 'passed'
}
