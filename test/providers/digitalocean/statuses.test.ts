import { expect, test } from 'vitest'
import { perform, statusRows } from '../../helpers/statuses.ts'
import { createEmulator } from '../../../src/index.ts'

test.each(statusRows('digitalocean'))('$answer: $command', async (row) => {
  const emulator = createEmulator({ providers: ['digitalocean'], clock: { mode: 'virtual' } })
  try {
    const { urls, control } = await emulator.listen()
    const { status, body } = await perform(row, { URL: urls['digitalocean']!, CONTROL: control })
    const [wanted, id] = row.answer.split(' ')
    expect({ status, body }).toEqual({
      status: Number(wanted),
      body: expect.stringContaining(id ? `"id":"${id}"` : '{"'),
    })
  } finally {
    await emulator.close()
  }
})
