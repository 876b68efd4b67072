import { iso } from '../core/clock.ts'
import type { Provider } from '../world/provider.ts'
import { type Stateful, isStateful } from '../world/lifecycle.ts'
import { nearest } from '../core/nearest.ts'
import type { World } from '../world/world.ts'
import { type Engine, engineOf } from '../scenario/run/engine.ts'
import type { FaultRule } from '../scenario/rules/faults.ts'
import { checkExpectations } from '../scenario/verify/expectations.ts'
import { Mistakes } from '../scenario/document/mistakes.ts'
import { verificationJUnit, verificationText } from '../scenario/verify/report.ts'
import type { Expectation, FaultDocument } from '../scenario/document/schema.ts'
import type { LibraryEntry, ScenarioLibrary } from '../scenario/run/library.ts'
import { verify } from '../scenario/verify/verify.ts'
import type { Env } from '../http/call.ts'
import { json } from '../http/problem-json.ts'
import { locate, timelineOf } from './resources.ts'
import { Refusal, invalid, notFound } from './refusal.ts'

const shelvedView = ({ document, file, version, error }: LibraryEntry) => ({
  name: document.name,
  about: document.about ?? null,
  variants: Object.keys(document.variants ?? {}),
  file,
  version,
  error,
})

/** What is active in a world, or null. */
export const activeView = (world: World) => {
  const engine = engineOf(world)
  if (!engine) return null
  const { scenario, version, seed, label, start } = engine
  return { name: scenario.name, variant: scenario.variant ?? null, version, seed, label, since: iso(start) }
}

export const listScenarios = (stage: ScenarioLibrary, world: World) => ({
  active: activeView(world),
  scenarios: [...stage.shelf.values()].map(shelvedView),
})

export const getScenario = (stage: ScenarioLibrary, name: string) => {
  const shelved = stage.shelf.get(name)
  if (!shelved) throw notFound(`There is no scenario '${name}'${nearest(name, [...stage.shelf.keys()])}`)
  return { ...shelvedView(shelved), document: shelved.document }
}

/** Keeps a scenario; a name in the path must be the one in the file. */
export const putScenario = async (stage: ScenarioLibrary, text: string, name?: string) => {
  const document = await stage.read(text, name === undefined ? 'scenario' : `scenarios/${name}`)
  if (name !== undefined && document.name !== name)
    throw invalid(`The scenario is named '${document.name}', not '${name}'.`)
  return shelvedView(stage.keep(document, null))
}

export const activateScenario = (
  stage: ScenarioLibrary,
  providers: readonly Provider<Env>[],
  world: World,
  name: string,
  { variant, seed }: { readonly variant?: string | undefined; readonly seed?: number | undefined },
) => {
  getScenario(stage, name)
  const engine = stage.activate(world, name, variant, seed)
  for (const provider of providers) {
    const records = engine.scenario.fixtures?.[provider.name]
    if (records !== undefined) world.transact((tx) => provider.load(tx, records), 'control')
  }
  return { active: activeView(world) }
}

export const deleteScenario = (stage: ScenarioLibrary, world: World, name: string): void => {
  getScenario(stage, name)
  stage.delete(name)
  if (engineOf(world)?.scenario.name === name) stage.deactivate(world)
}

const remainingOf = (engine: Engine, { id, lastCall, counts }: FaultRule): number | null => {
  if (lastCall === Infinity) return null
  const done = Math.max(0, ...engine.tally(id).calls.values())
  let left = 0
  for (let call = done + 1; call <= lastCall; call++) if (counts(call)) left++
  return left
}

const faultView = (engine: Engine, rule: FaultRule) => {
  const { hits, lastAt, lastRequest, calls } = engine.tally(rule.id)
  return {
    id: rule.id,
    from: engine.singles.has(rule.id) ? 'api' : engine.scenario.name,
    enabled: rule.document.enabled !== false,
    matched: [...calls.values()].reduce((sum, one) => sum + one, 0),
    hits,
    last: lastAt === null ? null : { at: iso(lastAt), request: lastRequest },
    remaining: remainingOf(engine, rule),
    rule: rule.document,
  }
}

export const listFaults = (world: World) => {
  const engine = engineOf(world)
  return { faults: engine ? engine.faults.map((rule) => faultView(engine, rule)) : [] }
}

