import { expect, test } from 'vitest'
import * as clock from '../../../src/cli/commands/clock.ts'
import { createPeering, twoVpcs } from '../../providers/digitalocean/setup.ts'
import { printed, refused, setup } from './setup.ts'

const NOW = '2026-01-01T00:00:00.000Z'

test('shows and moves the clock', async () => {
  const { api, peertwin } = setup(clock)
  await createPeering(api, 'p', ...(await twoVpcs(api)).ids)
  expect(await peertwin()).toEqual(printed(`${NOW}  virtual, speed 0, next due 2026-01-01T00:00:02.000Z`))
  expect(await peertwin('show', '--json')).toEqual(
    printed(`{"mode":"virtual","now":"${NOW}","speed":0,"next_due":"2026-01-01T00:00:02.000Z"}`),
  )
  expect(await peertwin('advance', '500ms')).toEqual(
    printed('2026-01-01T00:00:00.500Z  virtual, speed 0, next due 2026-01-01T00:00:02.000Z', '0 events happened'),
  )
  expect(await peertwin('settle', '--max', '1s')).toEqual(
    printed('2026-01-01T00:00:00.500Z  virtual, speed 0, next due 2026-01-01T00:00:02.000Z', '0 events happened'),
  )
  expect(await peertwin('settle')).toEqual(
    printed('2026-01-01T00:00:02.000Z  virtual, speed 0, next due nothing', '1 events happened'),
  )
  expect(await peertwin('advance', '2026-01-02T00:00:00Z')).toEqual(
    printed('2026-01-02T00:00:00.000Z  virtual, speed 0, next due nothing', '0 events happened'),
  )
  expect(await peertwin('set', '--now', '2026-02-01T00:00:00Z', '--mode', 'virtual', '--speed', '0')).toEqual(
    printed('2026-02-01T00:00:00.000Z  virtual, speed 0, next due nothing'),
  )
})

test('freezes a running clock', async () => {
  const { emulator, peertwin } = setup(clock, { clock: { mode: 'real' } })
  expect((await peertwin('freeze')).stdout).toMatch(/^\S+Z {2}virtual, speed 0, next due nothing\n$/)
  expect([emulator.world.clock.mode, emulator.world.clock.speed]).toEqual(['virtual', 0])
})

test('says why it does not', async () => {
  const { peertwin } = setup(clock)
  expect(await peertwin('advance', 'soon')).toEqual(
    refused("body.by: expected a duration such as 250ms, 30s, 5m or 1h, got 'soon'"),
  )
  expect(await peertwin('set', '--now', '2025-01-01T00:00:00Z')).toEqual(
    refused(`the clock stands at ${NOW} and cannot go back to 2025-01-01T00:00:00.000Z`),
  )
  expect(await peertwin('--namespace', 'nobody')).toEqual(
    refused("There is no namespace 'nobody'; it is one of default"),
  )
})
