// Requests as a careful client sends them, and as a naive one does.
import { request } from 'node:http'

/** One request and its whole answer; node:http starts in half the time of fetch, and there are hundreds of programs here. */
const exchange = (method, url, { headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const options = { method, signal, headers: { ...(body && { 'content-type': 'application/json' }), ...headers } }
    const sent = request(url, options, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }))
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body && JSON.stringify(body))
  })

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** A refusal that trying again does not mend. */
export class Refused extends Error {
  constructor(status, text) {
    super(`${status}: ${text.replace(/\s+/g, ' ').slice(0, 300)}`)
    this.status = status
  }
}

/** Nobody knows whether the request was carried out. */
export class Doubt extends Error {}

const [TIMEOUT, LONGEST_WAIT, TRIES] = [3_000, 5_000, 7]

/** How long an answer asks to wait, in milliseconds; undefined when it says nothing that can be read. */
const toldToWait = (text) => {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const at = text.endsWith(' GMT') ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}

/**
 * Sends a request and reads its JSON. Waits as told, up to five seconds, and tries again what certainly was not carried out;
 * throws a Doubt for a write that may have been. `verb` is for an API that reads and writes with the same one.
 */
export const careful = async (method, url, { headers = {}, body, verb = method } = {}) => {
  const reads = method === 'GET'
  let excuse
  for (let n = 0; n < TRIES; n++) {
    let [status, text] = [0, '']
    let wait = 250 * 2 ** Math.min(n, 3)
    try {
      const agent = { 'user-agent': 'careful/1', ...headers }
      const answer = await exchange(verb, url, { headers: agent, body, signal: AbortSignal.timeout(TIMEOUT) })
      status = answer.status
      text = answer.text
      const told = toldToWait(answer.headers['retry-after'])
      if (told > LONGEST_WAIT) throw new Refused(status, `told to wait ${told / 1000} s`)
      if (told !== undefined) wait = told + 50
      if (status < 400) return JSON.parse(text || (reads ? '' : 'null'))
    } catch (error) {
      if (error instanceof Refused) throw error
      excuse = error.code ?? error.message
      if (!reads) throw new Doubt(`${method} ${url}: ${excuse}`)
      await sleep(wait)
      continue
    }
    excuse = `${status}: ${text.slice(0, 300)}`
    const again = status === 429 || status === 503 || (status === 401 && n === 0) || (reads && status >= 500)
    const page = text.startsWith('<')
    if (!again && !(reads && page && n === 0)) {
      if (status >= 500 || page) throw new Doubt(`${method} ${url}: ${excuse}`)
      throw new Refused(status, text)
    }
    await sleep(wait)
  }
  throw new Refused(0, `gave up: ${excuse}`)
}

/** Sends a request and believes in the answer. */
export const naive = async (method, url, { headers = {}, body, verb = method } = {}) => {
  const { status, text } = await exchange(verb, url, { headers: { 'user-agent': 'naive/1', ...headers }, body })
  return status === 204 ? null : JSON.parse(text)
}
