import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { perform, statusRows } from '../../helpers/statuses.ts'

const readme = readFileSync(new URL('../../../src/providers/tencent/README.md', import.meta.url), 'utf8')
const [, section = ''] = readme.split(/^## Every documented status$/m)
const variables = [...section.split(/^## /m)[0]!.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, lines]) => lines!).join('')

test.each(statusRows('tencent'))('$answer: $command', async ({ answer, command }) => {
  const emulator = createEmulator({ providers: ['tencent'], clock: { mode: 'virtual' } })
  try {
    const { urls, control } = await emulator.listen()
    const row = { answer, command: variables + command }
    const { status, body } = await perform(row, { URL: urls['tencent']!, CONTROL: control })
    const last = body.split('\n').at(-1)!
    const said = JSON.parse(last) as { code: number; codeDesc: string; Response?: { Error?: { Code: string } } }
    const told = said.Response ? (said.Response.Error?.Code ?? 'Success') : `${said.code} ${said.codeDesc}`
    expect(`${status} ${told}`).toBe(answer)
    expect(last).toMatch(
      /^\{"code":\d+,"message":"[^"]*","codeDesc":"[\w.]+"\}$|^\{"Response":\{.*"RequestId":"[0-9a-f-]{36}"\}\}$/,
    )
  } finally {
    await emulator.close()
  }
})
