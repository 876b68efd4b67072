import { shellWord } from '../grade/client/command-line.ts'

/** How variables are written down, each a line. */
interface Shell {
  readonly assign: (name: string, value: string) => string
  /** Takes a variable away, or empties it where the format knows no other way. */
  readonly unset: (name: string) => string
}

const SAFE = /^[\w./:@,=+-]+$/
const quotedBy =
  (quote: (value: string) => string) =>
  (value: string): string =>
    SAFE.test(value) ? value : quote(value)

const inFish = quotedBy((value) => `'${value.replaceAll(/['\\]/g, String.raw`\$&`)}'`)
const inDotenv = quotedBy((value) => `"${value.replaceAll(/["\\$]/g, String.raw`\$&`)}"`)

const LINES = {
  sh: { assign: (name, value) => `export ${name}=${shellWord(value)}`, unset: (name) => `unset ${name}` },
  fish: { assign: (name, value) => `set -gx ${name} ${inFish(value)}`, unset: (name) => `set -e ${name}` },
  powershell: {
    assign: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
  },
  dotenv: { assign: (name, value) => `${name}=${inDotenv(value)}`, unset: (name) => `${name}=` },
  github: { assign: (name, value) => `${name}=${value}`, unset: (name) => `${name}=` },
} as const satisfies Readonly<Record<string, Shell>>

/** Where variables can be written for. */
export const SHELLS = [...(Object.keys(LINES) as (keyof typeof LINES)[]), 'json'] as const
export type ShellName = (typeof SHELLS)[number]

/** Text that sets variables, or with null takes them away. */
export const shellText = (shell: ShellName, variables: Readonly<Record<string, string | null>>): string => {
  if (shell === 'json') return `${JSON.stringify(variables)}\n`
  const { assign, unset } = LINES[shell]
  return Object.entries(variables)
    .map(([name, value]) => `${value === null ? unset(name) : assign(name, value)}\n`)
    .join('')
}
