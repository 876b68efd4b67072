import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const ROOT = new URL('../../../', import.meta.url).pathname
const call = promisify(execFile)

// a copy of what was built, whose scripts can be changed
const copy = mkdtempSync(join(tmpdir(), 'peertwin-compiled-'))
for (const name of ['dist', 'build-code.mjs', 'package.json'])
  cpSync(join(ROOT, name), join(copy, name), { recursive: true, filter: (path) => !path.endsWith('.code') })
symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
afterAll(() => {
  rmSync(copy, { recursive: true, force: true })
})

const version = () => call(process.execPath, [join(copy, 'dist', 'cli.cjs'), '--version'])
const compiled = (): string[] => readdirSync(join(copy, 'dist')).filter((name) => name.endsWith('.code'))

test('the command runs the code that a build left beside its scripts, and without it as well', async () => {
  const { version: own } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  expect(await call(process.execPath, ['build-code.mjs'], { cwd: copy })).toEqual({ stdout: '', stderr: '' })
  const [code, ...others] = compiled().filter((name) => name.startsWith('command-')) as [string]
  expect(others).toEqual([])
  expect(compiled().filter((name) => /^(?:answering|routes)-/.test(name))).toHaveLength(6)

  // V8 holds code against the length of its text, so one that differs tells which of both runs
  const script = join(copy, 'dist', code.replace(/\.code$/, ''))
  const another = own.replaceAll(/\d/g, '7')
  writeFileSync(script, readFileSync(script, 'utf8').replaceAll(`\`${own}\``, `\`${another}\``))
  expect(await version()).toEqual({ stdout: `${own}\n`, stderr: '' })

  writeFileSync(join(copy, 'dist', code), 'what another Node made')
  expect(await version()).toEqual({ stdout: `${another}\n`, stderr: '' })
  rmSync(join(copy, 'dist', code))
  expect(await version()).toEqual({ stdout: `${another}\n`, stderr: '' })
})
