import type { Provider, Variables } from '../../world/provider.ts'
import type { Roles } from '../../world/roles/roles.ts'
import { type ProbeCase, scenarioOf } from '../probes/cases.ts'
import type { Entrance, Rig } from '../rig.ts'
import { duplicates } from '../verdict/invariants.ts'
import { type Case, judge, needsRecovery } from '../verdict/judge.ts'
import { brokenRules } from '../verdict/rules.ts'
import { type Broken, PaceWatch } from './conduct.ts'
import type { Fingerprint, Goal } from './fingerprint.ts'
import { Play, type Played, type Stage } from './play.ts'
import { type Times, limitsFor, undisturbed } from './limits.ts'
import { openHome } from './home.ts'
import { copiesOf, playOf, sinceThen, wireOf } from './plays.ts'
import { madeIn } from './rows.ts'
import { secretsIn } from './secrets.ts'

/** What is graded. */
export interface Subject {
  readonly argv: readonly string[]
  /** What is run after it in the same world, such as a destroy. */
  readonly second?: readonly string[] | undefined
  readonly environment: Variables
  readonly folder: string
  /** Give each run a copy of the folder. */
  readonly copy: boolean
  readonly roles: Roles
  readonly provider: Provider
  readonly seed: number
  readonly settings: Readonly<Record<string, string | number | boolean>>
  /** What the client wants, where that does not show. */
  readonly goal?: Goal | undefined
}

/** A play, judged, with what shows it. */
export interface Tried {
  readonly case: Case
  readonly entrance: Pick<Entrance, 'namespace' | 'url'>
  readonly scenario: object
  /** The requests on the wire, as the journal has them, secrets masked. */
  readonly wire: readonly unknown[]
}

const QUICK = 2_000

/** Runs clients through cases. */
export class Trials {
  readonly #rig: Rig
  readonly #subject: Subject
  readonly #times: Times
  readonly #open = new Set<Play>()
  #count = 0

  constructor(rig: Rig, subject: Subject, times: Times) {
    this.#rig = rig
    this.#subject = subject
    this.#times = times
  }

  /** Ends all clients that run. */
  stop(): void {
    for (const play of this.#open) play.close()
  }

  /** An undisturbed play. */
  async baseline(): Promise<{ readonly played: Played; readonly secrets: readonly string[] }> {
    const { argv, second, roles, provider } = this.#subject
    const scenario = scenarioOf(`baseline-${++this.#count}`, roles, {}, null)
    const limits = undisturbed(this.#times)
    return this.#inWorld(scenario, {}, async (entrance, stage, open) => {
      const play = await open({ ...stage, limits })
      await play.run([argv])
      if (second) await play.run([second])
      return { played: play.seen, secrets: secretsIn(entrance, provider.name) }
    })
  }

  /** Plays a case and judges it. */
  async try(one: ProbeCase, print: Fingerprint): Promise<Tried> {
    const { roles, provider } = this.#subject
    // one that looks often gets there by looking, however slow the machine is
    const delay = Math.max(QUICK, Math.round((print.gap ?? 0) * 0.8))
    const scenario = scenarioOf(`${one.id}-${++this.#count}`, roles, one.scenario, delay)
    return this.#inWorld(scenario, this.#worldOf(one, print), async (entrance, stage, open) => {
      const pace = new PaceWatch({ burst: Math.max(15, 2 * print.burst), total: 10 * print.total + 50 })
      let heard = 0
      const evidence = (played: Played): Case => ({
        probe: one.probe,
        play: playOf(one, print),
        played,
        print,
        roles,
        kind: one.kind,
        scope: one.scope,
        types: stage.types,
        secrets: secretsIn(entrance, provider.name),
        recovered: undefined,
      })
      const tooFar = (played: Played): Broken | undefined => {
        for (; heard < played.requests.length; heard++) {
          const spun = pace.add(played.requests[heard]!)
          if (spun) return spun
        }
        if (playOf(one, print) !== 'interrupt' && duplicates({ played, print })[0])
          return duplicates({ played, print })[0]
        const rules = one.probe.rules.filter((rule) => 'reads' in rule)
        return brokenRules(rules, evidence(played)).find(({ verdict }) => verdict === 'hang')
      }
      const creates = new Set(one.kind.ops.create)
      const play = await open({
        ...stage,
        environment: { ...stage.environment, ...one.probe.environment },
        limits: limitsFor(one.probe, print, this.#times),
        judge: tooFar,
        interruptAt: ({ op, status }) => op !== null && creates.has(op) && status >= 200 && status < 300,
      })
      await this.#perform(one, playOf(one, print), play, entrance)
      const judged = await this.#recover(evidence(play.seen), play, entrance)
      return { case: judged, entrance, scenario, wire: await wireOf(this.#rig, entrance) }
    })
  }

  async #perform(one: ProbeCase, play: Case['play'], stage: Play, entrance: Entrance): Promise<void> {
    const { argv, second } = this.#subject
    if (play === 'twice') return stage.run([argv, argv])
    await stage.run([argv], play === 'interrupt')
    if (play === 'once') return second ? stage.run([second]) : undefined
    await this.#between(one, stage.seen, entrance)
    await stage.run([play === 'then' ? second! : argv])
  }

