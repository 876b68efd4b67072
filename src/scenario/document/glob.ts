/** What each wildcard stands for: `*` for anything; `?`, where it is one, for one character. */
export type Wildcards = '*' | '*?'

/** A function of a pattern that takes time in proportion to the text, however many wildcards there are. */
export const globTest = (pattern: string, wildcards: Wildcards): ((text: string) => boolean) => {
  const pieces = pattern.split('*').map((piece) => (wildcards === '*?' ? finderOf(piece) : literal(piece)))
  const [head, ...rest] = pieces as [Finder, ...Finder[]]
  const tail = rest.pop()
  if (!tail) return (text) => text.length === head.length && head.at(text, 0)
  // what fits first leaves most to the pieces behind it, so nothing is ever tried twice
  return (text) => {
    const end = text.length - tail.length
    if (head.length > end || !head.at(text, 0) || !tail.at(text, end)) return false
    let from = head.length
    for (const piece of rest) {
      const found = piece.find(text, from)
      if (found === -1) return false
      from = found + piece.length
    }
    return from <= end
  }
}

/** A piece between two `*`. */
interface Finder {
  readonly length: number
  /** Whether it stands at a place of a text. */
  at(text: string, from: number): boolean
  /** The first place from there on where it stands, or -1. */
  find(text: string, from: number): number
}

const finderOf = (piece: string): Finder => (piece.includes('?') ? withGaps(piece) : literal(piece))

const withGaps = (piece: string): Finder => {
  const fits = (text: string, from: number): boolean => {
    for (let i = 0; i < piece.length; i++) if (piece[i] !== '?' && piece[i] !== text[from + i]) return false
    return true
  }
  return {
    length: piece.length,
    at: fits,
    find(text, from) {
      for (let at = from; at + piece.length <= text.length; at++) if (fits(text, at)) return at
      return -1
    },
  }
}

// Knuth, Morris and Pratt: `indexOf` takes the product of both lengths where a text repeats itself
const literal = (piece: string): Finder => {
  let borders: Uint32Array | undefined
  return {
    length: piece.length,
    at: (text, from) => text.startsWith(piece, from),
    find(text, from) {
      if (piece === '') return from
      borders ??= bordersOf(piece)
      for (let at = from, fitting = 0; at < text.length; at++) {
        while (fitting > 0 && text[at] !== piece[fitting]) fitting = borders[fitting - 1]!
        if (text[at] === piece[fitting]) fitting++
        if (fitting === piece.length) return at - fitting + 1
      }
      return -1
    },
  }
}

/** For each start of a piece, the length of its longest proper start that is its end as well. */
const bordersOf = (piece: string): Uint32Array => {
  const borders = new Uint32Array(piece.length)
  for (let at = 1, length = 0; at < piece.length; at++) {
    while (length > 0 && piece[at] !== piece[length]) length = borders[length - 1]!
    if (piece[at] === piece[length]) length++
    borders[at] = length
  }
  return borders
}
