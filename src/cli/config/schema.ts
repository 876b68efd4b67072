import { Command, type Option } from 'commander'
import { declareStart, shapeOf } from '../options.ts'

/** File name of the published JSON Schema. */
const CONFIG_SCHEMA_FILE = 'config.v1.json'

/** What an option is called in a configuration file: as on the command line, without the dashes before it. */
export const keyOf = ({ long }: Option): string => long!.replace(/^--/, '')

/** The options that a configuration file can give. */
export const configurable = ({ options }: Command): Option[] =>
  options.filter((option) => !option.negate && option.long !== '--config')

/** The JSON Schema of a configuration file, made from the options of `start`. */
export const configJsonSchema = (): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: CONFIG_SCHEMA_FILE,
  title: 'Peertwin configuration, version 1',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    ...Object.fromEntries(
      configurable(declareStart(new Command())).map((option) => [
        keyOf(option),
        { description: option.description, ...shapeOf(option) },
      ]),
    ),
  },
})
