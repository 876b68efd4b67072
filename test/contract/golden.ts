import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import type { EmulatorOptions } from '../../src/index.ts'

/** A recorded conversation: requests with the exact bytes of their answers, on seed 1 and a clock that starts in 2026. */
export interface Golden {
  readonly title: string
  /** Where the shape of the answers is known from. */
  readonly evidence: string
  /** Base URL that the client was given; links in the answers begin with it. */
  readonly base: string
  readonly headers?: Record<string, string>
  readonly options?: EmulatorOptions
  readonly steps: (Turn | { readonly advance: string })[]
}

/** A request and its answer. */
export interface Turn {
  readonly send: {
    readonly method: string
    readonly path: string
    readonly headers?: Record<string, string>
    readonly body?: unknown
  }
  expect: Said
}

/** An answer as it goes over the wire, without what belongs to the connection. */
export interface Said {
  readonly status: number
  /** `Name: value`, in the order and spelling of the wire. */
  readonly headers: readonly string[]
  readonly body: string
}

export interface Recording {
  readonly provider: string
  readonly name: string
  readonly golden: Golden
  /** Writes the conversation back, with the answers that it has now. */
  readonly save: () => void
}

const root = new URL('../../fixtures/', import.meta.url)

/** All recorded conversations, by provider. */
export const recordings: readonly Recording[] = readdirSync(root).flatMap((provider) => {
  const folder = new URL(`${provider}/golden/`, root)
  if (!existsSync(folder)) return []
  return readdirSync(folder).map((file) => {
    const path = new URL(file, folder)
    const golden = JSON.parse(readFileSync(path, 'utf8')) as Golden
    const save = (): void => writeFileSync(path, `${JSON.stringify(golden, null, 2)}\n`)
    return { provider, name: file.replace('.json', ''), golden, save }
  })
})

/** The answer where the client knows its server under another base URL: links differ, and with them the length. */
export const rebased = ({ status, headers, body }: Said, from: string, to: string): Said => {
  const text = body.replaceAll(from, to)
  const length = `Content-Length: ${Buffer.byteLength(text)}`
  return {
    status,
    headers: headers.map((line) => (line.startsWith('Content-Length:') ? length : line.replaceAll(from, to))),
    body: text,
  }
}
