import type { Tx } from '../../../world/unit-of-work.ts'
import { type Project, type User, projects, users } from '../records/index.ts'
import { REGIONS, regionOf, regionRank } from '../records/regions.ts'
import { addTenant, tenantOf } from '../seed.ts'
import { settingsOf } from '../settings.ts'

/** Whether strangers are let in. */
export interface Leniency {
  readonly lax: boolean
}

const PROJECT_ID = /^[\w-]{1,64}$/
const PROJECT_NAME = /^[\p{L}\p{N}_.-]{1,64}$/u

/** Whether a text can be the id of a project. */
export const isProjectId = (text: string): boolean => PROJECT_ID.test(text)

/** Stands for everybody who names no project, where strangers are let in. */
export const defaultUser = (tx: Tx): User | undefined => tx.table(users).all().slice(0, 1)[0]

export const ownerOf = (tx: Tx, projectId: string): User | undefined => tx.table(users).by('project', projectId)[0]

/** The user to whom a project belongs. One that nobody knew becomes a tenant of its own. */
export const welcome = (tx: Tx, projectId: string, name = settingsOf(tx).region): User => {
  const owner = ownerOf(tx, projectId)
  if (owner) return owner
  addTenant(tx, tenantOf(projectId), name, null)
  return ownerOf(tx, projectId)!
}

/** A user's project of a name, made when nobody asked for it before; of a stranger, a tenant of its own. */
export const projectNamed = (tx: Tx, user: User | undefined, name: string): Project | undefined => {
  const known = user ? projectsOf(tx, user).find((project) => project.name === name) : undefined
  if (known || !PROJECT_NAME.test(name)) return known
  const id = tx.ids.hex('huawei/project', 32)
  if (!user) welcome(tx, id, name)
  else {
    tx.table(projects).insert({ id, name, domainId: user.domainId })
    tx.table(users).update(user.id, { projectIds: [...user.projectIds, id] })
  }
  return tx.table(projects).get(id)
}

export const findProject = (tx: Tx, projectId: string | null): Project | undefined =>
  projectId === null ? undefined : tx.table(projects).get(projectId)

/** The projects of a user, or the one of a name. Where strangers are let in, a project that is asked for exists. */
export const listProjects = (
  tx: Tx,
  user: User | undefined,
  name: string | undefined,
  { lax }: Leniency,
): readonly Project[] => {
  if (name === undefined) return projectsOf(tx, user)
  const project = lax ? projectNamed(tx, user, name) : projectsOf(tx, user).find((own) => own.name === name)
  return project ? [project] : []
}

/** The region that is set; where strangers are let in, all known ones and those that somebody asked for. */
export const listRegions = (tx: Tx, { lax }: Leniency): readonly string[] => {
  const { region } = settingsOf(tx)
  if (!lax) return [region]
  const asked = Array.from(tx.table(projects).all(), ({ name }) => regionOf(name)).filter((name) => name !== undefined)
  return [...new Set([...REGIONS, region, ...asked])]
}

/** The projects of a user: those of known regions first, in their order. */
export const projectsOf = (tx: Tx, user: User | undefined): Project[] =>
  (user?.projectIds ?? [])
    .flatMap((id) => tx.table(projects).get(id) ?? [])
    .sort((a, b) => regionRank(a.name) - regionRank(b.name))
