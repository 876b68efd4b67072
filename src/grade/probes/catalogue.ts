import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError, configCheck } from '../../core/config.ts'
import { type ConfigFile, readConfigFile } from '../../core/input/config-file.ts'
import { nearest } from '../../core/nearest.ts'
import { loadZod } from '../../core/schema.ts'
import { type Probe, ProbesSchema } from './schema.ts'

/** Grows with each change of what the probes ask; grades of different ones do not compare. */
export const CATALOGUE = 1

/** All probes, and what their categories are called. */
export interface Catalogue {
  readonly probes: readonly Probe[]
  readonly titles: ReadonlyMap<string, string>
}

/** Reads the probes of a folder, and those of further files. Throws a ConfigError that names file and line. */
export const readCatalogue = async (folder: string, more: readonly string[] = []): Promise<Catalogue> => {
  const own = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  const files = [...own.map((name) => join(folder, name)), ...more]
  const [read] = await Promise.all([Promise.all(files.map((file) => readConfigFile(file))), loadZod()])
  const parts = read.map(checked)
  const probes = parts.flatMap(({ category, probes: some }) => some.map((probe): Probe => ({ ...probe, category })))
  const twice = probes.find(({ id }, i) => probes.findIndex((other) => other.id === id) < i)
  if (twice) throw new ConfigError(`there are two probes '${twice.id}'`)
  return { probes, titles: new Map(parts.map(({ category, title }) => [category, title])) }
}

const checked = (file: ConfigFile) => {
  const { data, mistakes } = configCheck(file.value, ProbesSchema, 'probes')
  if (mistakes[0]) throw file.blame(mistakes[0])
  return data!
}

/** The probes with these ids; all when none is given. Throws a ConfigError for an id that there is not. */
export const chosenProbes = ({ probes }: Catalogue, ids: readonly string[] | undefined): readonly Probe[] => {
  const known = probes.map(({ id }) => id)
  for (const id of ids ?? [])
    if (!known.includes(id)) throw new ConfigError(`there is no probe '${id}'${nearest(id, known)}`)
  return ids ? probes.filter(({ id }) => ids.includes(id)) : probes
}
