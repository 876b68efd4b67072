import { signal } from '@preact/signals'
import { go } from '../../state/tab.ts'

/** What somebody means to write: a fault, and the expectations to hold against what happened. */
export interface FaultDraft {
  readonly id: string
  readonly op: string
  readonly calls: string
  readonly chance: string
  readonly stage: '' | 'before' | 'after'
  readonly effect: string
  /** What the effect needs: the name of an error, a status, a span or a number of bytes. */
  readonly value: string
  readonly retryAfter: string
}

const BLANK: FaultDraft = {
  id: 'fault-1',
  op: '',
  calls: '1',
  chance: '',
  stage: '',
  effect: 'error',
  value: '',
  retryAfter: '',
}

const fault = signal<FaultDraft>(BLANK)
const expectations = signal<readonly object[]>([])

export const draft = {
  fault,
  expectations,
  /** Begins a fault about an operation. */
  faultOf(op: string): void {
    fault.value = { ...BLANK, op, id: `${op.split('/')[1]?.replaceAll('.', '-') ?? 'fault'}-1` }
    go('faults', 'rules')
  },
  /** Expects that an operation is answered so. */
  expect(op: string, status: number): void {
    expectations.value = [...expectations.value, { op, answered: `${Math.floor(status / 100)}xx` }]
    go('faults', 'verify')
  },
}
