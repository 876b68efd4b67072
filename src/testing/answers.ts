import type { ControlTarget } from '../control/client.ts'
import type { ClockAnswer } from '../control/routes/clock.ts'
import type { NamespaceAnswer } from '../control/routes/namespaces.ts'
import type { Explanation } from '../control/routes/requests/explain.ts'
import type { RequestFilter } from '../control/routes/requests/journal.ts'
import type { Unmatched } from '../control/routes/requests/unmatched.ts'
import type { RequestAnswer } from '../control/routes/requests/view.ts'
import type { Resource, Timeline as TimelineAnswer } from '../control/routes/resources/list.ts'
import type { Fault } from '../control/routes/scenarios/faults.ts'
import type { SnapshotAnswer } from '../control/routes/snapshots.ts'
import type { Infer } from '../core/schema.ts'
import type * as document from '../scenario/document/schema.ts'
import type { Check, Verification } from '../scenario/verify/report.ts'

export type { Check, ControlTarget, Verification }

/** A value nothing of which is changed: `as const` fits. */
export type Whole<T> = T extends object ? { readonly [K in keyof T]: Whole<T[K]> } : T

/** A scenario, as its file has it. */
export type ScenarioDocument = Whole<document.ScenarioDocument>
/** A fault rule, as scenario files have them. */
export type FaultDocument = Whole<document.FaultDocument>
/** An expectation, as scenario files have them. */
export type Expectation = Whole<document.Expectation>
/** A number, or bounds of it. */
export type Bounds = Whole<document.Bounds>

/** A span of time as text: `250ms`, `30s`, `5m`, `1h`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h'}`

/** Where an emulated clock stands, and when something is due next. */
export type ClockReading = Infer<typeof ClockAnswer>
/** The same after a move, with how many due events happened. */
export type ClockMove = ClockReading & { readonly happened: number }
/** A resource of any provider: its state, since when, and what is planned for it. */
export type ResourceView = Infer<typeof Resource>
/** What a resource went through. */
export type Timeline = Infer<typeof TimelineAnswer>
/** A request with its answer, every secret masked. */
export type RequestEntry = Infer<typeof RequestAnswer>
/** A request that no operation answered, with the operations that come closest. */
export type UnmatchedEntry = Infer<typeof Unmatched>['requests'][number]
/** Why a request was answered as it was, and what it changed. */
export type RequestExplanation = Infer<typeof Explanation>
/** A fault rule with its hits. */
export type FaultReading = Infer<typeof Fault>
/** A snapshot that the emulator keeps under a name. */
export type SnapshotInfo = Infer<typeof SnapshotAnswer>
/** A namespace with its credentials. */
export type NamespaceInfo = Infer<typeof NamespaceAnswer>

/** What requests must be like; all that is given must fit. `op` is `provider/operation`, as in scenario files. */
export type RequestQuery = Partial<Omit<Infer<typeof RequestFilter>, 'provider'>>

/** What a namespace is asked to be; what is not given is as the emulator was started. */
export interface NamespaceRequest {
  readonly name?: string
  /** Deleted when not used for this long of wall time. */
  readonly ttl?: Duration
  /** A listener of its own: true or 0 for any port. */
  readonly port?: boolean | number
  readonly seed?: number
  readonly clock?: ClockOptions
  readonly auth?: 'lax' | 'strict'
  readonly rateLimits?: 'off' | 'report' | 'enforce'
  readonly settings?: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>
  readonly fixtures?: Readonly<Record<string, unknown>>
  readonly empty?: boolean
  /** A snapshot of `default` to begin with. */
  readonly from?: string
}

/** The same where records and settings come from a snapshot. */
export type ForkRequest = Omit<NamespaceRequest, 'settings' | 'fixtures' | 'empty' | 'from'>

/** How a clock begins. */
export interface ClockOptions {
  readonly mode?: 'real' | 'virtual'
  /** The RFC 3339 instant at which it begins; the present when absent. */
  readonly start?: string
  /** Emulated seconds per wall second. */
  readonly speed?: number
}

/** How a clock is to go on; what is not given stays. */
export interface ClockChange extends Omit<ClockOptions, 'start'> {
  /** A later RFC 3339 instant, at which it stands from now on. */
  readonly now?: string
}

/** What a scenario plays: its name, variant, version and seed, and since when. */
export interface ActiveScenario {
  readonly name: string
  readonly variant: string | null
  readonly version: number
  readonly seed: number
  readonly label: string
  readonly since: string
}

/** A whole world as one JSON document. It holds secrets. */
export interface StateDocument {
  readonly format: number
}

export interface VerifyOptions {
  /** Whether it may pass when nothing was expected, or no request came. */
  readonly allowEmpty?: boolean
}
