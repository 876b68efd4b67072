import { type ControlClient, pagesOf, path } from '../control/client.ts'
import { ConfigError } from '../core/config.ts'
import type { Door } from '../environment/variables.ts'
import { NAMESPACE_HEADER } from '../namespaces/find-namespace.ts'
import type { CredentialParts, Variables } from '../world/provider.ts'
import type {
  ActiveScenario,
  Expectation,
  FaultReading,
  ForkRequest,
  NamespaceInfo,
  NamespaceRequest,
  RequestEntry,
  RequestExplanation,
  RequestQuery,
  ResourceView,
  SnapshotInfo,
  StateDocument,
  Timeline,
  UnmatchedEntry,
  Verification,
  VerifyOptions,
} from './answers.ts'
import { ClockControl, FaultControl, type FaultRule } from './controls.ts'
import { bodyOf, filterOf, nameOf, typeQuery } from './inputs.ts'
import { type NamelessScenario, scenarioText } from './scenario-text.ts'
import { VerificationError } from './verification-error.ts'
import { type Ground, credentialOf, readWaysIn, urlThrough, variablesOf } from './ways-in.ts'

/** One namespace of an emulator, in this process or elsewhere: its addresses, and everything that can be done to it. */
export class Peertwin implements AsyncDisposable {
  /** Name of the namespace. */
  readonly name: string
  readonly clock: ClockControl
  readonly #ground: Ground
  readonly #client: ControlClient
  #faults = 0
  #snapshots = 0

