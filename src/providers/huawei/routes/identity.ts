import { endpoints } from '../endpoints.ts'
import type { Tx } from '../../../world/unit-of-work.ts'
import type { Answer } from '../../../http/dialect.ts'
import { readJson } from '../../../http/reading.ts'
import { keystoneProblems } from '../errors/keystone.ts'
import {
  type Home,
  type Subject,
  catalogAnswer,
  catalogView,
  domainList,
  identityVersion,
  identityVersions,
  networkVersions,
  projectList,
  projectView,
  regionList,
  tokenView,
  userList,
} from '../views/identity.ts'
import { authenticate, domainOf, revokeToken, subjectToken } from '../operations/identity.ts'
import { findProject, listProjects, listRegions, projectsOf } from '../operations/tenants.ts'
import { projectIdOf } from '../schemas/ids.ts'
import { type Project, type Token, domains, users } from '../records/index.ts'
import { regionOf } from '../records/regions.ts'
import type { HuaweiApi, HuaweiCall } from './api.ts'
import { Authenticate } from '../schemas/identity.ts'
import { settingsOf } from '../settings.ts'

/** A project's region is that of its name; without one, the region that is set. */
const homeOf = (call: HuaweiCall, project: Project | undefined): Home => ({
  origin: call.origin,
  region: (project && regionOf(project.name)) ?? settingsOf(call.world).region,
})
const leniency = (call: HuaweiCall) => ({ lax: call.world.auth === 'lax' })

const subjectOf = (tx: Tx, { userId, projectId }: Token): Subject => {
  const user = tx.table(users).get(userId)
  const project = findProject(tx, projectId)
  return { user, domain: domainOf(tx, user), project, owner: project && tx.table(domains).get(project.domainId) }
}

const isWanted = (call: HuaweiCall, { id, domainId }: Project): boolean => {
  const is = (query: string, value: string): boolean => (call.query(query) || value) === value
  return is('domain_id', domainId) && is('parent_id', domainId) && is('enabled', 'true') && is('id', id)
}

const paged = <T>(call: HuaweiCall, items: readonly T[]): readonly T[] => {
  const [page, size] = [Number(call.query('page')), Number(call.query('per_page'))]
  return page >= 1 && size >= 1 ? items.slice((page - 1) * size, page * size) : items
}

export const addIdentity = (api: HuaweiApi): void => {
  const { show } = api
  const showToken = (call: HuaweiCall, status: number, token: Token): Answer => {
    const subject = call.transact((tx) => subjectOf(tx, token))
    const home = homeOf(call, subject.project)
    const catalog = call.query('nocatalog') === undefined ? catalogView(home, token.projectId) : undefined
    return show(status, tokenView(token, subject, call.now, catalog), ['X-Subject-Token', token.secret])
  }

  api.on('tokens.create', 'public', (call) => {
    const { auth } = readJson(call, Authenticate)
    const token = call.transact((tx) => {
      const made = authenticate(tx, auth, leniency(call))
      call.world.onIssue?.('huawei', made.secret)
      return made
    })
    return showToken(call, 201, token)
  })
  api.on('tokens.get', 'identity', (call) => {
    const token = call.transact((tx) => subjectToken(tx, call.header('x-subject-token') ?? '', leniency(call)))
    return showToken(call, 200, token)
  })
  api.on('tokens.delete', 'identity', (call) => {
    call.transact((tx) => revokeToken(tx, call.header('x-subject-token') ?? ''))
    return show(204, null)
  })
  api.on('catalog.get', 'identity', (call) => {
    const { projectId } = call.credential!
    const project = call.transact((tx) => findProject(tx, projectId))
    return show(200, catalogAnswer(homeOf(call, project), projectId))
  })
  for (const op of ['projects.list', 'projects.own'] as const) {
    api.on(op, 'identity', (call) => {
      const name = call.query('name') || undefined
      const own = call.transact((tx) => listProjects(tx, call.credential!.user, name, leniency(call)))
      const found = own.filter((project) => isWanted(call, project))
      return show(200, projectList(call.origin, endpoints[op].path, paged(call, found)))
    })
  }
  api.on('projects.get', 'identity', (call) => {
    const own = call.transact((tx) => projectsOf(tx, call.credential!.user))
    const project = own.find(({ id }) => id === projectIdOf(call.param('project_id')))
    if (!project) throw keystoneProblems.projectNotFound(call.param('project_id'))
    return show(200, { project: projectView(call.origin, project) })
  })
  api.on('domains.list', 'identity', (call) => {
    const domain = call.transact((tx) => domainOf(tx, call.credential!.user))
    const isFound = domain && (call.query('name') || domain.name) === domain.name
    return show(200, domainList(call.origin, isFound ? [domain] : []))
  })
  api.on('users.list', 'identity', (call) => {
    const { user } = call.credential!
    const isFound = user && (call.query('name') || user.name) === user.name
    return show(200, userList(call.origin, isFound ? [user] : []))
  })
  api.on('regions.list', 'identity', (call) => {
    const regions = call.transact((tx) => listRegions(tx, leniency(call)))
    return show(200, regionList(call.origin, regions))
  })

  api.on('versions.identity', 'public', (call) => show(200, identityVersion(call.origin)))
  api.on('versions.root', 'public', (call) =>
    // one listener serves both services, so the root is the network's unless the host is the identity's
    /^https?:\/\/iam\./.test(call.origin)
      ? show(300, identityVersions(call.origin))
      : show(200, networkVersions(call.origin)),
  )
}
