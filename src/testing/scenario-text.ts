import { readFile } from 'node:fs/promises'
import { ConfigError } from '../core/config.ts'
import { fileWording } from '../core/wording.ts'
import { findScenario } from '../scenario/find.ts'
import type { ScenarioDocument } from './answers.ts'

/** A scenario document that need not have a name. */
export type NamelessScenario = Omit<ScenarioDocument, 'name'> & { readonly name?: string }

/** A scenario as users give it: one by its name, a file or several as one, a text of several lines, or a document. */
export type ScenarioSource = string | readonly string[] | NamelessScenario

/** The names or files in a source; undefined where it is the scenario itself. */
export const filesIn = (source: ScenarioSource): readonly string[] | undefined => {
  if (typeof source === 'string') return source.includes('\n') ? undefined : [source]
  return Array.isArray(source) ? source : undefined
}

/** The text of a scenario; `name` is for a document without one. Rejects with a ConfigError for a file that cannot be read. */
export const scenarioText = async (source: string | NamelessScenario, name: string): Promise<string> => {
  if (typeof source !== 'string') return JSON.stringify({ name, ...source })
  if (!filesIn(source)) return source
  const file = await findScenario(source)
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`${file}: ${fileWording(error)}`)
  })
}
