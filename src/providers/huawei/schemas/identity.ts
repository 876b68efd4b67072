import { type Infer, schema } from '../../../core/schema.ts'

/** POST /v3/auth/tokens. */
export const Authenticate = schema((z) => {
  const named = z.object({ id: z.string().optional(), name: z.string().optional() })
  return z.object({
    auth: z.object({
      identity: z.object({
        methods: z.array(z.string()).min(1),
        password: z.object({ user: named.extend({ password: z.string(), domain: named.optional() }) }).optional(),
        token: z.object({ id: z.string() }).optional(),
      }),
      scope: z
        .object({ project: named.extend({ domain: named.optional() }).optional(), domain: named.optional() })
        .optional(),
    }),
  })
})
export type Authenticate = Infer<typeof Authenticate>['auth']
