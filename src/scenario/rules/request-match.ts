import { isStateful, type Stateful } from '../../world/lifecycle.ts'
import type { ParsedRequest } from './parsed-request.ts'
import { type Matcher, type Predicate, at, globTest, matcherMistake, matcherTest } from '../document/matchers.ts'
import type { Mistakes, Path } from '../document/mistakes.ts'
import { type Vocabulary, operationNames } from '../document/names.ts'
import type { MatchDocument } from '../document/schema.ts'

/** Which requests a rule is about. */
export interface RequestMatch {
  fits(request: ParsedRequest): boolean
  /** The operations it can fit, out of all known ones. */
  readonly operations: ReadonlySet<string>
  /** Whether it asks for nothing but provider, operation and method. */
  readonly plain: boolean
}

/** Compiles the `match` of a rule. */
export const compileRequestMatch = (
  document: MatchDocument,
  path: Path,
  vocabulary: Vocabulary,
  mistakes: Mistakes,
): RequestMatch => {
  const { provider, op, method, credential, namespace, path: target, query, header, body, resource, state } = document
  const tests: ((request: ParsedRequest) => boolean)[] = []
  const known = operationNames(vocabulary)
  let operations = known

  if (provider !== undefined) {
    if (!vocabulary.has(provider)) mistakes.unknown([...path, 'provider'], 'provider', provider, [...vocabulary.keys()])
    operations = operations.filter((name) => name.startsWith(`${provider}/`))
    tests.push((request) => request.provider === provider)
  }
  if (op !== undefined) {
    const globs = [op].flat().map((pattern) => {
      const fits = globTest(pattern)
      if (!known.some(fits)) mistakes.unknown([...path, 'op'], 'operation', pattern, known)
      return fits
    })
    operations = operations.filter((name) => globs.some((fits) => fits(name)))
    tests.push((request) => globs.some((fits) => fits(request.op)))
  }
  if (method !== undefined) {
    const methods = [method].flat().map((name) => name.toUpperCase())
    tests.push((request) => methods.includes(request.asked.method))
  }
  const plain = tests.length

  const check = (matcher: Matcher, place: Path): Predicate => {
    const wrong = matcherMistake(matcher)
    if (wrong !== undefined) mistakes.add(place, wrong)
    return matcherTest(matcher)
  }
  if (credential !== undefined) {
    const fits = check(credential, [...path, 'credential'])
    tests.push(({ asked }) => asked.credential !== null && (fits(asked.credential.key) || fits(asked.credential.label)))
  }
  if (namespace !== undefined) {
    const fits = check(namespace, [...path, 'namespace'])
    tests.push(({ world }) => fits(world.name))
  }
  if (target !== undefined) {
    const fits = check(target, [...path, 'path'])
    tests.push((request) => fits(request.path))
  }
  for (const [name, matcher] of Object.entries(query ?? {})) {
    const fits = check(matcher, [...path, 'query', name])
    tests.push((request) => fits(request.query.get(name) ?? undefined))
  }
  for (const [name, matcher] of Object.entries(header ?? {})) {
    const fits = check(matcher, [...path, 'header', name])
    tests.push(({ asked }) => fits(asked.header(name.toLowerCase())))
  }
  for (const [name, matcher] of Object.entries(body ?? {})) {
    const fits = check(matcher, [...path, 'body', name])
    tests.push((request) => fits(at(request.body, name)))
  }
  if (resource !== undefined) {
    const fits = check(resource, [...path, 'resource'])
    tests.push((request) => request.mentions.some(({ row }) => fits(row.id)))
  }
  if (state !== undefined) {
    const fits = check(state, [...path, 'state'])
    tests.push((request) =>
      request.mentions.some(({ table, row }) => isStateful(table.def) && fits((row as Stateful).state)),
    )
  }
  return {
    fits: (request) => tests.every((test) => test(request)),
    operations: new Set(operations),
    plain: tests.length === plain && method === undefined,
  }
}
