const SAFE = /^[\w./:@,=+-]+$/

/** A text as one word of a POSIX shell. */
export const shellWord = (text: string): string =>
  SAFE.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`

/** Words as a line for a POSIX shell. */
export const commandLine = (words: readonly string[]): string => words.map(shellWord).join(' ')
