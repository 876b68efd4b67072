/** Why the control API refuses a call, in words for the person who made it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly title: string

  constructor(status: number, title: string, detail: string) {
    super(detail)
    this.status = status
    this.title = title
  }
}

export const notFound = (detail: string): Refusal => new Refusal(404, 'Not found', detail)
export const invalid = (detail: string): Refusal => new Refusal(400, 'Invalid request', detail)
