// What users have: the command on the path, the package as it is published, and a copy of the examples that nothing of this tree is near.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const IMAGE = 'peertwin:tested'
const OWN = /\/(?:node_modules|target|__pycache__|\.[a-z_]+_cache)$/

/** Runs a command in a folder, or ends this process where it fails. */
export const make = (folder, command, ...args) => {
  const { status } = spawnSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) process.exit(1)
}

/** Lays it all out until this process ends. */
export const preparePlace = (root) => {
  const folder = mkdtempSync(join(tmpdir(), 'peertwin-examples-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  make(root, 'npx', 'tsc', '-p', 'tsconfig.types.json')
  make(root, process.execPath, 'build-types.mjs')
  make(root, 'npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', folder)
  const [packed] = readdirSync(folder)
  const tarball = join(folder, 'peertwin.tgz')
  renameSync(join(folder, packed), tarball)

  const bin = join(folder, 'bin')
  mkdirSync(bin)
  const cli = join(root, 'dist', 'cli.cjs')
  writeFileSync(join(bin, 'peertwin'), `#!/bin/sh\nexec node '${cli}' "$@"\n`, { mode: 0o755 })

  const examples = join(folder, 'examples')
  cpSync(join(root, 'examples'), examples, { recursive: true, filter: (path) => !OWN.test(path) })
  const emptyFolder = (name) => {
    const empty = join(folder, name)
    mkdirSync(empty)
    return empty
  }
  return { tarball, bin, examples, emptyFolder }
}

/** The image of this tree, where there is an engine to build it; undefined elsewhere. */
export const imageOf = (root) => {
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0) return undefined
  make(root, 'docker', 'build', '--quiet', '--tag', IMAGE, '.')
  return IMAGE
}
