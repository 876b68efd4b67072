import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import { clientOf, setup as setupAny } from '../helpers/setup.ts'

const setup = (options: EmulatorOptions = {}) => {
  const { emulator } = setupAny({ providers: ['digitalocean'], ...options })
  return { emulator, control: clientOf(emulator, 'http://localhost:4580/_peertwin') }
}

const JSON_TYPE = { 'content-type': 'application/json' }
const problem = (status: number, title: string, detail: string) => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { type: 'about:blank', title, status, detail },
})

describe('the path of a namespace', () => {
  const moved = async (path: string) => {
    const { control } = setup()
    for (const name of ['a', 'clock', 'with.dots-and_more']) await control('POST', '/namespaces', { name })
    await control('POST', path, { by: '5s' })
    const now = async (base: string) =>
      ((await control('GET', `${base}/clock`)).body as { now: string }).now.slice(17, 19)
    return [
      await now(''),
      await now('/namespaces/a'),
      await now('/namespaces/clock'),
      await now('/ns/with.dots-and_more'),
    ]
  }

  test.each([
    ['/clock/advance', ['05', '00', '00', '00']],
    ['/namespaces/default/clock/advance', ['05', '00', '00', '00']],
    ['/namespaces/a/clock/advance', ['00', '05', '00', '00']],
    ['/namespaces/a/clock/advance/', ['00', '05', '00', '00']],
    ['/namespaces/%61/clock/advance', ['00', '05', '00', '00']],
    ['/namespaces/clock/clock/advance', ['00', '00', '05', '00']],
    ['/ns/a/clock/advance', ['00', '05', '00', '00']],
    ['/ns/with.dots-and_more/clock/advance', ['00', '00', '00', '05']],
    ['/namespaces/clock/advance', ['00', '00', '00', '00']],
    ['/namespaces//clock/advance', ['00', '00', '00', '00']],
    ['/namespaces/a//clock/advance', ['00', '00', '00', '00']],
  ])('%s', async (path, expected) => {
    expect(await moved(path)).toEqual(expected)
  })

  test('is not taken for the namespace itself', async () => {
    const { control } = setup()
    const { body } = await control('POST', '/namespaces', { name: 'a' })
    for (const path of ['/namespaces/a', '/namespaces/a/', '/ns/a'])
      expect(await control('GET', path)).toMatchObject({ status: 200, headers: JSON_TYPE, body })
    expect(await control('PUT', '/namespaces/a')).toMatchObject({
      ...problem(405, 'Method not allowed', '/_peertwin/namespaces/a takes GET, DELETE.'),
      headers: { 'content-type': 'application/problem+json', allow: 'GET, DELETE' },
    })
    expect((await control('DELETE', '/namespaces//a')).status).toBe(404)
    expect((await control('GET', '/namespaces/a')).status).toBe(200)
  })

  test('leads to the routes of a namespace alone, and to namespaces that there are', async () => {
    const { control } = setup()
    await control('POST', '/namespaces', { name: 'a' })
    for (const path of ['health', 'metrics', 'namespaces', 'openapi.json', 'namespaces/a/clock', 'helth'])
      expect(await control('GET', `/namespaces/a/${path}`)).toMatchObject({
        status: 404,
        body: { detail: `The control API has no /_peertwin/namespaces/a/${path}.` },
      })
    expect(await control('GET', '/namespaces/nobody/clock')).toMatchObject(
      problem(404, 'No such namespace', "There is no namespace 'nobody'; it is one of default, a"),
    )
    expect(await control('GET', '/namespaces/%ff/clock')).toMatchObject(
      problem(400, 'Invalid request', 'The path is not percent-encoded UTF-8.'),
    )
  })
})
