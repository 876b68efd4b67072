import { catalogue } from '../../../http/dialect.ts'
import { badName, exceeded, invalid } from './problem.ts'

const tags = (): ReturnType<typeof invalid> => invalid('tags')

/** What this service says about tags, which API 3.0 alone has. */
export const tagProblems = catalogue({
  tagKeyRepeated: tags,
  tagKeyEmpty: tags,
  tagKeyReserved: tags,
  tagKeyDropped: tags,
  tagKeyTooLong: () => badName('InvalidParameter', 'tag key', '标签键', 127),
  tagValueTooLong: () => badName('InvalidParameter', 'tag value', '标签值', 255),
  tagLimit: (limit: number) => exceeded('LimitExceeded', 'tags of a resource', '资源标签', limit),
  taggedNotFound: tags,
})
