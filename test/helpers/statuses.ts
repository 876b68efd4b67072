import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A row of the table of statuses in a provider's README: what is answered, and the shell line that asks for it. */
export interface StatusRow {
  /** Status, and the provider's own code where there is one. */
  readonly answer: string
  readonly command: string
}

/** The rows of the table under the heading `Every documented status`. Throws when there is none. */
export const statusRows = (provider: string): readonly StatusRow[] => {
  const readme = readFileSync(new URL(`../../src/providers/${provider}/README.md`, import.meta.url), 'utf8')
  const [, section] = readme.split(/^## Every documented status$/m)
  const rows = (section?.split(/^## /m)[0] ?? '').split('\n').filter((line) => line.startsWith('| `'))
  if (rows.length === 0) throw new Error(`the README of ${provider} has no table of statuses`)
  return rows.map((line) => {
    const [, answer = '', , command = ''] = /^\| `([^`]+)`\s*\|([^|]*)\| `(.+)`\s*\|$/.exec(line) ?? []
    return { answer, command: command.replaceAll('\\|', '|') }
  })
}

/**
 * What the last curl of a shell line prints: status, and body. The line may use `$URL` and `$CONTROL`, and pipe or repeat as
 * shells do; each curl shows status and body instead of the body alone.
 */
export const perform = async (
  { command }: StatusRow,
  variables: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: string }> => {
  const script = `curl() { command curl -sS -g -w '\\n%{http_code}\\n' "$@"; }\n${command}`
  const { stdout } = await run('bash', ['-c', script], { env: { ...process.env, ...variables }, timeout: 60_000 })
  const lines = stdout.trimEnd().split('\n')
  const status = Number(lines.pop())
  return { status, body: lines.join('\n').trimEnd() }
}
