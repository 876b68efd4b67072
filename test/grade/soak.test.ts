import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { CLI, run } from '../helpers/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-soak-'))
afterAll(() => rmSync(folder, { recursive: true }))

const scenario = join(folder, 'rain.yaml')
writeFileSync(
  scenario,
  `name: rain
faults: [{ id: wet, match: { op: digitalocean/vpcs.list }, chance: 0.3, effect: { error: unavailable } }]
`,
)
const client = join(folder, 'client.mjs')
writeFileSync(
  client,
  `const { DIGITALOCEAN_API_URL: url, DIGITALOCEAN_TOKEN: token } = process.env
const { status } = await fetch(url + '/v2/vpcs', { headers: { authorization: 'Bearer ' + token } })
console.log("it's", status)
process.exit(status === 200 ? 0 : 3)
`,
)
const words = ['--scenario', scenario, '--', process.execPath, client, "it's"]

test('stops at the first seed that fails, and the line that it prints makes it fail again', async () => {
  const soaked = await run(['soak', '--seeds', '1..40', '--jobs', '2', ...words])
  expect(soaked.code).toBe(1)
  const [, seed, held, line] = /^seed (\d+) failed, after (\d+) that held; again:\n {2}(.*)$/m.exec(soaked.stdout)!
  expect(Number(held)).toBeLessThanOrEqual(Number(seed))
  expect(line).toMatch(new RegExp(`^peertwin run --seed ${seed} --scenario \\S+ -- \\S+ \\S+ 'it'\\\\''s'$`))
  const shell = promisify(execFile)('sh', ['-c', `peertwin() { ${process.execPath} ${CLI} "$@"; }; ${line}`])
  await expect(shell).rejects.toMatchObject({ code: 3, stdout: "it's 503\n" })
})

test('says how many held', async () => {
  const dry = await run(['soak', '--seeds', '7..9', '--', process.execPath, client])
  expect(dry).toEqual({ code: 0, stdout: '3 of 3 seeds held\n', stderr: '' })
})

test('refuses what is no range', async () => {
  for (const range of ['5', '9..1', '1..4294967296', 'a..b'])
    expect(await run(['soak', '--seeds', range, '--', 'x'])).toEqual({
      code: 2,
      stdout: '',
      stderr: `peertwin: '${range}' is no range of seeds such as 1..50\n`,
    })
})
