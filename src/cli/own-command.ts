import { basename, relative, sep } from 'node:path'
import { shellWord } from '../grade/client/command-line.ts'

/** What to write in this folder, for a POSIX shell, to call this command once more: it is on the path only where it was installed. */
export const ownCommand = (script = process.argv[1]!): string => {
  if (basename(script) !== 'peertwin') return `node ${shellWord(relative('', script))}`
  return script.split(sep).includes('node_modules') ? 'npx peertwin' : 'peertwin'
}
