// node naive.mjs PROVIDER up|down: the shortest program that works on a good day.
// POLL says how many milliseconds lie between its looks.
import { naive, sleep } from './http.mjs'

const [provider, task] = process.argv.slice(2)
const { things, via = (http) => http } = await import(`./providers/${provider}.mjs`)
const POLL = Number(process.env.POLL ?? 250)
const send = via(naive, { looks: false })
const at = (thing, id) => `${thing.url}/${id}${thing.query ?? ''}`
const ask = (method, url, { headers }, body) => send(method, url, { headers, body })
const unwrap = (thing, answer) => (thing.one ? answer[thing.one] : answer)
const rowsOf = (thing, page) => thing.rows?.(page) ?? page[thing.many]

if (task === 'up') {
  const ids = []
  for (const thing of things) {
    const made = unwrap(thing, await ask('POST', thing.url, thing, thing.body(ids)))
    const id = made[thing.id]
    ids.push(id)
    await thing.accept?.(id, ask, made)
    while (thing.ready) {
      const row = unwrap(thing, await ask('GET', at(thing, id), thing))
      if (thing.state(row) === thing.ready) break
      await sleep(POLL)
    }
  }
  console.log('done')
} else {
  for (const thing of things.toReversed()) {
    const row = rowsOf(thing, await ask('GET', thing.list, thing)).find(
      (one) => one.name === thing.name || one.vpcName === thing.name || one.spec?.display_name === thing.name,
    )
    if (!row) continue
    await ask('DELETE', at(thing, row[thing.id]), thing)
    for (;;) {
      const left = rowsOf(thing, await ask('GET', thing.list, thing))
      if (!left.some((one) => one[thing.id] === row[thing.id])) break
      await sleep(POLL)
    }
  }
}
