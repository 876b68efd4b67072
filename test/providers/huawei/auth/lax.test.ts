import { describe, expect, test } from 'vitest'
import { REGIONS } from '../../../../src/providers/huawei/records/regions.ts'
import { type Client, clientOf, setup as setupAny } from '../../../helpers/setup.ts'
import { control, overSocket } from '../../../helpers/socket.ts'
import { A, B, BASE, createPeering, createRoute, createVpc, gateway, identity, matching, setup } from '../setup.ts'

const P = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
const Q = 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'
const HEX = matching(/^[0-9a-f]{32}$/)
const byKey = (ak: string) => `SDK-HMAC-SHA256 Access=${ak}, SignedHeaders=x-sdk-date, Signature=no`
const foreign = { code: 'VPC.0007', message: 'urlTenantId is not equal tokenTenantId' }

/** The projects that a world has. */
const projectsIn = async ({ emulator }: ReturnType<typeof setup>): Promise<string[]> => {
  const { body } = await control(emulator, 'GET', '/resources?type=huawei/project')
  return (body as { resources: { id: string }[] }).resources.map(({ id }) => id)
}

const strangers: [string, (bench: ReturnType<typeof setup>, project: string, who: string) => Client][] = [
  [
    'tokens',
    ({ emulator }, project, who) => overSocket(emulator, BASE, { 'x-auth-token': who, 'x-project-id': project }),
  ],
  [
    'keys',
    ({ emulator }, project, who) => overSocket(emulator, BASE, { authorization: byKey(who), 'x-project-id': project }),
  ],
  [
    'keys of somebody else',
    ({ emulator }, project, who) =>
      overSocket(emulator, BASE, { authorization: byKey(who === 'one' ? A.ak : B.ak), 'x-project-id': project }),
  ],
]

describe.each(strangers)('with %s that nobody knows', (_, clientFor) => {
  test('two made-up projects are two tenants, which peer with each other, accept and route', async () => {
    const bench = setup()
    const [p, q] = [clientFor(bench, P, 'one'), clientFor(bench, Q, 'two')]
    const mine = await createVpc(p, P, 'p')
    const theirs = await createVpc(q, Q, 'q', '10.20.0.0/16')
    expect((await p('GET', `/v1/${P}/vpcs`)).body).toMatchObject({ vpcs: [{ id: mine.id, tenant_id: P }] })
    expect((await p('GET', `/v3/${P}/vpc/vpcs/${theirs.id}`)).status).toBe(404)

    const peering = await createPeering(p, 'pq', mine, theirs, Q)
    expect(peering.status).toBe('PENDING_ACCEPTANCE')
    expect((await p('PUT', `/v2.0/vpc/peerings/${peering.id}/accept`)).status).toBe(403)
    expect(await q('PUT', `/v2.0/vpc/peerings/${peering.id}/accept`)).toMatchObject({
      status: 200,
      body: { status: 'ACTIVE', request_vpc_info: { tenant_id: P }, accept_vpc_info: { tenant_id: Q } },
    })
    await createRoute(p, mine, peering, '10.20.0.0/16')
    expect((await p('GET', '/v2.0/vpc/routes')).body).toMatchObject({ routes: [{ tenant_id: P }] })
    expect((await q('GET', '/v2.0/vpc/routes')).body).toEqual({ routes: [] })
    expect((await bench.a('GET', '/v2.0/vpc/peerings')).body).toEqual({ peerings: [] })
    expect(await projectsIn(bench)).toEqual(expect.arrayContaining([A.projectId, B.projectId, P, Q]))
  })
})

