import type { Stateful } from '../../world/lifecycle.ts'
import { isStateful } from '../../world/unit-of-work.ts'
import type { CompileContext } from '../document/compile-context.ts'
import { valueAt } from '../document/conditions.ts'
import { globTest } from '../document/glob.ts'
import { type Matcher, compileMatcher } from '../document/matchers.ts'
import { operationNames } from '../document/names.ts'
import type { MatchDocument } from '../document/schema.ts'
import type { ParsedRequest } from './parsed-request.ts'

/** Which requests a rule is about. */
export interface RequestMatch {
  fits(request: ParsedRequest): boolean
  /** The operations it can fit, out of all known ones. */
  readonly operations: ReadonlySet<string>
  /** Whether it asks for nothing but provider and operation. */
  readonly plain: boolean
}

type Test = (request: ParsedRequest) => boolean

/** Compiles the `match` of a rule. */
export const compileRequestMatch = (document: MatchDocument, context: CompileContext): RequestMatch => {
  const { operations, tests: named } = compileOperations(document, context)
  const tests = [...named, ...compileContents(document, context)]
  return {
    fits: (request) => tests.every((test) => test(request)),
    operations,
    plain: tests.length === named.length,
  }
}

const compileOperations = ({ provider, op }: MatchDocument, context: CompileContext) => {
  const known = operationNames(context.vocabulary)
  const tests: Test[] = []
  let operations = known // shared by all rules that name none
  if (provider !== undefined) {
    context.at('provider').provider(provider)
    operations = only(operations, (name) => name.startsWith(`${provider}/`))
    tests.push((request) => request.provider === provider)
  }
  if (op !== undefined) {
    const named = new Set<string>()
    const globs = [op].flat().map((pattern) => {
      const fits = globTest(pattern, '*?')
      const fitting = known.has(pattern) ? [pattern] : [...known].filter(fits)
      if (fitting.length === 0) context.at('op').unknown('operation', pattern, [...known])
      for (const name of fitting) named.add(name)
      return fits
    })
    const provided = operations
    operations = only(named, (name) => provided.has(name))
    tests.push((request) => globs.some((fits) => fits(request.op)))
  }
  return { operations, tests }
}

const only = (names: ReadonlySet<string>, fits: (name: string) => boolean): ReadonlySet<string> =>
  new Set([...names].filter(fits))

const compileContents = (document: MatchDocument, context: CompileContext): Test[] => {
  const { method, credential, namespace, path, query, header, body, resource, state, connection } = document
  const tests: Test[] = []
  const add = (
    matcher: Matcher | undefined,
    keys: readonly string[],
    valuesIn: (request: ParsedRequest) => unknown[],
  ) => {
    if (matcher === undefined) return
    const fits = compileMatcher(matcher, context.at(...keys))
    tests.push((request) => valuesIn(request).some(fits))
  }
  if (method !== undefined) {
    const methods = [method].flat().map((name) => name.toUpperCase())
    tests.push(({ sent }) => methods.includes(sent.method))
  }
  if (connection !== undefined) tests.push(({ sent }) => sent.reused === (connection === 'reused'))
  add(credential, ['credential'], ({ sent }) => (sent.credential ? [sent.credential.key, sent.credential.label] : []))
  add(namespace, ['namespace'], ({ world }) => [world.name])
  add(path, ['path'], (request) => [request.path])
  for (const [name, matcher] of Object.entries(query ?? {}))
    add(matcher, ['query', name], (request) => [request.query.get(name) ?? undefined])
  for (const [name, matcher] of Object.entries(header ?? {}))
    add(matcher, ['header', name], ({ sent }) => [sent.header(name.toLowerCase())])
  for (const [name, matcher] of Object.entries(body ?? {}))
    add(matcher, ['body', name], (request) => [valueAt(request.body, name)])
  add(resource, ['resource'], ({ mentions }) => mentions.map(({ row }) => row.id))
  add(state, ['state'], ({ mentions }) =>
    mentions.flatMap(({ def, row }) => (isStateful(def) ? [(row as Stateful).state] : [])),
  )
  return tests
}
