import { readJson } from '../../../http/reading.ts'
import { projectOf } from '../auth/index.ts'
import { vpcProblems } from '../errors/vpc.ts'
import {
  type Tagged,
  type TaggedKind,
  addTags as addTagsTo,
  keysInUse,
  removeTags,
  tagsOf,
} from '../operations/tags.ts'
import type { HuaweiApi, HuaweiCall } from './api.ts'
import { OneTag, TagsAction } from '../schemas/tags.ts'
import { settingsOf } from '../settings.ts'

// where the tags of each kind are, and how its id is called in the path
const kinds = {
  vpc: { prefix: 'tags', id: 'vpc_id' },
  subnet: { prefix: 'tags.subnets', id: 'subnet_id' },
} as const

export const addTags = (api: HuaweiApi): void => {
  addTagsOf(api, 'vpc')
  addTagsOf(api, 'subnet')
}

const addTagsOf = (api: HuaweiApi, kind: TaggedKind): void => {
  const { show } = api
  const { prefix, id } = kinds[kind]
  const taggedOf = (call: HuaweiCall<typeof id>): Tagged => ({ kind, projectId: projectOf(call), id: call.param(id) })

  api.on(`${prefix}.keys`, `vpc:${kind}Tags:get`, (call) => {
    const tags = call.transact((tx) => keysInUse(tx, kind, projectOf(call)))
    return show(200, { tags })
  })
  api.on(`${prefix}.list`, `vpc:${kind}Tags:get`, (call) => {
    const tags = call.transact((tx) => tagsOf(tx, taggedOf(call)))
    return show(200, { tags })
  })
  api.on(`${prefix}.create`, `vpc:${kind}Tags:create`, (call) => {
    const { tag } = readJson(call, OneTag)
    if (!tag) throw vpcProblems.tagsNull()
    call.transact((tx) => addTagsTo(tx, taggedOf(call), [tag]))
    return show(204, null)
  })
  api.on(`${prefix}.action`, `vpc:${kind}Tags:create`, (call) => {
    const { action, tags } = readJson(call, TagsAction)
    if (action !== 'create' && action !== 'delete') throw vpcProblems.tagActionInvalid()
    if (!tags || tags.length === 0) throw vpcProblems.tagsNull()
    call.transact((tx) => {
      if (action === 'create') addTagsTo(tx, taggedOf(call), tags)
      else
        removeTags(
          tx,
          taggedOf(call),
          tags.map(({ key }) => key),
        )
    })
    return show(settingsOf(call.world).tagsActionStatus, null)
  })
  api.on(`${prefix}.delete`, `vpc:${kind}Tags:delete`, (call) => {
    call.transact((tx) => removeTags(tx, taggedOf(call), [call.param('key')]))
    return show(204, null)
  })
}
