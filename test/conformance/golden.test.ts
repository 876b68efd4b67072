import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readDuration } from '../../src/core/clock.ts'
import type { EmulatorOptions } from '../../src/index.ts'
import { type Answered, clientOf, setup } from '../helpers/setup.ts'

/** A recorded conversation: requests with the exact bytes of their answers, on seed 1 and a clock that starts in 2026. */
interface Golden {
  readonly title: string
  /** Where the shape of the answers is known from. */
  readonly evidence: string
  readonly base: string
  readonly headers?: Record<string, string>
  readonly options?: EmulatorOptions
  readonly steps: (Exchange | { readonly advance: string })[]
}

interface Exchange {
  readonly send: {
    readonly method: string
    readonly path: string
    readonly headers?: Record<string, string>
    readonly body?: unknown
  }
  expect?: { status: number; headers: Record<string, string>; body: string }
}

const root = new URL('../../fixtures/', import.meta.url)
// the numbering of requests and the length of the body are the house's and say nothing about the provider
const UNSAID = new Set(['x-peertwin-request', 'content-length', 'date'])

const recorded = ({ status, headers, text }: Answered) => ({
  status,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !UNSAID.has(name))),
  body: text,
})

for (const provider of readdirSync(root)) {
  const folder = new URL(`${provider}/golden/`, root)
  if (!existsSync(folder)) continue
  describe(`fixtures/${provider}/golden`, () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
      const file = new URL(name, folder)
      const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden
      test(`${name}: ${golden.title}`, async () => {
        const { emulator, clock } = setup({ providers: [provider], ...golden.options })
        const client = clientOf(emulator, golden.base, golden.headers)
        for (const step of golden.steps) {
          if ('advance' in step) {
            clock.advance(readDuration(step.advance)!)
            continue
          }
          const { method, path, headers, body } = step.send
          const answer = recorded(await client(method, path, body, headers))
          if (process.env['UPDATE_GOLDEN']) step.expect = answer
          expect(answer, `${method} ${path}`).toEqual(step.expect)
        }
        if (process.env['UPDATE_GOLDEN']) writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`)
      })
    }
  })
}
