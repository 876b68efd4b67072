import { Ids } from '../../../core/ids.ts'
import type { Millis } from '../../../core/clock.ts'
import type { Domain, Project, Token, User } from '../records/index.ts'

/** UTC with six digits of a second. */
const instant = (at: Millis): string => new Date(at).toISOString().replace('Z', '000Z')

const wellKnown = new Ids('huawei', 'catalogue')
const SERVICES = [
  // clients put the version behind this one themselves
  ['network', 'neutron', () => ''],
  ['vpc', 'vpc', (project: string) => `/v1${project}`],
  ['vpcv2.0', 'vpcv2.0', (project: string) => `/v2.0${project}`],
  ['identity', 'keystone', () => '/v3'],
] as const
const IDS = SERVICES.map(() => ({ service: wellKnown.hex('service', 32), endpoint: wellKnown.hex('endpoint', 32) }))

const DAY = 86_400_000

/** Where the request came in, and the region to tell. */
export interface Home {
  readonly origin: string
  readonly region: string
}

const CLOUD = /^(https?:\/\/)iam\.(?:.+\.)?(myhuaweicloud\.(?:com|eu)|otc\.t-systems\.com)(?=$|:)/

// the identity host of the real service has a sibling per region for everything else
const serviceOrigin = ({ origin, region }: Home): string =>
  CLOUD.test(origin)
    ? origin.replace(CLOUD, `$1vpc.${region}.${region === 'eu-ch2' ? 'sc.' : ''}$2`)
    : origin.replace(/^(https?:\/\/)iam\./, '$1vpc.')

/** The services of this host, so that a client finds its way back to it. */
export const catalogView = (home: Home, projectId: string | null): object[] =>
  SERVICES.map(([type, name, path], index) => {
    const { service, endpoint } = IDS[index]!
    const host = type === 'identity' ? home.origin : serviceOrigin(home)
    const url = host + path(projectId === null ? '' : `/${projectId}`)
    const { region } = home
    return {
      type,
      id: service,
      name,
      endpoints: [{ id: endpoint, interface: 'public', region, region_id: region, url }],
    }
  })

/** Everybody and everything that a token names. */
export interface Subject {
  readonly user: User | undefined
  readonly domain: Domain | undefined
  readonly project: Project | undefined
  /** The domain of the project, which is another one than the user's where he says that he acts for others. */
  readonly owner: Domain | undefined
}

export const tokenView = (
  { methods, issuedAt, expiresAt }: Token,
  { user, domain, project, owner }: Subject,
  now: Millis,
  catalog: object[] | undefined,
) => {
  const named = (domain: Domain | undefined) => ({ id: domain?.id ?? '', name: domain?.name ?? '' })
  return {
    token: {
      methods,
      issued_at: instant(issuedAt),
      expires_at: instant(expiresAt ?? now + DAY),
      user: { domain: named(domain), id: user?.id ?? '', name: user?.name ?? '', password_expires_at: '' },
      ...(project
        ? { project: { domain: named(owner), id: project.id, name: project.name } }
        : { domain: named(domain) }),
      roles: [{ id: '0', name: 'te_admin' }],
      ...(catalog && { catalog }),
    },
  }
}

const links = (origin: string, path: string) => ({ self: `${origin}${path}`, previous: null, next: null })

export const catalogAnswer = (home: Home, projectId: string | null) => ({
  catalog: catalogView(home, projectId),
  links: { self: `${home.origin}/v3/auth/catalog`, next: null, previous: null },
})

export const projectView = (origin: string, { id, name, domainId }: Project) => ({
  id,
  name,
  domain_id: domainId,
  parent_id: domainId,
  enabled: true,
  is_domain: false,
  description: '',
  links: { self: `${origin}/v3/projects/${id}` },
})

export const projectList = (origin: string, path: string, projects: readonly Project[]) => ({
  links: links(origin, path),
  projects: projects.map((project) => projectView(origin, project)),
})

export const domainList = (origin: string, domains: readonly Domain[]) => ({
  domains: domains.map(({ id, name }) => ({
    id,
    name,
    description: '',
    enabled: true,
    links: { self: `${origin}/v3/domains/${id}` },
  })),
  links: links(origin, '/v3/auth/domains'),
})

export const userList = (origin: string, users: readonly User[]) => ({
  users: users.map(({ id, name, domainId }) => ({
    id,
    name,
    domain_id: domainId,
    enabled: true,
    links: { self: `${origin}/v3/users/${id}` },
  })),
  links: links(origin, '/v3/users'),
})

export const regionList = (origin: string, regions: readonly string[]) => ({
  regions: regions.map((region) => ({
    id: region,
    type: 'public',
    description: '',
    parent_region_id: null,
    locales: { 'en-us': region },
    links: { self: `${origin}/v3/regions/${region}` },
  })),
  links: links(origin, '/v3/regions'),
})

const selfLink = (href: string) => [{ rel: 'self', href }]

export const identityVersion = (origin: string) => ({
  version: { id: 'v3.6', status: 'stable', links: selfLink(`${origin}/v3/`) },
})

export const identityVersions = (origin: string) => ({
  versions: {
    values: [{ id: 'v3.6', status: 'stable', updated: '2016-04-04T00:00:00Z', links: selfLink(`${origin}/v3/`) }],
  },
})

export const networkVersions = (origin: string) => ({
  versions: [{ status: 'CURRENT', id: 'v2.0', links: [{ href: `${origin}/v2.0`, rel: 'self' }] }],
})
