/** A region: the short code of old ids and answers, the long name of later clients, and the number its zones count from. */
export interface Region {
  readonly code: string
  readonly name: string
  readonly zoneBase: number
}

export interface Zone {
  readonly id: number
  readonly name: string
}

const region = (code: string, name: string, zoneBase: number): Region => ({ code, name, zoneBase })

export const regions: readonly Region[] = [
  region('gz', 'ap-guangzhou', 100_000),
  region('sh', 'ap-shanghai', 200_000),
  region('hk', 'ap-hongkong', 300_000),
  region('ca', 'na-toronto', 400_000),
  region('gzopen', 'ap-guangzhou-open', 600_000),
  region('shjr', 'ap-shanghai-fsi', 700_000),
  region('bj', 'ap-beijing', 800_000),
  region('sg', 'ap-singapore', 900_000),
  region('szjr', 'ap-shenzhen-fsi', 1_100_000),
  region('usw', 'na-siliconvalley', 1_500_000),
  region('cd', 'ap-chengdu', 1_600_000),
  region('de', 'eu-frankfurt', 1_700_000),
  region('kr', 'ap-seoul', 1_800_000),
  region('cq', 'ap-chongqing', 1_900_000),
  region('in', 'ap-mumbai', 2_100_000),
  region('use', 'na-ashburn', 2_200_000),
  region('th', 'ap-bangkok', 2_300_000),
  region('ru', 'eu-moscow', 2_400_000),
  region('jp', 'ap-tokyo', 2_500_000),
  region('nj', 'ap-nanjing', 3_300_000),
  region('tpe', 'ap-taipei', 3_900_000),
  region('bjjr', 'ap-beijing-fsi', 4_600_000),
  region('jkt', 'ap-jakarta', 7_200_000),
  region('sao', 'sa-saopaulo', 7_400_000),
  region('szx', 'ap-shenzhen', 8_100_000),
  region('qy', 'ap-qingyuan', 8_200_000),
  region('tsn', 'ap-tianjin', 8_300_000),
  region('jnec', 'ap-jinan-ec', 8_401_000),
  region('hzec', 'ap-hangzhou-ec', 8_402_000),
  region('fzec', 'ap-fuzhou-ec', 8_403_000),
  region('hfeec', 'ap-hefei-ec', 8_404_000),
  region('sjwec', 'ap-shijiazhuang-ec', 8_405_000),
  region('whec', 'ap-wuhan-ec', 8_406_000),
  region('csec', 'ap-changsha-ec', 8_407_000),
  region('cgoec', 'ap-zhengzhou-ec', 8_408_000),
  region('xiyec', 'ap-xian-ec', 8_409_000),
  region('sheec', 'ap-shenyang-ec', 8_410_000),
  region('szsycft', 'ap-shenzhen-sycft', 8_411_000),
]

const byText = new Map(regions.flatMap((one) => [[one.code, one] as const, [one.name, one] as const]))

/** A region by its short or long name. */
export const findRegion = (text: string): Region | undefined => byText.get(text)

/** A region by its long name alone. */
export const regionNamed = (name: string): Region | undefined => {
  const region = byText.get(name)
  return region?.name === name ? region : undefined
}

// the documented examples give Guangzhou a zone number that by convention is Beijing's
const DOCUMENTED: Zone = { id: 800_001, name: 'ap-guangzhou-2' }
const ZONE_NUMBER = /^[1-9]$/

/** A zone of a region by its number or name. */
export const findZone = (code: string, text: string): Zone | undefined => {
  const { name, zoneBase } = byText.get(code)!
  if (code === 'gz' && text === String(DOCUMENTED.id)) return DOCUMENTED
  const number = text.startsWith(`${name}-`)
    ? text.slice(name.length + 1)
    : /^\d+$/.test(text)
      ? zoneNumber(zoneBase, text)
      : ''
  return ZONE_NUMBER.test(number) ? { id: zoneBase + Number(number), name: `${name}-${number}` } : undefined
}

/** The names that zones of a region can have. */
export const zonesOf = (code: string): readonly string[] =>
  Array.from({ length: 9 }, (_, n) => `${byText.get(code)!.name}-${n + 1}`)

const zoneNumber = (base: number, text: string): string => String(Number(text) - base)
