import { checksum } from '../../log/lines.ts'

const SHARDS = 8

/** A name as one token of a subject: letters, digits, `-` and `_` as they are, other bytes as `=` and two hexadecimal digits. */
const tokenOf = (name: string): string =>
  Array.from(Buffer.from(name), (byte) => {
    const character = String.fromCharCode(byte)
    return /[\w-]/.test(character) ? character : `=${byte.toString(16).padStart(2, '0')}`
  }).join('')

/** The streams and subjects of a cluster. A stream serves the subjects that begin with its name, spelt with dots. */
export class Names {
  readonly cluster: string

  constructor(cluster: string) {
    this.cluster = cluster
  }

  /** Those of units; a unit keeps to one of them. */
  get units(): readonly string[] {
    return Array.from({ length: SHARDS }, (_, n) => `${this.cluster}_units_${n}`)
  }

  get sessions(): string {
    return `${this.cluster}_sessions`
  }

  get objects(): string {
    return `${this.cluster}_objects`
  }

  unit(name: string): string {
    return `${this.cluster}.units.${checksum(name) % SHARDS}.${tokenOf(name)}`
  }

  session(id: string): string {
    return `${this.cluster}.sessions.${id}`
  }

  object(name: string): string {
    return `${this.cluster}.objects.${name.split('/').map(tokenOf).join('.')}`
  }

  /** A name for an object of a unit. */
  objectOf(unit: string, name: string): string {
    return `${encodeURIComponent(unit)}/${name}`
  }

  /** The subject of all objects of a unit. */
  objectsOf(unit: string): string {
    return this.object(this.objectOf(unit, '')).concat('>')
  }

  /** Where it stands what the replicas have agreed on; no name of a unit is spelt like this. */
  get agreed(): string {
    return `${this.cluster}.units.0.=agreed`
  }

  /** The subjects of a stream. */
  subjects(stream: string): string {
    return `${this.cluster}.${stream.slice(this.cluster.length + 1).replaceAll('_', '.')}.>`
  }

  /** The stream of a subject. */
  stream(subject: string): string {
    const rest = subject.slice(this.cluster.length + 1).split('.')
    return [this.cluster, ...rest.slice(0, rest[0] === 'units' ? 2 : 1)].join('_')
  }
}
