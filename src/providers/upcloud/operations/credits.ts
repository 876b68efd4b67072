import type { Tx } from '../../../world/store.ts'
import { problems } from '../errors/index.ts'
import { settingsOf } from '../settings.ts'

export const refuseWithoutCredits = (tx: Tx): void => {
  if (settingsOf(tx).credits <= 0) throw problems.insufficientCredits()
}
