import { ask, control, startCounted } from '../tools/processes.mjs'
import { flagsOf, works } from '../work.mjs'

const ROWS = 100_000
const NAMESPACES = 10_000
const MARK = 50
const GOAL = 10
const { create, get, list } = works.digitalocean

const creates = (from, count) => Array.from({ length: count }, (_, n) => create(from + n))

/** How long each of these calls keeps all others waiting, in milliseconds of processor time; the first one of a kind warms up. */
const longest = async (server, about, calls) => {
  const results = []
  for (const [work, call, prepare] of calls) {
    let value = Infinity
    for (let round = 0; round < 2; round++) {
      await prepare?.()
      value = Math.min(value, await server.longestTurn(call))
    }
    results.push({ work: `${work}, ${about}`, value, most: MARK, goal: GOAL })
  }
  return results
}

const amongRows = async ({ file, load }) => {
  const server = await startCounted(...flagsOf(file, 'digitalocean'), '--time', 'virtual')
  const { port } = server
  const call =
    (...asked) =>
    () =>
      control(port, ...asked)
  const one = get(JSON.parse((await ask(port, create(0))).body))
  await load({ port, requests: creates(1, ROWS), connections: 32 })
  await control(port, 'PUT', '/snapshots/base')
  const state = await rawState(port)
  const restore = call('POST', '/snapshots/base/restore')
  return longest(server, `${ROWS.toLocaleString('en')} rows`, [
    ['GET one', () => ask(port, one)],
    ['list of 20', () => ask(port, list)],
    ['create', () => ask(port, create(ROWS + 10)), restore],
    ['PUT /snapshots', call('PUT', '/snapshots/other')],
    ['restore', restore],
    ['first create after a restore', () => ask(port, create(ROWS + 10)), restore],
    ['fork', call('POST', '/snapshots/base/fork', {})],
    ['settle', call('POST', '/clock/settle', {}), restore],
    ['advance', call('POST', '/clock/advance', { by: '10s' }), restore],
    ['metrics', call('GET', '/metrics')],
    ['GET /resources', call('GET', '/resources?limit=1000')],
    ['GET /state', () => rawState(port)],
    ['PUT /state', call('PUT', '/state', state)],
    ['reset', call('POST', '/reset'), restore],
  ]).finally(server.stop)
}

// parsed by nobody: the text is as long as the longest answer there is
const rawState = async (port) =>
  (await ask(port, 'GET /_peertwin/state HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n')).body

const amongNamespaces = async ({ file, load }) => {
  const server = await startCounted('--fixtures', file, '--max-namespaces', String(2 * NAMESPACES))
  const { port } = server
  const body = '{}'
  const make = `POST /_peertwin/namespaces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const touch = (n) => list.replace('\r\n', `\r\nX-Peertwin-Namespace: ns-${n + 1}\r\n`)
  await load({ port, requests: [make], count: NAMESPACES, connections: 32 })
  await load({ port, requests: Array.from({ length: NAMESPACES }, (_, n) => touch(n)), connections: 32 })
  const call =
    (...asked) =>
    () =>
      control(port, ...asked)
  return longest(server, `${NAMESPACES.toLocaleString('en')} namespaces`, [
    ['GET one', () => ask(port, touch(77))],
    ['metrics', call('GET', '/metrics')],
    ['GET /namespaces', call('GET', '/namespaces?limit=10000')],
    ['POST /namespaces', call('POST', '/namespaces', {})],
    ['reset', call('POST', '/namespaces/ns-7/reset')],
    ['PUT /snapshots', call('PUT', '/namespaces/ns-7/snapshots/s')],
  ]).finally(server.stop)
}

/** The longest time that one call keeps all others waiting, among many rows and among many namespaces. */
export const waits = async (tools) => [...(await amongRows(tools)), ...(await amongNamespaces(tools))]
