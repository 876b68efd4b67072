/** Thrown when a namespace cannot be had, or is not there. */
export class NamespaceError extends Error {
  override readonly name = 'NamespaceError'
  readonly reason: 'taken' | 'full' | 'unknown' | 'gone'

  constructor(reason: NamespaceError['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}
