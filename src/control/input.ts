import { configShape } from '../core/config.ts'
import { excessOf } from '../core/input/bounds.ts'
import { jsonWording } from '../core/wording.ts'
import { readLargeJson } from './large-json.ts'
import { loadZod } from '../core/schema.ts'
import { Refusal, invalid } from './refusal.ts'
import type { Route } from './route.ts'

const BODY_LIMIT = 16 * 1024 * 1024
const LARGE = 64 * 1024

/** The body of a control call in the shape of its route. Throws a Refusal or a ConfigError that says what is wrong. */
export const readBody = async (request: Request, { body, text, bodyLimit = BODY_LIMIT }: Route): Promise<unknown> => {
  if (!body) return undefined
  await loadZod()
  const sent = await readText(request, bodyLimit)
  return configShape(text ? sent : await readJson(sent, bodyLimit), body, 'body')
}

const readJson = async (sent: string, bodyLimit: number): Promise<unknown> => {
  const pieces = sent.length < LARGE ? undefined : await readLargeJson(sent)
  // who takes more than others looks at it piece by piece as well
  if (pieces !== undefined && bodyLimit > BODY_LIMIT) return pieces
  const value = pieces ?? parsed(sent)
  const excess = excessOf(value)
  if (excess !== undefined) throw invalid(`body: ${excess}`)
  return value
}

/** The query of a control call in the shape of its route. Throws a ConfigError that says what is wrong. */
export const readQuery = async (url: URL, { query }: Route): Promise<unknown> => {
  if (!query) return undefined
  await loadZod()
  return configShape(Object.fromEntries(url.searchParams), query, 'query')
}

const parsed = (text: string): unknown => {
  try {
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch (error) {
    throw invalid(`body: ${jsonWording(text, error)}`)
  }
}

const readText = async (request: Request, limit: number): Promise<string> => {
  const tooLarge = (): Refusal => new Refusal(413, 'Too large', `The body exceeds ${limit / 1024 / 1024} MiB.`)
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge()
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  const decoded = (chunk?: Uint8Array): string => {
    try {
      return utf8.decode(chunk, { stream: chunk !== undefined })
    } catch {
      throw invalid('The body is not UTF-8.')
    }
  }
  let [size, text] = [0, '']
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > limit) throw tooLarge()
    text += decoded(chunk)
  }
  return text + decoded()
}
