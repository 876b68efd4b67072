import type { Facts } from './facts.ts'
import type { FaultRule } from './faults.ts'

/** What a call is counted under. */
export const counterOf = (per: FaultRule['per'], facts: Facts): string => {
  switch (per) {
    case 'route':
      return facts.op
    case 'resource':
      return facts.resource?.row.id ?? facts.path
    case 'credential':
      return facts.asked.credential?.key ?? ''
    case 'namespace':
      return ''
  }
}
