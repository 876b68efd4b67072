// Stands in the bundle for parts of Node that a library imports but that are never used here.
export function Http2ServerRequest(): void {}
export const constants = {}
export default {}
export const webcrypto = undefined
