import { type Asker, type Client, type Variables, variablesAt, variablesAtHome } from '../world/provider.ts'
import { type Present, keptFor, takenAway, valuesBefore } from './shared-variables.ts'
import type { TrustFormat } from './trust-files.ts'

/** Which way clients are led: to a base URL over http or https, or through the proxy to the provider's own name. */
export type Door = 'http' | 'tls' | 'proxy'

/** What clients have to be told. */
export interface Direction extends Asker {
  readonly door: Door
  readonly clients: readonly Client[]
  /** Base URL of the provider, or URL of the proxy. */
  readonly url: string
  readonly control: string
  /** The namespace that was asked for. */
  readonly namespace?: string | undefined
  /** Files of the certificate to trust. */
  readonly files: Readonly<Record<TrustFormat, string>>
  /** The variables that are set already. */
  readonly present: Present
}

/** The variables that lead clients to the emulator. */
export const environmentOf = (direction: Direction): Variables => {
  const { door, clients, url, control, namespace } = direction
  const common = {
    PEERTWIN_CONTROL: control,
    ...(namespace !== undefined && { PEERTWIN_NAMESPACE: namespace }),
  }
  const base = { PEERTWIN_URL: url, ...variablesAt(clients, url, direction) }
  if (door === 'http') return { ...common, ...base }
  const before = valuesBefore(direction.present)
  return {
    ...common,
    ...(door === 'tls' ? base : { ...variablesAtHome(clients, direction), ...proxyVariables(direction, before) }),
    ...trustVariables(direction, before),
    ...keptFor(before),
  }
}

/** What the variables that lead clients to the emulator, whichever way, are without that: null for those that were not set. */
export const environmentWithout = (
  clients: readonly Client[],
  asker: Asker,
  present: Present,
): Record<string, string | null> => {
  const files = { pem: '', bundle: '', p12: '' }
  const direction = { ...asker, clients, control: '', namespace: '', files, url: 'https://h', present }
  const ways = (['tls', 'proxy'] as const).map((door) => environmentOf({ ...direction, door }))
  return takenAway(new Set(ways.flatMap((variables) => Object.keys(variables))), present)
}

const HERE = ['localhost', '127.0.0.1', '::1']

// some programs look at one spelling alone
const proxyVariables = ({ url, namespace }: Direction, before: Variables): Variables => {
  // leads clients to the namespace whose credential cannot be changed; some send no user without a password
  const user = namespace === undefined ? '' : `${encodeURIComponent(namespace)}:any@`
  const proxy = url.replace('//', `//${user}`)
  const { NO_PROXY: upper = before['no_proxy'], no_proxy: lower = upper } = before
  return {
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    NO_PROXY: pastProxy(upper),
    no_proxy: pastProxy(lower),
    NODE_USE_ENV_PROXY: '1',
  }
}

const pastProxy = (hosts = ''): string => [...new Set([...hosts.split(','), ...HERE])].filter(Boolean).join(',')

// Node adds to what it trusts; the others take a file in place of the system's
const trustVariables = (direction: Direction, { JAVA_TOOL_OPTIONS: options }: Variables): Variables => {
  const { pem, bundle } = direction.files
  return {
    NODE_EXTRA_CA_CERTS: pem,
    SSL_CERT_FILE: bundle,
    REQUESTS_CA_BUNDLE: bundle,
    CURL_CA_BUNDLE: bundle,
    // the JVM takes the last of two options that contradict
    JAVA_TOOL_OPTIONS: [...(options === undefined ? [] : [options]), ...javaProperties(direction)].join(' '),
  }
}

// the JVM looks at no variable but this one
const javaProperties = ({ door, url, files }: Direction): string[] => {
  const { hostname, port } = new URL(url)
  const proxied = door === 'proxy' ? ['https', 'http'] : []
  return [
    `javax.net.ssl.trustStore=${files.p12}`,
    'javax.net.ssl.trustStoreType=PKCS12',
    ...proxied.flatMap((scheme) => [`${scheme}.proxyHost=${hostname}`, `${scheme}.proxyPort=${port}`]),
  ].map((property) => (/\s/.test(property) ? `"-D${property}"` : `-D${property}`))
}
