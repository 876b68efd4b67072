import { expect, test } from 'vitest'
import { combine, merge } from '../../../src/scenario/document/merge.ts'
import type { FaultDocument, ScenarioDocument } from '../../../src/scenario/document/schema.ts'

const fault = (id: string, status: number): FaultDocument => ({ id, effect: { status } })
const one: ScenarioDocument = {
  name: 'one',
  seed: 1,
  clock: { mode: 'virtual', speed: 2 },
  fixtures: { digitalocean: {} },
  lifecycles: { 'a/b': [{ id: 'up', to: 'X', after: '1s' }] },
  faults: [fault('f', 500), fault('g', 501)],
  limits: [{ window: '1m', max: 1 }],
  expect: [{ fault: 'f' }],
  variants: { v: { seed: 3 } },
}
const other: ScenarioDocument = {
  name: 'other',
  seed: 2,
  clock: { speed: 5 },
  fixtures: { upcloud: {} },
  lifecycles: { 'a/b': [{ id: 'up', to: 'Y', after: '2s' }], 'a/c': [] },
  faults: [fault('g', 502), fault('h', 503)],
  limits: [{ window: '1h', max: 2 }],
  expect: [{ fault: 'h' }],
  variants: { w: {} },
}
const merged = {
  lifecycles: { 'a/b': [{ id: 'up', to: 'Y', after: '2s' }], 'a/c': [] },
  faults: [fault('f', 500), fault('g', 502), fault('h', 503)],
  limits: [
    { window: '1m', max: 1 },
    { window: '1h', max: 2 },
  ],
}

test('rules replace those of the same id, limits add up, and expectations replace all', () => {
  expect(merge(one, other)).toEqual({ ...merged, expect: [{ fault: 'h' }] })
  expect(merge(one, {})).toEqual({
    lifecycles: one.lifecycles,
    faults: one.faults,
    limits: one.limits,
    expect: one.expect,
  })
})

test('files that play as one keep the expectations of each', () => {
  expect(combine([one, other])).toEqual({
    ...merged,
    name: 'one+other',
    seed: 2,
    clock: { mode: 'virtual', speed: 5 },
    fixtures: { digitalocean: {}, upcloud: {} },
    expect: [{ fault: 'f' }, { fault: 'h' }],
    variants: { v: { seed: 3 }, w: {} },
  })
  expect(combine([one])).toBe(one)
})
