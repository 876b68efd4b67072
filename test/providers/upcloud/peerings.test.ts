import { describe, expect, test } from 'vitest'
import type { Answered } from '../../helpers/setup.ts'
import {
  type Peering,
  bare,
  basic,
  common,
  createNetwork,
  createPeering,
  createRouter,
  getPeering,
  patchPeering,
  peeringBody,
  refusal,
  setup,
  twoNetworks,
  twoSides,
  said,
  told,
} from './setup.ts'

const NOBODY = '0f000000-0000-4000-8000-000000000000'
const NO_NETWORK = '03ffffff-0000-4000-8000-000000000000'

describe('GET /1.3/network-peering', () => {
  test('answers 64 bytes when there are none', async () => {
    const { api } = setup(bare())
    const answer = await api('GET', '/1.3/network-peering')
    expect(answer.status).toBe(200)
    expect(answer.text).toBe('{\n   "network_peerings" : {\n      "network_peering" : []\n   }\n}\n')
    expect(Buffer.byteLength(answer.text)).toBe(64)
    expect(answer.headers).toEqual({ ...common(), 'content-length': '64' })
  })

  test('lists by uuid, each like its single answer', async () => {
    const { api } = setup(bare())
    const { ab, ba } = await twoSides(api)
    const { body } = await api('GET', '/1.3/network-peering')
    const uuids = [ab.uuid, ba.uuid].sort()
    expect(body).toEqual({
      network_peerings: { network_peering: [await getPeering(api, uuids[0]!), await getPeering(api, uuids[1]!)] },
    })
  })

  test.each(['/1.3/network-peering/', '//1.3/network-peering', '/1.3//network-peering//'])(
    'answers at %s',
    async (path) => {
      const { api } = setup(bare())
      const answer = await api('GET', path)
      expect([answer.status, answer.text.length]).toEqual([200, 64])
    },
  )

  describe('with labels', () => {
    const labelled = async () => {
      const bench = setup(bare())
      const { a, b } = await twoNetworks(bench.api)
      const labels = [
        { key: 'color', value: 'green' },
        { key: 'size', value: 'xl' },
      ]
      const p1 = await createPeering(bench.api, 'p1', a.uuid, b.uuid, { labels })
      const p2 = await createPeering(bench.api, 'p2', b.uuid, a.uuid, { labels: [{ key: 'color', value: 'blue' }] })
      return { ...bench, a, b, p1, p2 }
    }

    test.each([
      ['label=color', ['p1', 'p2']],
      ['label=color%3Dgreen', ['p1']],
      ['label=color=green', ['p1']],
      ['label=COLOR%3Dgreen&label=size', ['p1']],
      ['label=color%3Dred', []],
      ['label=color%3DGREEN', []],
      ['label=size&label=color%3Dblue', []],
      ['limit=1', ['p1', 'p2']],
    ])('filters by %s', async (query, names) => {
      const { api } = await labelled()
      const { status, body } = await api('GET', `/1.3/network-peering?${query}`)
      const found = (body as { network_peerings: { network_peering: Peering[] } }).network_peerings.network_peering
      expect(status).toBe(200)
      expect(found.map(({ name }) => name).sort()).toEqual(names)
    })

    test('filters by uuid and by the networks of both sides', async () => {
      const { api, a, b, p1, p2 } = await labelled()
      const names = async (query: string): Promise<string[]> => {
        const { body } = await api('GET', `/1.3/network-peering?${query}`)
        return (body as { network_peerings: { network_peering: Peering[] } }).network_peerings.network_peering.map(
          ({ name }) => name,
        )
      }
      expect(await names(`network_uuid_local=${a.uuid}`)).toEqual(['p1'])
      expect(await names(`network_uuid_peer=${a.uuid}`)).toEqual(['p2'])
      expect(await names(`uuid=${p1.uuid}`)).toEqual(['p1'])
      expect(await names(`uuid=${p2.uuid}&network_uuid_local=${a.uuid}`)).toEqual([])
      expect(await names(`network_uuid_local=${b.uuid}&network_uuid_peer=${a.uuid}`)).toEqual(['p2'])
    })
  })

  test('shows an account its own side only', async () => {
    const { api, as } = setup(bare())
    const { a, b } = await twoNetworks(api)
    await createPeering(api, 'a-b', a.uuid, b.uuid)
    const answer = await as(basic('other'))('GET', '/1.3/network-peering')
    expect(answer.text.length).toBe(64)
  })
})

