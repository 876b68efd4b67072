/** What a record is: of the log of a unit, of a session, of an object, or what a cluster has agreed on. */
export type Kind =
  /** A session holds the unit from here on. */
  | 'open'
  /** Entries, one per line. */
  | 'entries'
  /** Entries in an object. */
  | 'large'
  /** Entries in an object, and more of them, in place of all records before. */
  | 'fold'
  /** The session has let go of the unit. */
  | 'closed'
  | 'beat'
  | 'gone'
  | 'chunk'
  | 'end'
  | 'agreed'

/** What is known of a record without reading it. */
export interface Mark {
  readonly kind: Kind
  /** The session that wrote it. */
  readonly session: string
  /** How many times the unit had been claimed by then; 0 where nobody claims. */
  readonly epoch: number
  /** Unlike that of any other record of the cluster. */
  readonly id: string
}

/** A record as it stands in a stream. */
export interface Stored {
  readonly subject: string
  readonly seq: number
  readonly mark: Mark
  readonly data: Uint8Array
}

/** The header in which a record has its mark. */
export const MARK = 'Peertwin-Record'

export const writeMark = ({ kind, session, epoch, id }: Mark): string => `${kind} ${session} ${epoch} ${id}`

/** Throws for what is not a record of a cluster. */
export const readMark = (text: string | undefined): Mark => {
  const [kind, session, epoch, id] = (text ?? '').split(' ')
  if (!id) throw new Error('a record of the engine was not written by this program')
  return { kind: kind as Kind, session: session!, epoch: Number(epoch), id }
}

const utf8 = { from: new TextEncoder(), to: new TextDecoder() }

export const encode = (text: string): Uint8Array => utf8.from.encode(text)
export const decode = (data: Uint8Array): string => utf8.to.decode(data)

/** Values as lines of JSON. */
export const toLines = (values: Iterable<unknown>): string => {
  let text = ''
  for (const value of values) text += `${JSON.stringify(value)}\n`
  return text
}

/** The values in lines of JSON. */
export const fromLines = (data: Uint8Array): unknown[] => {
  const lines = decode(data).split('\n')
  lines.pop()
  return lines.map((line) => JSON.parse(line) as unknown)
}
