import { durationText, iso } from '../../core/clock.ts'
import type { Transition } from '../../world/commits.ts'
import type { Stateful } from '../../world/lifecycle.ts'
import type { Row } from '../../world/table.ts'
import type { World } from '../../world/world.ts'

/** What the resources of one kind went through. */
export class Timelines {
  readonly #world: World
  readonly #nameFields: readonly string[]
  readonly #moves = new Map<string, Transition[]>()

  constructor(world: World, type: string, nameFields: readonly string[]) {
    this.#world = world
    this.#nameFields = nameFields
    for (const move of world.commits.transitions) {
      if (move.type !== type) continue
      const moves = this.#moves.get(move.id)
      if (moves) moves.push(move)
      else this.#moves.set(move.id, [move])
    }
  }

  /** The state changes of a resource, oldest first. */
  of({ id }: Row): readonly Transition[] {
    return this.#moves.get(id) ?? []
  }

  /** The names of a resource. */
  namesOf(row: Row): string[] {
    const fields = row as unknown as Readonly<Record<string, unknown>>
    return this.#nameFields.flatMap((field) => (typeof fields[field] === 'string' ? [fields[field]] : []))
  }

  /** A resource on one line: its name and id, its states, and how the last one ends when it is still there. */
  lineOf(row: Row, live: boolean): string {
    const name = this.namesOf(row).find((one) => one !== '')
    const moves = this.of(row)
    const states = moves.map(({ to, at }, index) =>
      index === 0 ? `${to} ${iso(at)}` : `${to} +${durationText(at - moves[0]!.at)}`,
    )
    const { due, next } = row as Partial<Stateful>
    const end = live && due && next ? `, then ${next} in ${durationText(due - this.#world.clock.now())}` : ''
    return `${name === undefined ? '' : `${name} `}${row.id}: ${states.join(', ') || 'has no states'}${end}`
  }
}
