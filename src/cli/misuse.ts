import type { Command, CommanderError } from 'commander'
import { nearest } from '../core/nearest.ts'
import { either } from '../core/wording.ts'

/** The names of a command, from the outermost one below the program. */
const pathOf = (command: Command): string[] => (command.parent ? [...pathOf(command.parent), command.name()] : [])

/** The command that a command line means. */
const commandIn = (program: Command, argv: readonly string[]): Command => {
  let found = program
  for (const word of argv) {
    const inner = found.commands.find((one) => one.name() === word || one.aliases().includes(word))
    if (inner) found = inner
    else if (!word.startsWith('-')) break
  }
  return found
}

const visible = (command: Command): string[] => command.commands.map((one) => one.name())

/** Words for a command that there is not. `all` are the commands of the program, with those inside them. */
export const unknownCommand = (name: string, all: readonly Command[]): string => {
  const inside = all.find((group) => visible(group).includes(name))
  const names = all.map((command) => command.name())
  return `there is no command '${name}'${inside ? `; did you mean '${inside.name()} ${name}'?` : nearest(name, names)}`
}

const INVALID =
  /^option '(?:-\w, )?(--[\w-]+)[^']*' (?:argument|value) '(.*?)'(?: from env '(\w+)')? is invalid\. (.*)$/s

const INVALID_ARGUMENT = /^command-argument value '(.*?)' is invalid for argument '(\w+)'\. (.*)$/s

const invalid = (message: string): string | undefined => {
  const [, given, argument, why = ''] = INVALID_ARGUMENT.exec(message) ?? []
  if (argument !== undefined) return sentence(`<${argument}>`, given, why)
  const [, flag, value, variable, rest = ''] = INVALID.exec(message) ?? []
  return flag === undefined ? undefined : sentence(variable ?? flag, value, rest)
}

const sentence = (what: string, value: string | undefined, rest: string): string => {
  const [, choices] = /^Allowed choices are (.*)\.$/s.exec(rest) ?? []
  const takes = choices === undefined ? rest.replace(/^It takes (.*)\.$/s, '$1') : either(choices.split(', '))
  return `${what} takes ${takes}, not '${value}'`
}

const quoted = (message: string): string[] => Array.from(message.matchAll(/'([^']*)'/g), ([, text]) => text!)

/** What to tell somebody who mistyped a command line, in words of this project. */
export const misuse = ({ code, message: said }: CommanderError, program: Command, argv: readonly string[]): string => {
  const message = said.replace(/^error: /, '')
  const command = commandIn(program, argv)
  const [first = '', second = ''] = quoted(message)
  const name = pathOf(command).join(' ')
  const meant = command.parent ? command : (program.commands.find((one) => one.name() === 'start') ?? program)
  const longs = [...meant.options, ...(meant.parent?.options ?? [])].flatMap(({ long }) => long ?? [])
  switch (code) {
    case 'commander.unknownOption':
      return `${name || meant.name()} has no option '${first}'${nearest(first, [...longs, '--help'])}`
    case 'commander.unknownCommand':
      return `${name} has no command '${first}'${nearest(first, visible(command))}`
    case 'commander.excessArguments': {
      const most = command.registeredArguments.length
      const extra = command.args[most] ?? ''
      if (visible(command).length > 0) return `${name} has no command '${extra}'${nearest(extra, visible(command))}`
      return most === 0
        ? `${meant.name()} takes no arguments, but was given '${extra}'`
        : `${name} takes at most ${most} argument${most === 1 ? '' : 's'}, but was given '${extra}' as well`
    }
    case 'commander.missingArgument':
      return `${name} needs <${first}>`
    case 'commander.optionMissingArgument':
      return `${flagIn(first)} needs a value: ${first}`
    case 'commander.missingMandatoryOptionValue':
      return `${name} needs ${first}`
    case 'commander.conflictingOption':
      return `${flagIn(first)} and ${flagIn(second)} do not go together`
    default:
      return invalid(message) ?? message.replaceAll(/\s*\n\s*/g, ' ')
  }
}

const flagIn = (flags: string): string => /--[\w-]+/.exec(flags)?.[0] ?? flags
