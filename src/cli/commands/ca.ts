import { type Command, Option } from 'commander'
import { type Connection, reachable, textOf, withoutNamespace } from '../connection.ts'
import { TRUST_FORMATS, type TrustFormat, trustFile, trusted, writeWhole } from '../../environment/trust-files.ts'

interface CaOptions extends Connection {
  readonly format: TrustFormat
  readonly path?: true
  readonly out?: string
  readonly state?: string
}

/** `peertwin ca`: the certificate that clients have to trust, never the key. */
export const declare = (command: Command): void => {
  reachable(command)
    .addOption(
      new Option('--format <name>', "itself, with the system's roots, or with them as trust store for the JVM")
        .choices(TRUST_FORMATS)
        .default('pem'),
    )
    .addOption(new Option('--path', 'print the path of a file with it').conflicts('out'))
    .option('--out <file>', 'write it to this file')
    .option('--state <folder>', 'that of a state folder, made when it has none yet, in place of a running emulator')
    .action(async (options: CaOptions) => {
      const { format, out } = options
      const certificate = await certificateOf(options)
      if (out !== undefined) writeWhole(out, await trusted(certificate, format))
      else if (options.path) process.stdout.write(`${await trustFile(certificate, format)}\n`)
      else process.stdout.write(await trusted(certificate, format))
    })
}

const certificateOf = async (options: CaOptions): Promise<string> => {
  const { state: folder } = options
  if (folder === undefined) return textOf(withoutNamespace(options), '/ca')
  const [{ Authority }, { machineClock: wall }] = await Promise.all([
    import('../../server/doors/authority.ts'),
    import('../../core/clock.ts'),
  ])
  const onRenewal = (sentence: string): void => void process.stderr.write(`peertwin: ${sentence}\n`)
  return new Authority({ folder, wall, onRenewal }).certificate
}
