const SCHEME = /^(basic|bearer) +(\S+)$/i

/** What an Authorization header carries: a bearer token, or a Basic pair as `user:password`. */
export type Presented = { readonly token: string } | { readonly pair: string }

/** Reads an Authorization header; undefined for any other scheme. A pair is not checked for its colon. */
export const readScheme = (header: string): Presented | undefined => {
  const [, scheme, value] = SCHEME.exec(header) ?? []
  if (scheme === undefined || value === undefined) return undefined
  return scheme.length === 6 ? { token: value } : { pair: Buffer.from(value, 'base64').toString() }
}

/** Whose credential it is: the token itself, or the user of the pair. Checks nothing. */
export const userIn = (header: string | undefined): string | undefined => {
  const given = header === undefined ? undefined : readScheme(header)
  if (given === undefined) return undefined
  return 'token' in given ? given.token : given.pair.slice(0, Math.max(0, given.pair.indexOf(':')))
}
