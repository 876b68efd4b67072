// The yardstick: a raw `node:http` server that answers the recorded bytes. It reads a request body as any server must.
import { createServer } from 'node:http'
import './usage.mjs'

/** @type {Record<string, { status: number, headers: string[], body: string }>} */
let answers = {}

const server = createServer((request, response) => {
  const { status, headers, body } = answers[request.method + request.url]
  if (request.method === 'GET') {
    response.writeHead(status, headers)
    response.end(body)
    return
  }
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    Buffer.concat(chunks)
    response.writeHead(status, headers)
    response.end(body)
  })
})
server.keepAliveTimeout = 65_000
process.on('message', (message) => {
  if (!message.answers) return
  answers = message.answers
  server.listen(0, '127.0.0.1', () => process.send(server.address().port))
})
process.on('disconnect', () => process.exit())
