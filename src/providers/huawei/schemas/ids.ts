const HEX = /^[0-9a-f]{32}$/i
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const isUuid = (text: string): boolean => UUID.test(text)

/** A project id as the records hold it: documented examples also write it with hyphens. */
export const projectIdOf = (text: string): string =>
  UUID.test(text) ? text.replaceAll('-', '').toLowerCase() : HEX.test(text) ? text.toLowerCase() : text
