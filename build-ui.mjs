// Bundles the dashboard into dist/ui, unless what is there is newer than all of its sources.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('.', import.meta.url))
const SOURCES = join(ROOT, 'src', 'ui')
const BUILT = join(ROOT, 'dist', 'ui', 'index.html')

const newest = (folder) =>
  Math.max(
    ...readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? newest(path) : statSync(path).mtimeMs
    }),
  )
const needed = Math.max(newest(SOURCES), statSync(join(ROOT, 'package-lock.json')).mtimeMs)

if (!existsSync(BUILT) || statSync(BUILT).mtimeMs < needed) {
  const { build } = await import('vite')
  await build({ configFile: join(SOURCES, 'vite.config.ts') })
}
