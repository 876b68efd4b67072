import { iso } from '../../../core/clock.ts'
import { nearest } from '../../../core/nearest.ts'
import { schema } from '../../../core/schema.ts'
import { type FaultDocument, FaultSchema } from '../../../scenario/document/schema.ts'
import type { FaultRule } from '../../../scenario/rules/faults.ts'
import { activeIn } from '../../../scenario/run/activation.ts'
import type { ActiveScenario } from '../../../scenario/run/active-scenario.ts'
import type { ScenarioLibrary } from '../../../scenario/library/library.ts'
import type { World } from '../../../world/world.ts'
import { Refusal, invalid, notFound } from '../../refusal.ts'
import { type Route, route } from '../../route.ts'

const FaultChange = schema(() => FaultSchema().partial())
export const Fault = schema((z) =>
  z.strictObject({
    id: z.string(),
    from: z.string().describe('`api`, or the name of the scenario'),
    enabled: z.boolean(),
    matched: z.int().describe('calls that the rule is about'),
    hits: z.int(),
    last: z.strictObject({ at: z.string(), request: z.int().nullable() }).nullable(),
    remaining: z.int().nullable().describe('null where the rule has no last call'),
    rule: z.looseObject({}),
  }),
)
const Faults = schema((z) => z.strictObject({ faults: z.array(Fault()) }))
const Deleted = schema((z) => z.strictObject({ deleted: z.int() }))

const remainingOf = (active: ActiveScenario, { id, calls }: FaultRule): number | null => {
  const left = calls.leftAfter(active.faults.countOf(id).calls)
  return left === Infinity ? null : left
}

const faultView = (active: ActiveScenario, rule: FaultRule) => {
  const { hits, lastAt, lastRequest, matched } = active.faults.countOf(rule.id)
  return {
    id: rule.id,
    from: active.faults.isSingle(rule.id) ? 'api' : active.scenario.name,
    enabled: rule.document.enabled !== false,
    matched,
    hits,
    last: lastAt === null ? null : { at: iso(lastAt), request: lastRequest },
    remaining: remainingOf(active, rule),
    rule: rule.document,
  }
}

const faultOf = (world: World, id: string): { active: ActiveScenario; rule: FaultRule } => {
  const active = activeIn(world)
  const rule = active?.faults.find(id)
  if (!active || !rule)
    throw notFound(`There is no fault '${id}'${nearest(id, active?.faults.rules.map((one) => one.id) ?? [])}`)
  return { active, rule }
}

const show = (world: World, id: string) => {
  const { active, rule } = faultOf(world, id)
  return faultView(active, rule)
}

const addFault = (library: ScenarioLibrary, world: World, document: FaultDocument) => {
  if (activeIn(world)?.faults.find(document.id))
    throw new Refusal(409, 'Taken', `There is a fault '${document.id}' already; change it with PATCH.`)
  library.active.putFault(world, document)
  return show(world, document.id)
}

type Change = { readonly [K in keyof FaultDocument]?: FaultDocument[K] | undefined }

/** Changes parts of a fault. One of the scenario is overridden until it is deleted. Its counters begin anew. */
const changeFault = (library: ScenarioLibrary, world: World, id: string, change: Change) => {
  const { rule } = faultOf(world, id)
  if (change.id !== undefined && change.id !== id) throw invalid(`The id of a fault cannot change.`)
  library.active.putFault(world, { ...rule.document, ...change } as FaultDocument)
  return show(world, id)
}

/** Takes a fault away; one of the scenario comes back as its file has it, and can only be disabled. */
const deleteFault = (library: ScenarioLibrary, world: World, id: string): void => {
  const { active } = faultOf(world, id)
  if (!active.faults.isSingle(id))
    throw new Refusal(409, 'Part of a scenario', `'${id}' is part of ${active.scenario.name}; disable it with PATCH.`)
  library.active.dropFault(world, id)
}

export const faultRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/faults',
    about: 'All fault rules with their hits.',
    scope: 'namespace',
    answer: Faults,
    run({ world }) {
      const active = activeIn(world)
      return { faults: active ? active.faults.rules.map((rule) => faultView(active, rule)) : [] }
    },
  }),
  route({
    method: 'POST',
    path: '/faults',
    about: 'Adds a fault rule, with or without a scenario.',
    scope: 'namespace',
    body: FaultSchema,
    status: 201,
    answer: Fault,
    refusals: [409],
    run: async ({ context, world, body }) => addFault(await context.openLibrary(), world, body),
  }),
  route({
    method: 'DELETE',
    path: '/faults',
    about: 'Takes away all rules that were added.',
    scope: 'namespace',
    answer: Deleted,
    async run({ context, world }) {
      const library = await context.openLibrary()
      return { deleted: library.active.dropFaults(world) }
    },
  }),
  route({
    method: 'PATCH',
    path: '/faults/:id',
    about: 'Changes parts of a rule; its counters begin anew.',
    scope: 'namespace',
    body: FaultChange,
    answer: Fault,
    refusals: [404],
    run: async ({ context, world, params, body }) =>
      changeFault(await context.openLibrary(), world, params['id']!, body),
  }),
  route({
    method: 'DELETE',
    path: '/faults/:id',
    about: 'Takes away a rule that was added, or the change of one of the scenario.',
    scope: 'namespace',
    status: 204,
    refusals: [404, 409],
    run: async ({ context, world, params }) => deleteFault(await context.openLibrary(), world, params['id']!),
  }),
]