describe('a project that a request names', () => {
  test('in its path is that of an unknown token and of an unknown key', async () => {
    const bench = setup()
    for (const headers of [{ 'x-auth-token': 'any' }, { authorization: byKey('ANY') }]) {
      const client = overSocket(bench.emulator, BASE, headers)
      expect((await client('GET', `/v1/${P}/vpcs`)).body).toEqual({ vpcs: [] })
      expect((await client('GET', `/v3/${P}/vpc/vpcs`)).body).toMatchObject({ vpcs: [] })
      expect((await client('GET', `/v3/projects/${Q}`)).body).toMatchObject({ project: { id: Q, name: 'eu-de' } })
    }
    expect((await projectsIn(bench)).filter((id) => id === P || id === Q)).toEqual([P, Q])
  })

  test('has the default records of a tenant: a domain, a user with a key, and a token', async () => {
    const bench = setup()
    const client = overSocket(bench.emulator, BASE, { 'x-auth-token': 'any' })
    const { headers } = await client('GET', `/v1/${P}/vpcs`)
    const { body } = await control(bench.emulator, 'GET', `/requests/${headers['x-peertwin-request']}/explain`)
    expect(body).toMatchObject({
      changes: [
        { type: 'huawei/domain', before: null, after: { name: `domain-${P}` } },
        { type: 'huawei/project', before: null, after: { id: P, name: 'eu-de' } },
        { type: 'huawei/user', before: null, after: { name: `user-${P}`, projectIds: [P], actions: null } },
        { type: 'huawei/token', before: null, after: { projectId: P, expiresAt: null } },
      ],
    })
    const again = await client('GET', `/v1/${P}/vpcs`)
    const next = await control(bench.emulator, 'GET', `/requests/${again.headers['x-peertwin-request']}/explain`)
    expect(next.body).toMatchObject({ changes: [] })
  })

  test('is the first tenant’s where it names none', async () => {
    const { emulator, a } = setup()
    const [a1, a2] = [await createVpc(a, A.projectId, 'a1'), await createVpc(a, A.projectId, 'a2')]
    const { id } = await createPeering(a, 'p', a1, a2)
    for (const headers of [{ 'x-auth-token': 'any' }, { authorization: byKey('ANY') }])
      expect((await overSocket(emulator, BASE, headers)('GET', '/v2.0/vpc/peerings')).body).toMatchObject({
        peerings: [{ id }],
      })
  })

  test.each([
    ['a known token', { 'x-auth-token': A.token }],
    ['a known token, whatever project its header names', { 'x-auth-token': A.token, 'x-project-id': P }],
    ['a known key', { authorization: byKey(A.ak) }],
    ['an unknown key with another project in its header', { authorization: byKey('ANY'), 'x-project-id': A.projectId }],
  ])('is refused where it is not that of %s, and no tenant comes into being', async (_, headers) => {
    const bench = setup()
    const before = await projectsIn(bench)
    const answer = await overSocket(bench.emulator, BASE, headers)('GET', `/v1/${P}/vpcs`)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(foreign)
    expect(await projectsIn(bench)).toEqual(before)
  })

  test.each(['no%20id', 'x'.repeat(65), '%3C%3E'])('%s is none', async (text) => {
    const bench = setup()
    const before = await projectsIn(bench)
    const answer = await overSocket(bench.emulator, BASE, { 'x-auth-token': 'any' })('GET', `/v1/${text}/vpcs`)
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 400, body: foreign })
    expect(await projectsIn(bench)).toEqual(before)
  })

  test('does not come into being with a request that is throttled', async () => {
    const bench = setup({ rateLimits: 'enforce', settings: { huawei: { requestsPerSecond: 1 } } })
    const client = overSocket(bench.emulator, BASE, { 'x-auth-token': 'any' })
    expect((await client('GET', '/v2.0/vpc/routes')).status).toBe(200)
    expect((await client('GET', `/v1/${P}/vpcs`)).status).toBe(429)
    expect(await projectsIn(bench)).not.toContain(P)
  })

  test('stays unknown on the strict server', async () => {
    const bench = setup({ auth: 'strict' })
    const answer = await overSocket(bench.emulator, BASE, { 'x-auth-token': 'any' })('GET', `/v1/${P}/vpcs`)
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual(
      gateway(answer, 'APIGW.0301', 'Incorrect IAM authentication information: decrypt token fail'),
    )
    expect(await projectsIn(bench)).not.toContain(P)
  })
})

const login = (user: object, project?: object) => ({
  auth: { identity: { methods: ['password'], password: { user } }, ...(project && { scope: { project } }) },
})
const me = { name: 'me', password: 'x', domain: { name: 'OTC' } }
const userA = { name: A.user, password: A.password, domain: { name: A.domain } }

