import { expect, test } from 'vitest'
import { clientAt, gradeOf } from './graded.ts'

test.each([
  ['duplicating', 'lost-create-reset', 'duplicate'],
  ['spinning', '401-for-ever', 'spin'],
  ['lying', 'quota-is-final', 'lie'],
  ['hanging', 'silent-read', 'hang'],
  ['leaking', 'quota-is-final', 'leak'],
  ['crashing', 'create-refused-503', 'crash'],
])('the %s client gets from %s exactly %s, and the line that plays it again', async (client, probe, verdict) => {
  const flags = ['--patience', '1s', '--probe-timeout', '3s', '--only', probe, '--min-grade', 'A']
  const { code, report, stdout } = await gradeOf('digitalocean', [clientAt(client)], flags)
  const [found] = report.probes
  expect({ code, id: found!.id, verdict: found!.verdict }).toEqual({ code: 1, id: probe, verdict })
  const tries = found!.cases.flatMap(({ tries: some }) => some.map((one) => one.verdict))
  expect(tries).toEqual([verdict, verdict])
  expect(found!.repeat).toBe(
    `peertwin grade --provider digitalocean --only ${probe} --patience 1s --probe-timeout 3s --seed 1 -- ${process.execPath} ${clientAt(client)}`,
  )
  expect(stdout).toContain(`  again: ${found!.repeat}\n`)
  expect(JSON.stringify(report)).not.toMatch(/dop_v1_[0-9a-f]{64}/)
})
