import type { ScenarioLibrary } from './library.ts'

/** What happened to a watched file. */
export interface Reload {
  readonly file: string
  /** What the files are active as, with the new version; null when the edit is broken. */
  readonly version: number | null
  readonly error: string | null
  readonly warnings: readonly string[]
}

/** Takes every edit of scenario files over into a library; a broken one leaves the old version and says why. */
export const watchScenarios = async (
  files: readonly string[],
  library: ScenarioLibrary,
  name: string,
  told: (reload: Reload) => void,
): Promise<{ close(): Promise<void> }> => {
  const { watch } = await import('chokidar')
  const watcher = watch([...files], {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: 50, pollInterval: 10 },
  })
  let turn: Promise<void> = Promise.resolve()
  const reload = async (file: string): Promise<void> => {
    try {
      const document = await library.readFiles(files)
      // the name is what it is active under, so a new one does not count before the next start
      const { version, warnings } = library.keep({ ...document, name }, files.join(', '), library.warningsOf(document))
      told({ file, version, error: null, warnings })
    } catch (error) {
      library.blame(name, (error as Error).message)
      told({ file, version: null, error: (error as Error).message, warnings: [] })
    }
  }
  for (const event of ['add', 'change'] as const)
    watcher.on(event, (file: string) => {
      turn = turn.then(() => reload(file))
    })
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve)
  })
  return watcher
}
