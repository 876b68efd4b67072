import { existsSync } from 'node:fs'
import { resolveSettings } from '../../core/settings.ts'
import type { Provider, Variables } from '../../world/provider.ts'
import { type Finding, ok, warn, wrong } from './finding.ts'

type Present = Readonly<Record<string, string | undefined>>

/** Whether the variables that are set lead the clients of a provider to its base URL. */
export const checkClients = (provider: Provider, url: string, present: Present): Finding[] => {
  const settings = resolveSettings(provider.name, provider.settings)
  const way = `eval "$(peertwin env ${provider.name})" sets what its clients need`
  const findings: Finding[] = []
  const told = new Set<string>()
  for (const { address, identity } of provider.clients ?? []) {
    const places: Variables = { ...address?.(url, settings) }
    for (const [name, value] of Object.entries(places)) {
      const given = present[name]
      if (given === undefined || told.has(name)) continue
      told.add(name)
      if (given === value) findings.push(ok(provider.name, `${name} leads here`))
      else findings.push(wrong(provider.name, `${name} leads to ${given}, not to ${value}`, way))
    }
    const asked = Object.keys(identity?.(provider.credentials?.wellKnown ?? {}, settings) ?? {})
    const set = asked.filter((name) => present[name] !== undefined)
    const missing = Object.keys(places).filter((name) => present[name] === undefined)
    const key = missing.join()
    if (set.length === 0 || missing.length === 0 || told.has(key)) continue
    told.add(key)
    findings.push(
      warn(
        provider.name,
        `${set.join(', ')} is set and ${missing.join(', ')} is not: such clients go to the real service`,
        way,
      ),
    )
  }
  return findings
}

const HERE = ['127.0.0.1', 'localhost', '::1']

/** Whether a proxy stands between this machine and itself. */
export const checkProxy = (present: Present): Finding[] => {
  const proxy = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'].find((name) => present[name])
  if (proxy === undefined) return []
  const past = `${present['NO_PROXY'] ?? ''},${present['no_proxy'] ?? ''}`.split(',').map((host) => host.trim())
  const missing = HERE.filter((host) => !past.includes(host) && !past.includes('*'))
  return missing.length === 0
    ? [ok('proxy', `${proxy} is set, and this machine is left out of it`)]
    : [
        warn(
          'proxy',
          `${proxy} is set and NO_PROXY does not name ${missing.join(', ')}: clients may ask the proxy for the emulator`,
          `export NO_PROXY=${[...past.filter((host) => host !== ''), ...missing].join(',')}`,
        ),
      ]
}

const TRUST = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']

/** Whether the files of certificates that variables name are there. */
export const checkTrust = (present: Present): Finding[] =>
  TRUST.flatMap((name) => {
    const file = present[name]
    if (!file || existsSync(file)) return []
    return [
      wrong('certificates', `${name} names ${file}, which is not there`, `unset ${name}, or set it with peertwin env`),
    ]
  })
