import { ClockError, iso } from '../../../core/clock.ts'
import { nearest } from '../../../core/nearest.ts'
import { type Infer, schema } from '../../../core/schema.ts'
import { namesView } from '../../../scenario/document/name-list.ts'
import { SCHEMA_FILE, scenarioJsonSchema } from '../../../scenario/document/schema.ts'
import { activeIn } from '../../../scenario/run/activation.ts'
import type { Choice } from '../../../scenario/library/active-scenarios.ts'
import type { LibraryEntry, ScenarioLibrary } from '../../../scenario/library/library.ts'
import type { Namespace } from '../../../namespaces/namespace.ts'
import type { World } from '../../../world/world.ts'
import type { ControlCall, ControlContext } from '../../context.ts'
import { Refusal, invalid, notFound } from '../../refusal.ts'
import { type Route, route } from '../../route.ts'

const Text = schema((z) => z.string().min(1, 'expected a scenario as YAML or JSON'))
const Anything = schema((z) => z.looseObject({}))
const Seed = schema((z) => z.coerce.number().int().min(0).max(4_294_967_295))
const Activate = schema((z) =>
  z.strictObject({
    variant: z.string().optional(),
    seed: Seed().optional(),
    restart: z.boolean().optional().describe('begin the namespace anew at the start of its clock'),
  }),
)
const From = schema((z) =>
  z.strictObject({ from: z.string().min(1).optional().describe('what mistakes are said of, such as a file') }),
)
const ActiveScenario = schema((z) =>
  z.strictObject({
    name: z.string(),
    variant: z.string().nullable(),
    version: z.int(),
    seed: z.int(),
    label: z.string().describe('name, variant, version and seed in one line'),
    since: z.string(),
  }),
)
const Entry = schema((z) =>
  z.strictObject({
    name: z.string(),
    about: z.string().nullable(),
    variants: z.array(z.string()),
    file: z.string().nullable().describe('null for one that came over this API'),
    version: z.int(),
    error: z.string().nullable().describe('why the file as it is now was not taken over'),
    warnings: z.array(z.string()).describe('what is allowed but hardly meant, with its place'),
  }),
)
const Names = schema((z) =>
  z.strictObject({
    providers: z.array(
      z.strictObject({
        name: z.string(),
        operations: z.array(z.string()),
        machines: z.array(
          z.strictObject({
            name: z.string(),
            initial: z.string(),
            states: z.array(z.string()),
            events: z.array(z.string()),
            settable: z.array(z.string()),
          }),
        ),
        errors: z.array(z.string()),
      }),
    ),
  }),
)
const Read = schema(() => Entry().extend({ document: Anything() }))
const Active = schema((z) => z.strictObject({ active: ActiveScenario().nullable() }))
const Listing = schema((z) => z.strictObject({ active: ActiveScenario().nullable(), scenarios: z.array(Entry()) }))

const entryView = ({ document, file, version, error, warnings }: LibraryEntry) => ({
  name: document.name,
  about: document.about ?? null,
  variants: Object.keys(document.variants ?? {}),
  file,
  version,
  error,
  warnings,
})

/** What is active in a world, or null. */
const activeView = (world: World) => {
  const active = activeIn(world)
  if (!active) return null
  const { scenario, version, seed, label, start } = active
  return { name: scenario.name, variant: scenario.variant ?? null, version, seed, label, since: iso(start) }
}

const entryOf = (library: ScenarioLibrary, name: string): LibraryEntry => {
  const entry = library.entries.get(name)
  if (!entry) throw notFound(`There is no scenario '${name}'${nearest(name, [...library.entries.keys()])}`)
  return entry
}

/** The name in the path of a call, and what mistakes are said of. */
interface Origin {
  readonly name?: string | undefined
  readonly from?: string | undefined
}

/** Keeps a scenario; a name in the path must be the one in the file. */
const put = async (context: ControlContext, text: string, { name, from }: Origin) => {
  const library = await context.openLibrary()
  const document = await library.read(text, from ?? (name === undefined ? 'scenario' : `scenarios/${name}`))
  if (name !== undefined && document.name !== name)
    throw invalid(`The scenario is named '${document.name}', not '${name}'.`)
  await context.changeLibrary(library, () => library.revision(document, null))
  return entryView(entryOf(library, document.name))
}

