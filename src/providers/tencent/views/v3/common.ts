import type { Tag, Tagged } from '../../records/tags.ts'

/** The answer to a request that succeeded. */
export const successView = (members: object, requestId: string): object => ({
  Response: { ...members, RequestId: requestId },
})

const tagView = ({ key, value }: Tag): object => ({ Key: key, Value: value })

export const tagsView = ({ tags }: Tagged): readonly object[] => tags.map(tagView)
