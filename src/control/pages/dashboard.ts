import { readFile, readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from '../../core/crypto.ts'
import { CONTROL } from '../context.ts'

/** The path of the dashboard, below that of the control API. */
const DASHBOARD = '/ui'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: { readonly etag: string } & Readonly<Record<string, string>>
}

// beside the bundle, or where a build puts it for those who run the sources
const PLACES = ['./ui/', '../../../dist/ui/']

/** The files of the dashboard as they were built; none where they were not. */
const readFiles = async (places: readonly string[]): Promise<ReadonlyMap<string, StaticFile>> => {
  for (const place of places) {
    const folder = fileURLToPath(new URL(place, import.meta.url))
    const names = await readdir(folder).catch((): string[] => [])
    if (!names.includes('index.html')) continue
    return new Map(await Promise.all(names.map(async (name) => [name, await readStatic(folder, name)] as const)))
  }
  return new Map()
}

const readStatic = async (folder: string, name: string): Promise<StaticFile> => {
  const body = new Uint8Array(await readFile(join(folder, name)))
  const etag = `"${sha256(body, 'base64url').slice(0, 20)}"`
  return {
    body,
    headers: {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
      'referrer-policy': 'no-referrer',
      'cache-control': name === 'index.html' ? 'no-cache' : 'max-age=31536000, immutable',
      etag,
    },
  }
}

const NOT_BUILT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Peertwin</title><h1>Peertwin</h1>' +
  '<p>The dashboard is not part of this build: <code>npm run build:ui</code> makes it. All else works without it.</p></html>\n'

/** Whether a person looks with a browser. */
export const asksForPage = ({ method, headers }: Request): boolean =>
  (method === 'GET' || method === 'HEAD') && (headers.get('accept') ?? '').includes('text/html')

/** Answers for the dashboard: its files, read when somebody first asks for one. */
export class Dashboard {
  #files: Promise<ReadonlyMap<string, StaticFile>> | undefined
  readonly #places: readonly string[]

  /** `places` are URLs of folders, relative to this file; the first that holds a page counts. */
  constructor(places = PLACES) {
    this.#places = places
  }

  /** Whether a path below the control API's is the dashboard's. */
  has(path: string): boolean {
    return path === DASHBOARD || path.startsWith(`${DASHBOARD}/`)
  }

  /** Whether there is anything to show. */
  async isBuilt(): Promise<boolean> {
    return (await this.#load()).size > 0
  }

  /** Leads to its page. */
  lead(): Response {
    return new Response(null, {
      status: 302,
      headers: { location: `${CONTROL}${DASHBOARD}/`, 'cache-control': 'no-store' },
    })
  }

  async answer(request: Request, path: string): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
    if (path === DASHBOARD) return new Response(null, { status: 308, headers: { location: `${CONTROL}${DASHBOARD}/` } })
    const files = await this.#load()
    const name = path.slice(DASHBOARD.length + 1)
    const file = files.get(name === '' ? 'index.html' : name)
    if (!file)
      return new Response(files.size === 0 ? NOT_BUILT : '', {
        status: 404,
        headers: { 'content-type': TYPES['.html']! },
      })
    if (request.headers.get('if-none-match') === file.headers.etag)
      return new Response(null, { status: 304, headers: { etag: file.headers.etag } })
    return new Response(file.body, { headers: file.headers })
  }

  #load(): Promise<ReadonlyMap<string, StaticFile>> {
    return (this.#files ??= readFiles(this.#places))
  }
}