  /** What happens behind the back of the client. */
  async #between({ probe: { between }, scope, kind, id, second }: ProbeCase, seen: Played, entrance: Entrance) {
    const { namespace } = entrance
    const bad =
      between?.force === undefined ? undefined : (scope[between.force] as { machine: string; to: string; set?: object })
    const own = madeIn(seen.before, seen.after.at(-1)!, new Set([bad?.machine ?? kind.resource]))
    for (const row of bad || between?.remove ? own : [])
      await this.#rig.call('PATCH', `/resources/${encodeURIComponent(row.id)}?type=${encodeURIComponent(row.type)}`, {
        namespace,
        body: bad ? { state: bad.to, ...(bad.set && { set: bad.set }) } : { state: '$gone' },
      })
    if (second)
      await this.#activate(namespace, scenarioOf(`${id}-second-${this.#count}`, this.#subject.roles, second, null))
  }

  /** Another run on a better day, where something was left over. */
  async #recover(one: Case, play: Play, { namespace }: Entrance): Promise<Case> {
    if (!needsRecovery(one)) return one
    await this.#rig.call('POST', '/scenarios/deactivate', { namespace, body: {} })
    const { argv, second } = this.#subject
    const before = one.played // what is run now is not what is judged
    const frozen: Played = { ...before, ...copiesOf(before) }
    await play.run([argv])
    if (second && one.play === 'once') await play.run([second])
    const again = { ...one, played: sinceThen(play.seen, frozen) }
    const recovered = judge({ ...again, probe: { ...one.probe, exit: 'success', rules: [] } }).outcome === 'survived'
    return { ...one, played: frozen, recovered }
  }

  #worldOf({ probe, kind }: ProbeCase, print: Fingerprint): Readonly<Record<string, unknown>> {
    const { provider, roles, settings: own } = this.#subject
    const { strangers } = probe
    const names =
      strangers === undefined
        ? []
        : strangers === 'namesakes'
          ? [...(print.named.get(kind.resource) ?? [])]
          : 'names' in strangers
            ? strangers.names
            : Array.from({ length: strangers.count }, (_, n) => `stranger-row-${n}`)
    return {
      ...(names.length > 0 && { fixtures: { [provider.name]: kind.strangers!(names) } }),
      settings: { [provider.name]: { ...own, ...(names.length > 0 && roles.roomy), ...this.#known(probe.settings) } },
    }
  }

  /** Those settings that the provider has. */
  #known(settings: Subject['settings'] = {}): Subject['settings'] {
    const known = this.#subject.provider.settings
    return Object.fromEntries(Object.entries(settings).filter(([name]) => Object.hasOwn(known, name)))
  }

  async #activate(namespace: string, scenario: object): Promise<void> {
    const { name } = scenario as { name: string }
    await this.#rig.call('PUT', `/scenarios/${name}`, { namespace, body: scenario })
    await this.#rig.call('POST', `/scenarios/${name}/activate`, { namespace, body: {} })
  }

  /** A world of its own with a scenario, and a folder of its own; neither stays. */
  async #inWorld<T>(
    scenario: object,
    world: Readonly<Record<string, unknown>>,
    work: (
      entrance: Entrance,
      stage: Pick<Stage, 'environment' | 'folder' | 'types'>,
      open: (stage: Stage) => Promise<Play>,
    ) => Promise<T>,
  ): Promise<T> {
    const { seed, roles, environment, folder, copy } = this.#subject
    const { name } = scenario as { name: string }
    const entrance = await this.#rig.enter({ name, seed, ...world })
    const home = await openHome(folder, copy)
    let play: Play | undefined
    try {
      await this.#activate(name, scenario)
      const stage = {
        environment: { ...environment, ...home.environment },
        folder: home.folder,
        types: new Set(roles.kinds.map(({ resource }) => resource)),
      }
      return await work(entrance, stage, async (whole) => {
        play = await Play.open(this.#rig, entrance, whole)
        this.#open.add(play)
        return play
      })
    } finally {
      if (play) this.#open.delete(play)
      await home.remove()
      await this.#rig.call('DELETE', `/namespaces/${name}`)
      await this.#rig.call('DELETE', `/scenarios/${name}`).catch(() => {}) // it was never activated
    }
  }
}
