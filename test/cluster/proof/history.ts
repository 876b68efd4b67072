import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Shown } from './load/clients.ts'

/** What a client asked, and what it heard; test/cluster/porcupine/model.go tells what the members mean. */
export interface Operation {
  readonly namespace: string
  readonly client: number
  readonly call: number
  return: number
  readonly do: 'create' | 'get' | 'list' | 'delete' | 'advance'
  readonly kind: string
  readonly name: string
  readonly to: number
  late: boolean
  now: number
  shown: Readonly<Record<string, string>> | null
}

/** What the checker says of a history. */
export interface Verdict {
  readonly namespaces: number
  readonly operations: number
  readonly unknown: number
  readonly illegal: readonly string[]
  readonly undecided: readonly string[]
}

const SOURCE = new URL('../porcupine', import.meta.url).pathname

/** Microseconds of a clock that never runs back. */
const now = (): number => Number(process.hrtime.bigint() / 1000n)

/** All that clients asked and heard. What may not be whatever the order of the operations is noted at once. */
export class History {
  readonly operations: Operation[] = []
  /** What may not be: a resource that is there twice, an answer that no order explains. */
  readonly surprises: string[] = []
  readonly #names = new Map<string, string>()
  readonly #numbers = new Set<string>()

  /** Notes that something is asked, now. */
  begin(asked: Pick<Operation, 'namespace' | 'client' | 'do' | 'kind'> & { name?: string; to?: number }): Operation {
    const operation = { name: '', to: 0, late: false, now: 0, shown: null, ...asked, call: now(), return: 0 }
    this.operations.push(operation)
    return operation
  }

  /** Notes that the answer is there, now. */
  end(operation: Operation, clock: number, shown: readonly Shown[] | null): void {
    operation.return = now()
    operation.now = clock
    operation.shown = shown && Object.fromEntries(shown.map(({ name, status }) => [name, status]))
    if (shown && Object.keys(operation.shown!).length < shown.length)
      this.surprises.push(`twice: ${JSON.stringify(operation)}`)
    for (const { id, name } of shown ?? []) this.identify(operation, id, name)
  }

  /** Notes that the answer is there, now, and says that the clock is beyond where it was to move. */
  late(operation: Operation): void {
    operation.return = now()
    operation.late = true
  }

  /** One name has one id, and one id one name, for ever. */
  identify({ namespace, kind }: Pick<Operation, 'namespace' | 'kind'>, id: string, name: string): void {
    for (const [key, value] of [
      [`name ${name}`, id],
      [`id ${id}`, name],
    ] as const) {
      const known = this.#names.get(`${namespace} ${kind} ${key}`)
      if (known === undefined) this.#names.set(`${namespace} ${kind} ${key}`, value)
      else if (known !== value) this.surprises.push(`${namespace} ${kind}: ${key} is ${known} and ${value}`)
    }
  }

  /** The number that a namespace gives to a request is given once. */
  number(namespace: string, number: string): void {
    const key = `${namespace} ${number}`
    if (this.#numbers.has(key)) this.surprises.push(`${namespace}: two requests are number ${number}`)
    this.#numbers.add(key)
  }

  /** What has been answered at all: what was done, with which kind of resource. */
  get answered(): ReadonlySet<string> {
    const known = this.operations.filter((one) => one.return > 0)
    return new Set(known.map(({ do: act, kind }) => `${act} ${kind}`.trim()))
  }

  /** Asks the checker. A read without an answer says nothing. */
  check(begin: number): Verdict {
    return check(
      this.operations.filter((one) => one.return > 0 || !['get', 'list'].includes(one.do)),
      begin,
      true,
    )
  }
}

/**
 * Has operations checked; `begin` is what the clocks say at first, in seconds. With `keep`, the history and pictures of what is
 * not found linearizable stay in a folder of their own.
 */
export const check = (operations: readonly Operation[], begin: number, keep = false): Verdict => {
  const folder = mkdtempSync(join(tmpdir(), 'peertwin-porcupine-'))
  execFileSync('go', ['build', '-o', join(folder, 'check'), '.'], { cwd: SOURCE })
  const input = operations.map((one) => `${JSON.stringify(one)}\n`).join('')
  writeFileSync(join(folder, 'history.ndjson'), input)
  const args = ['-begin', String(begin), '-pictures', folder]
  const told = execFileSync(join(folder, 'check'), args, { input, maxBuffer: 1 << 26 }).toString()
  const verdict = JSON.parse(told) as Verdict
  if (!keep || verdict.illegal.length + verdict.undecided.length === 0) rmSync(folder, { recursive: true })
  return verdict
}
