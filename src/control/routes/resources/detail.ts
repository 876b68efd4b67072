import { durationText } from '../../../core/clock.ts'
import { schema } from '../../../core/schema.ts'
import { Masking } from '../../../http/masking.ts'
import { driverText } from '../../../scenario/rules/drivers.ts'
import { activeIn } from '../../../scenario/run/activation.ts'
import { type Machine, type Stateful, exitOf, statesOf } from '../../../world/lifecycle.ts'
import type { Row } from '../../../world/table.ts'
import { type Tx, isStateful } from '../../../world/unit-of-work.ts'
import type { World } from '../../../world/world.ts'
import { type Route, route } from '../../route.ts'
import { OneType } from '../../schemas.ts'
import { type Located, Resource, locate, resourceView } from './list.ts'

const MachineAnswer = schema((z) =>
  z.strictObject({
    initial: z.string(),
    states: z.array(
      z.strictObject({
        state: z.string(),
        after: z.strictObject({ span: z.string(), to: z.string() }).nullable().describe('how it ends by itself'),
        on: z.record(z.string(), z.string()).describe('the state after each event; `$gone` for none'),
      }),
    ),
  }),
)
const Detail = schema((z) =>
  Resource().extend({
    row: z.record(z.string(), z.unknown()).describe('the record, its secrets masked'),
    machine: MachineAnswer().nullable().describe('null for a kind without states'),
    ways_out: z
      .array(
        z.strictObject({
          transition: z.string(),
          to: z.string(),
          by: z.array(z.string()).describe('`after`, `reads N`, `manual`, an event, an operation or another resource'),
        }),
      )
      .describe('what the active scenario has for the present state'),
  }),
)

const machineView = (machine: Machine) => ({
  initial: machine.initial,
  states: statesOf(machine).map((state) => {
    const exit = exitOf(machine, state)
    return {
      state,
      after: exit && { span: durationText(exit.ms), to: exit.to },
      on: { ...machine.states[state]!.on },
    }
  }),
})

/** A resource with its record, its machine, and what an active scenario has in store for it. */
const detailView = (tx: Tx, { def, row }: Located, { world, masking }: { world: World; masking: Masking }) => ({
  ...resourceView(def.name, row),
  row: maskedRow(row, masking),
  machine: isStateful(def) ? machineView(def.machine) : null,
  ways_out: !isStateful(def)
    ? []
    : (activeIn(world)?.planner.waysOut(tx, def, row as Stateful) ?? []).map(({ id, to, drivers }) => ({
        transition: id,
        to,
        by: drivers.map(driverText),
      })),
})

const maskedRow = (row: Row, masking: Masking): Record<string, unknown> =>
  JSON.parse(masking.json(JSON.stringify(row))) as Record<string, unknown>

export const detailRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/resources/:id',
    about: 'A resource with its record, its machine, and what the active scenario has for its present state.',
    scope: 'namespace',
    query: OneType,
    answer: Detail,
    refusals: [404, 409],
    run: ({ world, context, params, query }) =>
      world.transact((tx) =>
        detailView(tx, locate(tx, params['id']!, query.type), { world, masking: new Masking(context.providers) }),
      ),
  }),
]
