import type { Addresses, Emulator } from '../emulator.ts'
import type { StartOptions } from './options.ts'

/** What a newcomer needs after the start: where each provider is, with which credential, and how to point its clients there. */
export const banner = (emulator: Emulator, addresses: Addresses, options: StartOptions): string => {
  const { urls, control, https, proxy } = addresses
  const auth =
    options.auth === 'lax'
      ? 'lax: every well-formed credential is accepted (--auth strict for known ones only)'
      : 'strict: only known credentials are accepted'
  const lines = [
    `peertwin is ready`,
    ``,
    `  control  ${control}`,
    `  auth     ${auth}`,
    `  clock    ${options.time}, seed ${options.seed}, rate limits: ${options.rateLimits}`,
    `  state    ${options.state === undefined ? 'in memory (--state FOLDER to keep it)' : `kept in ${options.state}`}`,
    ...(https ? [`  tls      https on the same ports (peertwin env PROVIDER --tls)`] : []),
    ...(proxy === undefined ? [] : [`  proxy    ${proxy} (peertwin env PROVIDER --proxy)`]),
  ]
  for (const [name, url] of Object.entries(urls)) {
    const { credential, clients } = emulator.guide(name, https?.[name] ?? url)
    lines.push('', name, `  url         ${url}`, `  credential  ${credential}`)
    for (const {
      client,
      lines: [first = '', ...more],
    } of clients) {
      lines.push(`  ${client}`, `    ${first}`, ...more.map((line) => `    ${line}`))
    }
  }
  return `${lines.join('\n')}\n`
}
