import { expect, test } from 'vitest'
import { createEmulator } from '../../../../src/index.ts'
import { perform, statusRows } from '../../../helpers/statuses.ts'

test.each(statusRows('confluent'))('$answer: $command', async (row) => {
  const emulator = createEmulator({ providers: ['confluent'], clock: { mode: 'virtual' } })
  try {
    const { urls, control } = await emulator.listen()
    const { status, body } = await perform(row, { URL: urls['confluent']!, CONTROL: control })
    const [wanted, code = null] = row.answer.split(' ')
    const [, said = null] = /"code":"(\w+)"/.exec(body) ?? []
    expect([status, said]).toEqual([Number(wanted), code])
  } finally {
    await emulator.close()
  }
})
