import { type Millis, iso } from '../core/clock.ts'
import type { World } from '../world/world.ts'

export const clockView = (world: World) => {
  const next = world.nextDue()
  return {
    mode: world.clock.mode,
    now: iso(world.clock.now()),
    speed: world.clock.speed,
    next_due: next === null ? null : iso(next),
  }
}

/** Jumps from event to event until nothing is due within `max`. Returns how many events happened. */
export const settle = (world: World, max: Millis): number => {
  const horizon = world.clock.now() + max
  let happened = world.catchUp()
  for (let due = world.nextDue(); due !== null && due <= horizon; due = world.nextDue()) {
    if (due > world.clock.now()) world.clock.moveTo(due)
    happened += world.catchUp()
  }
  return happened
}
