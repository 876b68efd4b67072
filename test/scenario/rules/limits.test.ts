import { expect, test } from 'vitest'
import { limit, mistakesIn, vocabulary } from '../setup.ts'

const names = await vocabulary()
const errorsOf = (provider: string): string => names.get(provider)!.errors.join(', ')

test.each([
  [
    'a limit of nothing',
    limit('max: 1'),
    ["test.yaml:3:5: 'limit-1' needs a 'window', or a 'resource' whose rows it counts"],
  ],
  [
    'a window that lets nothing through',
    limit('window: 1m, max: 0'),
    ['test.yaml:3:19: a window that lets nothing through is a fault, not a limit'],
  ],
  [
    'a window with conditions on rows',
    limit('window: 1m, max: 1, where: { name: x }'),
    ["test.yaml:3:27: 'where' belongs to a quota: give it a 'resource'"],
  ],
  [
    'headers that are not the provider’s',
    limit('match: { op: digitalocean/vpcs.list }, window: 1m, max: 1, headers: provider'),
    [
      "test.yaml:3:66: the provider's own headers tell of its own windows: match a provider and nothing else, per credential, without an error",
    ],
  ],
  [
    'an error of a window',
    limit('match: { provider: upcloud }, window: 1m, max: 1, error: too_fast'),
    [`test.yaml:3:57: there is no error of upcloud 'too_fast'; it is one of ${errorsOf('upcloud')}`],
  ],
  [
    'a quota with a window',
    limit('resource: digitalocean/vpc_peering, max: 1, window: 1m'),
    ["test.yaml:3:51: a quota counts rows at one time and has no 'window'"],
  ],
  [
    'a quota of what does not exist',
    limit('resource: digitalocean/peering, max: 1'),
    ["test.yaml:3:7: there is no resource 'digitalocean/peering'; did you mean 'digitalocean/vpc_peering'?"],
  ],
  [
    'an error of a quota',
    limit('resource: digitalocean/vpc_peering, max: 1, error: quota_exceded'),
    ["test.yaml:3:51: there is no error of digitalocean 'quota_exceded'; did you mean 'quota_exceeded'?"],
  ],
  [
    'a quota on a field that must overlap what is no CIDR block',
    limit('resource: digitalocean/vpc, max: 1, where: { range: { cidrOverlaps: x } }'),
    ["test.yaml:3:52: 'x' is no CIDR block"],
  ],
])('a mistake is told with its place: %s', async (_, text, mistakes) => {
  expect(await mistakesIn(text)).toEqual(mistakes)
})
