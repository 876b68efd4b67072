// node eager.mjs PROVIDER up|down: takes an accepted offer for what is there, at once, and says nothing of what it leaves.
import { naive } from './http.mjs'

const [provider, task] = process.argv.slice(2)
const { things } = await import(`./providers/${provider}.mjs`)
const ask = (method, url, { headers }, body) => naive(method, url, { headers, body })

if (task === 'up') {
  const ids = []
  for (const thing of things.slice(0, 3)) {
    const row = (await ask('POST', thing.url, thing, thing.body(ids)))[thing.one]
    ids.push(row.id)
    await thing.accept?.(row.id, ask, row)
    const now = (await ask('GET', `${thing.url}/${row.id}`, thing))[thing.one]
    if (thing.accept && thing.state(now) !== thing.ready) throw new Error(`unexpected ${thing.state(now)}`)
  }
}
