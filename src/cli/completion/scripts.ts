import type { OptionWord, Place } from './words.ts'

/** The shells that commands can be completed in. */
export const COMPLETED = ['bash', 'zsh', 'fish'] as const
export type CompletedShell = (typeof COMPLETED)[number]

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
const unique = <T>(items: readonly T[]): T[] => [...new Set(items)]

/** The options with a list of values, by their names; one name has the same list everywhere. */
const choicesOf = (places: readonly Place[]): [string, string][] =>
  [
    ...new Map(
      places.flatMap(({ options }) =>
        options.flatMap(({ long, choices }): [string, string][] =>
          choices.length > 0 ? [[long, choices.join(' ')]] : [],
        ),
      ),
    ),
  ].sort(([a], [b]) => (a < b ? -1 : 1))

/** The options behind which anything may stand, file names above all, as a pattern of both shells. */
const freeOptions = (places: readonly Place[]): string => {
  const all = places.flatMap(({ options }) => options)
  const others = new Set(all.filter((one) => !isFree(one)).map(({ long }) => long))
  return unique(all.filter((one) => isFree(one) && !others.has(one.long)).map(({ long }) => long))
    .sort()
    .join('|')
}

const isFree = ({ takesValue, choices }: OptionWord): boolean => takesValue && choices.length === 0

const wordsAt = ({ commands, options }: Place): string =>
  unique([...commands.map(({ name }) => name), ...options.map(({ long }) => long)]).join(' ')

/** How far the typed words lead, in the language that bash and zsh share. */
const walk = (places: readonly Place[], typed: string): string[] => [
  `  local at='' word`,
  `  for word in ${typed}; do`,
  `    case "$at $word" in`,
  ...places
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => `      ${quoted(` ${path.join(' ')}`)}) at=${quoted(` ${path.join(' ')}`)} ;;`),
  `    esac`,
  `  done`,
]

const at = ({ path }: Place): string => quoted(path.length === 0 ? '' : ` ${path.join(' ')}`)

const bash = (places: readonly Place[]): string[] => [
  '# completion of peertwin for bash: eval "$(peertwin completion bash)"',
  '_peertwin() {',
  '  local cur="${COMP_WORDS[COMP_CWORD]}"',
  ...walk(places, '"${COMP_WORDS[@]:1:COMP_CWORD-1}"'),
  '  case "${COMP_WORDS[COMP_CWORD-1]}" in',
  ...choicesOf(places).map(
    ([long, values]) => `    ${long}) COMPREPLY=($(compgen -W ${quoted(values)} -- "$cur")); return ;;`,
  ),
  `    ${freeOptions(places)}) return ;;`,
  '  esac',
  '  case "$at" in',
  ...places.map((place) => `    ${at(place)}) COMPREPLY=($(compgen -W ${quoted(wordsAt(place))} -- "$cur")) ;;`),
  '  esac',
  '}',
  'complete -o default -F _peertwin peertwin',
]

const zsh = (places: readonly Place[]): string[] => [
  '#compdef peertwin',
  '# completion of peertwin for zsh: source <(peertwin completion zsh), or as _peertwin in a folder of $fpath',
  '_peertwin() {',
  ...walk(places, '"${(@)words[2,CURRENT-1]}"'),
  '  case "${words[CURRENT-1]}" in',
  ...choicesOf(places).map(([long, values]) => `    ${long}) compadd -- ${values}; return ;;`),
  `    ${freeOptions(places)}) _files; return ;;`,
  '  esac',
  '  case "$at" in',
  ...places.map((place) => `    ${at(place)}) compadd -- ${wordsAt(place)} && return ;;`),
  '  esac',
  '  _files',
  '}',
  'if [ "$funcstack[1]" = "_peertwin" ]; then _peertwin "$@"; else compdef _peertwin peertwin; fi',
]

const fish = (places: readonly Place[]): string[] => [
  '# completion of peertwin for fish: peertwin completion fish | source',
  ...places.flatMap((place) => {
    const { path, commands, options } = place
    const inner = commands.map(({ name }) => name).join(' ')
    const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`)
    const none = inner === '' ? [] : [`not __fish_seen_subcommand_from ${inner}`]
    const here = quoted([...seen, ...none].join('; and ') || 'true')
    return [
      ...commands.map(({ name, about }) => `complete -c peertwin -f -n ${here} -a ${name} -d ${quoted(about)}`),
      ...options.map(({ long, about, choices, takesValue }) => {
        const values = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : takesValue ? ' -r' : ''
        return `complete -c peertwin -n ${here} -l ${long.slice(2)}${values} -d ${quoted(about)}`
      }),
    ]
  }),
]

const SCRIPTS = { bash, zsh, fish }

/** The script that completes the commands of these places in a shell. */
export const completionScript = (shell: CompletedShell, places: readonly Place[]): string =>
  SCRIPTS[shell](places)
    .map((line) => `${line}\n`)
    .join('')
