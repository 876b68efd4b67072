import { Command } from 'commander'
import { vi } from 'vitest'
import { ConfigError } from '../../../src/core/config.ts'
import type { EmulatorOptions } from '../../../src/index.ts'
import { overSocket, portOf } from '../../helpers/socket.ts'
import { BASE, setup as setupApi } from '../../providers/digitalocean/setup.ts'

/** The module of a group of commands. */
export interface Group {
  declare(command: Command): void
}

/** What a command wrote and how it ended; `refusal` is the text of its mistake. */
export interface Ended {
  readonly stdout: string
  readonly refusal: string | null
  readonly code: number
}

const exitCode = (): number => Number(process.exitCode)

/** Runs a command of a group in this process. */
export const runCommand = async (group: Group, args: readonly string[]): Promise<Ended> => {
  let stdout = ''
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text)
    return true
  })
  const before = process.exitCode
  process.exitCode = 0
  let refusal: string | null = null
  try {
    const command = new Command('group')
    group.declare(command)
    await command.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    refusal = error.message
  } finally {
    written.mockRestore()
  }
  const ended = { stdout, refusal, code: exitCode() }
  process.exitCode = before
  return ended
}

/** An emulator, a client of it, and a group of commands that reaches it. */
export const setup = (group: Group, options: EmulatorOptions = {}) => {
  const bench = setupApi(options)
  const peertwin = async (...args: string[]): Promise<Ended> => {
    const control = `http://127.0.0.1:${await portOf(bench.emulator)}/_peertwin`
    return runCommand(group, [...args, '--control', control])
  }
  const api = overSocket(bench.emulator, BASE, { authorization: 'Bearer dop_v1_anything', 'user-agent': 'test/1' })
  return { ...bench, api, peertwin }
}

/** A command that did what it was asked to. */
export const printed = (...lines: string[]): Ended => ({
  stdout: lines.map((line) => `${line}\n`).join(''),
  refusal: null,
  code: 0,
})

/** A command that was refused. */
export const refused = (refusal: string): Ended => ({ stdout: '', refusal, code: 0 })
