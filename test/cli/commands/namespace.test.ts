import { expect, test } from 'vitest'
import * as namespace from '../../../src/cli/commands/namespace.ts'
import { FakeWall } from '../../helpers/wall.ts'
import { printed, refused, setup } from './setup.ts'

const anyCredential = expect.stringMatching(/^one\n {2}digitalocean {2}token=dop_v1_[0-9a-f]{64}\n$/) as string

test('creates, shows, lists and deletes', async () => {
  const { peertwin } = setup(namespace, { wall: new FakeWall() })
  const made = await peertwin('create', 'one', '--seed', '7')
  expect(made).toEqual({ ...printed(), stdout: anyCredential })
  expect(await peertwin('show', 'one')).toEqual(made)
  const [, token] = /token=(\w+)/.exec(made.stdout)!
  expect(await peertwin('show', 'one', '--json')).toEqual(
    printed(
      JSON.stringify({
        name: 'one',
        control: '/_peertwin/namespaces/one',
        url: null,
        expires_at: null,
        credentials: { digitalocean: { token } },
      }),
    ),
  )
  const second = await peertwin('create', '--ttl', '1h', '--port')
  expect(second.stdout).toMatch(
    /^ns-1\n {2}url {2}http:\/\/127\.0\.0\.1:\d+\n {2}expires when not used before 2026-01-01T01:00:00\.000Z\n {2}digitalocean {2}token=\w+\n$/,
  )
  const [, url = ''] = /url {2}(\S+)/.exec(second.stdout)!
  const wide = url.length
  expect(await peertwin()).toEqual(
    printed(
      `default  ${'-'.padEnd(wide)}  -`,
      `one      ${'-'.padEnd(wide)}  -`,
      `ns-1     ${url}  2026-01-01T01:00:00.000Z`,
    ),
  )
  expect(await peertwin('delete', 'one')).toEqual(printed('one is deleted'))
  expect(await peertwin('delete', 'ns-1', '--json')).toEqual(printed('{"deleted":"ns-1"}'))
  expect(await peertwin('show', 'one')).toEqual(refused("There is no namespace 'one'; it is one of default"))
})

test('is about the emulator as a whole, whatever namespace is named', async () => {
  const { peertwin } = setup(namespace)
  await peertwin('create', 'one')
  expect(await peertwin('list', '--namespace', 'nobody')).toEqual(printed('default  -  -', 'one      -  -'))
})

test('says why it does not', async () => {
  const { peertwin } = setup(namespace)
  expect(await peertwin('create', 'a b')).toEqual(
    refused("body.name: expected text like /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, not 'a b'"),
  )
  expect(await peertwin('create', 'a', '--from', 'nothing')).toEqual(
    refused("There is no snapshot 'nothing' of the namespace default."),
  )
  expect(await peertwin('delete', 'default')).toEqual(refused('The namespace default always exists; reset it instead.'))
})
