import { dotted } from '../../core/cidr.ts'
import { type Millis, isoSeconds } from '../../core/clock.ts'
import { ListText, quoted, rowText } from '../../core/memo.ts'
import type { Listed, Page } from './operations/pages.ts'
import { type Created, type Member, type Peering, type Vpc, rangeOf } from './records/index.ts'
import type { Region } from './records/regions.ts'
import type { DigitalOceanSettings } from './settings.ts'

const seconds = (at: Millis): string => `${isoSeconds(Math.round(at / 1000) * 1000)}Z`

/** Nanoseconds, without trailing zeros. */
const precise = ({ createdAt, nanos }: Created): string => {
  const fraction = (createdAt % 1000) * 1_000_000 + nanos
  const text = isoSeconds(createdAt)
  return fraction === 0
    ? `${text}Z`
    : `${text}.${String(fraction + 1_000_000_000)
        .slice(1)
        .replace(/0+$/, '')}Z`
}

type TimeForm = (row: Created) => string
const rounded: TimeForm = ({ createdAt, nanos }) => seconds(createdAt + nanos / 1e6)

// spelt out, because it is what all the creates and lists of a run consist of
const peeringText =
  (time: TimeForm) =>
  (row: Peering): string =>
    `{"id":${quoted(row.id)},"name":${quoted(row.name)},"vpc_ids":[${quoted(row.vpcIds[0])},${quoted(row.vpcIds[1])}],` +
    `"created_at":"${time(row)}","status":"${row.state}"}`

const vpcOf = (time: TimeForm) => (row: Vpc) => ({
  id: row.id,
  urn: `do:vpc:${row.id}`,
  name: row.name,
  description: row.description,
  region: row.region,
  ip_range: row.ipRange,
  created_at: time(row),
  default: row.isDefault,
  resolver_ip: dotted(rangeOf(row).last - 1n),
})

// the create answer shows a row once, so remembering its text would cost more than it saves
const forms = {
  long: { peering: peeringText(precise), vpc: (row: Vpc) => JSON.stringify(vpcOf(precise)(row)) },
  short: {
    peering: rowText(peeringText(rounded)),
    vpc: rowText((row: Vpc) => JSON.stringify(vpcOf(rounded)(row))),
  },
}

/** JSON text of the resources, in the form that reads show, or in the longer one of the create answer. */
export const viewsFor = ({ createdAt }: DigitalOceanSettings, answer: 'create' | 'read') =>
  createdAt === 'full' || (createdAt === 'live' && answer === 'create') ? forms.long : forms.short

export const memberView = rowText((row: Member) =>
  JSON.stringify({ urn: row.urn, name: row.name, created_at: seconds(row.createdAt) }),
)

export const regionView = rowText((region: Region) =>
  JSON.stringify({
    name: region.name,
    slug: region.slug,
    available: region.available,
    features: ['backups', 'ipv6', 'metadata', 'storage', 'image_transfer'],
    sizes: ['s-1vcpu-1gb', 's-1vcpu-2gb'],
  }),
)

export const accountView = {
  account: {
    droplet_limit: 25,
    floating_ip_limit: 5,
    reserved_ip_limit: 5,
    volume_limit: 100,
    name: 'Sammy the Shark',
    email: 'sammy@digitalocean.com',
    uuid: 'b6fc48dbf6d9906cace5f3c78dc9851e757381ef',
    email_verified: true,
    status: 'active',
    status_message: '',
    team: { uuid: '5df3e3004a17e242b7c20ca6c9fc25b701a47ece', name: 'My Team' },
  },
}

/** `{"key":json}` once per key. */
export const envelope = (keys: readonly string[], json: string): string => {
  let text = ''
  for (const key of keys) text += `${text === '' ? '{' : ','}"${key}":${json}`
  return `${text}}`
}

/** Where a list was asked for, so that its links lead back to it. */
export interface Place {
  /** Origin and path. */
  readonly url: string
  /** `per_page` and filters that the request gave. */
  readonly query: Readonly<Record<string, string>>
  readonly page: Page
}

/** A list with its `links` and `meta`, under each of the keys. */
export const listView = <T>(
  keys: readonly string[],
  { items, total }: Listed<T>,
  view: (item: T) => string,
  place: Place,
): ListText => {
  const texts = items.map((item) => view(item))
  const others = keys.slice(0, -1).map((key) => `"${key}":[${texts.join(',')}],`)
  return new ListText(
    `{${others.join('')}"${keys.at(-1)}":[`,
    texts,
    `],"links":${linksText(total, place)},"meta":{"total":${total}}}`,
  )
}

const linksText = (total: number, { url, query, page: { page, perPage } }: Place): string => {
  const lastPage = Math.ceil(total / perPage)
  if (lastPage === 0 || (lastPage === 1 && page === 1)) return '{}'
  // alphabetical, and `page` comes before all the others
  const rest = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1))
  const tail = rest.length === 0 ? '' : `&${new URLSearchParams(rest).toString()}`
  const link = (name: string, number: number): string => `"${name}":${quoted(`${url}?page=${number}${tail}`)}`
  const [back, on] = [page > 1, page < lastPage]
  const links = [
    back && link('first', 1),
    on && link('last', lastPage),
    on && link('next', page + 1),
    back && link('prev', Math.min(page - 1, lastPage)),
  ]
  return `{"pages":{${links.filter(Boolean).join(',')}}}`
}
