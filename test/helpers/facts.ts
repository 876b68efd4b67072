import type { Emulator } from '../../src/index.ts'
import type { Answered, Client } from './setup.ts'
import { control } from './socket.ts'

/** Notes what explains answers: `asking` has a client's explained as they come, and `shown` is what all of them were. */
export const explained = (emulator: Emulator) => {
  const shown: string[] = []
  const noted = async (answer: Promise<Answered>): Promise<Answered> => {
    const { headers } = await answer
    const { body } = await control(emulator, 'GET', `/requests/${headers['x-peertwin-request']}/explain`)
    shown.push(...(body as { facts: { says: string }[] }).facts.map(({ says }) => says))
    return answer
  }
  const asking =
    (client: Client): Client =>
    (...request) =>
      noted(client(...request))
  return { shown, noted, asking }
}
