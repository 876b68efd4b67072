import type * as zod from 'zod'
import type { ZodType } from 'zod'

type Zod = typeof zod

let loaded: Zod | undefined

/** Loads the schema library: after the start, because a server that has not read a body yet can do without it. */
export const loadZod = async (): Promise<void> => {
  loaded ??= await import('zod')
}

/** Takes the schema library from somebody who has loaded it already. */
export const useZod = (zod: Zod): void => {
  loaded ??= zod
}

/** Whether schemas can be built: spares the path of a request an `await`. */
export const zodLoaded = (): boolean => loaded !== undefined

/** Declares a schema that is built on its first use. The library must be loaded by then. */
export const schema = <S extends ZodType>(make: (z: Zod) => S): (() => S) => {
  let made: S | undefined
  return () => {
    if (made) return made
    if (!loaded) throw new Error('a schema was used before loadZod()')
    return (made = make(loaded))
  }
}

export type Infer<S extends () => ZodType> = ReturnType<S>['_zod']['output']
