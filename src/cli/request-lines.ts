/** A request as the journal shows it. */
export interface Request {
  readonly n: number
  readonly at: string
  readonly provider: string
  readonly op: string | null
  readonly request: { readonly method: string; readonly target: string }
  readonly response: { readonly status: number }
  readonly took_ms: number
  readonly rule: { readonly kind: string; readonly name: string } | null
  readonly warnings: readonly { readonly kind: string; readonly detail: string }[]
}

/** Why a request was answered as it was. */
export interface Explanation {
  readonly request: Request
  readonly handled_by: { readonly op: string; readonly route: string | null } | null
  readonly answered_by: { readonly kind: string; readonly name: string | null; readonly message: string | null }
  readonly facts: readonly { readonly says: string; readonly evidence: string }[]
  readonly changes: readonly { readonly type: string; readonly id: string; readonly changed: readonly string[] }[]
  readonly near_misses: readonly string[]
}

/** A request as one line of columns. */
export const requestCells = ({
  n,
  at,
  provider,
  op,
  request,
  response,
  took_ms,
  rule,
  warnings,
}: Request): (string | number | null)[] => [
  n,
  at,
  provider,
  response.status,
  request.method,
  request.target,
  op,
  `${took_ms} ms`,
  [rule?.name, ...warnings.map(({ kind }) => `!${kind}`)].filter((word) => word !== undefined).join(' '),
]

/** An explanation for people. */
export const explanationLines = ({
  request,
  handled_by,
  answered_by,
  facts,
  changes,
  near_misses,
}: Explanation): string[] => [
  requestCells(request).join('  '),
  handled_by ? `handled by ${handled_by.op} (${handled_by.route ?? 'no route'})` : 'no operation matched',
  `answered by ${answered_by.kind} ${answered_by.name ?? ''}${[null, answered_by.name].includes(answered_by.message) ? '' : `: ${answered_by.message}`}`,
  ...facts.map(({ says, evidence }) => `${evidence}: ${says}`),
  ...changes.map(({ type, id, changed }) => `changed ${type} ${id} ${changed.join(', ')}`),
  ...request.warnings.map(({ kind, detail }) => `warning ${kind}: ${detail}`),
  ...near_misses.map((route) => `close: ${route}`),
]
