import { ConfigError } from './config.ts'
import { nearest } from './nearest.ts'

export type SettingValue = string | number | boolean

/** The switches of a provider with their values in one world. */
export type Settings = Readonly<Record<string, SettingValue>>

/** One switch: what it is for, its default, and the values it takes (any of the default's type when none are listed). */
export interface SettingDef {
  readonly about: string
  readonly default: SettingValue
  readonly values?: readonly SettingValue[]
}

export type SettingDefs = Readonly<Record<string, SettingDef>>

/** All switches of a provider: the given values over the defaults. Throws {@link ConfigError} for a name or value it does not have. */
export const resolveSettings = (provider: string, defs: SettingDefs, given: Settings = {}): Settings => {
  const values: Record<string, SettingValue> = {}
  for (const [name, def] of Object.entries(defs)) values[name] = def.default
  for (const [name, value] of Object.entries(given)) {
    const def = Object.hasOwn(defs, name) ? defs[name] : undefined
    if (!def) throw new ConfigError(`${provider} has no setting '${name}'${nearest(name, Object.keys(defs))}`)
    values[name] = readSetting(`${provider}.${name}`, def, value)
  }
  return values
}

const readSetting = (name: string, def: SettingDef, value: SettingValue): SettingValue => {
  const read = typeof value === 'string' ? parse(def, value) : value
  const fits = def.values ? def.values.includes(read) : typeof read === typeof def.default
  if (!fits || Number.isNaN(read)) {
    const expected = def.values ? def.values.join(' | ') : `a ${typeof def.default}`
    throw new ConfigError(`${name} takes ${expected}, not '${value}'`)
  }
  return read
}

const parse = (def: SettingDef, text: string): SettingValue => {
  if (typeof def.default === 'number') return text.trim() === '' ? Number.NaN : Number(text)
  if (typeof def.default === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

type Widened<V> = V extends string ? string : V extends number ? number : boolean

/** The value of a switch: one of those listed, or any of the type of its default. */
type ValueOf<D> = D extends { readonly values: readonly (infer V)[] }
  ? V
  : D extends { readonly default: infer V }
    ? Widened<V>
    : never

/** The switches of a provider, declared once: their definitions, and the reader of their values in a world. */
export interface DeclaredSettings<D extends SettingDefs> {
  readonly definitions: D
  /** The values in a world, or in the one that a unit of work runs in. */
  readonly of: (world: SettingsHolder) => SettingsIn<D>
}

export interface SettingsHolder {
  settings<S extends Settings>(provider: string): S
}

type SettingsIn<D extends SettingDefs> = { readonly [K in keyof D]: ValueOf<D[K]> }

/** The values of declared switches, for those who take them as an argument. */
export type SettingsOf<S> = S extends DeclaredSettings<infer D> ? SettingsIn<D> : never

/** Declares the switches of a provider. */
export const defineSettings = <const D extends SettingDefs>(provider: string, definitions: D): DeclaredSettings<D> => ({
  definitions,
  of: (world) => world.settings<SettingsIn<D> & Settings>(provider),
})
