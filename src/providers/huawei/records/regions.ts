const OTC = ['eu-de', 'eu-nl', 'eu-ch2']
const HUAWEI = [
  'cn-north-4',
  'cn-north-1',
  'cn-north-2',
  'cn-north-9',
  'cn-north-11',
  'cn-north-12',
  'cn-east-2',
  'cn-east-3',
  'cn-east-4',
  'cn-east-5',
  'cn-south-1',
  'cn-south-2',
  'cn-south-4',
  'cn-southwest-2',
  'cn-southwest-3',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'af-north-1',
  'af-south-1',
  'ae-ad-1',
  'eu-west-0',
  'eu-west-101',
  'la-north-2',
  'la-south-2',
  'me-east-1',
  'my-kualalumpur-1',
  'na-mexico-1',
  'ru-moscow-1',
  'ru-northwest-2',
  'sa-brazil-1',
  'tr-west-1',
]

/** The regions of Open Telekom Cloud and of Huawei Cloud, as their published clients list them. */
export const REGIONS: readonly string[] = [...OTC, ...HUAWEI]

const RANKS = new Map(REGIONS.map((region, rank) => [region, rank]))
const FORM = /^[a-z]{2}-[a-z]+\d*(?:-\d+)?$/

/** The region of a project, whose name is that of the region or begins with it; undefined where it names none. */
export const regionOf = (project: string): string | undefined => {
  const [region = ''] = project.split('_')
  return RANKS.has(region) || FORM.test(region) ? region : undefined
}

/** The order of listings: known regions first, then whatever else somebody asked for. */
export const regionRank = (name: string): number => RANKS.get(regionOf(name) ?? name) ?? RANKS.size
