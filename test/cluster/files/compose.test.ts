import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { composeMisfits } from '../../helpers/compose.ts'

interface Service {
  readonly environment?: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}

const textOf = (name: string): string =>
  readFileSync(new URL(`../../../examples/cluster/${name}`, import.meta.url), 'utf8')
const file = parse(textOf('compose.yaml'), { merge: true }) as { readonly services: Readonly<Record<string, Service>> }

test('fits the schema of its specification', () => {
  expect(composeMisfits(file)).toEqual([])
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
