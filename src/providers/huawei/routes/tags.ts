import { readJson } from '../../../http/reading.ts'
import { projectOf } from '../auth.ts'
import { vpcProblems } from '../errors.ts'
import { type Tagged, addTags as addTagsTo, keysInUse, removeTags, tagsOf } from '../operations/tags.ts'
import type { HuaweiApi } from '../routes.ts'
import { OneTag, TagsAction } from '../schemas.ts'
import { settingsOf } from '../settings.ts'

export const addTags = (api: HuaweiApi): void => {
  for (const kind of ['vpc', 'subnet'] as const) addTagsOf(api, kind)
}

const addTagsOf = (api: HuaweiApi, kind: Tagged): void => {
  const { show } = api
  const root = `/v2.0/:project/${kind}s`
  const op = (verb: string): string => (kind === 'vpc' ? `tags.${verb}` : `tags.subnets.${verb}`)

  api.on('GET', `${root}/tags`, op('keys'), `vpc:${kind}Tags:get`, (call) => {
    const tags = call.transact((tx) => keysInUse(tx, kind, projectOf(call)))
    return show(200, { tags })
  })
  api.on('GET', `${root}/:id/tags`, op('list'), `vpc:${kind}Tags:get`, (call) => {
    const tags = call.transact((tx) => tagsOf(tx, kind, projectOf(call), call.param('id')))
    return show(200, { tags })
  })
  api.on('POST', `${root}/:id/tags`, op('create'), `vpc:${kind}Tags:create`, (call) => {
    const { tag } = readJson(call, OneTag)
    if (!tag) throw vpcProblems.tagsNull()
    call.transact((tx) => addTagsTo(tx, kind, projectOf(call), call.param('id'), [tag]))
    return show(204, null)
  })
  api.on('POST', `${root}/:id/tags/action`, op('action'), `vpc:${kind}Tags:create`, (call) => {
    const { action, tags } = readJson(call, TagsAction)
    if (action !== 'create' && action !== 'delete') throw vpcProblems.tagActionInvalid()
    if (!tags || tags.length === 0) throw vpcProblems.tagsNull()
    call.transact((tx) => {
      if (action === 'create') addTagsTo(tx, kind, projectOf(call), call.param('id'), tags)
      else {
        const keys = tags.map(({ key }) => key)
        removeTags(tx, kind, projectOf(call), call.param('id'), keys)
      }
    })
    return show(settingsOf(call.world).tagsActionStatus, null)
  })
  api.on('DELETE', `${root}/:id/tags/:key`, op('delete'), `vpc:${kind}Tags:delete`, (call) => {
    call.transact((tx) => removeTags(tx, kind, projectOf(call), call.param('id'), [call.param('key')]))
    return show(204, null)
  })
}
