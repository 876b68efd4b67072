interface Sent {
  readonly method: string
  readonly target: string
  readonly headers: readonly string[][]
  readonly body: string | null
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
const OF_THE_CONNECTION = /^(?:host|connection|content-length|transfer-encoding|accept-encoding|keep-alive)$/i

/** A request as a curl command; secrets are masked in it, as they are in the journal. */
export const curlOf = ({ method, target, headers, body }: Sent): string => {
  const host = headers.find(([name]) => name?.toLowerCase() === 'host')?.[1]
  const url = target.startsWith('/') ? `${location.protocol}//${location.host}${target}` : target
  const elsewhere = host !== undefined && host !== location.host
  return [
    `curl -X ${method} ${quoted(url)}`,
    ...(elsewhere ? [`-H ${quoted(`Host: ${host}`)}`] : []),
    ...headers
      .filter(([name = '']) => !OF_THE_CONNECTION.test(name))
      .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-binary ${quoted(body)}`]),
  ].join(' \\\n  ')
}

/** JSON laid out to be read; other text as it is. */
export const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
