import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const call = promisify(execFile)

/** Files beside which somebody types. */
export const FILES = ['a-file.yaml', 'b-file.yaml']

export type Asked = Readonly<{ folder: string; script: string; lines: readonly string[] }>

const wordsOf = (text: string): string[] => [...new Set(text.split('\n').filter((word) => word.trim() !== ''))].sort()

const quoted = (text: string): string => `'${text}'`

const bash = async ({ folder, script, lines }: Asked): Promise<string[][]> => {
  const asks = lines.map((line) => {
    const words = line.split(' ')
    // what `complete -o default` adds where the function knows nothing
    const files = `[ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- '${words.at(-1)}'))`
    const typed = `COMP_WORDS=(${words.map(quoted).join(' ')}); COMP_CWORD=${words.length - 1}; COMPREPLY=()`
    return `${typed}; _peertwin; ${files}; printf '%s\\n' "\${COMPREPLY[@]}" --`
  })
  const { stdout } = await call('bash', ['--norc', '-c', `source '${script}'; ${asks.join('; ')}`], { cwd: folder })
  return stdout.split('\n--\n').slice(0, -1).map(wordsOf)
}

// types the lines into a zsh of its own, with a TAB behind each, and writes down what is offered
const TYPIST = `zmodload zsh/zpty
zpty typed 'TERM=dumb zsh -f -i'
zpty -w typed "autoload -Uz compinit; compinit -D -u; source $1"
zpty -w typed "compadd() { local -a found; builtin compadd -O found \\"\\$@\\"; print -rl -- \\$found >>$2; builtin compadd \\"\\$@\\" }"
zpty -w typed "next() { print -- -- >>$2; BUFFER=; zle redisplay }; zle -N next; bindkey '^X' next"
zpty -w typed "leave() { exit }; zle -N leave; bindkey '^T' leave"
for line in "\${@:3}"; do zpty -w -n typed $line$'\\t\\x18'; done
zpty -w -n typed $'\\x14'
while zpty -r typed ignored; do :; done
`

const zsh = async ({ folder, script, lines }: Asked): Promise<string[][]> => {
  const own = mkdtempSync(join(tmpdir(), 'peertwin-zsh-'))
  const [typist, offered] = [join(own, 'typist'), join(own, 'offered')]
  writeFileSync(typist, TYPIST)
  writeFileSync(offered, '')
  await call('zsh', ['-f', typist, script, offered, ...lines], { cwd: folder })
  const text = readFileSync(offered, 'utf8')
  rmSync(own, { recursive: true })
  return text.split('--\n').slice(0, -1).map(wordsOf)
}

const fish = async ({ folder, script, lines }: Asked): Promise<string[][]> => {
  const asks = lines.map((line) => `complete -C '${line}'; echo ==`)
  const { stdout } = await call('fish', ['--no-config', '-c', `source '${script}'; ${asks.join('; ')}`], {
    cwd: folder,
    env: { ...process.env, HOME: dirname(script) },
  })
  const offers = stdout.split('==\n').slice(0, -1)
  return offers.map((text) => wordsOf(text.replaceAll(/\t.*$/gm, '')))
}

/** What a shell offers for lines that somebody typed, each a list in order. */
export const OFFERS = { bash, zsh, fish }

/** Whether this machine has a shell. */
export const has = (shell: string): boolean => {
  try {
    execFileSync(shell, ['-c', 'exit'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
