import { describe, expect, test } from 'vitest'
import { A, NOBODY, common, createVpc, setup } from './setup.ts'

const error = (code: string, message: string) => ({ code, message })

describe.each(['vpc', 'subnet'])('/v2.0/{project_id}/%ss/{id}/tags', (kind) => {
  const tagged = async () => {
    const bench = setup()
    const vpc = await createVpc(bench.a, A.projectId, 'v')
    const subnet = { name: 's', cidr: '192.168.1.0/24', gateway_ip: '192.168.1.1', vpc_id: vpc.id }
    const { body } = await bench.a('POST', `/v1/${A.projectId}/subnets`, { subnet })
    const { id } = kind === 'vpc' ? vpc : (body as { subnet: { id: string } }).subnet
    const root = `/v2.0/${A.projectId}/${kind}s`
    return { ...bench, root, path: `${root}/${id}/tags` }
  }

  test('start empty, are added and replaced, and removed whether they are there or not', async () => {
    const { a, root, path } = await tagged()
    const empty = await a('GET', path)
    expect(empty.status).toBe(200)
    expect(empty.headers).toEqual(common())
    expect(empty.text).toBe('{"tags":[]}')
    const tags = [
      { key: 'k1', value: 'v1' },
      { key: 'k2', value: 'v2' },
    ]
    const added = await a('POST', `${path}/action`, { action: 'create', tags })
    expect(added.status).toBe(204)
    expect(added.headers).toEqual(common(null))
    expect(added.text).toBe('')
    expect((await a('POST', `${path}/action`, { action: 'create', tags })).status).toBe(204)
    expect((await a('POST', path, { tag: { key: 'k2', value: 'new' } })).status).toBe(204)
    expect((await a('GET', path)).body).toEqual({ tags: [tags[0], { key: 'k2', value: 'new' }] })
    expect((await a('GET', `${root}/tags`)).body).toEqual({
      tags: [
        { key: 'k1', values: ['v1'] },
        { key: 'k2', values: ['new'] },
      ],
    })
    expect((await a('POST', `${path}/action`, { action: 'delete', tags: [tags[0], { key: 'none' }] })).status).toBe(204)
    expect((await a('DELETE', `${path}/k2`)).status).toBe(204)
    expect((await a('GET', path)).text).toBe('{"tags":[]}')
  })

  test.each<[string, unknown, number, string]>([
    ['another action', { action: 'x', tags: [] }, 400, 'action is invalid.'],
    ['no tags', { action: 'create' }, 400, 'Tag can not be null.'],
    ['null tags', { action: 'create', tags: null }, 400, 'Tag can not be null.'],
    ['a repeated key', { action: 'create', tags: [{ key: 'k' }, { key: 'k' }] }, 400, 'Tag key is repeated.'],
    [
      'too many',
      { action: 'create', tags: Array.from({ length: 11 }, (_, n) => ({ key: `k${n}` })) },
      400,
      'number of tags exceeds max num of 10.',
    ],
    ['a malformed body', '{', 500, 'InvalidInput'],
    ['tags of another type', { action: 'create', tags: 'k' }, 500, 'InvalidInput'],
  ])('refuse %s', async (_, body, status, message) => {
    const { a, path } = await tagged()
    const answer = await a('POST', `${path}/action`, body)
    expect(answer.status).toBe(status)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual(error('VPC.1801', message))
  })

  test('refuse a missing tag, a malformed id and an unknown one', async () => {
    const { a, root, path } = await tagged()
    expect(await a('POST', path, {})).toMatchObject({ status: 400, body: error('VPC.1801', 'Tag can not be null.') })
    expect(await a('GET', `${root}/x/tags`)).toMatchObject({
      status: 400,
      body: error('VPC.1801', 'resource id is invalid.'),
    })
    expect(await a('GET', `${root}/${NOBODY}/tags`)).toMatchObject({
      status: 404,
      body: error('VPC.2204', kind === 'subnet' ? 'Query subnet by id fail.' : 'Query resource by id fail.'),
    })
  })
})

test('the success status of tags/action can be 200', async () => {
  const { a, unchecked } = setup({ settings: { huawei: { tagsActionStatus: 200 } } })
  const { id } = await createVpc(a, A.projectId, 'v')
  const body = { action: 'create', tags: [{ key: 'k', value: 'v' }] }
  const answer = await unchecked('POST', `/v2.0/${A.projectId}/vpcs/${id}/tags/action`, body)
  expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: '' })
})
