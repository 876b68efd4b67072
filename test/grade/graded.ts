import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { JsonReport } from '../../src/grade/report/json.ts'
import { run } from '../helpers/cli.ts'
import { checkReports } from './report/checked.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-grade-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0

/** A bound for grades that hang, in milliseconds. */
export const LONGEST = 400_000

/** The path of one of the clients here. */
export const clientAt = (name: string): string => new URL(`clients/${name}.mjs`, import.meta.url).pathname

/** Grades one of the clients here. */
export const gradeOf = async (provider: string, argv: readonly string[], flags: readonly string[] = []) => {
  const file = join(folder, String(++count))
  const [json, junit] = [`${file}.json`, `${file}.xml`]
  const words = ['--provider', provider, '--json', json, '--junit', junit, ...flags, '--', process.execPath, ...argv]
  const ended = await run(['grade', ...words])
  // there is none where there was nothing to grade
  const report = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as JsonReport) : undefined
  if (report) checkReports(report, readFileSync(junit, 'utf8'))
  return { ...ended, report: report!, verdicts: new Map(report?.probes.map(({ id, verdict }) => [id, verdict])) }
}

/** What leads a client to its provider, as words of its command. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  huawei: ['{url}', '{token}', '{project_id}', '{peer_token}', '{peer_project_id}'],
  confluent: ['{url}'],
  tencent: ['{url}'],
}

/** Grades a client that makes things, and takes them down again afterwards. */
export const gradeWhole = (client: string, provider: string, flags: readonly string[] = []) => {
  const words = (task: string): string[] => [clientAt(client), provider, task, ...(WAYS[provider] ?? [])]
  const down = [process.execPath, ...words('down')].map((word) => `'${word}'`).join(' ')
  return gradeOf(provider, words('up'), ['--then', down, ...flags])
}