  constructor(ground: Ground) {
    this.#ground = ground
    this.name = ground.ways.namespace.name
    this.#client = ground.client.in(this.name)
    this.clock = new ClockControl(this.#client)
  }

  /** Base URL of the emulator's control API. */
  get control(): string {
    return this.#ground.ways.control
  }

  /** Base URL of a provider. Throws a ConfigError that names the nearest one for a provider that is not served. */
  url(provider: string): string {
    return urlThrough('http', provider, this.#ground.ways)
  }

  /** The credential of a provider by which requests find this namespace, in parts. */
  credential(provider: string): CredentialParts {
    return credentialOf(provider, this.#ground.ways)
  }

  /** The bearer token of a provider. Throws a ConfigError where its credential has none. */
  token(provider: string): string {
    const { token, ...parts } = this.credential(provider)
    if (token !== undefined) return token
    throw new ConfigError(`a credential of ${provider} has no token; it has ${Object.keys(parts).join(', ')}`)
  }

  /** The variables that lead the clients of a provider here, as `peertwin env` prints them. */
  env(provider: string, door: Door = 'http'): Variables {
    return variablesOf(door, provider, this.#ground.ways)
  }

  /** Sends a client's request here without a socket, where the emulator is in this process. Takes what `fetch` takes. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init)
    if (this.name !== 'default') request.headers.set(NAMESPACE_HEADER, this.name)
    return this.#ground.send(request)
  }

  /** A new namespace of the same emulator, which shares nothing with this one. Its end deletes it. */
  async namespace(asked: NamespaceRequest = {}): Promise<Peertwin> {
    return this.#made(await this.#ground.client.call('POST', '/namespaces', bodyOf(asked)))
  }

  /** A new namespace that begins with a snapshot of this one, with ids of its own from there. Its end deletes it. */
  async fork(from: SnapshotInfo | string, asked: ForkRequest = {}): Promise<Peertwin> {
    return this.#made(await this.#client.call('POST', path`/snapshots/${nameOf(from)}/fork`, bodyOf(asked)))
  }

  async #made({ name }: NamespaceInfo): Promise<Peertwin> {
    const { client, send } = this.#ground
    const end = () => client.call<void>('DELETE', path`/namespaces/${name}`)
    return new Peertwin({ client, send, end, ways: await readWaysIn(client, name) })
  }

  /**
   * Activates a scenario: one by its name, a file, its text (of several lines), or the document itself. With `restart` the
   * namespace begins anew at the time that the scenario says.
   */
  async scenario(
    source: string | NamelessScenario,
    choice: { readonly variant?: string; readonly seed?: number; readonly restart?: boolean } = {},
  ): Promise<ActiveScenario> {
    const text = await scenarioText(source, this.name)
    const { name } = await this.#client.call<{ name: string }>('POST', '/scenarios', text)
    const answer = await this.#client.call<{ active: ActiveScenario }>(
      'POST',
      path`/scenarios/${name}/activate`,
      choice,
    )
    return answer.active
  }

  /** Ends the active scenario; timers that run go on. */
  async deactivate(): Promise<void> {
    await this.#client.call('POST', '/scenarios/deactivate')
  }

  /** Adds a fault to the calls of an operation (`provider/operation`), with or without a scenario. */
  fault(op: string, rule: FaultRule): Promise<FaultControl>
  /** Adds a fault to the calls that its `match` is about. */
  fault(rule: FaultRule): Promise<FaultControl>
  async fault(first: string | FaultRule, second?: FaultRule): Promise<FaultControl> {
    const op = typeof first === 'string' ? first : undefined
    const rule = typeof first === 'string' ? second! : first
    const id = rule.id ?? `${op?.replace(/[^A-Za-z0-9._-]/g, '-') ?? 'fault'}-${++this.#faults}`
    const match = op === undefined ? rule.match : { ...rule.match, op }
    await this.#client.call('POST', '/faults', { ...rule, id, match })
    return new FaultControl(this.#client, id)
  }

  /** All faults, those of the scenario included, with their hits. */
  async faults(): Promise<readonly FaultReading[]> {
    return (await this.#client.get<{ faults: FaultReading[] }>('/faults')).faults
  }

  /** Resources by type and creation, those of the default world included. */
  async resources(query: { readonly type?: string; readonly state?: string } = {}): Promise<readonly ResourceView[]> {
    const pages = pagesOf((after: string | undefined) =>
      this.#client.get<{ resources: ResourceView[]; next: string | null }>('/resources', {
        ...query,
        limit: 10_000,
        after,
      }),
    )
    const all: ResourceView[] = []
    for await (const { resources } of pages) all.push(...resources)
    return all
  }

  /** What a resource went through, and what is planned for it. `type` tells apart those with the same id. */
  timeline(id: string, type?: string): Promise<Timeline> {
    return this.#client.get(path`/resources/${id}/timeline`, { type })
  }

  /** Puts a resource into a state of its lifecycle, with fields that its type lets be set. */
  set(
    id: string,
    state: string,
    more: { readonly set?: Readonly<Record<string, string | number | boolean>>; readonly type?: string } = {},
  ): Promise<Timeline> {
    return this.#client.call('PATCH', path`/resources/${id}` + typeQuery(more.type), { state, set: more.set })
  }

  /** Lets a transition happen that a scenario holds back; `transition` says which where several wait. */
  release(id: string, transition?: string, type?: string): Promise<Timeline> {
    return this.#client.call('POST', path`/resources/${id}/release` + typeQuery(type), { transition })
  }

  /** The requests that are like this, oldest first: with `limit` the newest, or behind `after` the first, of all that are remembered. */
  async requests(query: RequestQuery = {}): Promise<readonly RequestEntry[]> {
    const find = (page: RequestQuery) =>
      this.#client.call<{ requests: RequestEntry[]; next: number | null }>('POST', '/requests/find', filterOf(page))
    if (query.limit !== undefined) return (await find(query)).requests
    const all: RequestEntry[] = []
    for await (const { requests } of pagesOf((after: number = query.after ?? 0) =>
      find({ ...query, after, limit: 10_000 }),
    ))
      all.push(...requests)
    return all
  }

  /** Requests that no operation answered, with the operations that come closest. */
  async unmatched(): Promise<readonly UnmatchedEntry[]> {
    return (await this.#client.get<{ requests: UnmatchedEntry[] }>('/requests/unmatched')).requests
  }

  /** Why the request of this number was answered as it was, and what it changed. */
  explain(request: number): Promise<RequestExplanation> {
    return this.#client.get(`/requests/${request}/explain`)
  }

  /**
   * Holds what happened against these expectations, or those of the scenario. Rejects with a {@link VerificationError}
   * whose message says what was seen instead; also when nothing was expected or no request came, unless that is allowed.
   */
  async verify(expect?: readonly Expectation[], more: VerifyOptions = {}): Promise<Verification> {
    const verification = await this.check(expect, more)
    if (!verification.passed) throw new VerificationError(verification)
    return verification
  }

  /** The same, but a failure is part of the answer. */
  check(expect?: readonly Expectation[], { allowEmpty = false }: VerifyOptions = {}): Promise<Verification> {
    return this.#client.call('POST', `/requests/verify?allow_empty=${allowEmpty}`, { expect })
  }

  /** Takes a snapshot of the present world, under a name to find it by. */
  snapshot(name: string = `snapshot-${++this.#snapshots}`): Promise<SnapshotInfo> {
    return this.#client.call('PUT', path`/snapshots/${name}`)
  }

  /** Goes on from a snapshot, its name, or a whole state. */
  async restore(from: SnapshotInfo | StateDocument | string): Promise<void> {
    if (typeof from === 'object' && 'format' in from) await this.#client.call('PUT', '/state', from)
    else await this.#client.call('POST', path`/snapshots/${nameOf(from)}/restore`)
  }

  /** All snapshots, in the order in which their names were first used. */
  async snapshots(): Promise<readonly SnapshotInfo[]> {
    return (await this.#client.get<{ snapshots: SnapshotInfo[] }>('/snapshots')).snapshots
  }

  /** The whole world as one JSON document, for {@link restore}. It holds secrets. */
  state(): Promise<StateDocument> {
    return this.#client.get('/state')
  }

  /** Puts the namespace back to its beginning, but for what is to be kept. */
  async reset(keep: readonly ('clock' | 'ids' | 'journal' | 'scenario')[] = []): Promise<void> {
    await this.#client.call('POST', `/reset?keep=${keep.join(',')}`)
  }

  /** Any other call of the control API, such as `GET` `/requests/unmatched`; the path is that behind the namespace. */
  call<T = unknown>(method: string, at: string, body?: unknown): Promise<T> {
    return this.#client.call(method, at, body)
  }

  /** Ends the emulator where this object started it, deletes the namespace where it made one, else does nothing. */
  close(): Promise<void> {
    return this.#ground.end()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
