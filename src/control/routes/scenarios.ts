import { schema } from '../../core/schema.ts'
import { ExpectSchema, FaultSchema, SCHEMA_FILE, scenarioJsonSchema } from '../../scenario/document/schema.ts'
import { namesView } from '../../scenario/document/names.ts'
import { type Route, route } from '../route.ts'
import * as scenarios from '../scenarios.ts'
import { OneType } from '../schemas.ts'

const Text = schema((z) => z.string().min(1, 'expected a scenario as YAML or JSON'))
const Anything = schema((z) => z.looseObject({}))
const Seed = schema((z) => z.coerce.number().int().min(0).max(4_294_967_295))
const Activate = schema((z) => z.strictObject({ variant: z.string().optional(), seed: Seed().optional() }))
const Release = schema((z) => z.strictObject({ transition: z.string().optional() }))
const Format = schema((z) => z.strictObject({ format: z.enum(['json', 'text', 'junit']).default('json') }))
const FaultChange = schema(() => FaultSchema().partial())
const Active = schema((z) => z.strictObject({ active: Anything().nullable() }))
const Shelf = schema((z) => z.strictObject({ active: Anything().nullable(), scenarios: z.array(Anything()) }))
const Fault = schema((z) =>
  z.strictObject({
    id: z.string(),
    from: z.string().describe('`api`, or the name of the scenario'),
    enabled: z.boolean(),
    matched: z.int().describe('calls that the rule is about'),
    hits: z.int(),
    last: z.strictObject({ at: z.string(), request: z.int().nullable() }).nullable(),
    remaining: z.int().nullable().describe('null where the rule has no last call'),
    rule: Anything(),
  }),
)
const Faults = schema((z) => z.strictObject({ faults: z.array(Fault()) }))
const Deleted = schema((z) => z.strictObject({ deleted: z.int() }))

export const scenarioRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: `/schema/${SCHEMA_FILE}`,
    about: 'The JSON Schema of scenario files.',
    scope: 'emulator',
    answer: Anything,
    run: scenarioJsonSchema,
  }),
  route({
    method: 'GET',
    path: '/scenarios',
    about: 'The scenarios that can be activated, and the one that is.',
    scope: 'namespace',
    answer: Shelf,
    run: async ({ house, world }) => scenarios.listScenarios(await house.stage(), world),
  }),
  route({
    method: 'POST',
    path: '/scenarios',
    about: 'Checks a scenario and keeps it under the name in it.',
    scope: 'namespace',
    text: true,
    body: Text,
    status: 201,
    answer: Anything,
    run: async ({ house, body }) => scenarios.putScenario(await house.stage(), body),
  }),
  route({
    method: 'GET',
    path: '/scenarios/names',
    about: 'Operations, machines and errors that a scenario can name.',
    scope: 'namespace',
    answer: Anything,
    run: async ({ house }) => namesView((await house.stage()).vocabulary),
  }),
  route({
    method: 'POST',
    path: '/scenarios/deactivate',
    about: 'Ends the active scenario; timers that run go on.',
    scope: 'namespace',
    answer: Active,
    async run({ house, world, namespace }) {
      const stage = await house.stage()
      stage.deactivate(world)
      namespace.events.emit('scenario', { active: null })
      return { active: null }
    },
  }),
  route({
    method: 'GET',
    path: '/scenarios/:id',
    about: 'A scenario as it was read.',
    scope: 'namespace',
    answer: Anything,
    refusals: [404],
    run: async ({ house, params }) => scenarios.getScenario(await house.stage(), params['id']!),
  }),
  route({
    method: 'PUT',
    path: '/scenarios/:id',
    about: 'Checks a scenario and keeps it; where it is active, it goes on in the new version.',
    scope: 'namespace',
    text: true,
    body: Text,
    answer: Anything,
    run: async ({ house, params, body }) => scenarios.putScenario(await house.stage(), body, params['id']),
  }),
  route({
    method: 'POST',
    path: '/scenarios/:id/activate',
    about: 'Activates a scenario, as it is or in one of its variants.',
    scope: 'namespace',
    body: Activate,
    answer: Active,
    refusals: [404, 409],
    async run({ house, world, namespace, params, body }) {
      const answer = scenarios.activateScenario(await house.stage(), house.apps.providers, world, params['id']!, body)
      namespace.events.emit('scenario', answer)
      return answer
    },
  }),
  route({
    method: 'DELETE',
    path: '/scenarios/:id',
    about: 'Forgets a scenario, and ends it where it is active.',
    scope: 'namespace',
    status: 204,
    refusals: [404],
    run: async ({ house, world, params }) => scenarios.deleteScenario(await house.stage(), world, params['id']!),
  }),
  route({
    method: 'GET',
    path: '/faults',
    about: 'All fault rules with their hits.',
    scope: 'namespace',
    answer: Faults,
    run: ({ world }) => scenarios.listFaults(world),
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
    run: async ({ house, world, body }) => scenarios.addFault(await house.stage(), world, body),
  }),
  route({
    method: 'DELETE',
    path: '/faults',
    about: 'Takes away all rules that were added.',
    scope: 'namespace',
    answer: Deleted,
    run: async ({ house, world }) => scenarios.clearFaults(await house.stage(), world),
  }),
  route({
    method: 'PATCH',
    path: '/faults/:id',
    about: 'Changes parts of a rule; its counters begin anew.',
    scope: 'namespace',
    body: FaultChange,
    answer: Fault,
    refusals: [404],
    run: async ({ house, world, params, body }) =>
      scenarios.changeFault(await house.stage(), world, params['id']!, body),
  }),
  route({
    method: 'DELETE',
    path: '/faults/:id',
    about: 'Takes away a rule that was added, or the change of one of the scenario.',
    scope: 'namespace',
    status: 204,
    refusals: [404, 409],
    run: async ({ house, world, params }) => scenarios.deleteFault(await house.stage(), world, params['id']!),
  }),
  route({
    method: 'POST',
    path: '/resources/:id/release',
    about: 'Lets a transition happen that waits to be released by hand.',
    scope: 'namespace',
    query: OneType,
    body: Release,
    answer: Anything,
    refusals: [404, 409],
    run: ({ world, params, query, body }) => scenarios.release(world, params['id']!, query.type, body.transition),
  }),
  route({
    method: 'POST',
    path: '/requests/verify',
    about: 'Holds what happened against what was expected; the status is 200 either way.',
    scope: 'namespace',
    query: Format,
    body: ExpectSchema,
    answer: Anything,
    texts: ['text/plain', 'application/xml'],
    run: async ({ house, world, query, body }) =>
      scenarios.verified(await house.stage(), world, body.expect, query.format),
  }),
]
