import { execFileSync } from 'node:child_process'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { has } from './completion/offers.ts'
import { SHELLS, shellText } from '../../src/cli/shells.ts'

const PLAIN = { URL: 'http://team@127.0.0.1:4580/v3', NO_PROXY: 'localhost,127.0.0.1,::1' }
const ODD = { OPTIONS: '-Da=/x y/z -Db=c', QUOTED: `it's "so" \\ $HOME \`x\`` }

test.each([
  ['sh', 'export URL=http://team@127.0.0.1:4580/v3\nexport NO_PROXY=localhost,127.0.0.1,::1\n'],
  ['fish', 'set -gx URL http://team@127.0.0.1:4580/v3\nset -gx NO_PROXY localhost,127.0.0.1,::1\n'],
  ['powershell', "$env:URL = 'http://team@127.0.0.1:4580/v3'\n$env:NO_PROXY = 'localhost,127.0.0.1,::1'\n"],
  ['dotenv', 'URL=http://team@127.0.0.1:4580/v3\nNO_PROXY=localhost,127.0.0.1,::1\n'],
  ['github', 'URL=http://team@127.0.0.1:4580/v3\nNO_PROXY=localhost,127.0.0.1,::1\n'],
  ['json', '{"URL":"http://team@127.0.0.1:4580/v3","NO_PROXY":"localhost,127.0.0.1,::1"}\n'],
] as const)('%s sets variables', (shell, text) => {
  expect(shellText(shell, PLAIN)).toBe(text)
})

test.each([
  ['sh', 'unset URL\nunset NO_PROXY\n'],
  ['fish', 'set -e URL\nset -e NO_PROXY\n'],
  [
    'powershell',
    'Remove-Item Env:URL -ErrorAction SilentlyContinue\nRemove-Item Env:NO_PROXY -ErrorAction SilentlyContinue\n',
  ],
  ['dotenv', 'URL=\nNO_PROXY=\n'],
  ['github', 'URL=\nNO_PROXY=\n'],
  ['json', '{"URL":null,"NO_PROXY":null}\n'],
] as const)('%s takes them away', (shell, text) => {
  expect(shellText(shell, { URL: null, NO_PROXY: null })).toBe(text)
})

test('all shells are tried here', () => {
  expect(SHELLS).toEqual(['sh', 'fish', 'powershell', 'dotenv', 'github', 'json'])
})

for (const shell of ['sh', 'fish'] as const)
  test.skipIf(!has(shell))(`${shell} reads back whatever the values are`, () => {
    const script = `${shellText(shell, ODD)}printf '%s\\0' "$OPTIONS" "$QUOTED"`
    const read = execFileSync(shell, ['-c', script], { encoding: 'utf8' })
    expect(read.split('\0').slice(0, 2)).toEqual([ODD.OPTIONS, ODD.QUOTED])
  })

test('so does what reads dotenv files, of values without quotes', () => {
  const { OPTIONS } = ODD
  expect(parseEnv(shellText('dotenv', { ...PLAIN, OPTIONS }))).toEqual({ ...PLAIN, OPTIONS })
})

test('fish and PowerShell have quotes of their own', () => {
  expect(shellText('fish', { A: ODD.QUOTED })).toBe(`set -gx A 'it\\'s "so" \\\\ $HOME \`x\`'\n`)
  expect(shellText('powershell', { A: ODD.QUOTED })).toBe(`$env:A = 'it''s "so" \\ $HOME \`x\`'\n`)
})
