/** The time of the browser, in milliseconds since 1970: the only place that looks at it. */
export const wallNow = (): number => Date.now()
