// The load generator: keep-alive HTTP/1.1 on bare sockets or TLS, one request in flight per connection. Runs as its own process.
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'

const HEAD_END = '\r\n\r\n'
const DIGIT_TWO = 0x32

/** Length of the answer at the start of these bytes, or Infinity while its head is not complete. */
const lengthOf = (bytes) => {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd < 0) return Infinity
  const length = /\r\ncontent-length: (\d+)/i.exec(bytes.latin1Slice(0, headEnd))
  if (bytes[9] !== DIGIT_TWO || !length) throw new Error(`unexpected answer:\n${bytes.toString()}`)
  return headEnd + HEAD_END.length + Number(length[1])
}

/** A connection that calls back with each whole answer; over TLS when there is a certificate to trust. */
const open = ({ port, ca }, answered, failed) =>
  new Promise((resolve) => {
    let kept = null
    const take = (fresh) => {
      const bytes = kept ? Buffer.concat([kept, fresh]) : fresh
      if (bytes.length < lengthOf(bytes)) kept = Buffer.from(bytes)
      else {
        kept = null
        answered(socket)
      }
      return true
    }
    const buffer = Buffer.alloc(64 * 1024)
    const socket =
      ca === undefined
        ? connect({
            port,
            host: '127.0.0.1',
            noDelay: true,
            onread: { buffer, callback: (size) => take(buffer.subarray(0, size)) },
          })
        : connectTls({ port, host: '127.0.0.1', ca }).setNoDelay().on('data', take)
    socket.on(ca === undefined ? 'connect' : 'secureConnect', () => resolve(socket)).on('error', failed)
  })

/** Sends the requests in turn, each once, or again and again until there are `count` answers. */
const run = async ({ requests, connections, count = requests.length, ...place }) => {
  const payloads = requests.map((request) => Buffer.from(request))
  let sent = 0
  let done = 0
  let [turns, idle, seen, spinning] = [0, 0, 0, true]
  let settled
  let failed
  const finished = new Promise((resolve, reject) => {
    settled = resolve
    failed = reject
  })
  const next = (socket) => socket.write(payloads[sent++ % payloads.length])
  const answered = (socket) => {
    done++
    if (done === count) settled()
    else if (sent < count) next(socket)
  }
  // a generator that slept between answers would have the servers pay for waking it, the slower one more often
  const spin = () => {
    turns++
    if (done === seen) idle++
    seen = done
    if (spinning) setImmediate(spin)
  }
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(place, answered, failed)))
  const began = performance.now()
  for (const socket of sockets) if (sent < count) next(socket)
  spin()
  await finished
  const took = performance.now() - began
  spinning = false
  for (const socket of sockets) socket.destroy()
  return { perSecond: (done / took) * 1000, count, idle: idle / turns }
}

process.on('message', (job) => {
  run(job).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: error.message }),
  )
})
process.on('disconnect', () => process.exit())
