import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1'
import { type Container, Service } from 'kubernetes-models/v1'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'

const ROOT = new URL('../../../', import.meta.url).pathname
const textOf = (name: string): string => readFileSync(join(ROOT, 'examples/cluster', name), 'utf8')

interface Manifest {
  readonly apiVersion: string
  readonly kind: keyof typeof KINDS
  readonly metadata: { readonly name: string }
  readonly spec: Record<string, unknown>
}

const KINDS = { Deployment, NetworkPolicy, PodDisruptionBudget, Service, StatefulSet }

const manifests = parseAllDocuments(textOf('kubernetes.yaml')).map((document) => document.toJS() as Manifest)
const named = (kind: string, name: string): Manifest =>
  manifests.find((one) => one.kind === kind && one.metadata.name === name)!

describe('each manifest', () => {
  test.each(manifests.map((one) => [`${one.kind} ${one.metadata.name}`, one] as const))(
    '%s fits its schema',
    (_, one) => {
      const model = new KINDS[one.kind](one as never)
      expect(() => model.validate()).not.toThrow()
      expect(model.toJSON()).toEqual(one)
    },
  )
})

/** What the compiler says of manifests as values of the types that are made from the same schemas: those know every member. */
const unknownMembers = (all: readonly Manifest[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'peertwin-manifests-'))
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    const lines = all.map(
      (one, n) =>
        `import type { I${one.kind} as K${n} } from 'kubernetes-models/${one.apiVersion}'\nexport const m${n}: K${n} = ${JSON.stringify(one)}\n`,
    )
    writeFileSync(join(folder, 'manifests.mts'), lines.join(''))
    const options = ['--strict', '--noEmit', '--skipLibCheck', '--module', 'nodenext', 'manifests.mts']
    return spawnSync(join(ROOT, 'node_modules/.bin/tsc'), options, { cwd: folder, encoding: 'utf8' }).stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('no manifest has a member that Kubernetes does not know', () => {
  const wrong = { ...named('Service', 'nats'), spec: { ports: [{ port: 1, targetport: 2 }] } }
  const found = unknownMembers([...manifests, wrong])
  expect(found).toContain('\'"targetport"\' does not exist')
  expect(found.match(/error TS/g)).toHaveLength(1)
})

describe('the replicas', () => {
  const template = (named('Deployment', 'peertwin').spec as { template: { spec: { containers: Container[] } } })
    .template
  const [container] = template.spec.containers

  test('are ready when `ready` says so, and read only what is there', () => {
    expect(container).toMatchObject({
      readinessProbe: { httpGet: { path: '/_peertwin/ready', port: 'http' } },
      livenessProbe: { httpGet: { path: '/_peertwin/health', port: 'http' } },
      securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    })
  })

  test('listen to each other where the policy lets them', () => {
    const ports = container!.ports!.map(({ name, containerPort }) => [name, containerPort])
    expect(ports).toEqual([
      ['http', 4580],
      ['peers', 4590],
    ])
    expect(container!.env!.find(({ name }) => name === 'PEERTWIN_CLUSTER_PEER')?.value).toBe('$(POD_IP):4590')
  })
})
