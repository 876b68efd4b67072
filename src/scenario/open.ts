import type { Provider } from '../core/provider.ts'
import { World } from '../core/world.ts'
import { loadZod } from '../core/zod.ts'
import { type Vocabulary, vocabularyOf } from './names.ts'
import { Stage } from './stage.ts'

type AppOf<Env> = Parameters<typeof vocabularyOf<Env>>[1]

/** Sets up a stage for the scenarios of these providers. */
export const openStage = async <Env>(providers: readonly Provider<Env>[], appOf: AppOf<Env>): Promise<Stage> => {
  const [vocabulary] = await Promise.all([vocabularyOf(providers, appOf), loadZod()])
  return stageFor(providers, vocabulary)
}

const stageFor = <Env>(providers: readonly Provider<Env>[], vocabulary: Vocabulary): Stage =>
  new Stage(vocabulary, (fixtures) => void World.create(providers, { fixtures }))
