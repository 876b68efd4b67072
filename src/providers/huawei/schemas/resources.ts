import { readCidr } from '../../../core/cidr.ts'
import { neutronProblems as problems } from '../errors/neutron.ts'
import { isUuid, projectIdOf } from './ids.ts'
import { pythonText } from './python-text.ts'

/** How one attribute of a Neutron resource may be given. */
interface Attribute {
  readonly post?: 'required' | 'optional'
  readonly put?: true
  /** Why a value is refused, or undefined. */
  readonly refuse?: (value: unknown) => string | undefined
}

export interface Resource {
  readonly name: string
  readonly attributes: Readonly<Record<string, Attribute>>
}

type Values = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text =
  (limit: number): NonNullable<Attribute['refuse']> =>
  (value) => {
    if (typeof value !== 'string') return `'${pythonText(value)}' is not a valid string`
    return Array.from(value).length > limit ? `'${value}' exceeds maximum length of ${limit}` : undefined
  }

const name: Attribute['refuse'] = (value) =>
  text(64)(value) ?? (String(value).trim() === '' ? `'${String(value)}' Blank strings are not permitted` : undefined)

const description: Attribute['refuse'] = (value) =>
  text(255)(value) ?? (/[<>]/.test(String(value)) ? `'${String(value)}' is not a valid input` : undefined)

const uuid: Attribute['refuse'] = (value) =>
  typeof value === 'string' && isUuid(value) ? undefined : `'${pythonText(value)}' is not a valid UUID`

const cidr: Attribute['refuse'] = (value) =>
  typeof value === 'string' && readCidr(value)?.canonical ? undefined : `'${pythonText(value)}' is not a valid CIDR`

const vpcInfo: Attribute['refuse'] = (value) => {
  if (!isObject(value)) return `'${pythonText(value)}' is not a dictionary`
  if (!('vpc_id' in value)) {
    const keys = Object.keys(value).map((key) => pythonText([key]).slice(1, -1))
    const provided = keys.length === 0 ? 'set()' : `{${keys.join(', ')}}`
    return `Validation of dictionary's keys failed. Expected keys: {'vpc_id'} Provided keys: ${provided}`
  }
  const { vpc_id, tenant_id = null } = value
  return uuid(vpc_id) ?? (tenant_id === null ? undefined : text(255)(tenant_id))
}

// what a client may write about the owner is checked before everything else
const owner: Attribute = { post: 'optional', put: true }

export const peeringResource: Resource = {
  name: 'peering',
  attributes: {
    id: {},
    name: { post: 'required', put: true, refuse: name },
    description: { post: 'optional', put: true, refuse: description },
    status: {},
    request_vpc_info: { post: 'required', refuse: vpcInfo },
    accept_vpc_info: { post: 'required', refuse: vpcInfo },
    created_at: {},
    updated_at: {},
    tenant_id: owner,
    project_id: owner,
  },
}

export const routeResource: Resource = {
  name: 'route',
  attributes: {
    id: {},
    type: {
      post: 'required',
      refuse: (value) => (value === 'peering' ? undefined : `${pythonText(value)} is not in ['peering']`),
    },
    nexthop: { post: 'required', refuse: uuid },
    destination: { post: 'required', refuse: cidr },
    vpc_id: { post: 'required', refuse: uuid },
    tenant_id: owner,
    project_id: owner,
  },
}

/** The attributes of a request body, checked in the order of Neutron's own API layer. */
export const readResource = (
  value: unknown,
  { name, attributes }: Resource,
  verb: 'post' | 'put',
  projectId: string,
): Values => {
  const given = unwrap(value, name)
  for (const key of ['tenant_id', 'project_id']) {
    const owner = given[key]
    if (owner !== undefined && owner !== null && owner !== '' && projectIdOf(pythonText(owner)) !== projectId)
      throw problems.foreignProject()
  }
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(attributes, key))
  if (unknown.length > 0) throw problems.attributesUnknown(unknown)
  for (const [key, { post, put }] of Object.entries(attributes)) {
    const isGiven = given[key] !== undefined
    if (verb === 'post' && post === 'required' && !isGiven) throw problems.attributeMissing(key)
    if (verb === 'post' && !post && isGiven) throw problems.attributeNotInPost(key)
    if (verb === 'put' && !put && isGiven) throw problems.attributeReadOnly(key)
  }
  for (const [key, { refuse }] of Object.entries(attributes)) {
    const reason = given[key] === undefined ? undefined : refuse?.(given[key])
    if (reason !== undefined) throw problems.attributeInvalid(key, reason)
  }
  return given
}

const unwrap = (value: unknown, name: string): Values => {
  if (value === undefined || value === null || isEmpty(value)) throw problems.bodyMissing()
  if (!isObject(value)) throw problems.bodyInvalid()
  const inner = Object.hasOwn(value, name) ? value[name] : undefined
  if (inner === undefined || inner === null) throw problems.envelopeMissing(name)
  if (!isObject(inner)) throw problems.envelopeInvalid(name)
  return inner
}

const isEmpty = (value: unknown): boolean =>
  value === '' || value === 0 || value === false || (typeof value === 'object' && Object.keys(value!).length === 0)
