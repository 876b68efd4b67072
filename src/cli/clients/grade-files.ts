import { writeFile } from 'node:fs/promises'
import { ConfigError } from '../../core/config.ts'
import { readConfigFile } from '../../core/input/config-file.ts'
import type { Report } from '../../grade/report/report.ts'
import { isFailure, type Outcome } from '../../grade/verdict/verdicts.ts'

/** Where reports go, and where an earlier one is. */
export interface GradeFiles {
  readonly known?: string
  readonly json?: string
  readonly junit?: string
  readonly html?: string
}

/** Writes a report in each form that was asked for. Throws a ConfigError for a file that cannot be written. */
export const writeReports = async (report: Report, { json, junit, html }: GradeFiles): Promise<void> => {
  await write(
    json,
    async () => `${JSON.stringify((await import('../../grade/report/json.ts')).gradeJson(report), null, 2)}\n`,
  )
  await write(junit, async () => (await import('../../grade/report/junit.ts')).gradeJUnit(report))
  await write(html, async () => (await import('../../grade/report/html/page.ts')).gradeHtml(report))
}

const write = async (path: string | undefined, text: () => Promise<string>): Promise<void> => {
  if (path === undefined) return
  try {
    await writeFile(path, await text())
  } catch (error) {
    throw new ConfigError(`${path}: ${(error as Error).message}`)
  }
}

/** The failures of an earlier report; undefined when there is none. Throws a ConfigError for a file that is none. */
export const knownFailures = async ({ known }: GradeFiles): Promise<ReadonlySet<string> | undefined> => {
  if (known === undefined) return undefined
  const { value } = await readConfigFile(known)
  const { probes } = (value ?? {}) as { probes?: readonly { id: string; verdict: Outcome }[] }
  if (!Array.isArray(probes)) throw new ConfigError(`${known} is no JSON report of peertwin grade`)
  return new Set(probes.filter(({ verdict }) => isFailure(verdict)).map(({ id }) => id))
}
