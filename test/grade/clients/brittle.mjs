// node brittle.mjs PROVIDER up|down: knows one way in which things go, and has an answer of its own to each other one.
import { naive, sleep } from './http.mjs'
import { things } from './providers/digitalocean.mjs'

const [, task] = process.argv.slice(2)
const [east, west, peering] = things
const ask = (method, url, body) => naive(method, url, { headers: peering.headers, body })
const KNOWN = ['PROVISIONING', 'ACTIVE', 'ERROR']

/** Goes on as long as there is a member for the next page. */
const all = async (thing) => {
  const rows = []
  for (let url = thing.list; ;) {
    const page = await ask('GET', url)
    rows.push(...page[thing.many])
    if (!('next' in (page.links?.pages ?? {}))) return rows
    url = new URL(page.links.pages.next).href
  }
}

const up = async () => {
  // a terminal that can show no more than this
  for (const row of await all(peering))
    if (!/^[\x20-\x7e]{1,99}$/.test(row.name)) throw new Error(`cannot show ${row.name}`)
  const ids = []
  for (const thing of [east, west]) ids.push((await ask('POST', thing.url, thing.body()))[thing.one].id)
  const { id } = (await ask('POST', peering.url, peering.body(ids))).vpc_peering
  let last
  for (let n = 0; last !== 'ACTIVE'; n++) {
    const { status } = (await ask('GET', `${peering.url}/${id}`)).vpc_peering
    if (!KNOWN.includes(status)) throw new Error(`unexpected ${status}`)
    if (n === 0 && status !== 'PROVISIONING') throw new Error(`unexpected ${status}, wanted PROVISIONING`)
    if (n > 3) throw new Error('takes too long')
    last = status
    await sleep(250)
  }
  const { status } = (await ask('GET', `${peering.url}/${id}`)).vpc_peering
  if (status !== 'ACTIVE') throw new Error(`went back to ${status}`)
}

const down = async () => {
  for (const thing of [peering, east, west]) {
    const row = (await all(thing)).find(({ name }) => name === thing.name)
    if (row?.status === 'ERROR') await new Promise(() => setInterval(() => {}, 1e6)) // until somebody mends it
    if (row) await ask('DELETE', `${thing.url}/${row.id}`)
    for (let left = row; left; await sleep(250)) {
      left = (await all(thing)).find(({ id }) => id === row.id)
      if (left?.status === 'ACTIVE') throw new Error('unexpected ACTIVE, wanted DELETING')
    }
  }
}

await (task === 'down' ? down() : up())
