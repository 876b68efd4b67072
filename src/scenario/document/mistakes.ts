import { nearest } from '../../core/nearest.ts'
import { ConfigError } from '../../core/settings.ts'

export type Path = readonly (string | number)[]

/** Collects what is wrong with a file, each with its place in it. */
export class Mistakes {
  readonly list: ConfigError[] = []

  add(path: Path, message: string): void {
    this.list.push(new ConfigError(message, path))
  }

  /** Notes a name that is none of the valid ones. */
  unknown(path: Path, what: string, name: string, valid: readonly string[]): void {
    const inner = valid.filter((candidate) => candidate.endsWith(`/${name}`))
    const hint = inner.length === 1 ? `; did you mean '${inner[0]}'?` : nearest(name, valid)
    this.add(path, `there is no ${what} '${name}'${hint}`)
  }
}
