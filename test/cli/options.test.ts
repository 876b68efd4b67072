import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { type StartOptions, declareStart } from '../../src/cli/options.ts'

const read = (...argv: string[]): StartOptions => {
  const command = declareStart(new Command('start').exitOverride().configureOutput({ writeErr: () => {} }))
  return command.parse(argv, { from: 'user' }).opts()
}

describe.each([
  ['--ready-json', 'readyJson'],
  ['--provider-ports', 'providerPorts'],
  ['--empty', 'empty'],
] as const)('%s', (flag, name) => {
  test.each([
    ['is off when absent', [], false],
    ['is on by itself', [flag], true],
    ['is on by itself before another flag', [flag, '--port', '0'], true],
    ['takes true', [flag, 'true'], true],
    ['takes 1', [flag, '1'], true],
    ['takes false', [flag, 'false'], false],
    ['takes 0', [flag, '0'], false],
  ])('%s', (_, argv, expected) => {
    expect(read(...argv)[name]).toBe(expected)
  })

  test('refuses anything else', () => {
    expect(() => read(flag, 'maybe')).toThrow(
      `error: option '${flag} [boolean]' argument 'maybe' is invalid. It takes true or false.`,
    )
  })
})