interface TokenBody {
  readonly token: {
    readonly user: { readonly name: string; readonly domain: { readonly name: string } }
    readonly project?: { readonly id: string; readonly name: string; readonly domain: { readonly name: string } }
    readonly catalog: readonly { readonly endpoints: readonly { readonly region: string; readonly url: string }[] }[]
  }
}

describe('the scope of a login', () => {
  const issue = async (client: Client, body: object) => {
    const answer = await client('POST', '/v3/auth/tokens', body)
    expect(answer.status).toBe(201)
    return { secret: answer.headers['x-subject-token']!, ...(answer.body as TokenBody).token }
  }

  test('by id makes the project of an unknown user a tenant of its own', async () => {
    const bench = setup()
    const { secret, user, project } = await issue(bench.anonymous, login(me, { id: P }))
    const domain = { id: HEX, name: `domain-${P}` }
    expect({ user, project }).toEqual({
      user: { domain, id: HEX, name: `user-${P}`, password_expires_at: '' },
      project: { domain, id: P, name: 'eu-de' },
    })
    expect((await createVpc(bench.as(secret), P, 'mine')).id).toBeDefined()
    expect((await bench.as(secret)('GET', `/v1/${A.projectId}/vpcs`)).body).toEqual(foreign)
  })

  test('by name makes one of an unknown user’s, the same for whoever comes next', async () => {
    const { anonymous } = setup()
    const first = await issue(anonymous, login(me, { name: 'eu-de_mine' }))
    const next = await issue(anonymous, login({ ...me, name: 'you' }, { name: 'eu-de_mine' }))
    expect(first.project).toMatchObject({ id: HEX, name: 'eu-de_mine', domain: first.user.domain })
    expect(next.project).toEqual(first.project)
    expect(first.project!.id).not.toBe(A.projectId)
    const other = await issue(anonymous, login(me, { name: 'eu-de_other' }))
    expect(other.project!.id).not.toBe(first.project!.id)
    expect(other.user.domain).not.toEqual(first.user.domain)
  })

  test('is the first tenant’s where an unknown user names a project that it has, or none', async () => {
    const { anonymous } = setup()
    expect((await issue(anonymous, login(me, { name: 'eu-de' }))).project!.id).toBe(A.projectId)
    const unscoped = await issue(anonymous, login(me))
    expect(unscoped.user.name).toBe(A.user)
    expect(unscoped.project).toBeUndefined()
  })

  test('of an unknown user in a known domain is within that domain', async () => {
    const { anonymous } = setup()
    const stranger = { ...me, domain: { name: B.domain } }
    expect((await issue(anonymous, login(stranger, { name: 'eu-de' }))).project!.id).toBe(B.projectId)
    const made = await issue(anonymous, login(stranger, { name: 'eu-nl' }))
    expect(made.project).toMatchObject({ name: 'eu-nl', domain: { name: B.domain } })
  })

  test('of a known user is what he asks for, in his own domain by name', async () => {
    const bench = setup()
    const named = await issue(bench.anonymous, login(userA, { name: 'cn-north-4' }))
    expect(named.project).toMatchObject({ id: HEX, name: 'cn-north-4', domain: { name: A.domain } })
    expect(named.user.name).toBe(A.user)
    const byId = await issue(bench.anonymous, login(userA, { id: P }))
    expect(byId.user.name).toBe(A.user)
    expect(byId.project).toMatchObject({ id: P, domain: { name: `domain-${P}` } })
    expect((await bench.as(byId.secret)('GET', `/v1/${P}/vpcs`)).body).toEqual({ vpcs: [] })
  })

  test.each([
    ['an id', { id: 'no id' }],
    ['a name', { name: '<x>' }],
  ])('is refused with %s that no project can have', async (_, project) => {
    const bench = setup()
    const before = await projectsIn(bench)
    for (const user of [me, userA]) {
      const answer = await bench.anonymous('POST', '/v3/auth/tokens', login(user, project))
      expect(answer.status).toBe(401)
      expect(answer.headers).toEqual(identity())
      expect(answer.body).toEqual({
        error: { message: 'The request you have made requires authentication.', code: 401, title: 'Unauthorized' },
      })
    }
    expect(await projectsIn(bench)).toEqual(before)
  })
})

