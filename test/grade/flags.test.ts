import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { JsonReport } from '../../src/grade/report/json.ts'
import { limitsFor } from '../../src/grade/trial/limits.ts'
import { CLI, run } from '../helpers/cli.ts'
import { clientAt, gradeOf } from './graded.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-flags-'))
afterAll(() => rmSync(folder, { recursive: true }))

const DIGITALOCEAN = ['grade', '--provider', 'digitalocean', '--patience', '1s']
const naive = [process.execPath, clientAt('naive'), 'digitalocean']

test.concurrent('--known lets pass what failed before, and nothing else', async () => {
  const known = join(folder, 'known.json')
  const graded = (only: string) =>
    gradeOf('digitalocean', [clientAt('crashing')], ['--patience', '1s', '--only', only, '--known', known])
  const report = (verdict: string) => JSON.stringify({ probes: [{ id: 'create-refused-503', verdict }] })
  writeFileSync(known, report('crash'))
  const [same, more] = await Promise.all([graded('create-refused-503'), graded('create-refused-503,quota-is-final')])
  expect([same.code, same.verdicts]).toEqual([0, new Map([['create-refused-503', 'crash']])])
  expect([more.code, more.verdicts.get('quota-is-final')]).toEqual([1, 'crash'])
  writeFileSync(known, report('survived'))
  expect((await graded('create-refused-503')).code).toBe(1)
  writeFileSync(known, '[]')
  expect(await graded('create-refused-503')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`peertwin: ${known} is no JSON report of peertwin grade\n`) as string,
  })
})

test.concurrent('--workdir copy gives each trial a folder of its own, in which its programs find what they left', async () => {
  const client = `import { existsSync, writeFileSync } from 'node:fs'
import { naive } from '${clientAt('http')}'
const { DIGITALOCEAN_API_URL: base, DIGITALOCEAN_TOKEN: token } = process.env
const [task] = process.argv.slice(2)
if (existsSync('state') !== (task === 'down')) throw new Error('whose folder is this?')
writeFileSync('state', '')
await naive('GET', base + '/v2/vpcs', { headers: { authorization: 'Bearer ' + token } })
`
  const made = mkdtempSync(join(folder, 'work'))
  writeFileSync(join(made, 'client.mjs'), client)
  const words = ['--only', 'odd-names,last-page-odd', '--then', `${process.execPath} client.mjs down`]
  const command = ['--', process.execPath, 'client.mjs', 'up']
  const copied = await run([...DIGITALOCEAN, '--workdir', 'copy', ...words, ...command], {}, made)
  expect({ code: copied.code, stdout: copied.stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining('survives 2 of 2 bad days') as string,
  })
  expect(readdirSync(made)).toEqual(['client.mjs'])
  await run([...DIGITALOCEAN, ...words, ...command], {}, made)
  expect(readdirSync(made)).toEqual(['client.mjs', 'state'])
})

test.concurrent('a client that fails without any trouble is not graded: the run that failed is shown, also where the other did not', async () => {
  const made = mkdtempSync(join(folder, 'trouble'))
  const client = `import { mkdirSync } from 'node:fs'
import { naive } from '${clientAt('http')}'
const { DIGITALOCEAN_API_URL: base, DIGITALOCEAN_TOKEN: token } = process.env
await naive('GET', base + '/v2/vpcs', { headers: { authorization: 'Bearer ' + token } })
mkdirSync('mine')
`
  writeFileSync(join(made, 'client.mjs'), client)
  const { code, stdout, stderr } = await run([...DIGITALOCEAN, '--', process.execPath, 'client.mjs'], {}, made)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('peertwin: no grade: the client ended with 1, without any trouble\n  it ended with 1\n')
  expect(stderr).toContain("EEXIST: file already exists, mkdir 'mine'")
})

describe('--slow', () => {
  const habits = { longest: 90_000, medianGap: 60_000, pause: 60_000 }
  test('gives each probe ten minutes', () => {
    const budget = (most: number): number => limitsFor({ polls: 5, rules: [] }, habits, { patience: null, most }).budget
    expect([budget(60_000), budget(600_000)]).toEqual([60_000, 570_000])
  })

  test.concurrent('is part of the line that plays a day again', async () => {
    const { report } = await gradeOf('digitalocean', [clientAt('crashing')], ['--slow', '--only', 'create-refused-503'])
    expect(report.probes[0]!.repeat).toContain(' --only create-refused-503 --slow --seed 1 -- ')
  })
})

describe('an interrupt', () => {
  const interrupted = async (json: string, when: RegExp) => {
    const days = ['--only', 'create-refused-503,silent-read', '--patience', '100s', '--jobs', '16', '--json', json]
    const child = spawn(process.execPath, [CLI, ...DIGITALOCEAN, ...days, '--', ...naive, 'up'])
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => {
      const before = when.test(stderr)
      stderr += chunk.toString()
      if (!before && when.test(stderr)) child.kill('SIGINT')
    })
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, stdout, stderr }
  }

  test.concurrent('leaves a report of what is known by then', async () => {
    const json = join(folder, 'interrupted.json')
    const { code, stdout } = await interrupted(json, /create-refused-503/)
    expect(code).toBe(130)
    expect(stdout).toContain('interrupted')
    const { run: about, probes } = JSON.parse(readFileSync(json, 'utf8')) as JsonReport
    expect(about.interrupted).toBe(true)
    expect(probes.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual([
      ['create-refused-503', 'orphan', null],
      ['silent-read', 'unknown', 'it was interrupted'],
    ])
    expect(probes[0]!.repeat).toContain(' --only create-refused-503 --patience 100s --seed 1 -- ')
  })

  test.concurrent('before anything is known leaves one that says so', async () => {
    const json = join(folder, 'nothing.json')
    const { code, stdout } = await interrupted(json, /without any trouble/)
    expect(code).toBe(130)
    expect(stdout).toContain('-  survives 0 of 0 bad days\n')
    const { run: about, probes } = JSON.parse(readFileSync(json, 'utf8')) as JsonReport
    expect(about.interrupted).toBe(true)
    expect(probes.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown'])
  })
})
