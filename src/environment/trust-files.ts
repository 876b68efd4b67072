import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Millis, machineClock } from '../core/clock.ts'
import { ConfigError } from '../core/config.ts'
import { fileWording } from '../core/wording.ts'
import { systemRoots } from './roots.ts'

/** The forms in which a certificate to trust can be had: itself, a bundle with the system's roots, a trust store for the JVM. */
export const TRUST_FORMATS = ['pem', 'bundle', 'p12'] as const
export type TrustFormat = (typeof TRUST_FORMATS)[number]

const NAMES: Readonly<Record<TrustFormat, string>> = { pem: 'ca.pem', bundle: 'bundle.pem', p12: 'trust.p12' }

/** A certificate to trust in a form. The roots of the system go with it where the form takes their place. */
export const trusted = async (certificate: string, format: TrustFormat): Promise<string | Uint8Array> => {
  if (format === 'pem') return certificate
  const all = [certificate, ...systemRoots()]
  return format === 'bundle' ? all.join('') : (await import('./trust-store.ts')).trustStore(all)
}

/** Writes a file, as a whole or not at all. Throws a ConfigError when it cannot be written. */
export const writeWhole = (path: string, content: string | Uint8Array): void => {
  const aside = `${path}.${process.pid}`
  try {
    writeFileSync(aside, content, { mode: 0o644 }) // others may read, not write it, whatever the umask
    renameSync(aside, path)
  } catch (error) {
    throw new ConfigError(`${path}: ${fileWording(error)}`)
  }
}

/**
 * Puts a certificate into the user's cache, under a name that no other certificate has, for variables that want a file.
 * Returns the path.
 */
export const trustFile = async (certificate: string, format: TrustFormat): Promise<string> => {
  const id = createHash('sha256').update(certificate).digest('hex').slice(0, 16)
  const cache = cacheFolder()
  const folder = join(cache, `ca-${id}`)
  try {
    mkdirSync(folder, { recursive: true })
    forgetOld(cache)
  } catch (error) {
    throw new ConfigError(`${folder}: ${fileWording(error)}`)
  }
  const path = join(folder, NAMES[format])
  writeWhole(path, await trusted(certificate, format))
  return path
}

const UNUSED: Millis = 30 * 24 * 3_600_000

// an emulator in memory has another certificate with each start
const forgetOld = (cache: string): void => {
  const before = machineClock.now() - UNUSED
  for (const name of readdirSync(cache)) {
    const path = join(cache, name)
    const isOld =
      /^ca-[0-9a-f]{16}$/.test(name) && (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? before) < before
    if (isOld) rmSync(path, { recursive: true, force: true })
  }
}

/** What stands for the files where nothing has to be trusted. */
export const NO_FILES: Readonly<Record<TrustFormat, string>> = { pem: '', bundle: '', p12: '' }

/** The same in every form. */
export const trustFiles = async (certificate: string): Promise<Record<TrustFormat, string>> => {
  const files = { ...NO_FILES }
  for (const format of TRUST_FORMATS) files[format] = await trustFile(certificate, format)
  return files
}

const cacheFolder = (): string => {
  const { XDG_CACHE_HOME: cache, LOCALAPPDATA: local } = process.env
  return join(cache || local || join(homedir(), '.cache'), 'peertwin')
}