describe('a region', () => {
  const projects = (body: unknown) => (body as { projects: { id: string; name: string }[] }).projects

  test.each(['cn-north-4', 'eu-nl', 'xx-nowhere-9', 'eu-de_team'])(
    '%s has one project as soon as it is asked for',
    async (name) => {
      const { a, as } = setup()
      const [project, ...more] = projects((await a('GET', `/v3/projects?name=${name}`)).body)
      expect(more).toEqual([])
      expect(project).toEqual({
        id: HEX,
        name,
        domain_id: A.domainId,
        parent_id: A.domainId,
        enabled: true,
        is_domain: false,
        description: '',
        links: { self: `${BASE}/v3/projects/${project!.id}` },
      })
      expect(projects((await a('GET', `/v3/projects?name=${name}`)).body)).toEqual([project])
      expect(projects((await as('anybody')('GET', `/v3/projects?name=${name}`)).body)).toEqual([project])
      expect((await a('GET', `/v3/projects/${project!.id}`)).body).toEqual({ project })
    },
  )

  test('is told by the catalogue, and by the host that it leads to', async () => {
    for (const [base, region, host] of [
      ['https://iam.myhuaweicloud.com', 'cn-north-4', 'https://vpc.cn-north-4.myhuaweicloud.com'],
      ['https://iam.eu-de.otc.t-systems.com', 'eu-nl', 'https://vpc.eu-nl.otc.t-systems.com'],
      ['https://iam.eu-de.otc.t-systems.com', 'eu-ch2', 'https://vpc.eu-ch2.sc.otc.t-systems.com'],
      ['https://iam.eu-ch2.sc.otc.t-systems.com', 'eu-ch2', 'https://vpc.eu-ch2.sc.otc.t-systems.com'],
      ['http://127.0.0.1:9', 'xx-nowhere-9', 'http://127.0.0.1:9'],
    ] as const) {
      const { emulator } = setupAny({ providers: ['huawei'] })
      const client = clientOf(emulator, base)
      const { body, headers } = await client('POST', '/v3/auth/tokens', login(userA, { name: `${region}_x` }))
      const { catalog, project } = (body as TokenBody).token
      expect(catalog.map(({ endpoints }) => endpoints)).toMatchObject([
        [{ region, region_id: region, url: host }],
        [{ region, region_id: region, url: `${host}/v1/${project!.id}` }],
        [{ region, region_id: region, url: `${host}/v2.0/${project!.id}` }],
        [{ region, region_id: region, url: `${base}/v3` }],
      ])
      const token = { 'x-auth-token': headers['x-subject-token']! }
      expect((await client('GET', '/v3/auth/catalog', undefined, token)).body).toMatchObject({ catalog })
    }
  })

  test('is the one that is set where the name of a project tells none', async () => {
    const { anonymous } = setup({ settings: { huawei: { region: 'ap-southeast-3' } } })
    const { body } = await anonymous('POST', '/v3/auth/tokens', login(me, { name: 'team' }))
    expect((body as TokenBody).token.catalog[0]!.endpoints[0]!.region).toBe('ap-southeast-3')
  })

  test('stands in lists with the known ones first', async () => {
    const { a } = setup()
    const names = async (path: string) => projects((await a('GET', path)).body).map(({ name }) => name)
    for (const name of ['xx-nowhere-9', 'cn-north-4', 'eu-nl_team']) await a('GET', `/v3/projects?name=${name}`)
    expect(await names('/v3/projects')).toEqual(['eu-de', 'eu-nl_team', 'cn-north-4', 'xx-nowhere-9'])
    const { body } = await a('GET', '/v3/regions')
    expect((body as { regions: { id: string }[] }).regions.map(({ id }) => id)).toEqual([...REGIONS, 'xx-nowhere-9'])
  })
})
