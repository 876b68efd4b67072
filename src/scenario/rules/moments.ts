import type { CompileContext } from '../document/compile-context.ts'
import { globTest } from '../document/glob.ts'
import type { MomentDocument } from '../document/schema.ts'
import { compileRequestMatch } from './request-match.ts'

/** Something that happens once in the life of a rule: from then on calls are counted. */
export interface Moment {
  /** The moment in words, behind "since". */
  readonly text: string
  /** Whether it is this call, answered so by the provider. */
  readonly isCall: (op: string, status: number) => boolean
  /** Whether it is this state change. */
  readonly isMove: (type: string, to: string) => boolean
  readonly isMark: (text: string) => boolean
}

/** Whether a status is the one that is meant, or of the class. 0 stands for no answer. */
export const fitsStatus = (status: number, wanted: string | number): boolean =>
  typeof wanted === 'number' ? status === wanted : Math.floor(status / 100) === Number(wanted[0])

const never = (): boolean => false

const SUBJECTS = ['op', 'resource', 'mark'] as const

/** Compiles the `since` of a rule. Notes what names nothing. */
export const compileMoment = (document: MomentDocument, context: CompileContext): Moment => {
  const { op, answered = '2xx', resource, enters, mark } = document
  if (SUBJECTS.filter((name) => document[name] !== undefined).length !== 1)
    context.mistake(`'since' is one of ${SUBJECTS.join(', ')}`)
  for (const [companion, needed] of [
    ['answered', 'op'],
    ['enters', 'resource'],
  ] as const)
    if (document[companion] !== undefined && document[needed] === undefined)
      context.at(companion).mistake(`'${companion}' only goes along with '${needed}'`)
  if (op !== undefined) {
    compileRequestMatch({ op }, context)
    const tests = [op].flat().map((pattern) => globTest(pattern, '*?'))
    const statuses = [answered].flat()
    return {
      text: `${[op].flat().join(' or ')} was answered ${statuses.join(' or ')}`,
      isCall: (name, status) => tests.some((fits) => fits(name)) && statuses.some((one) => fitsStatus(status, one)),
      isMove: never,
      isMark: never,
    }
  }
  if (resource !== undefined) {
    const def = context.at('resource').machine(resource)
    if (enters === undefined) context.mistake("'resource' needs the state that it enters, as 'enters'")
    else if (def) context.at('enters').state(def, enters, 'also $gone')
    const state = enters ?? ''
    return {
      text: `${resource} got ${enters}`,
      isCall: never,
      isMove: (type, to) => type === resource && to === state,
      isMark: never,
    }
  }
  return { text: `the mark '${mark}'`, isCall: never, isMove: never, isMark: (text) => text === mark }
}
