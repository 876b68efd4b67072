/** The rooms of src/, each with the rooms that it may import. docs/architecture.md draws them. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  world: ['core'],
  log: ['world', 'core'],
  environment: ['world', 'core'],
  http: ['world', 'core'],
  scenario: ['world', 'core'],
  namespaces: ['scenario', 'log', 'http', 'world', 'core'],
  control: ['namespaces', 'scenario', 'http', 'world', 'core'],
  providers: ['http', 'world', 'core'],
  server: ['control', 'providers', 'namespaces', 'scenario', 'http', 'world', 'core'],
  cluster: ['server', 'control', 'namespaces', 'scenario', 'log', 'http', 'world', 'core'],
  grade: ['scenario', 'world', 'core'],
  testing: ['environment', 'control', 'providers', 'namespaces', 'scenario', 'log', 'http', 'world', 'core'],
  ui: [],
  cli: [
    'cluster',
    'grade',
    'environment',
    'server',
    'control',
    'providers',
    'namespaces',
    'scenario',
    'log',
    'http',
    'world',
    'core',
  ],
}

/** The rooms above the library's own two files. */
export const ABOVE = ['testing', 'cli']

/** What may import the web framework, its Node adapter, and the client of the engine. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  hono: ['http'],
  '@hono': ['server'],
  '@nats-io': ['cluster'],
}

/** The parts of a provider that know no request. */
export const PARTS_WITHOUT_REQUESTS = [
  'operations',
  'views',
  'schemas',
  'records',
  'lifecycle',
  'seed',
  'fixtures',
  'facts',
  'roles',
  'topology',
  'settings',
  'endpoints',
]

interface Pattern {
  readonly regex: string
  readonly message: string
}

const override = (files: readonly string[], patterns: readonly Pattern[]) => ({
  files,
  rules: { 'eslint/no-restricted-imports': ['error', { patterns }] },
})

const noRooms = (allowed: readonly string[], message: string): Pattern[] => {
  const rooms = Object.keys(ARROWS).filter((room) => !allowed.includes(room))
  return rooms.length === 0 ? [] : [{ regex: String.raw`^(?:\.\./)+(?:${rooms.join('|')})/`, message }]
}

const noLibraries = (room: string): Pattern[] => {
  const names = Object.keys(LIBRARIES).filter((name) => !LIBRARIES[name]!.includes(room))
  return names.length === 0
    ? []
    : [{ regex: `^(?:${names.join('|')})(?:/|$)`, message: `${names.join(' and ')}: not here.` }]
}

const about = (room: string): string => {
  const allowed = ARROWS[room]!
  return allowed.length === 0 ? `${room} imports no other room.` : `${room} may import ${allowed.join(', ')}.`
}

// no room that this is about has an index that a path from within it could mean
const noLibrary = (room: string): Pattern[] =>
  ABOVE.includes(room)
    ? []
    : [{ regex: String.raw`^(?:\.\./)+(?:assemble|emulator|index|options)\.ts$`, message: about(room) }]

const common = (room: string): Pattern[] => [
  ...noRooms([room, ...ARROWS[room]!], about(room)),
  ...noLibrary(room),
  ...noLibraries(room),
]

const parts = `{${PARTS_WITHOUT_REQUESTS.join(',')}}`
const ruleOfProvider: Pattern[] = [
  ...common('providers'),
  {
    regex: String.raw`^(?:hono(?:/|$)|(?:\.\./)+http/)`,
    message: 'Rules, records, schemas and views know no request.',
  },
]

/** The files of a provider with how far up the other providers lie: its own, those of its parts, and those of the versions of a part. */
const DEPTHS = [
  ['.ts', 1],
  ['/*.ts', 2],
  ['/*/**', 3],
] as const

const asProvider = (part: string, patterns: readonly Pattern[]) =>
  DEPTHS.map(([rest, depth]) =>
    override(
      [`src/providers/*/${part}${rest}`],
      [
        ...patterns,
        { regex: `^${String.raw`\.\./`.repeat(depth)}[^.]`, message: 'Providers never import each other.' },
      ],
    ),
  )

/** The overrides in .oxlintrc.json that hold the arrows. */
export const overrides = [
  override(
    ['src/*.ts'],
    [
      {
        regex: String.raw`^\./(?:${ABOVE.join('|')})/`,
        message: 'The command and the tests of users stand on the library.',
      },
    ],
  ),
  ...Object.keys(ARROWS)
    .filter((room) => room !== 'providers')
    .map((room) => override([`src/${room}/**`], common(room))),
  ...asProvider('*', common('providers')),
  ...asProvider(parts, ruleOfProvider),
]
