import type { Exchange } from '../../http/exchange.ts'
import type { ListenerOptions } from '../../server/gateway.ts'

/** Where a request is passed on to. */
export interface Destination {
  /** `host:port` of the replica's peer port. */
  readonly address: string
  /** What it has to hold in order to answer: the name of a namespace, or the directory. */
  readonly unit: string
}

/**
 * What came of a request that was passed on:
 * - `answered`: the other replica has answered. That of an exchange was performed: it is on its way to the client;
 * - `elsewhere`: the other replica does not hold the unit, and did nothing;
 * - `unreached`: it was not taken, so nothing has happened;
 * - `lost`: nobody here knows whether it was carried out, so it must not be sent again.
 */
export type Passed<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'unreached' | 'lost'; readonly reason: string }

/** The way to the other replicas. */
export interface Peers {
  /**
   * Has another replica answer an exchange whose body was received, and performs the answer, or the way in which it breaks off,
   * as it would have been performed there. The exchange is untouched unless it was answered.
   */
  forward(exchange: Exchange, listener: ListenerOptions, to: Destination): Promise<Passed<void>>
  /**
   * Has another replica answer a call of the control API that came in on a listener of the namespace `own`. Its body is read
   * only once the other replica has accepted it, which may still decline it then.
   */
  call(request: Request, own: string | undefined, to: Destination): Promise<Passed<Response>>
  /** Gives up on a replica whose session is over: what is under way to it is lost. */
  drop(address: string, reason: string): void
  /** Lets go of idle connections to a replica that leaves, so that it need not wait for them. */
  release(address: string): void
  /** Ends all connections; what is under way is lost. */
  close(): void
}

/** What a replica does for the others. */
export interface PeerService {
  /** Whether the unit is held here; a request for another is declined before anything of it happens. */
  holds(unit: string): boolean | Promise<boolean>
  /** Answers an exchange that came in elsewhere, at once: nothing happens between `holds` and this. */
  serve(exchange: ForwardedExchange, listener: ListenerOptions): void
  /** Answers a call of the control API that came in elsewhere; null declines it. */
  call(request: Request, own: string | undefined): Promise<Response | null>
}

/** An exchange whose client is connected to another replica. */
export interface ForwardedExchange extends Exchange {
  /** Has the other replica look again for who holds the unit: it is not this one any more, and nothing has happened. */
  decline(): void
}

export const isForwarded = (exchange: Exchange): exchange is ForwardedExchange => 'decline' in exchange

/** Where and how a replica listens to the others. */
export interface PeerPortOptions {
  readonly host: string
  /** 0 takes any. */
  readonly port: number
  /** What every replica of the cluster knows, and nobody else. */
  readonly secret: string
}

/** The port of a replica for the others. */
export interface PeerPort {
  readonly port: number
  /** Accepts nothing new, answers what is under way, and waits for the others to let go of their connections. */
  close: () => Promise<void>
}

/** `src/cluster/peers/port.ts`: listens to the others. Rejects with Node's error when the port cannot be had. */
export type OpenPeerPort = (service: PeerService, options: PeerPortOptions) => Promise<PeerPort>

/** `src/cluster/peers/forwarding.ts`: the way to the others. */
export type CreatePeers = (secret: string) => Peers
