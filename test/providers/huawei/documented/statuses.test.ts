import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createEmulator } from '../../../../src/index.ts'
import { perform, statusRows } from '../../../helpers/statuses.ts'

const readme = readFileSync(new URL('../../../../src/providers/huawei/README.md', import.meta.url), 'utf8')
const [, variables = ''] = /^## Every documented status$[^]*?^```sh\n([^]*?)^```$/m.exec(readme) ?? []

interface Refused {
  readonly NeutronError?: { readonly type: string; readonly message: string; readonly detail: string }
  readonly error_code?: string
}

test.each(statusRows('huawei'))('$answer: $command', async ({ answer, command }) => {
  const emulator = createEmulator({ providers: ['huawei'], clock: { mode: 'virtual' } })
  try {
    const { urls, control } = await emulator.listen()
    const row = { answer, command: variables + command }
    const { status, body } = await perform(row, { URL: urls['huawei']!, CONTROL: control })
    const { NeutronError, error_code } = JSON.parse(body.split('\n').at(-1)!) as Refused
    expect([status, NeutronError?.type ?? error_code].join(' ').trim()).toBe(answer)
  } finally {
    await emulator.close()
  }
})
