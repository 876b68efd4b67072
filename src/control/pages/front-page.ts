import { VERSION } from '../../core/package/version.ts'
import type { ClientLines } from '../../world/provider.ts'
import { CONTROL } from '../context.ts'

/** What the page tells of a provider. */
export interface ShownProvider {
  readonly provider: string
  readonly title: string
  readonly url: string
  readonly clients: readonly ClientLines[]
}

export interface FrontPageOptions {
  readonly providers: readonly ShownProvider[]
  readonly dashboard: boolean
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => ENTITIES[char]!)

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}' +
  'pre{background:#f3f3f3;padding:.5rem .75rem;overflow:auto}h2{margin-bottom:0}h3{font-size:1rem;margin:.75rem 0 0}' +
  '@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}pre{background:#262626}a{color:#8ab4ff}}'

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** What a person finds who opens the address of the emulator in a browser. */
export const frontPage = ({ providers, dashboard }: FrontPageOptions): Response => {
  const links: readonly (readonly [href: string, text: string])[] = [
    ...(dashboard ? [[`${CONTROL}/ui/`, 'Dashboard'] as const] : []),
    [`${CONTROL}/openapi.json`, 'Control API'],
    [`${CONTROL}/coverage`, 'What is answered'],
    [`${CONTROL}/requests`, 'Journal'],
  ]
  const body = [
    `<h1>Peertwin ${escaped(VERSION)}</h1>`,
    '<p>A local server that answers like cloud providers’ VPC-peering and route APIs. Point your clients here:</p>',
    `<p>${links.map(([href, text]) => `<a href="${href}">${text}</a>`).join(' · ')}</p>`,
    ...providers.map(providerHtml),
  ]
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Peertwin</title><style>${STYLE}</style>`
  return new Response(
    `<!doctype html>\n<html lang="en"><head>${head}</head><body>\n${body.join('\n')}\n</body></html>\n`,
    {
      headers: HEADERS,
    },
  )
}

const providerHtml = ({ title, url, clients }: ShownProvider): string =>
  [
    `<h2>${escaped(title)}</h2>`,
    `<p><code>${escaped(url)}</code></p>`,
    ...clients.map(({ client, lines }) => `<h3>${escaped(client)}</h3><pre>${escaped(lines.join('\n'))}</pre>`),
  ].join('\n')
