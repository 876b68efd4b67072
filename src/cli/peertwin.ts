#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { type Module, createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'

const HEAD = '(function (exports, require, module, __filename, __dirname) { '

type Body = (this: unknown, ...scope: readonly unknown[]) => void

/** Runs the scripts of the bundle with the code that a build left beside them. V8 compiles those of another Node as ever. */
const takeCompiled = (): void => {
  const own = dirname(fileURLToPath(import.meta.url))
  const { extensions } = createRequire(import.meta.url)
  extensions['.cjs'] = (module: Module, file: string) => {
    const folder = dirname(file)
    const cachedData = folder === own ? codeOf(file) : undefined
    if (!cachedData) return extensions['.js'](module, file)
    const text = `${HEAD}${readFileSync(file, 'utf8')}\n})`
    const script = new vm.Script(text, { filename: file, columnOffset: -HEAD.length, cachedData })
    const body = script.runInThisContext() as Body
    body.call(module.exports, module.exports, (id: string): unknown => module.require(id), module, file, folder)
  }
}

const codeOf = (file: string): Buffer | undefined => {
  try {
    return readFileSync(`${file}.code`)
  } catch {
    return undefined
  }
}

takeCompiled()
void import('./main.ts')
