import type { CompileContext } from '../document/compile-context.ts'
import { compileConditions } from '../document/conditions.ts'
import { machineNames, machineOf } from '../document/names.ts'
import type { Expectation } from '../document/schema.ts'
import { compileRequestMatch } from './request-match.ts'

const SUBJECTS = ['op', 'resource', 'fault'] as const
type Subject = (typeof SUBJECTS)[number]

/** What can be expected of each subject. */
const OUTCOMES: Readonly<Record<Subject, readonly (keyof Expectation)[]>> = {
  op: ['calls', 'answered'],
  resource: ['eventually', 'never', 'count'],
  fault: ['hits'],
}
/** What says more about the subject. */
const DETAILS: Readonly<Record<Subject, readonly (keyof Expectation)[]>> = {
  op: ['match'],
  resource: ['name', 'where', 'within'],
  fault: [],
}
const MEMBERS = SUBJECTS.flatMap((subject) => [...DETAILS[subject], ...OUTCOMES[subject]])

/** Notes expectations that name what does not exist, or that cannot fail. `faults` are the ids of the rules there are. */
export const checkExpectations = (
  list: readonly Expectation[],
  faults: ReadonlySet<string>,
  context: CompileContext,
): void => {
  for (const [expectation, here] of context.each(list)) {
    checkMembers(expectation, here)
    const { op, match, resource, fault } = expectation
    if (op !== undefined) {
      compileRequestMatch({ op }, here)
      compileRequestMatch(match ?? {}, here.at('match'))
    }
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
    context.mistake(`nothing is expected of '${expectation[subject]}'; ${takes}`)
  if (has('within') && !has('eventually')) context.at('within').mistake(`'within' only goes along with 'eventually'`)
}

const checkResource = (resource: string, { eventually, never, where }: Expectation, context: CompileContext): void => {
  const table = context.at('resource').table(resource)
  if (!table) return
  compileConditions(where, table, context.at('where'))
  if (eventually === undefined && never === undefined) return
  const def = machineOf(context.vocabulary, resource)
  if (!def)
    return context
      .at('resource')
      .mistake(`${resource} has no states; those that have are ${machineNames(context.vocabulary).join(', ')}`)
  if (eventually !== undefined) context.at('eventually').state(def, eventually, 'also $gone')
  if (never !== undefined) context.at('never').state(def, never, 'also $gone')
}
