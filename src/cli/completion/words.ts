import type { Command, Option } from 'commander'

/** An option as somebody types it. */
export interface OptionWord {
  readonly long: string
  readonly about: string
  /** What it takes, where that is a list. */
  readonly choices: readonly string[]
  readonly takesValue: boolean
}

/** What can be typed behind a command. */
export interface Place {
  /** The words from the program to here; empty for the program itself. */
  readonly path: readonly string[]
  readonly commands: readonly { readonly name: string; readonly about: string }[]
  readonly options: readonly OptionWord[]
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')

const wordOf = ({ long, description, argChoices = [], required }: Option): OptionWord => ({
  long: long!,
  about: oneLine(description),
  choices: argChoices,
  takesValue: required,
})

/** Every place of a command line, from the outermost; the options of `start` count without its name as well. */
export const placesOf = (program: Command): Place[] => {
  const placed = (command: Command, path: readonly string[], inherited: readonly Option[]): Place[] => {
    const options = [...command.options, ...inherited].filter(({ long, hidden }) => long && !hidden)
    return [
      {
        path,
        commands: command.commands.map((one) => ({ name: one.name(), about: oneLine(one.description()) })),
        options: options.map(wordOf),
      },
      ...command.commands.flatMap((one) => placed(one, [...path, one.name()], path.length === 0 ? [] : options)),
    ]
  }
  const start = program.commands.find((one) => one.name() === 'start')
  return placed(program, [], []).map((place) =>
    place.path.length === 0 && start
      ? { ...place, options: start.options.filter(({ hidden }) => !hidden).map(wordOf) }
      : place,
  )
}
