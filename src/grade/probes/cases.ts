import type { Provider } from '../../world/provider.ts'
import type { Kind, Roles } from '../../world/roles/roles.ts'
import type { Fingerprint, KindPrint } from '../trial/fingerprint.ts'
import type { Probe, Template } from './schema.ts'
import { NoSuchWord, type Scope, filled, scopeOf } from './scope.ts'

/** A probe about one kind of resource, in one variant, in the words of a provider. */
export interface ProbeCase {
  readonly probe: Probe
  /** Unique among all cases. */
  readonly id: string
  readonly kind: Kind
  readonly scope: Scope
  readonly scenario: Template
  /** What is active from the second run on, in place of the first. */
  readonly second: Template | undefined
}

/** The cases of a probe for a client, or why there is none. */
export type Applicable = readonly ProbeCase[] | string

/** What a probe comes to for a client with this fingerprint. */
export const casesOf = (
  probe: Probe,
  {
    provider,
    roles,
    print,
  }: {
    readonly provider: Pick<Provider, 'name' | 'pages'>
    readonly roles: Roles
    readonly print: Fingerprint
  },
): Applicable => {
  const kinds = kindsFor(probe, print)
  if (kinds.length === 0)
    return `the client does not do all of this with one kind of resource: ${probe.needs.join(', ')}`
  const missing = probe.needs.includes('login') && print.logins === 0
  if (missing) return 'the client does not log in'
  // about each kind, or the one that matters most of those that the probe has words for
  let why = ''
  const found: ProbeCase[][] = []
  for (const one of kinds.toReversed()) {
    const cases = casesAbout(probe, one.kind, scopeOf(provider, roles, one))
    if (typeof cases === 'string') why ||= cases
    else found.unshift(cases)
    if (!probe.each && found.length > 0) break
  }
  return found.length === 0 ? why : found.flat()
}

/** The cases of a probe about one kind, or why there is none. */
const casesAbout = (probe: Probe, kind: Kind, scope: Scope): ProbeCase[] | string => {
  const { between, each, strangers } = probe
  const name = [probe.id, ...(each ? [kind.resource.split('/')[1]!] : [])]
  let why = ''
  const cases = Object.entries(probe.variants ?? { '': {} }).flatMap(([variant, given]): ProbeCase[] => {
    const { exit = probe.exit, ...template } = given
    const [first, second] = between?.scenario
      ? [probe.scenario, merged(between.scenario, template)]
      : [merged(probe.scenario, template), undefined]
    try {
      if (between?.force) filled(`$${between.force}`, scope)
      if (between?.remove) filled('$machine', scope)
      if (strangers && !kind.strangers) throw new NoSuchWord('strangers')
      return [
        {
          probe: { ...probe, exit },
          id: [...name, ...(variant === '' ? [] : [variant])].join('.'),
          kind,
          scope,
          scenario: filled(first, scope) as Template,
          second: second && (filled(second, scope) as Template),
        },
      ]
    } catch (error) {
      if (!(error instanceof NoSuchWord)) throw error
      why = `${kind.resource} knows no ${error.message}`
      return []
    }
  })
  return cases.length === 0 ? why : cases
}

/** The kinds that a probe can be about, the one that matters most last. */
const kindsFor = ({ needs }: Probe, { kinds }: Fingerprint): KindPrint[] => {
  const fits = (one: KindPrint): boolean => needs.every((need) => need === 'login' || one.needs.has(need))
  const rank = ({ kind, needs: does }: KindPrint): number =>
    (does.has('create') ? 2 : 0) + (kind.arrival || kind.consent ? 1 : 0)
  return kinds.filter(fits).sort((a, b) => rank(a) - rank(b))
}

const merged = (base: Template, more: Template): Template => ({
  ...base,
  ...more,
  ...((base.faults ?? more.faults) && { faults: [...(base.faults ?? []), ...(more.faults ?? [])] }),
  ...((base.lifecycles ?? more.lifecycles) && { lifecycles: { ...base.lifecycles, ...more.lifecycles } }),
})

/** A scenario that lets everything arrive and go as fast as a client looks, but for what a probe says. */
export const scenarioOf = (name: string, roles: Roles, template: Template, delay: number | null): object => {
  const lifecycles: Record<string, Record<string, unknown>[]> = { ...template.lifecycles }
  for (const kind of roles.kinds)
    for (const step of [kind.arrival, kind.removal]) {
      if (!step) continue
      const { machine, from, to } = step
      const given = lifecycles[machine] ?? []
      if (given.some((rule) => [rule['from']].flat().includes(from))) continue
      const any = [...(delay === null ? [] : [{ after: `${delay}ms` }]), { afterReads: 1 }]
      lifecycles[machine] = [...given, { id: `usual-${from}`, from, to, any }]
    }
  return { ...template, name, lifecycles }
}
