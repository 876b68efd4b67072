import { Hono } from 'hono'
import type { Context } from 'hono'
import type { ZodType } from 'zod'
import { ClockError } from '../core/clock.ts'
import { configShape } from '../core/config.ts'
import { ConfigError } from '../core/settings.ts'
import { loadZod } from '../core/zod.ts'
import type { World } from '../core/world.ts'
import { type Apps, CONTROL, type Gateway } from '../gateway.ts'
import { json, problemJson } from '../http/problem-json.ts'
import { VERSION } from '../version.ts'
import type { Worlds } from '../worlds.ts'
import { clockView, settle } from './clock.ts'
import { refuseForeign } from './guard.ts'
import { Refusal, invalid } from './refusal.ts'
import { listRequests } from './requests.ts'
import { forceState, listResources, timelineOf } from './resources.ts'
import { AdvanceClock, ForceState, ListRequests, ListResources, SetClock, SettleClock } from './schemas.ts'

const BODY_LIMIT = 16 * 1024 * 1024

/** The emulator's own API under `/_peertwin`. `hosts` are further names it answers to besides loopback. */
export const createControl = (apps: Apps, worlds: Worlds, hosts: readonly string[]): Gateway => {
  const app = new Hono({ strict: false }).basePath(CONTROL)
  const world = (): World => worlds.default

  app.get('/health', () => json({ status: 'ok', version: VERSION, providers: apps.providers.map(({ name }) => name) }))
  app.get('/ready', () => json({ ready: true }))
  app.get('/version', () => json({ name: 'peertwin', version: VERSION }))

  app.post('/reset', () => {
    worlds.home.reset()
    return json({ reset: true, clock: clockView(world()) })
  })

  app.get('/clock', () => json(clockView(world())))
  app.put('/clock', async (c) => {
    const setting = await readBody(c, SetClock)
    world().clock.configure(setting)
    world().catchUp()
    return json(clockView(world()))
  })
  app.post('/clock/advance', async (c) => {
    const { by, to } = await readBody(c, AdvanceClock)
    if (by !== undefined) world().clock.advance(by)
    if (to !== undefined) world().clock.moveTo(to)
    const happened = world().catchUp()
    return json({ ...clockView(world()), happened })
  })
  app.post('/clock/settle', async (c) => {
    const { max } = await readBody(c, SettleClock)
    const happened = settle(world(), max)
    return json({ ...clockView(world()), happened })
  })

  app.get('/resources', async (c) => json(listResources(world(), await readQuery(c, ListResources))))
  app.get('/resources/:id/timeline', (c) => json(timelineOf(world(), c.req.param('id'), c.req.query('type'))))
  app.patch('/resources/:id', async (c) => {
    const { state, set } = await readBody(c, ForceState)
    return json(forceState(world(), c.req.param('id'), c.req.query('type'), state, set))
  })

  app.get('/requests', async (c) => json(listRequests(world(), await readQuery(c, ListRequests))))
  app.get('/coverage', () =>
    json({ providers: apps.providers.map(({ name, title, coverage }) => ({ name, title, coverage })) }),
  )

  app.notFound((c) => {
    const routes = app.routes.map(({ method, path }) => `${method} ${path}`)
    const paths = [...new Set(routes)]
      .filter((route) => route.endsWith(` ${c.req.path}`))
      .map((route) => route.split(' ')[0]!)
    if (paths.length > 0) return problemJson(405, 'Method not allowed', `${c.req.path} takes ${paths.join(', ')}.`)
    return problemJson(404, 'Not found', `The control API has no ${c.req.path}.`, { routes })
  })
  app.onError((error) => {
    if (error instanceof Refusal) return problemJson(error.status, error.title, error.message)
    if (error instanceof ConfigError) return problemJson(400, 'Invalid request', error.message)
    if (error instanceof ClockError) return problemJson(409, 'Time runs forward', error.message)
    return problemJson(500, 'Internal error', error.stack ?? error.message)
  })

  return (request) => refuseForeign(request, hosts) ?? app.fetch(request)
}

const readBody = async <T>(c: Context, schema: () => ZodType<T>): Promise<T> => {
  if (Number(c.req.header('content-length') ?? 0) > BODY_LIMIT)
    throw new Refusal(413, 'Too large', 'The body exceeds 16 MiB.')
  await loadZod()
  const text = await c.req.text()
  let value: unknown
  try {
    value = text.trim() === '' ? {} : JSON.parse(text)
  } catch (error) {
    throw invalid(`The body is not JSON: ${(error as Error).message}`)
  }
  return configShape(value, schema, 'body')
}

const readQuery = async <T>(c: Context, schema: () => ZodType<T>): Promise<T> => {
  await loadZod()
  return configShape(c.req.query(), schema, 'query')
}
