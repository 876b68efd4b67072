import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Authority } from '../../src/server/doors/authority.ts'
import { Contexts } from '../../src/server/doors/contexts.ts'
import { FakeWall } from '../helpers/wall.ts'

const DAY = 24 * 3_600_000
const folders = mkdtempSync(join(tmpdir(), 'peertwin-authority-'))
afterAll(() => rmSync(folders, { recursive: true }))
const fresh = (): string => mkdtempSync(join(folders, 'a-'))

/** An authority on a wall clock of its own, and what it told. */
const setup = (folder?: string, wall = new FakeWall()) => {
  const told: string[] = []
  const authority = new Authority({ folder, wall, onRenewal: (sentence) => void told.push(sentence) })
  return { authority, wall, told, again: () => setup(folder, wall) }
}

const modesIn = (folder: string): string[][] =>
  readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)])
const KEPT = [
  ['ca-key.pem', '600'],
  ['ca.pem', '644'],
]

describe('the certificate of the authority', () => {
  test('is for signing servers alone, holds for a year, and names itself', () => {
    const { authority } = setup()
    const own = new X509Certificate(authority.certificate)
    expect(own.ca).toBe(true)
    expect([own.validFrom, own.validTo]).toEqual(['Dec 31 00:00:00 2025 GMT', 'Jan  1 00:00:00 2027 GMT'])
    expect(own.subject).toMatch(/^O=Peertwin\nCN=Peertwin local CA [0-9a-f]{8}$/)
    expect(own.issuer).toBe(own.subject)
    expect(own.verify(own.publicKey)).toBe(true)
    expect(own.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
  })

  test('is another one in every memory', () => {
    expect(setup().authority.certificate).not.toBe(setup().authority.certificate)
  })

  test('stays the same while it holds', () => {
    const { authority, wall, told } = setup()
    const before = authority.certificate
    wall.advance(300 * DAY)
    expect(authority.certificate).toBe(before)
    expect(told).toEqual([])
  })

  test('is renewed before it ends, with a word', () => {
    const { authority, wall, told } = setup()
    const before = authority.certificate
    wall.advance(358 * DAY)
    expect(authority.certificate).not.toBe(before)
    expect(new X509Certificate(authority.certificate).validTo).toBe('Dec 25 00:00:00 2027 GMT')
    expect(told).toEqual([
      'the certificate of the local CA ends on 2027-01-01T00:00:00.000Z; a new one takes its place, which clients have to be told to trust (peertwin ca)',
    ])
  })
})

describe('a folder', () => {
  test('keeps it, the key for its owner alone', () => {
    const folder = fresh()
    const { authority, again, told } = setup(folder)
    const { certificate } = authority
    expect(modesIn(folder)).toEqual(KEPT)
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(certificate)
    expect(again().authority.certificate).toBe(certificate)
    expect(told).toEqual([])
  })

  test('has it renewed where it has come of age', () => {
    const folder = fresh()
    const { authority, again, wall } = setup(folder)
    const { certificate } = authority
    wall.advance(400 * DAY)
    const later = again()
    expect(later.authority.certificate).not.toBe(certificate)
    expect(later.told).toHaveLength(1)
    expect(modesIn(folder)).toEqual(KEPT)
    expect(again().authority.certificate).toBe(later.authority.certificate)
  })

  test('with half of it gets a new one', () => {
    const folder = fresh()
    const { certificate } = setup(folder).authority
    rmSync(join(folder, 'ca.pem'))
    expect(setup(folder).authority.certificate).not.toBe(certificate)
    expect(modesIn(folder)).toEqual(KEPT)
  })

  test.each([
    ['a certificate of another key', () => setup().authority.certificate],
    ['no certificate', () => 'nothing'],
  ])('with %s is refused, and stays as it is', (_, text) => {
    const folder = fresh()
    expect(setup(folder).authority.certificate).toBeTruthy()
    const wrong = text()
    writeFileSync(join(folder, 'ca.pem'), wrong)
    expect(() => setup(folder).authority.certificate).toThrow(
      `${folder}/ca.pem and ca-key.pem are no certificate and its key; delete both`,
    )
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(wrong)
  })

  test('that is none is said', () => {
    const file = join(fresh(), 'file')
    writeFileSync(file, '')
    expect(() => setup(file).authority.certificate).toThrow(`${file}/ca-key.pem: ENOTDIR`)
  })
})

describe('a leaf', () => {
  test('is for its names, holds for a week, and is signed by the authority', () => {
    const { authority } = setup()
    const leaf = new X509Certificate(authority.leaf(['api.upcloud.com', '127.0.0.1', '::1']).cert)
    const own = new X509Certificate(authority.certificate)
    expect(leaf.subjectAltName).toBe('DNS:api.upcloud.com, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1')
    expect([leaf.validFrom, leaf.validTo]).toEqual(['Dec 31 00:00:00 2025 GMT', 'Jan  8 00:00:00 2026 GMT'])
    expect(leaf.checkIssued(own)).toBe(true)
    expect(leaf.verify(own.publicKey)).toBe(true)
    expect([leaf.ca, leaf.keyUsage]).toEqual([false, ['1.3.6.1.5.5.7.3.1']])
  })

  test('is made once per name, and again before it ends or when the authority is another', () => {
    const { authority, wall } = setup()
    const contexts = new Contexts(authority, wall, { ownNames: ['localhost'], knows: () => true })
    const first = contexts.of('api.upcloud.com')
    wall.advance(5 * DAY)
    expect(contexts.of('api.upcloud.com')).toBe(first)
    expect(contexts.of('api.digitalocean.com')).not.toBe(first)
    wall.advance(2 * DAY)
    expect(contexts.of('api.upcloud.com')).not.toBe(first)
    wall.advance(350 * DAY)
    const last = contexts.of('api.upcloud.com')
    wall.advance(2 * DAY)
    expect(contexts.of('api.upcloud.com')).not.toBe(last)
  })

  test('is kept for a hundred names, those that were used last', () => {
    const { authority, wall } = setup()
    const contexts = new Contexts(authority, wall, { ownNames: ['localhost'], knows: () => true })
    const [first, second] = [contexts.of('0.example'), contexts.of('1.example')]
    for (let i = 2; i < 100; i++) contexts.of(`${i}.example`)
    expect(contexts.of('0.example')).toBe(first)
    contexts.of('100.example')
    expect(contexts.of('0.example')).toBe(first)
    expect(contexts.of('1.example')).not.toBe(second)
  })

  test('of the emulator itself stands for all names that are not its own', () => {
    const { authority, wall } = setup()
    const contexts = new Contexts(authority, wall, { ownNames: ['localhost'], knows: (host) => host === 'known' })
    expect(contexts.of('a.example')).toBe(contexts.of('b.example'))
    expect(contexts.of(undefined)).toBe(contexts.of('a.example'))
    expect(contexts.of('known')).not.toBe(contexts.of('a.example'))
  })
})
