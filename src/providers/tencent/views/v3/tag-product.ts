import { md5 } from '../../../../core/crypto.ts'
import type { Listed } from '../../operations/lists.ts'
import type { Attached } from '../../operations/tags.ts'

const attachedView = ({ id, tag: { key, value } }: Attached): object => ({
  TagKey: key,
  TagValue: value,
  ResourceId: id,
  TagKeyMd5: md5(key),
  TagValueMd5: md5(value),
  ServiceType: 'vpc',
  Category: 'Custom',
})

interface Page extends Listed<Attached> {
  readonly offset: number
  readonly limit: number
}

export const attachedListView = ({ items, total, offset, limit }: Page): object => ({
  TotalCount: total,
  Offset: offset,
  Limit: limit,
  Tags: items.map(attachedView),
})
