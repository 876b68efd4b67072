/** What was found about one thing of a set-up. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'wrong'
  readonly about: string
  readonly says: string
  /** What to do about it. */
  readonly way: string | null
}

export const ok = (about: string, says: string): Finding => ({ level: 'ok', about, says, way: null })
export const warn = (about: string, says: string, way: string): Finding => ({ level: 'warn', about, says, way })
export const wrong = (about: string, says: string, way: string): Finding => ({ level: 'wrong', about, says, way })

const MARKS = { ok: 'ok   ', warn: 'warn ', wrong: 'WRONG' }

/** Findings for people. */
export const findingLines = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ level, about, says, way }) => [
    `${MARKS[level]} ${about}: ${says}`,
    ...(way === null ? [] : [`      ${way}`]),
  ])
