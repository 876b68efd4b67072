// The yardstick of the start: the least that answers a request.
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end('{}')
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`))
