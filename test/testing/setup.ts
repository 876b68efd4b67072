import { onTestFinished } from 'vitest'
import { type Peertwin, type StartOptions, start } from '../../src/testing/index.ts'

/** When virtual clocks of these tests begin. */
export const NOW = '2026-01-01T00:00:00Z'

/** An emulator on a virtual clock, for one test. */
export const started = async (options: StartOptions = {}): Promise<Peertwin> => {
  const pt = await start({ clock: { mode: 'virtual', start: NOW }, ...options })
  onTestFinished(() => pt.close())
  return pt
}

export const VPCS = ['5a4981aa-9653-4bd1-bef5-d6bff52042e4', 'e0fe0f4d-596a-465e-a902-571ce57b79fa'] as const

/** Two VPCs that can be peered. */
export const PAIR = {
  digitalocean: {
    vpcs: [
      { id: VPCS[0], name: 'a', region: 'nyc3', ip_range: '10.10.0.0/20' },
      { id: VPCS[1], name: 'b', region: 'nyc3', ip_range: '10.20.0.0/20' },
    ],
  },
}

/** Sends a request of a client into a namespace. */
export const ask = async (pt: Peertwin, method: string, path: string, body?: object) => {
  const response = await pt.fetch(pt.url('digitalocean') + path, {
    method,
    headers: { authorization: `Bearer ${pt.token('digitalocean')}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as Record<string, never>) }
}

/** Peers the two VPCs. Returns the id of the peering. */
export const peer = async (pt: Peertwin): Promise<string> => {
  const { body } = await ask(pt, 'POST', '/v2/vpc_peerings', { name: 'a-b', vpc_ids: VPCS })
  return (body as unknown as { vpc_peering: { id: string } }).vpc_peering.id
}
