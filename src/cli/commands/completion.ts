import { Argument, type Command } from 'commander'
import { COMPLETED, type CompletedShell, completionScript } from '../completion/scripts.ts'
import { placesOf } from '../completion/words.ts'

/** `peertwin completion`: the script that completes all commands in a shell. `whole` has every command declared. */
export const declare = (command: Command, whole?: () => Promise<Command>): void => {
  command.addArgument(new Argument('<shell>', 'the shell').choices(COMPLETED)).action(async (shell: CompletedShell) => {
    process.stdout.write(completionScript(shell, placesOf(await whole!())))
  })
}
