import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'rolldown'

const SOURCE = new URL('../../cluster/nats.ts', import.meta.url).pathname

/** The cluster's engine as the tests start it. */
export const startEngine = async (folder, nodes) => {
  const file = join(folder, 'nats.mjs')
  await build({ input: SOURCE, platform: 'node', logLevel: 'warn', output: { file } })
  const { startNats } = await import(pathToFileURL(file).href)
  return startNats({ nodes })
}

/** How many messages the engine has taken from its clients and given to them, its own among nodes apart. */
export const messagesOf = async ({ nodes }) => {
  let sum = 0
  for (const { monitor } of nodes) {
    const { connections } = await (await fetch(`${monitor}/connz`)).json()
    for (const { in_msgs, out_msgs } of connections) sum += in_msgs + out_msgs
  }
  return sum
}
