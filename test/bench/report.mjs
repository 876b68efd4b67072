const two = (number) => number.toFixed(2)

const row = (work, value, mark, met, goal) =>
  `| ${work} | ${value} | ${mark} | ${goal ?? ''} | ${met === undefined ? '' : met ? 'yes' : '**no**'} |`

const many = (connections) => `${connections} connection${connections === 1 ? '' : 's'}`

const MARKS = {
  'GET one': { mark: 0.6, goal: 0.85 },
  'list of 20': { mark: 0.45, goal: 0.6 },
  create: { mark: 0.45, goal: 0.55 },
}

/** The measured ratios with their marks, as a Markdown table. */
export const table = ({ start, cells, growth, tls }) => {
  const lines = ['| Work | Measured | Mark | Goal | Mark met |', '|---|---|---|---|---|']
  for (const { work, connections, ratio } of cells) {
    const { mark, goal } = MARKS[work]
    lines.push(row(`${work}, ${many(connections)}`, two(ratio), `>= ${two(mark)}`, ratio >= mark, `>= ${two(goal)}`))
  }
  for (const { rows, cost } of growth.costs.slice(1))
    lines.push(
      row(
        `create cost from ${rows.toLocaleString('en')} rows on, against an empty world`,
        two(cost),
        '<= 1.20',
        cost <= 1.2,
      ),
    )
  for (const { connections, cost } of tls)
    lines.push(row(`GET one over TLS, ${many(connections)}, against in the clear`, two(cost), '<= 1.50', cost <= 1.5))
  lines.push(row('spawn to first 200, against a bare script', two(start), '<= 1.60', start <= 1.6, '<= 1.30'))
  const { memory } = growth
  lines.push(
    row('resident memory per 100,000 peerings', `${Math.round(memory)} MiB`, '<= 200 MiB', memory <= 200, '<= 150 MiB'),
  )
  return lines.join('\n')
}

/** `docs/performance.md`, which the bench rewrites. */
export const page = (shown) => `# Performance

\`npm run bench\` measures and rewrites this page. Ratios carry over from machine to machine; times do not, so none are given.

${shown}

## How it is measured

- Throughput is a part of what a raw \`node:http\` server reaches that answers exactly the same bytes, headers included, and
  reads a request body before it answers. The emulator does its whole work: credentials, rate windows, request ids, validation,
  lifecycle, journal. All options have their defaults.
- Emulator, raw server and load generator are processes of their own; servers are pinned to one core and the generator to
  another where \`taskset\` exists. The generator keeps one request in flight on each of its keep-alive connections; it
  never sleeps, because a server pays for waking it, and a slower one more often.
- Both sides take turns in many short rounds within one run, in alternating order. Each number is the median of the rounds' ratios.
- A create round begins in a freshly reset world. The creates among 10,000 and 100,000 rows run on one connection and are
  compared with the same creates in an empty world.
- A GET over TLS is compared with the same one in the clear at an emulator that was started without doors. Handshakes are not
  in it: connections are kept.
- The start is the time from the spawn to the first answer with status 200: \`GET /v2/vpc_peerings\` with a bearer token, against
  a script that does nothing but answer \`{}\`.
- Memory is the growth of the process's resident set from idle to 100,000 peerings, without any forced collection.
`
