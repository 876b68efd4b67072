import { expect, test } from 'vitest'
import { perform, statusRows } from '../../../helpers/statuses.ts'
import { createEmulator } from '../../../../src/index.ts'

test.each(statusRows('upcloud'))('$answer: $command', async (row) => {
  const emulator = createEmulator({ providers: ['upcloud'], clock: { mode: 'virtual' } })
  try {
    const { urls, control } = await emulator.listen()
    const { status, body } = await perform(row, { URL: urls['upcloud']!, CONTROL: control })
    const [wanted, code = null] = row.answer.split(' ')
    const [, said = null] = /"error_code" ?: ?"(\w+)"/.exec(body) ?? []
    expect([status, said]).toEqual([Number(wanted), code])
  } finally {
    await emulator.close()
  }
})
