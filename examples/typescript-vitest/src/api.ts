/** What a client of DigitalOcean needs to know. */
export interface Account {
  readonly url: string
  readonly token: string
  /** Waits a span in milliseconds; a test may let the emulated time pass instead. */
  readonly sleep: (ms: number) => Promise<unknown>
}

export interface Peering {
  readonly id: string
  readonly name: string
  readonly vpc_ids: readonly string[]
  readonly status: 'PROVISIONING' | 'ACTIVE' | 'DELETING'
}

/** What is asked for: a peering of this name between these VPCs. */
export type Wanted = Pick<Peering, 'name' | 'vpc_ids'>

/** An answer that is a refusal. */
export class ApiError extends Error {
  readonly status: number

  constructor(status: number, text: string) {
    super(`DigitalOcean answers ${status}: ${text}`)
    this.status = status
  }
}

/** Sends one request. Rejects with an ApiError for a refusal, and as `fetch` does when no answer comes. */
export const send = async <T>({ url, token }: Account, method: string, path: string, body?: object): Promise<T> => {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new ApiError(response.status, text)
  return JSON.parse(text) as T
}

/** Waits until a peering is there for use. */
export const untilActive = async (account: Account, id: string): Promise<Peering> => {
  for (let pause = 1_000; ; pause *= 2) {
    const { vpc_peering } = await send<{ vpc_peering: Peering }>(account, 'GET', `/v2/vpc_peerings/${id}`)
    if (vpc_peering.status === 'ACTIVE') return vpc_peering
    if (pause > 60_000) throw new Error(`peering ${id} is still ${vpc_peering.status}`)
    await account.sleep(pause)
  }
}
