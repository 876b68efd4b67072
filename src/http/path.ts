import { getPathNoStrict } from 'hono/utils/url'

/** The path of a request, where repeated slashes count as one and a trailing one for nothing. */
export const mergedPath = (request: Request): string => {
  const path = getPathNoStrict(request)
  if (!path.includes('//')) return path
  const merged = path.replaceAll(/\/{2,}/g, '/')
  return merged.length > 1 && merged.endsWith('/') ? merged.slice(0, -1) : merged
}