const faultOf = (world: World, id: string): { engine: Engine; rule: FaultRule } => {
  const engine = engineOf(world)
  const rule = engine?.faults.find((one) => one.id === id)
  if (!engine || !rule)
    throw notFound(`There is no fault '${id}'${nearest(id, engine?.faults.map((one) => one.id) ?? [])}`)
  return { engine, rule }
}

const show = (world: World, id: string) => {
  const { engine, rule } = faultOf(world, id)
  return faultView(engine, rule)
}

export const addFault = (stage: ScenarioLibrary, world: World, document: FaultDocument) => {
  if (engineOf(world)?.faults.some(({ id }) => id === document.id))
    throw new Refusal(409, 'Taken', `There is a fault '${document.id}' already; change it with PATCH.`)
  stage.putFault(world, document)
  return show(world, document.id)
}

type FaultChange = { readonly [K in keyof FaultDocument]?: FaultDocument[K] | undefined }

/** Changes parts of a fault. One of the scenario is overridden until it is deleted. Its counters begin anew. */
export const changeFault = (stage: ScenarioLibrary, world: World, id: string, change: FaultChange) => {
  const { rule } = faultOf(world, id)
  if (change.id !== undefined && change.id !== id) throw invalid(`The id of a fault cannot change.`)
  stage.putFault(world, { ...rule.document, ...change } as FaultDocument)
  return show(world, id)
}

/** Takes a fault away; one of the scenario comes back as its file has it, and can only be disabled. */
export const deleteFault = (stage: ScenarioLibrary, world: World, id: string): void => {
  const { engine } = faultOf(world, id)
  if (!engine.singles.has(id))
    throw new Refusal(409, 'Part of a scenario', `'${id}' is part of ${engine.scenario.name}; disable it with PATCH.`)
  stage.dropFault(world, id)
}

/** Takes away all faults of the control API. */
export const clearFaults = (stage: ScenarioLibrary, world: World) => {
  const ids = [...(engineOf(world)?.singles.keys() ?? [])]
  for (const id of ids) stage.dropFault(world, id)
  return { deleted: ids.length }
}

/** Lets a transition happen that waits to be released by hand. */
export const release = (world: World, id: string, type: string | undefined, transition: string | undefined) => {
  world.catchUp()
  const table = locate(world, id, type)
  if (!table) throw notFound(`No resource has the id ${id}.`)
  const { def } = table
  const engine = engineOf(world)
  if (!isStateful(def)) throw invalid(`A ${def.name} has no states.`)
  const row = table.get(id) as Stateful
  const waiting = engine?.bend.manual(def, row) ?? []
  if (waiting.length === 0)
    throw new Refusal(409, 'Nothing to release', `${id} is ${row.state}, and no transition there waits for a release.`)
  const ids = waiting.map((rule) => rule.id)
  const rule = transition === undefined ? waiting[0]! : waiting.find((one) => one.id === transition)
  if (!rule) throw invalid(`${id} does not wait for '${transition}'${nearest(transition!, ids)}`)
  if (transition === undefined && waiting.length > 1)
    throw new Refusal(409, 'Ambiguous', `${id} waits for ${ids.join(' and ')}; say which with {"transition": …}.`)
  engine!.bend.release(def, row, rule)
  return timelineOf(world, id, def.name)
}

const TYPES = { text: 'text/plain; charset=utf-8', junit: 'application/xml' }

/** What was expected and what was seen. The status is 200 either way, so that `curl -f` keeps the report. */
export const verified = (
  stage: ScenarioLibrary,
  world: World,
  expect: readonly Expectation[] | undefined,
  format: 'json' | 'text' | 'junit',
): Response => {
  const mistakes = new Mistakes()
  const faults = new Set(engineOf(world)?.faults.map(({ id }) => id))
  checkExpectations(expect ?? [], ['expect'], faults, stage.vocabulary, mistakes)
  if (mistakes.list[0]) throw mistakes.list[0]
  const result = verify(world, expect)
  const answer =
    format === 'json'
      ? json(result)
      : new Response(format === 'text' ? verificationText(result) : verificationJUnit(result), {
          headers: { 'content-type': TYPES[format] },
        })
  answer.headers.set('x-peertwin-verified', result.passed ? 'passed' : 'failed')
  return answer
}
