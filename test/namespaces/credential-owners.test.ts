import { expect, test } from 'vitest'
import { CredentialOwners } from '../../src/namespaces/credentials/owners.ts'
import type { Namespace } from '../../src/namespaces/namespace.ts'

// it only tells namespaces apart
const namespace = (name: string): Namespace => ({ name }) as Namespace

test('a credential of a namespace that is gone is known for ever, however many came after it', () => {
  const owners = new CredentialOwners()
  for (let n = 0; n < 60_000; n++) {
    const one = namespace(`ns-${n}`)
    owners.add('p', `key-${n}`, one)
    owners.remove(one)
  }
  const found = Array.from({ length: 60_000 }, (_, n) => owners.of('p', `key-${n}`))
  expect(found.every((owner) => owner === null)).toBe(true)
  expect(Array.from({ length: 60_000 }, (_, n) => owners.of('p', `other-${n}`)).some((one) => one === null)).toBe(false)
  expect(owners.of('q', 'key-1')).toBeUndefined()
})

test('a credential that leads somewhere again does so, and is gone again when that namespace is taken back', () => {
  const owners = new CredentialOwners()
  const [first, second] = [namespace('a'), namespace('a')]
  owners.add('p', 'key', first)
  owners.remove(first)
  owners.add('p', 'key', second)
  expect(owners.of('p', 'key')).toBe(second)
  owners.remove(first) // what it had leads to another one by now
  expect(owners.of('p', 'key')).toBe(second)
  owners.forget(second)
  expect(owners.of('p', 'key')).toBeNull()
})

test('a namespace that nobody has seen leaves nothing', () => {
  const owners = new CredentialOwners()
  const one = namespace('a')
  owners.add('p', 'key', one)
  owners.forget(one)
  expect([owners.of('p', 'key'), owners.gone.size]).toEqual([undefined, 0])
})
