import { expect, test } from 'vitest'
import { benchOf, open, serve } from './setup.ts'
import { start } from '../helpers/cli.ts'

const peered = async (bench: Awaited<ReturnType<typeof serve>>) => {
  const a = await bench.createVpc('east', 'nyc1', '10.50.0.0/16')
  const b = await bench.createVpc('west', 'sfo3', '10.51.0.0/16')
  return bench.createPeering('east-west', a, b)
}

test('a newcomer sees a peering become active', async () => {
  const bench = await serve()
  const page = await open(bench)
  await page.getByText('Nothing has happened yet').waitFor()
  const id = await peered(bench)
  await page.getByRole('option', { name: /vpc_peerings\.create POST/ }).click()
  await page.getByRole('heading', { name: 'Request 3 202' }).waitFor()
  await page.getByText('created digitalocean/vpc_peering').waitFor()

  await page.getByRole('link', { name: 'Time', exact: true }).click()
  await page.getByText(`digitalocean/vpc_peering ${id}`).waitFor()
  await page.getByRole('button', { name: 'Advance 2 s' }).click()
  await page.getByText('1 event happened').waitFor()
  expect(await bench.control('GET', `/resources/${id}?type=digitalocean/vpc_peering`)).toMatchObject({
    state: 'ACTIVE',
  })

  await page.getByRole('link', { name: 'Resources', exact: true }).click()
  await page.getByRole('link', { name: 'east-west ACTIVE' }).click()
  await page.getByRole('img', { name: /State machine, now ACTIVE\..*DELETING to gone: 1s/ }).waitFor()
  await page.getByRole('link', { name: 'Live', exact: true }).click()
  await page.getByRole('option', { name: /PROVISIONING → ACTIVE/ }).waitFor()
})

test('a scenario is activated, and its answer explained', async () => {
  const bench = await serve()
  const page = await open(bench, 'faults')
  await page
    .getByLabel('Scenario as YAML')
    .fill('name: broken\nfaults:\n  - { id: a, match: { op: digitalocean/vpcs.lst }, effect: { status: 500 } }\n')
  await page.getByRole('button', { name: 'Check and keep' }).click()
  await page.getByText("did you mean 'digitalocean/vpcs.list'").waitFor()
  await page.getByLabel('Scenario as YAML').fill(`name: mine
about: The second list is throttled.
faults:
  - id: throttled
    match: { op: digitalocean/vpcs.list }
    calls: 2
    effect: { error: too_many_requests }
variants:
  calm: {}
`)
  await page.getByRole('button', { name: 'Check and keep' }).click()
  await page.getByText('mine has no mistakes, and is kept.').waitFor()
  await page.getByRole('button', { name: 'Activate', exact: true }).click()
  await page.getByText('mine@1').waitFor()
  expect((await bench.call('GET', '/v2/vpcs')).status).toBe(200)
  expect((await bench.call('GET', '/v2/vpcs')).status).toBe(429)
  await page.getByRole('link', { name: 'Faults', exact: true }).click()
  await page.getByText('1 of 2 calls hit').waitFor()
  await page.getByRole('link', { name: 'request 2' }).click()
  await page.getByText('scenario throttled').waitFor()
})

test('a waiting peering is released', async () => {
  const bench = await serve()
  await fetch(new URL('../scenarios', bench.page), {
    method: 'POST',
    body: 'name: by-hand\nlifecycles:\n  digitalocean/vpc_peering:\n    - { id: accept, from: PROVISIONING, on: manual, to: ACTIVE }\n',
  })
  await bench.control('POST', '/scenarios/by-hand/activate')
  const id = await peered(bench)
  const page = await open(bench, `resources/${id}`)
  await page.getByText('until something happens to it').waitFor()
  await page.getByRole('button', { name: 'release accept → ACTIVE' }).click()
  await page.getByText('accept was released.').waitFor()
  expect(await bench.control('GET', `/resources/${id}`)).toMatchObject({ state: 'ACTIVE' })
})

test('a call of the timeline becomes a fault and an expectation', async () => {
  const bench = await serve()
  await bench.call('GET', '/v2/vpcs')
  const page = await open(bench, 'live/1')
  await page.getByRole('button', { name: 'Make a fault of this call' }).click()
  await page.getByLabel('Name of the error').fill('too_many_requests')
  await page.getByText('effect: { error: too_many_requests }').waitFor()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('vpcs-list-1 is at work.').waitFor()
  expect((await bench.call('GET', '/v2/vpcs')).status).toBe(429)
  await page.goto(`${bench.page}#/live/2`)
  await page.getByRole('button', { name: 'Expect this' }).click()
  await page.getByText('{ op: digitalocean/vpcs.list, answered: 4xx }').waitFor()
  await page.getByRole('button', { name: 'Verify these' }).click()
  await page.getByRole('region', { name: 'Not as expected' }).waitFor()
})

test('a world is saved, forked and restored', async () => {
  const bench = await serve()
  await peered(bench)
  const page = await open(bench, 'worlds')
  await page.getByRole('region', { name: 'Snapshots of default' }).getByRole('button', { name: 'Save' }).click()
  await page.getByText(/before has \d+ rows\./).waitFor()
  await page.getByRole('button', { name: 'Fork before' }).click()
  await page.getByRole('region', { name: /Snapshots of (?!default)/ }).waitFor()
  const { namespaces } = (await bench.control('GET', '/namespaces')) as { namespaces: { name: string }[] }
  expect(namespaces).toHaveLength(2)
  await page.getByLabel('Namespace', { exact: true }).selectOption('default')
  await bench.control('POST', '/reset')
  await page.getByRole('button', { name: 'Restore before' }).click()
  await page.getByText('The world goes on from before.').waitFor()
  const { resources } = (await bench.control('GET', '/resources?type=digitalocean/vpc_peering')) as {
    resources: object[]
  }
  expect(resources).toHaveLength(1)
})

test('a restart is survived, and what was missed is told', async () => {
  const bench = await serve()
  await bench.call('GET', '/v2/vpcs')
  const page = await open(bench)
  await page.getByRole('option', { name: /vpcs\.list/ }).waitFor()
  await bench.stop()
  await page.getByText('connection lost, trying again').waitFor()
  const again = await benchOf(
    await start(['--time', 'virtual', '--provider', 'digitalocean', '--port', String(bench.port)]),
  )
  await again.call('GET', '/v2/account')
  await page.getByText('the emulator began anew; 1 requests meanwhile').waitFor()
  await page.getByRole('option', { name: /account/ }).waitFor()
  await page.getByText('connected', { exact: true }).waitFor()
  await again.call('GET', '/v2/regions')
  await page.getByRole('option', { name: /regions/ }).waitFor()
  expect(await page.getByRole('listbox').getByRole('option').count()).toBe(4)
})

test('a token is asked for once', async () => {
  const bench = await serve(['--control-token', 'geheim'])
  const page = await open(bench, 'time')
  await page.getByLabel('Token').fill('falsch')
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.getByText('The control API wants the token that start was given').waitFor()
  await page.getByLabel('Token').fill('geheim')
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.getByRole('region', { name: 'Clock' }).waitFor()
  await page.reload()
  await page.getByRole('region', { name: 'Clock' }).waitFor()
  expect(await page.getByLabel('Token').count()).toBe(0)
})
