/** What became of one expectation. */
export interface Check {
  /** The expectation as a sentence. */
  readonly text: string
  readonly passed: boolean
  readonly because: string | undefined
  /** What was seen instead: the near misses that explain a failure. */
  readonly seen: readonly string[]
}

/** What became of all expectations. */
export interface Verification {
  /** Name, version and seed of the scenario; what to run again. */
  readonly scenario: string
  readonly passed: boolean
  readonly checks: readonly Check[]
  /** Requests that the journal had no room for any more. */
  readonly forgotten: number
}

/** What was verified, for people. */
export const verificationText = ({ scenario, checks, forgotten }: Verification): string => {
  const lines = checks.flatMap(({ text, passed, because, seen }) =>
    passed
      ? [`ok    ${text}`]
      : [
          `FAIL  ${text}`,
          ...(because === undefined ? [] : [`      because ${because}`]),
          ...seen.map((one) => `      ${one}`),
        ],
  )
  const failed = checks.filter(({ passed }) => !passed).length
  const overflow =
    forgotten === 0 ? [] : [`the journal has no room for ${forgotten} of the requests (--journal-entries)`]
  return `${[...lines, ...overflow, `${checks.length} checked, ${failed} failed; scenario ${scenario}`].join('\n')}\n`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** A text as it stands in XML or HTML. */
export const xmlText = (text: string): string =>
  // XML knows no other control characters, not even escaped
  Array.from(text, (char) => (char < ' ' && !'\t\n\r'.includes(char) ? '\uFFFD' : (ENTITIES[char] ?? char))).join('')

/** What was verified, in the form that build servers read. */
export const verificationJUnit = ({ scenario, checks }: Verification): string => {
  const failures = checks.filter(({ passed }) => !passed).length
  const suite = `name="${xmlText(scenario)}" tests="${checks.length}" failures="${failures}" errors="0" skipped="0"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${checks.length}" failures="${failures}">`,
    `  <testsuite ${suite}>`,
    ...checks.flatMap((check) => caseLines(check)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

const caseLines = ({ text, passed, because, seen }: Check): string[] => {
  const head = `    <testcase classname="peertwin" name="${xmlText(text)}"`
  if (passed) return [`${head}/>`]
  return [
    `${head}>`,
    `      <failure message="${xmlText(because ?? seen[0] ?? text)}">${xmlText(seen.join('\n'))}</failure>`,
    '    </testcase>',
  ]
}
