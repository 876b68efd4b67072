// node naive.mjs PROVIDER up|down: the shortest program that works on a good day.
import { naive, sleep } from './http.mjs'

const [provider, task] = process.argv.slice(2)
const { headers, things, send = naive } = await import(`./${provider}.mjs`)
const ask = (method, url, body) => send(method, url, { headers, body })
const unwrap = (thing, answer) => (thing.one ? answer[thing.one] : answer)
const rowsOf = (thing, page) => thing.rows?.(page) ?? page[thing.many]

if (task === 'up') {
  const ids = []
  for (const thing of things) {
    const made = unwrap(thing, await ask('POST', thing.url, thing.body(ids)))
    const id = made[thing.id]
    ids.push(id)
    await thing.accept?.(id, ask)
    while (thing.ready) {
      const row = unwrap(thing, await ask('GET', `${thing.url}/${id}`))
      if (thing.state(row) === thing.ready) break
      await sleep(250)
    }
  }
  console.log('done')
} else {
  for (const thing of things.toReversed()) {
    const row = rowsOf(thing, await ask('GET', thing.list)).find(
      (one) => one.name === thing.name || one.spec?.display_name === thing.name,
    )
    if (!row) continue
    await ask('DELETE', `${thing.url}/${row[thing.id]}`)
    for (;;) {
      const left = rowsOf(thing, await ask('GET', thing.list))
      if (!left.some((one) => one[thing.id] === row[thing.id])) break
      await sleep(250)
    }
  }
}
