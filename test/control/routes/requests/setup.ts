import type { EmulatorOptions } from '../../../../src/index.ts'
import type { Client } from '../../../helpers/setup.ts'
import { overSocket } from '../../../helpers/socket.ts'
import { BASE } from '../../../providers/digitalocean/setup.ts'
import { setup as setupAny } from '../../setup.ts'

/** An emulator, and a client that leaves nothing to warn about. */
export const setup = (options: EmulatorOptions = {}) => {
  const bench = setupAny(options)
  const headers = { authorization: 'Bearer dop_v1_anything', 'user-agent': 'test/1' }
  return { ...bench, api: overSocket(bench.emulator, BASE, headers) }
}

export interface Shown {
  readonly n: number
  readonly op: string | null
  readonly rule: { readonly kind: string; readonly name: string } | null
  readonly transitions: readonly { readonly type: string; readonly from: string | null; readonly to: string }[]
  readonly warnings: readonly { readonly kind: string; readonly detail: string }[]
}

export const requestsOf = async (control: Client, find: object = {}): Promise<Shown[]> =>
  ((await control('POST', '/requests/find', find)).body as { requests: Shown[] }).requests
