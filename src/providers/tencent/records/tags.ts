/** A key with a value, by which a customer finds and bills what he has. */
export interface Tag {
  readonly key: string
  readonly value: string
}

/** Whatever can have tags. */
export interface Tagged {
  readonly tags: readonly Tag[]
}

export const NO_TAGS: readonly Tag[] = []
