import { type Infer, schema } from '../../../core/schema.ts'
import type { Tag } from '../records/index.ts'

/** POST /v2.0/{project_id}/vpcs/{vpc_id}/tags/action. */
export const TagsAction = schema((z) =>
  z.object({
    action: z.string().optional(),
    tags: z.array(z.object({ key: z.string(), value: z.string().default('') })).nullish(),
  }),
)
export type TagsAction = Infer<typeof TagsAction>

/** POST /v2.0/{project_id}/vpcs/{vpc_id}/tags. */
export const OneTag = schema((z) =>
  z.object({ tag: z.object({ key: z.string(), value: z.string().default('') }).nullish() }),
)

/** A tag of a create request: a text of the form `key*value`. */
export const tagOf = (text: string): Tag => {
  const at = text.indexOf('*')
  return at < 0 ? { key: text, value: '' } : { key: text.slice(0, at), value: text.slice(at + 1) }
}
