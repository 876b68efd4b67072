import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { describe, expect, onTestFinished, test } from 'vitest'
import { TOOLS } from '../../../src/control/mcp/tools.ts'
import { createEmulator } from '../../../src/index.ts'
import { CLI } from '../../helpers/cli.ts'

/** An emulator that listens, and a program that speaks to it in one of the two ways. */
const connected = async (way: 'http' | 'stdio', controlToken?: string) => {
  const emulator = createEmulator({
    providers: ['digitalocean'],
    clock: { mode: 'virtual', start: Date.parse('2026-01-01T00:00:00Z') },
    controlToken,
  })
  const { control } = await emulator.listen({ port: 0 })
  const client = new Client({ name: 'test', version: '1' })
  const token = controlToken === undefined ? [] : ['--token', controlToken]
  await client.connect(
    way === 'http'
      ? new StreamableHTTPClientTransport(new URL(`${control}/mcp`), {
          requestInit: { headers: controlToken === undefined ? {} : { authorization: `Bearer ${controlToken}` } },
        })
      : new StdioClientTransport({ command: process.execPath, args: [CLI, 'mcp', '--control', control, ...token] }),
  )
  onTestFinished(async () => {
    await client.close()
    await emulator.close()
  })
  const use = async (name: string, given: Record<string, unknown> = {}) => {
    const { content, isError = false } = await client.callTool({ name, arguments: given })
    const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('')
    return isError ? { refused: text } : (JSON.parse(text) as unknown)
  }
  return { emulator, client, use }
}

describe.each(['http', 'stdio'] as const)('over %s', (way) => {
  test('the tools have the schemas of their routes', async () => {
    const { client } = await connected(way)
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(TOOLS.map(({ name }) => name))
    expect(tools.find(({ name }) => name === 'advance_clock')).toMatchObject({
      description: expect.stringContaining('(POST /_peertwin/clock/advance)') as string,
      annotations: { readOnlyHint: false, openWorldHint: false },
      inputSchema: {
        type: 'object',
        additionalProperties: false,
        properties: { namespace: { type: 'string' }, by: { type: 'string' }, to: { type: 'string' } },
      },
    })
  })

  test('a lost answer is reproduced, explained and held to an expectation', async () => {
    const { emulator, use } = await connected(way)
    const { credentials } = (await use('create_namespace', { name: 'bug' })) as {
      credentials: { digitalocean: { token: string } }
    }
    const namespace = 'bug'
    expect(
      await use('add_fault', {
        namespace,
        id: 'throttled',
        match: { op: 'digitalocean/vpcs.list' },
        calls: 1,
        effect: { error: 'too_many_requests' },
      }),
    ).toMatchObject({ id: 'throttled', hits: 0 })
    const list = () =>
      emulator.fetch(
        new Request('http://localhost/v2/vpcs', {
          headers: { authorization: `Bearer ${credentials.digitalocean.token}` },
        }),
      )
    expect([(await list()).status, (await list()).status]).toEqual([429, 200])
    expect(await use('find_requests', { namespace, status: '4xx' })).toMatchObject({
      requests: [{ n: 1, response: { status: 429 }, rule: { kind: 'scenario', name: 'throttled' } }],
    })
    expect(await use('explain_request', { namespace, n: 1 })).toMatchObject({
      answered_by: { kind: 'scenario', name: 'throttled' },
    })
    expect(await use('verify', { namespace, expect: [{ op: 'digitalocean/vpcs.list', calls: 1 }] })).toMatchObject({
      passed: false,
      checks: [{ seen: expect.arrayContaining(['it was called 2 times']) as string[] }],
    })
  })

  test('time, states, scenarios and snapshots', async () => {
    const { use } = await connected(way)
    expect(await use('save_snapshot', { name: 'before' })).toMatchObject({ name: 'before' })
    expect(await use('advance_clock', { by: '90s' })).toMatchObject({ now: '2026-01-01T00:01:30.000Z' })
    expect(await use('restore_snapshot', { name: 'before' })).toMatchObject({
      clock: { now: '2026-01-01T00:00:00.000Z' },
    })
    const text = 'name: mine\nfaults:\n  - { id: a, match: { op: digitalocean/vpcs.lst }, effect: { status: 500 } }\n'
    expect(await use('keep_scenario', { text })).toEqual({
      refused: expect.stringContaining("did you mean 'digitalocean/vpcs.list'") as string,
    })
    expect(await use('keep_scenario', { text: text.replace('lst', 'list') })).toMatchObject({ name: 'mine' })
    expect(await use('activate_scenario', { id: 'mine' })).toMatchObject({ active: { name: 'mine' } })
  })

  test('what makes no sense comes back in the words of the control API', async () => {
    const { use } = await connected(way)
    expect(await use('advance_clock', { by: '5 minutes' })).toEqual({
      refused: expect.stringContaining('by') as string,
    })
    expect(await use('show_resource', { id: 'nobody' })).toEqual({ refused: 'No resource has the id nobody.' })
    expect(await use('list_resources', { namespace: 'nobody' })).toEqual({
      refused: expect.stringContaining("'nobody'") as string,
    })
  })

  test('a token is wanted where the control API wants one', async () => {
    const { use } = await connected(way, 'geheim')
    expect(await use('read_clock')).toMatchObject({ mode: 'virtual' })
  })
})

test('without the token nobody is let in, and without an emulator it is said', async () => {
  const emulator = createEmulator({ providers: ['digitalocean'], controlToken: 'geheim' })
  const answer = await emulator.fetch(new Request('http://localhost/_peertwin/mcp', { method: 'POST', body: '{}' }))
  expect(answer.status).toBe(401)
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [CLI, 'mcp', '--control', 'http://127.0.0.1:1/_peertwin'],
    }),
  )
  onTestFinished(() => client.close())
  expect(await client.callTool({ name: 'read_clock', arguments: {} })).toMatchObject({
    isError: true,
    content: [{ type: 'text', text: expect.stringContaining('no emulator answers at') as string }],
  })
})

test('levels without end are refused in words', async () => {
  const emulator = createEmulator({ providers: ['digitalocean'] })
  const levels = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const given = `{"id":"f","effect":{"status":500,"body":${levels}}}`
  const answer = await emulator.fetch(
    new Request('http://localhost/_peertwin/mcp', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add_fault","arguments":${given}}}`,
    }),
  )
  const result = { content: [{ type: 'text', text: 'the inputs have more than 100 levels' }], isError: true }
  expect([answer.status, (await answer.text()).trim()]).toEqual([
    200,
    `event: message\ndata: ${JSON.stringify({ result, jsonrpc: '2.0', id: 1 })}`,
  ])
})
