import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The last number that a pattern with one group finds, for summaries come last; 0 without any. */
const number = (text, pattern) => Number([...text.matchAll(pattern)].at(-1)?.[1] ?? 0)
const count = (text, pattern) => [...text.matchAll(pattern)].length

const lines = (text) => ({ passed: count(text, /^ok /gm), failed: count(text, /^not ok /gm), skipped: 0 })

const goTest = (text) => ({
  passed: count(text, /^--- PASS: /gm),
  failed: count(text, /^--- FAIL: /gm),
  skipped: count(text, /^--- SKIP: /gm),
})

// vitest says "Tests  1 failed | 2 passed | 3 skipped (6)", Jest "Tests:  1 failed, 3 skipped, 2 passed, 6 total"
const summary = (text) => {
  const [line = ''] = [...text.replace(/\u001B\[\d+m/g, '').matchAll(/^\s*Tests:? .*$/gm)].at(-1) ?? []
  return {
    passed: number(line, /(\d+) passed/g),
    failed: number(line, /(\d+) failed/g),
    skipped: number(line, /(\d+) skipped/g),
  }
}

// packages that are installed without those that they name themselves
const BARE = 'requirements-bare.txt'

/** The commands that make a Python of a suite's own, and that Python. */
const venvIn = (scratch, folder) => {
  const venv = join(scratch, 'venv')
  const python = join(venv, 'bin', 'python')
  const install = [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile']
  const bare = existsSync(join(folder, BARE)) ? [[...install, '--no-deps', '-r', BARE]] : []
  return [[['python3', '-m', 'venv', venv], [...install, '-r', 'requirements.txt'], ...bare], python]
}

// where Maven keeps what it fetched, which is for one process at a time
const MAVEN = 'maven'

// each toolchain: what it needs, the commands of a suite, and how to read the last one's report; CI has those that are not `rare`
export const toolchains = {
  go: {
    needs: ['go', 'version'],
    steps: () => [['go', 'test', './...', '-count=1', '-v']],
    read: goTest,
  },
  node: {
    needs: ['npm', '--version'],
    steps: () => [
      ['npm', 'ci', '--no-audit', '--no-fund'],
      [process.execPath, '--test', '--test-reporter=tap'],
    ],
    read: (text) => ({
      passed: number(text, /^# pass (\d+)$/gm),
      failed: number(text, /^# fail (\d+)$/gm) + number(text, /^# cancelled (\d+)$/gm),
      skipped: number(text, /^# skipped (\d+)$/gm) + number(text, /^# todo (\d+)$/gm),
    }),
  },
  python: {
    needs: ['python3', '-c', 'import ensurepip, venv'],
    steps: (scratch, _env, folder) => {
      const [install, python] = venvIn(scratch, folder)
      return [...install, [python, '-m', 'unittest', '-v']]
    },
    read: (text) => {
      const ran = number(text, /^Ran (\d+) tests? in /gm)
      const [, outcome = ''] = [...text.matchAll(/^(?:OK|FAILED)(?: \((.*)\))?$/gm)].at(-1) ?? []
      const of = (kind) => number(outcome, new RegExp(`(?:^|, )${kind}=(\\d+)`, 'g'))
      const failed = of('failures') + of('errors') + of('unexpected successes')
      const skipped = of('skipped')
      return { passed: Math.max(0, ran - failed - skipped), failed, skipped }
    },
  },
  shell: {
    needs: ['bash', '-c', 'command -v curl sed'],
    steps: () => [['bash', 'test.sh']],
    read: lines,
  },
  java: {
    needs: ['bash', '-c', 'java -version && mvn -version'],
    rare: true,
    shares: MAVEN,
    steps: (scratch) => [
      [
        'mvn',
        '--batch-mode',
        '--quiet',
        'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies',
        `-DoutputDirectory=${scratch}`,
      ],
      ['java', '-cp', join(scratch, '*'), 'Life.java'],
    ],
    read: lines,
  },
  // a page of the documentation
  page: {
    needs: ['npm', '--version'],
    steps: (_, { PEERTWIN_DOCS, PEERTWIN_PAGE }) => [[process.execPath, PEERTWIN_DOCS, PEERTWIN_PAGE]],
    read: lines,
  },
  // those of the examples, by what lies in their folders
  'package.json': {
    needs: ['npm', '--version'],
    steps: (_, { PEERTWIN_TARBALL: tarball }) => [
      ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', tarball],
      ['npm', 'test', '--silent'],
    ],
    read: summary,
  },
  'go.mod': {
    needs: ['go', 'version'],
    steps: () => [
      ['go', 'vet', './...'],
      ['go', 'test', './...', '-count=1', '-v'],
    ],
    read: goTest,
  },
  'requirements.txt': {
    needs: ['python3', '-c', 'import ensurepip, venv'],
    steps: (scratch, _env, folder) => {
      const [install, python] = venvIn(scratch, folder)
      return [...install, [python, '-m', 'mypy', '.'], [python, '-m', 'pytest', '-q']]
    },
    read: (text) => ({
      passed: number(text, /(\d+) passed/g),
      failed: number(text, /(\d+) failed/g) + number(text, /(\d+) errors?/g),
      skipped: number(text, /(\d+) skipped/g),
    }),
  },
  'pom.xml': {
    needs: ['bash', '-c', 'java -version && mvn -version'],
    rare: true,
    shares: MAVEN,
    steps: (scratch) => [['mvn', '--batch-mode', '--no-transfer-progress', `-Dpeertwin.target=${scratch}`, 'test']],
    read: (text) => {
      const [, ran = 0, failures = 0, errors = 0, skipped = 0] =
        [...text.matchAll(/Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)$/gm)].at(-1)?.map(Number) ??
        []
      return { passed: ran - failures - errors - skipped, failed: failures + errors, skipped }
    },
  },
}
