import { type Command, InvalidArgumentError, type Option } from 'commander'
import { ConfigError } from '../../core/config.ts'
import { readConfigFile } from '../../core/input/config-file.ts'
import { nearest } from '../../core/nearest.ts'
import { either, kindOf } from '../../core/wording.ts'
import { configurable, keyOf } from './schema.ts'

/**
 * Gives a command the options of a configuration file, below those of the environment and of the command line. Throws a
 * ConfigError with file, line and column.
 */
export const applyConfig = async (command: Command, path: string): Promise<void> => {
  const file = await readConfigFile(path)
  const { value } = file
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ConfigError(`${path}: expected options such as 'port: 4580', not ${kindOf(value)}`)
  const options = new Map(configurable(command).map((option) => [keyOf(option), option]))
  for (const [key, given] of Object.entries(value)) {
    if (key === '$schema') continue
    const option = options.get(key)
    try {
      if (!option) throw new ConfigError(`there is no option '${key}'${nearest(key, [...options.keys()])}`, [key])
      const name = option.attributeName()
      if (!['cli', 'env'].includes(command.getOptionValueSource(name) ?? ''))
        command.setOptionValueWithSource(name, valueOf(option, given), 'config')
    } catch (error) {
      throw error instanceof ConfigError ? file.blame(error) : error
    }
  }
}

type Parse = (text: string, previous: unknown) => unknown

/** The value that the command line would have come to. */
const valueOf = (option: Option, given: unknown): unknown => {
  const key = keyOf(option)
  const parse = option.parseArg as Parse | undefined
  const refuse = (takes: string): never => {
    const seen = ['string', 'number', 'boolean'].includes(typeof given) ? `'${given as string}'` : kindOf(given)
    throw new ConfigError(`${key} takes ${takes}, not ${seen}`, [key])
  }
  const texts = textsOf(option, given) ?? refuse(option.argChoices ? either(option.argChoices) : expectedBy(option))
  let value: unknown
  try {
    for (const text of texts) value = parse ? parse(text, value) : text
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error
    refuse(option.argChoices ? either(option.argChoices) : error.message.replace(/^It takes (.*)\.$/s, '$1'))
  }
  return value
}

/** What somebody would have typed; undefined where nobody could. */
const textsOf = (option: Option, given: unknown): readonly string[] | undefined => {
  if (keyOf(option) === 'set') return switchesIn(given)
  if (option.optional) return typeof given === 'boolean' ? [String(given)] : undefined
  if (typeof given === 'string' || typeof given === 'number') return [String(given)]
  const isList =
    Array.isArray(given) && given.every((one) => typeof one === 'string') && /names|name or file/.test(option.flags)
  if (!isList) return undefined
  return option.flags.includes('names') ? [given.join(',')] : given
}

const switchesIn = (given: unknown): readonly string[] | undefined => {
  if (kindOf(given) !== 'an object') return undefined
  const texts: string[] = []
  for (const [provider, switches] of Object.entries(given as object)) {
    if (kindOf(switches) !== 'an object') return undefined
    for (const [name, value] of Object.entries(switches as object)) {
      if (!['string', 'number', 'boolean'].includes(typeof value) || String(value).includes(',')) return undefined
      texts.push(`${provider}.${name}=${String(value)}`)
    }
  }
  return texts
}

const expectedBy = ({ flags, optional, long }: Option): string => {
  if (optional) return 'true or false'
  if (long === '--set') return 'switches by provider, such as { provider: { switch: value } }'
  return flags.replace(/^.*<(.*)>.*$/, 'a $1').replace('a names', 'names')
}
