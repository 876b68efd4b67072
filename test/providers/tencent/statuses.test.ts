import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { perform, statusRows } from '../../helpers/statuses.ts'

const readme = readFileSync(new URL('../../../src/providers/tencent/README.md', import.meta.url), 'utf8')
const [, variables = ''] = /^## Every documented status$[^]*?^```sh\n([^]*?)^```$/m.exec(readme) ?? []

test.each(statusRows('tencent'))('$answer: $command', async ({ answer, command }) => {
  const emulator = createEmulator({ providers: ['tencent'], clock: { mode: 'virtual' } })
  try {
    const { urls, control } = await emulator.listen()
    const row = { answer, command: variables + command }
    const { status, body } = await perform(row, { URL: urls['tencent']!, CONTROL: control })
    const last = body.split('\n').at(-1)!
    const { code, codeDesc } = JSON.parse(last) as { code: number; codeDesc: string }
    expect(`${status} ${code} ${codeDesc}`).toBe(answer)
    expect(last).toMatch(/^\{"code":\d+,"message":"[^"]*","codeDesc":"[\w.]+"\}$/)
  } finally {
    await emulator.close()
  }
})