const activate = async ({ context, namespace, params, body }: ControlCall<Infer<typeof Activate>>) => {
  const library = await context.openLibrary()
  const { document } = entryOf(library, params['id']!)
  const { restart = false, ...options } = body
  const choice = { name: document.name, ...options }
  if (restart) restartWith(library, namespace, choice)
  else activateIn(library, namespace.world, choice)
  const answer = { active: activeView(namespace.world) }
  namespace.events.emit('scenario', answer)
  return answer
}

const activateIn = (library: ScenarioLibrary, world: World, choice: Choice): void => {
  try {
    library.active.activate(world, choice)
  } catch (error) {
    if (!(error instanceof ClockError)) throw error
    const way = 'with `restart` (--restart) the namespace begins anew at that time'
    throw new Refusal(409, 'Time runs forward', `${error.message}; ${way}.`)
  }
}

const restartWith = (library: ScenarioLibrary, namespace: Namespace, choice: Choice): void => {
  const { clock = {} } = library.compiled(choice.name, choice.variant)
  const putBack = library.forget(namespace.name)
  try {
    if (namespace.restart(clock, (fresh) => void library.active.activate(fresh, choice, 'as it is'))) return
  } catch (error) {
    putBack()
    throw error
  }
  putBack()
  const why = `${namespace.name} began with a snapshot, whose time is a part of it`
  throw new Refusal(409, 'Time runs forward', `${why}; activate the scenario in another namespace.`)
}

export const libraryRoutes: readonly Route[] = [
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
    answer: Listing,
    async run({ context, world }) {
      const library = await context.openLibrary()
      return { active: activeView(world), scenarios: [...library.entries.values()].map(entryView) }
    },
  }),
  route({
    method: 'POST',
    path: '/scenarios',
    about: 'Checks a scenario and keeps it under the name in it.',
    scope: 'namespace',
    text: true,
    query: From,
    body: Text,
    status: 201,
    answer: Entry,
    run: ({ context, body, query }) => put(context, body, { from: query.from }),
  }),
  route({
    method: 'GET',
    path: '/scenario-names',
    about: 'Operations, machines and errors that a scenario can name.',
    scope: 'namespace',
    answer: Names,
    run: async ({ context }) => namesView((await context.openLibrary()).vocabulary),
  }),
  route({
    method: 'POST',
    path: '/scenarios/deactivate',
    about: 'Ends the active scenario; timers that run go on.',
    scope: 'namespace',
    answer: Active,
    async run({ context, world, namespace }) {
      const library = await context.openLibrary()
      library.active.deactivate(world)
      namespace.events.emit('scenario', { active: null })
      return { active: null }
    },
  }),
  route({
    method: 'GET',
    path: '/scenarios/:id',
    about: 'A scenario as it was read.',
    scope: 'namespace',
    answer: Read,
    refusals: [404],
    async run({ context, params }) {
      const entry = entryOf(await context.openLibrary(), params['id']!)
      return { ...entryView(entry), document: entry.document }
    },
  }),
  route({
    method: 'PUT',
    path: '/scenarios/:id',
    about: 'Checks a scenario and keeps it; where it is active, it goes on in the new version.',
    scope: 'namespace',
    text: true,
    body: Text,
    answer: Entry,
    run: ({ context, params, body }) => put(context, body, { name: params['id'] }),
  }),
  route({
    method: 'POST',
    path: '/scenarios/:id/activate',
    about: 'Activates a scenario, as it is or in one of its variants.',
    scope: 'namespace',
    body: Activate,
    answer: Active,
    refusals: [404, 409],
    run: activate,
  }),
  route({
    method: 'DELETE',
    path: '/scenarios/:id',
    about: 'Forgets a scenario, and ends it where it is active.',
    scope: 'namespace',
    status: 204,
    refusals: [404],
    async run({ context, world, params }) {
      const library = await context.openLibrary()
      const { document } = entryOf(library, params['id']!)
      await context.changeLibrary(library, () => library.removal(document.name))
      if (activeIn(world)?.scenario.name === document.name) library.active.deactivate(world)
    },
  }),
]