describe('POST /1.3/network-peering', () => {
  test('answers 201 with the recorded layout, byte for byte', async () => {
    const { api } = setup(bare({ timestamps: false }))
    const { a, b } = await twoNetworks(api)
    const labels = [{ key: 'env', value: 'test' }]
    const answer = await api('POST', '/1.3/network-peering', peeringBody('a-to-b', a.uuid, b.uuid, { labels }))
    const { uuid } = (answer.body as { network_peering: Peering }).network_peering
    expect(uuid).toMatch(/^0f[0-9a-f]{6}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(answer.status).toBe(201)
    expect(answer.headers).toEqual({ ...common(), 'content-length': '667' })
    expect(answer.text).toBe(`{
   "network_peering" : {
      "configured_status" : "active",
      "labels" : [
         {
            "key" : "env",
            "value" : "test"
         }
      ],
      "name" : "a-to-b",
      "network" : {
         "ip_networks" : {
            "ip_network" : [
               {
                  "address" : "172.18.221.0/24",
                  "family" : "IPv4"
               }
            ]
         },
         "uuid" : "${a.uuid}"
      },
      "peer_network" : {
         "uuid" : "${b.uuid}"
      },
      "state" : "pending-peer",
      "uuid" : "${uuid}"
   }
}
`)
  })

  test('shows when it was made, and later when it was changed', async () => {
    const { api, clock } = setup(bare())
    const { a, b } = await twoNetworks(api)
    const made = await createPeering(api, 'a-b', a.uuid, b.uuid)
    expect(Object.keys(made)).toEqual([
      'configured_status',
      'created_at',
      'labels',
      'name',
      'network',
      'peer_network',
      'state',
      'updated_at',
      'uuid',
    ])
    expect([made.created_at, made.updated_at]).toEqual(['2026-01-01T00:00:00Z', null])
    clock.advance(60_000)
    await patchPeering(api, made.uuid, { name: 'n2' })
    expect(await getPeering(api, made.uuid)).toEqual({ ...made, name: 'n2', updated_at: '2026-01-01T00:01:00Z' })
  })

  test('takes null labels for none and uuids in upper case', async () => {
    const { api } = setup(bare())
    const { a, b } = await twoNetworks(api)
    const made = await createPeering(api, 'x', a.uuid.toUpperCase(), b.uuid, { labels: null })
    expect([made.labels, made.network.uuid]).toEqual([[], a.uuid])
  })

  const net = { uuid: NO_NETWORK }
  const whole = { name: 'x', network: net, peer_network: net }
  const label = (key: string, value = 'v') => ({ network_peering: { ...whole, labels: [{ key, value }] } })
  const bodyInvalid = ['REQUEST_INVALID', 'The request body is invalid.'] as const
  const attribute = (code: string, name: string) => [code, `The attribute ${name} has an invalid value.`] as const
  const keys = [
    'INVALID_LABEL_KEY',
    'Label keys have 2 to 32 printable ASCII characters and do not begin with an underscore.',
  ] as const

  test.each<[string, unknown, readonly [string, string]]>([
    ['an empty body', '', bodyInvalid],
    ['malformed JSON', '{"network_peering":', bodyInvalid],
    ['an array', [], bodyInvalid],
    ['null', 'null', bodyInvalid],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), bodyInvalid],
    ['no wrapper', whole, bodyInvalid],
    ['a wrapper that is no object', { network_peering: [] }, bodyInvalid],
    [
      'an unknown attribute before all else',
      { network_peering: { colour: 'green' } },
      ['UNKNOWN_ATTRIBUTE', 'The request contains an unknown attribute colour.'],
    ],
    ['no name', { network_peering: { network: net, peer_network: net } }, attribute('NAME_INVALID', 'name')],
    ['an empty name', { network_peering: { ...whole, name: '' } }, attribute('NAME_INVALID', 'name')],
    ['a long name', { network_peering: { ...whole, name: 'x'.repeat(256) } }, attribute('NAME_INVALID', 'name')],
    ['a name of another type', { network_peering: { ...whole, name: 5 } }, attribute('NAME_INVALID', 'name')],
    [
      'a status that is none',
      { network_peering: { ...whole, configured_status: 'on' } },
      attribute('CONFIGURED_STATUS_INVALID', 'configured_status'),
    ],
    ['no network', { network_peering: { name: 'x', peer_network: net } }, attribute('NETWORK_INVALID', 'network')],
    ['no peer', { network_peering: { name: 'x', network: net } }, attribute('NETWORK_INVALID', 'peer_network')],
    [
      'an ill-formed uuid',
      { network_peering: { ...whole, network: { uuid: 'x' } } },
      attribute('NETWORK_INVALID', 'network'),
    ],
    ['a network without uuid', { network_peering: { ...whole, network: {} } }, attribute('NETWORK_INVALID', 'network')],
    ['a short label key', label('x'), keys],
    ['a long label key', label('x'.repeat(33)), keys],
    ['a system label', label('_x'), keys],
    ['a label key beyond ASCII', label('größe'), keys],
    ['labels that are no list', { network_peering: { ...whole, labels: {} } }, keys],
    [
      'a long label value',
      label('ok', 'v'.repeat(256)),
      ['INVALID_LABEL_VALUE', 'Label values have at most 255 characters.'],
    ],
    [
      'a label without a value',
      { network_peering: { ...whole, labels: [{ key: 'ok' }] } },
      ['INVALID_LABEL_VALUE', 'Label values have at most 255 characters.'],
    ],
    [
      'the same label key twice',
      {
        network_peering: {
          ...whole,
          labels: [
            { key: 'ab', value: '' },
            { key: 'AB', value: '' },
          ],
        },
      },
      ['DUPLICATE_LABEL_KEYS', 'Label keys are unique.'],
    ],
  ])('refuses %s', async (_, body, [code, message]) => {
    const { api } = setup(bare())
    expect(said(await api('POST', '/1.3/network-peering', body))).toEqual(told(400, code, message))
  })

  test('refuses a body of another content type', async () => {
    const { api } = setup(bare())
    const answer = await api('POST', '/1.3/network-peering', 'name=x', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(said(answer)).toEqual(told(400, ...bodyInvalid))
  })

  test('refuses networks that do not exist', async () => {
    const { api } = setup(bare())
    const { a } = await twoNetworks(api)
    const post = (local: string, peer: string) => api('POST', '/1.3/network-peering', peeringBody('x', local, peer))
    expect(said(await post(NO_NETWORK, a.uuid))).toEqual(
      told(404, 'NETWORK_NOT_FOUND', 'The local network was not found.'),
    )
    expect(said(await post(a.uuid, NO_NETWORK))).toEqual(
      told(404, 'PEER_NETWORK_NOT_FOUND', 'Peer network was not found.'),
    )
  })

  test('refuses a local network without a router, itself as peer, and the same pair twice', async () => {
    const { api } = setup(bare())
    const { a, b } = await twoNetworks(api)
    const c = await createNetwork(api, 'c', '10.9.0.0/24')
    const post = (local: string, peer: string) => api('POST', '/1.3/network-peering', peeringBody('x', local, peer))
    expect(said(await post(c.uuid, a.uuid))).toEqual(
      told(409, 'LOCAL_NETWORK_NO_ROUTER', 'The local network has no router.'),
    )
    expect(said(await post(a.uuid, a.uuid))).toEqual(told(400, ...attribute('NETWORK_INVALID', 'peer_network')))
    await createPeering(api, 'a-b', a.uuid, b.uuid)
    expect(said(await post(a.uuid, b.uuid))).toEqual(
      told(409, 'PEERING_CONFLICT', 'The peering between these accounts already exists.'),
    )
    expect((await post(a.uuid, c.uuid)).status).toBe(201)
  })

  test('refuses networks that are not private', async () => {
    const { api } = setup()
    const { a } = await twoNetworks(api)
    const shared = '03000000-0000-4000-8001-000000000000'
    const post = (local: string, peer: string) => api('POST', '/1.3/network-peering', peeringBody('x', local, peer))
    expect(said(await post(shared, a.uuid))).toEqual(told(400, 'NETWORK_TYPE_INVALID', 'The network type is invalid.'))
    expect(said(await post(a.uuid, shared))).toEqual(told(400, 'NETWORK_TYPE_INVALID', 'The network type is invalid.'))
  })

  test('lets a peer be of another account, but not the local network', async () => {
    const { api, as, clock } = setup(bare())
    const other = as(basic('other'))
    const { a } = await twoNetworks(api)
    const router = await createRouter(other, 'r')
    const theirs = await createNetwork(other, 'n', '10.7.0.0/24', { router: router.uuid })
    expect(said(await api('POST', '/1.3/network-peering', peeringBody('x', theirs.uuid, a.uuid)))).toEqual(
      told(403, 'NETWORK_FORBIDDEN', `The network ${theirs.uuid} is owned by another account.`),
    )
    const mine = await createPeering(api, 'mine', a.uuid, theirs.uuid)
    const back = await createPeering(other, 'back', theirs.uuid, a.uuid)
    clock.advance(2_000)
    expect([(await getPeering(api, mine.uuid)).state, (await getPeering(other, back.uuid)).state]).toEqual([
      'active',
      'active',
    ])
    const forbidden = [
      'ACTION_FORBIDDEN',
      'The account is not allowed to perform this action.',
      { date: 'Thu, 01 Jan 2026 00:00:02 GMT' },
    ] as const
    expect(said(await api('GET', `/1.3/network-peering/${back.uuid}`))).toEqual(told(403, ...forbidden))
    expect(said(await patchPeering(api, back.uuid, {}))).toEqual(told(403, ...forbidden))
    expect(said(await api('DELETE', `/1.3/network-peering/${back.uuid}`))).toEqual(told(403, ...forbidden))
  })

  test('refuses what the settings forbid', async () => {
    const { api, as } = setup(bare({ peeringQuota: 1, peerAccounts: 'own', zoneMatching: 'strict' }))
    const { a, b, r1 } = await twoNetworks(api)
    const post = (local: string, peer: string) => api('POST', '/1.3/network-peering', peeringBody('x', local, peer))
    const theirs = await createNetwork(as(basic('other')), 'n', '10.7.0.0/24')
    expect(said(await post(a.uuid, theirs.uuid))).toEqual(
      told(400, 'PEERING_ACCOUNT_INVALID', 'The peering account is invalid.'),
    )
    const far = await createNetwork(api, 'far', '10.8.0.0/24', { zone: 'fi-hel1' })
    expect(said(await post(a.uuid, far.uuid))).toEqual(
      told(409, 'ZONE_MISMATCH', 'The resources are in different zones.'),
    )
    expect(said(await api('PUT', `/1.3/network/${far.uuid}`, { network: { router: r1.uuid } }))).toEqual(
      told(409, 'ZONE_MISMATCH', 'The resources are in different zones.'),
    )
    await createPeering(api, 'a-b', a.uuid, b.uuid)
    expect(said(await post(b.uuid, a.uuid))).toEqual(
      told(409, 'PEERING_LIMIT_REACHED', 'The network peering limit has been reached.'),
    )
  })

  test('refuses to create anything without credits', async () => {
    const { api } = setup(bare({ credits: 0 }))
    const text = 'There are not enough credits for the requested operation.'
    expect(said(await api('POST', '/1.3/router', { router: { name: 'r' } }))).toEqual(
      told(402, 'INSUFFICIENT_CREDITS', text),
    )
  })
})

