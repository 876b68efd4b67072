import type { Owner } from './owner.ts'
import { SharedMap } from './shared-map.ts'
import { type Rank, type Ranked, Sorted } from './sorted.ts'

/** Places under keys. Most keys hold one, so a bare place stands for a list of one. Copies share all that neither writes. */
export class Filing<P extends Rank> {
  readonly #owner: Owner
  readonly #byKey: SharedMap<P | Sorted<P, P>>

  constructor(owner: Owner, of?: Filing<P>) {
    this.#owner = owner
    this.#byKey = of ? new SharedMap(owner, of.#byKey) : new SharedMap(owner)
  }

  /** The place under a key, or several in order. */
  get(key: string): P | Sorted<P, P> | undefined {
    return this.#byKey.get(key)
  }

  /** The places under a key, in order. */
  under(key: string): Ranked<P, P> {
    const present = this.get(key)
    if (present instanceof Sorted) return present
    const alone = new Sorted<P, P>(this.#owner, itself)
    if (present !== undefined) alone.set(present)
    return alone
  }

  count(key: string): number {
    const present = this.#byKey.get(key)
    return present === undefined ? 0 : present instanceof Sorted ? present.size : 1
  }

  file(key: string, place: P): void {
    const present = this.#byKey.get(key)
    if (present === undefined) this.#byKey.set(key, place)
    else if (present !== place) this.#listAt(key, present).set(place)
  }

  unfile(key: string, place: P): void {
    const present = this.#byKey.get(key)
    if (present === place) this.#byKey.delete(key)
    else if (present instanceof Sorted) {
      if (present.size > 1 || present.get(place) === undefined) this.#listAt(key, present).delete(place)
      else this.#byKey.delete(key)
    }
  }

  #listAt(key: string, present: P | Sorted<P, P>): Sorted<P, P> {
    if (present instanceof Sorted && present.owner === this.#owner) return present
    const list = new Sorted<P, P>(this.#owner, present instanceof Sorted ? present : itself)
    if (!(present instanceof Sorted)) list.set(present)
    this.#byKey.set(key, list)
    return list
  }
}

const itself = <P>(place: P): P => place
