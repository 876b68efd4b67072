// node careful.mjs PROVIDER up|down: makes what is not there yet and waits for it, or takes it away and waits for that.
// POLL says how many milliseconds lie between its looks.
import { Doubt, Refused, careful, sleep } from './http.mjs'

const [provider, task] = process.argv.slice(2)
const { things, via = (http) => http } = await import(`./providers/${provider}.mjs`)

const POLL = Number(process.env.POLL ?? 250)
const [PATIENCE, GRACE] = [Math.max(8_000, 4 * POLL), Math.max(4_000, 2 * POLL)]
const send = via(careful, { looks: true })
const at = (thing, id) => `${thing.url}/${id}${thing.query ?? ''}`
const ask = (method, url, { headers }, body) => send(method, url, { headers, body })

/** All rows of a list; a page that leads back is a mistake. */
const all = async (thing) => {
  const rows = []
  const seen = new Set()
  for (let url = thing.list; url;) {
    if (seen.has(url)) throw new Error(`the list leads back to ${url}`)
    seen.add(url)
    const page = await ask('GET', url, thing)
    rows.push(...(thing.rows?.(page) ?? page[thing.many].filter((row) => row !== null)))
    url = thing.next?.(page, url)
  }
  return rows
}

const find = async (thing, ids) => (await all(thing)).find((row) => thing.own(row, ids))
const unwrap = (thing, answer) => (thing.one ? answer?.[thing.one] : answer)

/** A row that was just made may not be seen yet. */
const read = async (thing, id) => {
  try {
    return unwrap(thing, await ask('GET', at(thing, id), thing))
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined
    throw error
  }
}

const make = async (thing, ids) => {
  for (let n = 0; ; n++) {
    try {
      const row = unwrap(thing, await ask('POST', thing.url, thing, thing.body(ids)))
      if (row?.[thing.id]) return row
    } catch (error) {
      const early = error instanceof Refused && thing.early?.(error)
      if (n >= 4 || (!early && !(error instanceof Doubt))) throw error
      await sleep(600)
    }
    const found = await find(thing, ids)
    if (found) return found
  }
}

const ready = async (thing, id) => {
  const end = Date.now() + PATIENCE
  const missing = Date.now() + GRACE
  for (;;) {
    const row = await read(thing, id)
    const state = row && thing.state?.(row)
    if (row && (thing.ready === undefined || state === thing.ready)) return row
    if (thing.bad?.includes(state)) throw new Error(`${thing.name} ${id} is ${state} ${thing.why?.(row) ?? ''}`)
    if (!row && Date.now() > missing) throw new Error(`${thing.name} ${id} vanished: not found`)
    if (Date.now() > end)
      throw new Error(`${thing.name} ${id} is still ${state ?? 'missing'} (${thing.waits?.(row) ?? 'timeout'})`)
    await sleep(POLL)
  }
}

const up = async () => {
  const ids = []
  for (const thing of things) {
    const row = (await find(thing, ids)) ?? (await make(thing, ids))
    const id = row[thing.id]
    console.log(thing.name, id)
    ids.push(id)
    await thing.accept?.(id, ask, row)
    await ready(thing, id)
  }
}

const remove = async (thing, id) => {
  for (let n = 0; n < 6; n++) {
    try {
      return await ask('DELETE', at(thing, id), thing)
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return
      if (error instanceof Refused && ![403, 409, 412, 422].includes(error.status)) throw error
      await sleep(700)
      if (!(await read(thing, id))) return
    }
  }
  throw new Error(`${thing.name} ${id} cannot be deleted`)
}

const down = async () => {
  const found = []
  for (const thing of things) found.push((await find(thing, found))?.[thing.id])
  for (const [i, thing] of [...things.entries()].reverse()) {
    if (found[i] === undefined) continue
    await thing.before?.(found[i], ask)
    await remove(thing, found[i])
    const end = Date.now() + PATIENCE
    while (await read(thing, found[i])) {
      if (Date.now() > end) throw new Error(`${thing.name} ${found[i]} is still there`)
      await sleep(POLL)
    }
  }
}

try {
  await (task === 'down' ? down() : up())
} catch (error) {
  console.error(`careful: ${error.message}`)
  process.exitCode = 1
}