describe('GET /1.3/network-peering/{uuid}', () => {
  test.each([NOBODY, 'not-a-uuid'])('answers 404 for %s', async (uuid) => {
    const { api } = setup(bare())
    const text = `The peering ${uuid} does not exist.`
    expect(said(await api('GET', `/1.3/network-peering/${uuid}`))).toEqual(told(404, 'PEERING_NOT_FOUND', text))
    expect(said(await patchPeering(api, uuid, {}))).toEqual(told(404, 'PEERING_NOT_FOUND', text))
    expect(said(await api('DELETE', `/1.3/network-peering/${uuid}`))).toEqual(told(404, 'PEERING_NOT_FOUND', text))
  })
})

describe('PATCH /1.3/network-peering/{uuid}', () => {
  const labelled = async () => {
    const bench = setup(bare())
    const { a, b } = await twoNetworks(bench.api)
    const labels = [{ key: 'env', value: 'test' }]
    return { ...bench, peering: await createPeering(bench.api, 'p', a.uuid, b.uuid, { labels }) }
  }

  test.each([
    ['null', null],
    ['an empty list', []],
  ])('clears labels with %s, changes what else is given, and answers the whole object', async (_, labels) => {
    const { api, peering } = await labelled()
    const answer = await patchPeering(api, peering.uuid, { name: 'n2', configured_status: 'disabled', labels })
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual(common())
    expect(answer.body).toEqual({
      network_peering: {
        ...peering,
        name: 'n2',
        configured_status: 'disabled',
        labels: [],
        state: 'disabled',
        updated_at: '2026-01-01T00:00:00Z',
      },
    })
  })

  test('changes nothing when nothing is given', async () => {
    const { api, peering } = await labelled()
    const { status, body } = await patchPeering(api, peering.uuid, {})
    expect([status, body]).toEqual([200, { network_peering: peering }])
  })

  test('replaces labels as a whole', async () => {
    const { api, peering } = await labelled()
    const labels = [
      { key: 'zz', value: '1' },
      { key: 'aa', value: '2' },
    ]
    await patchPeering(api, peering.uuid, { labels })
    expect((await getPeering(api, peering.uuid)).labels).toEqual(labels)
  })

  test.each<[string, unknown, string, string]>([
    [
      'another network',
      { network: { uuid: NO_NETWORK } },
      'UNKNOWN_ATTRIBUTE',
      'The request contains an unknown attribute network.',
    ],
    ['another state', { state: 'active' }, 'UNKNOWN_ATTRIBUTE', 'The request contains an unknown attribute state.'],
    ['an empty name', { name: '' }, 'NAME_INVALID', 'The attribute name has an invalid value.'],
    [
      'a null status',
      { configured_status: null },
      'CONFIGURED_STATUS_INVALID',
      'The attribute configured_status has an invalid value.',
    ],
  ])('refuses %s', async (_, change, code, message) => {
    const { api, peering } = await labelled()
    expect(said(await patchPeering(api, peering.uuid, change as object))).toEqual(told(400, code, message))
    expect(await getPeering(api, peering.uuid)).toEqual(peering)
  })
})

