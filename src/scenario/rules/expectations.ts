import { statesOf } from '../../world/lifecycle.ts'
import { compileRequestMatch } from './request-match.ts'
import { matcherMistake } from '../document/matchers.ts'
import type { Mistakes, Path } from '../document/mistakes.ts'
import { GONE_NAME, type Vocabulary, machineNames, machineOf } from '../document/names.ts'
import type { Expectation } from '../document/schema.ts'

const ABOUT = ['op', 'resource', 'fault'] as const
const MEMBERS: Readonly<Record<(typeof ABOUT)[number], readonly (keyof Expectation)[]>> = {
  op: ['match', 'calls', 'answered'],
  resource: ['name', 'where', 'eventually', 'never', 'within', 'count'],
  fault: ['hits'],
}

/** Checks that expectations name what exists and can fail. */
export const checkExpectations = (
  list: readonly Expectation[],
  path: Path,
  faults: ReadonlySet<string>,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): void => {
  list.forEach((expectation, index) => checkOne(expectation, [...path, index], faults, vocabulary, mistakes))
}

const checkOne = (
  expectation: Expectation,
  path: Path,
  faults: ReadonlySet<string>,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): void => {
  const [about, ...more] = ABOUT.filter((name) => expectation[name] !== undefined)
  if (!about || more.length > 0) {
    mistakes.add(path, `an expectation is about one of ${ABOUT.join(', ')}`)
    return
  }
  const own = MEMBERS[about]
  for (const name of Object.values(MEMBERS).flat())
    if (expectation[name] !== undefined && !own.includes(name))
      mistakes.add([...path, name], `'${name}' says nothing about '${about}'; it takes ${own.join(', ')}`)
  const { op, match, resource, fault, eventually, never, where = {} } = expectation
  if (
    !own.some(
      (name) =>
        name !== 'match' && name !== 'where' && name !== 'name' && name !== 'within' && expectation[name] !== undefined,
    )
  )
    mistakes.add(path, `nothing is expected of '${expectation[about]}'; it takes ${own.join(', ')}`)
  if (op !== undefined) {
    compileRequestMatch({ op }, path, vocabulary, mistakes)
    compileRequestMatch(match ?? {}, [...path, 'match'], vocabulary, mistakes)
  }
  if (fault !== undefined && !faults.has(fault)) mistakes.unknown([...path, 'fault'], 'fault', fault, [...faults])
  if (expectation.within !== undefined && eventually === undefined)
    mistakes.add([...path, 'within'], `'within' only goes along with 'eventually'`)
  for (const [field, matcher] of Object.entries(where)) {
    const wrong = matcherMistake(matcher)
    if (wrong !== undefined) mistakes.add([...path, 'where', field], wrong)
  }
  if (resource === undefined) return
  const def = machineOf(vocabulary, resource)
  const tables = [...vocabulary.values()].flatMap(({ tables }) => tables.map(({ name }) => name))
  if (!tables.includes(resource)) mistakes.unknown([...path, 'resource'], 'resource', resource, tables)
  else if (!def && (eventually !== undefined || never !== undefined))
    mistakes.add(
      [...path, 'resource'],
      `${resource} has no states; those that have are ${machineNames(vocabulary).join(', ')}`,
    )
  const states = def ? [...statesOf(def.machine), GONE_NAME] : []
  for (const [key, state] of [
    ['eventually', eventually],
    ['never', never],
  ] as const)
    if (def && state !== undefined && !states.includes(state))
      mistakes.unknown([...path, key], `state of ${resource}`, state, states)
}
