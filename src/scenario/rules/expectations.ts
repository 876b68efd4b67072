import type { CompileContext } from '../document/compile-context.ts'
import { compileConditions } from '../document/conditions.ts'
import { globTest } from '../document/glob.ts'
import { machineNames, machineOf, tableNames } from '../document/names.ts'
import type { Expectation } from '../document/schema.ts'
import { compileMoment } from './moments.ts'
import { compileRequestMatch } from './request-match.ts'

const SUBJECTS = ['op', 'resource', 'unchanged', 'reach', 'fault'] as const
type Subject = (typeof SUBJECTS)[number]

/** What can be expected of each subject. */
const OUTCOMES: Readonly<Record<Subject, readonly (keyof Expectation)[]>> = {
  op: ['calls', 'answered', 'gap', 'rate'],
  resource: ['eventually', 'never', 'finally', 'count'],
  unchanged: ['unchanged'],
  reach: ['reach'],
  fault: ['hits'],
}
/** What says more about the subject. */
const DETAILS: Readonly<Record<Subject, readonly (keyof Expectation)[]>> = {
  op: ['match', 'since', 'per'],
  resource: ['name', 'where', 'within'],
  unchanged: ['since'],
  reach: ['reaches'],
  fault: [],
}
const MEMBERS = [...new Set(SUBJECTS.flatMap((subject) => [...DETAILS[subject], ...OUTCOMES[subject]]))]

/** Notes expectations that name what does not exist, or that cannot fail. `faults` are the ids of the rules there are. */
export const checkExpectations = (
  list: readonly Expectation[],
  faults: ReadonlySet<string>,
  context: CompileContext,
): void => {
  for (const [expectation, here] of context.each(list)) {
    checkMembers(expectation, here)
    const { op, match, since, resource, unchanged, fault } = expectation
    if (op !== undefined) {
      compileRequestMatch({ op }, here)
      compileRequestMatch(match ?? {}, here.at('match'))
      if (since !== undefined) compileMoment(since, here.at('since'))
      if (match?.connection !== undefined)
        here.at('match', 'connection').mistake('the journal knows no connections: a fault can match them')
    }
    if (unchanged !== undefined && since !== undefined && since.mark === undefined)
      here.at('since').mistake("'unchanged' knows the rows at a mark alone: expected {mark}")
    for (const kind of unchanged === undefined ? [] : [unchanged].flat()) checkKind(kind, here.at('unchanged'))
    if (expectation.reach?.provider !== undefined) here.at('reach', 'provider').provider(expectation.reach.provider)
    if (fault !== undefined && !faults.has(fault)) here.at('fault').unknown('fault', fault, [...faults])
    if (resource !== undefined) checkResource(resource, expectation, here)
  }
}

const checkMembers = (expectation: Expectation, context: CompileContext): void => {
  const has = (name: keyof Expectation): boolean => expectation[name] !== undefined
  const [subject, ...more] = SUBJECTS.filter(has)
  if (!subject || more.length > 0) return context.mistake(`an expectation is about one of ${SUBJECTS.join(', ')}`)
  const own = [...DETAILS[subject], ...OUTCOMES[subject]]
  const takes = `it takes ${own.join(', ')}`
  const foreign = MEMBERS.filter((name) => has(name) && !own.includes(name))
  for (const name of foreign) context.at(name).mistake(`'${name}' says nothing about '${subject}'; ${takes}`)
  if (foreign.length === 0 && !OUTCOMES[subject].some(has))
    context.mistake(`nothing is expected of ${nameOf(expectation, subject)}; ${takes}`)
  const rhythms = (['calls', 'gap', 'rate'] as const).filter(has)
  if (rhythms.length > 1) context.at(rhythms[1]!).mistake(`${rhythms.join(' and ')} are expectations of their own`)
  if (has('per') && !has('gap') && !has('rate')) context.at('per').mistake("'per' only goes along with 'gap' or 'rate'")
  if (has('answered') && (has('gap') || has('rate')))
    context.at('answered').mistake("'answered' only goes along with 'calls'")
  if (has('within') && !has('eventually')) context.at('within').mistake(`'within' only goes along with 'eventually'`)
}

const nameOf = (expectation: Expectation, subject: Subject): string => {
  const value = expectation[subject]
  return typeof value === 'string' ? `'${value}'` : `this ${subject}`
}

/** Notes a pattern that no table fits. */
const checkKind = (kind: string, context: CompileContext): void => {
  const tables = tableNames(context.vocabulary)
  if (!tables.some(globTest(kind, '*?'))) context.unknown('resource', kind, tables)
}

const checkResource = (resource: string, expectation: Expectation, context: CompileContext): void => {
  const { eventually, never, finally: last, where } = expectation
  const table = context.at('resource').table(resource)
  if (!table) return
  compileConditions(where, table, context.at('where'))
  if (eventually === undefined && never === undefined && last === undefined) return
  const def = machineOf(context.vocabulary, resource)
  if (!def)
    return context
      .at('resource')
      .mistake(`${resource} has no states; those that have are ${machineNames(context.vocabulary).join(', ')}`)
  if (eventually !== undefined) context.at('eventually').state(def, eventually, 'also $gone')
  if (never !== undefined) context.at('never').state(def, never, 'also $gone')
  if (last !== undefined) context.at('finally').state(def, last, 'also $gone')
}