describe('DELETE /1.3/network-peering/{uuid}', () => {
  test('is refused until the peering is disabled, the way there included', async () => {
    const { api, clock } = setup(bare())
    const { ab } = await twoSides(api)
    clock.advance(2_000)
    const before = await getPeering(api, ab.uuid)
    const remove = () => api('DELETE', `/1.3/network-peering/${ab.uuid}`)
    const text = 'The peering must be disabled before it can be deleted.'
    refused2(await remove(), text)
    expect(await getPeering(api, ab.uuid)).toEqual(before)
    await patchPeering(api, ab.uuid, { configured_status: 'disabled' })
    refused2(await remove(), text)
    clock.advance(2_000)
    const gone = await remove()
    expect(gone.status).toBe(204)
    expect(gone.text).toBe('')
    expect(gone.headers).toEqual(common(null, 'Thu, 01 Jan 2026 00:00:04 GMT'))
    const missing = await api('GET', `/1.3/network-peering/${ab.uuid}`)
    expect(missing.status).toBe(404)
    expect(missing.text).toBe(refusal('PEERING_NOT_FOUND', `The peering ${ab.uuid} does not exist.`))
  })

  const refused2 = (answer: Answered, text: string) => {
    expect(answer.status).toBe(409)
    expect(answer.text).toBe(refusal('PEERING_NOT_DISABLED', text))
  }

  test('answers with the status of the settings', async () => {
    const { api } = setup(bare({ notDisabledStatus: 400 }))
    const { ab } = await twoSides(api)
    expect((await api('DELETE', `/1.3/network-peering/${ab.uuid}`)).status).toBe(400)
  })
})

describe('with unwrapped bodies', () => {
  test('takes both forms and answers single objects unwrapped, lists as ever', async () => {
    const { api } = setup(bare({ peeringBodies: 'unwrapped', timestamps: false }))
    const { a, b } = await twoNetworks(api)
    const { network_peering: input } = peeringBody('a-b', a.uuid, b.uuid)
    const made = await api('POST', '/1.3/network-peering', input)
    const { uuid } = made.body as Peering
    expect(made.status).toBe(201)
    expect(made.text.startsWith('{\n   "configured_status" : "active",\n   "labels" : [],\n')).toBe(true)
    expect((await api('GET', `/1.3/network-peering/${uuid}`)).text).toBe(made.text)
    expect((await patchPeering(api, uuid, { name: 'n2' })).body).toMatchObject({ name: 'n2' })
    expect((await api('PATCH', `/1.3/network-peering/${uuid}`, { name: 'n3' })).body).toMatchObject({ name: 'n3' })
    expect((await api('GET', '/1.3/network-peering')).body).toMatchObject({
      network_peerings: { network_peering: [{ name: 'n3' }] },
    })
  })
})
