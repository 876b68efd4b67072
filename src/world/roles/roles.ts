import type { Settings } from '../../core/settings.ts'

/** What a client does with a kind of resource. */
export const ROLES = ['create', 'get', 'list', 'update', 'delete', 'accept'] as const
export type Role = (typeof ROLES)[number]

/** A step in the life of a resource, or of what stands for it, as scenario files name it. */
export interface Step {
  /** The kind whose states these are: `provider/kind`. */
  readonly machine: string
  readonly from: string
  /** `$gone` for none. */
  readonly to: string
}

/** A step that ends badly. */
export interface BadStep extends Step {
  /** Fields that go along, as the machine lets them be set. */
  readonly set?: Readonly<Record<string, string>>
  /** Words of which a client should show one. */
  readonly says: readonly string[]
}

/** One kind of resource as its clients meet it. */
export interface Kind<Op extends string = string> {
  /** `provider/kind`. */
  readonly resource: string
  readonly ops: Readonly<Partial<Record<Role, readonly Op[]>>>
  /** What each client waits for after a create. */
  readonly arrival?: Step
  /** What only the other side can bring about. */
  readonly consent?: Step
  /** What each client waits for after a delete. */
  readonly removal?: Step
  /** How the arrival fails. */
  readonly failure?: BadStep
  /** How the consent does not come. */
  readonly refusals?: readonly BadStep[]
  /** How one that had arrived is lost again. */
  readonly loss?: BadStep
  /** The names of the refusals that only this kind has, as scenario files name them. */
  readonly errors?: {
    /** It is not there. */
    readonly missing?: string
    /** It cannot be deleted just now. */
    readonly busy?: string
    /** There are too many already; `quota_exceeded` when absent. */
    readonly quota?: string
    /** What it leads to is not ready yet. */
    readonly early?: string
  }
  /** Where answers about it show something, as paths. */
  readonly shown?: {
    /** Its state, in the answer to `get`. */
    readonly state?: string
    /** A number there. */
    readonly number?: string
    /** A member there that the documentation calls optional. */
    readonly optional?: string
    /** The first element in the answer to `list`. */
    readonly first?: string
  }
  /** Fixture records of such resources that belong to nobody's client, with these names. */
  readonly strangers?: (names: readonly string[]) => Readonly<Record<string, unknown>>
}

/** What clients of a provider do, so that one probe can be played to the clients of all. */
export interface Roles<Op extends string = string> {
  /** In the order in which clients need them. */
  readonly kinds: readonly Kind<Op>[]
  /** How they log in, where requests do not carry the credential itself. */
  readonly login?: readonly Op[]
  /** The failures that come with a status of success, as scenario files name them. */
  readonly hidden?: readonly string[]
  /** What is said to a request that was signed too long ago, where requests are signed. */
  readonly expired?: string
  /** Settings that give way to a world full of strangers. */
  readonly roomy?: Settings
}
