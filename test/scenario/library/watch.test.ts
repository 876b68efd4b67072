import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { providers as registry } from '../../../src/providers/index.ts'
import { activeIn } from '../../../src/scenario/run/activation.ts'
import { ScenarioLibrary } from '../../../src/scenario/library/library.ts'
import { type Reload, watchScenarios } from '../../../src/scenario/library/watch.ts'
import { setup } from '../../helpers/setup.ts'
import { vocabulary } from '../setup.ts'

const PEERINGS = 'digitalocean/vpc_peering'
const rules = (after: string): string =>
  `name: live\nlifecycles:\n  ${PEERINGS}:\n    - { id: up, from: PROVISIONING, after: ${after}, to: ACTIVE }\n`

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const inFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'peertwin-'))
  cleanups.push(() => rm(folder, { recursive: true }))
  return {
    library: new ScenarioLibrary(await vocabulary(), registry),
    file: (name: string) => join(folder, name),
  }
}

test('an edit is taken over, and a broken one leaves the version before and says why', async () => {
  const { library, file: fileNamed } = await inFolder()
  const file = fileNamed('live.yaml')
  await writeFile(file, rules('10s'))
  library.keep(await library.readFiles([file]), file)
  const { emulator } = setup({ scenarios: library })
  library.active.activate(emulator.world, { name: 'live' })
  let told: (reload: Reload) => void = () => {}
  const watcher = await watchScenarios([file], library, 'live', (reload) => told(reload))
  cleanups.push(() => watcher.close())
  const edit = async (text: string): Promise<Reload> => {
    const next = new Promise<Reload>((resolve) => (told = resolve))
    await writeFile(file, text)
    return next
  }
  expect(await edit(rules('20s'))).toEqual({ file, version: 2, error: null, warnings: [] })
  expect(activeIn(emulator.world)).toMatchObject({ version: 2, label: 'live@2 seed 1' })
  const error = `${file}:4:49: there is no state of ${PEERINGS} 'ACTVE'; did you mean 'ACTIVE'?`
  expect(await edit(rules('20s').replace('ACTIVE', 'ACTVE'))).toEqual({ file, version: null, error, warnings: [] })
  expect(library.entries.get('live')).toMatchObject({ version: 2, error })
  expect(activeIn(emulator.world)!.version).toBe(2)
  const records = `${file}:5:39: fixtures.digitalocean.vpcs.0.id: expected text, not a number`
  expect(await edit(`${rules('20s')}fixtures: { digitalocean: { vpcs: [ { id: 1 } ] } }\n`)).toEqual({
    file,
    version: null,
    error: records,
    warnings: [],
  })
  expect(await edit(rules('30s'))).toEqual({ file, version: 3, error: null, warnings: [] })
  expect(library.entries.get('live')!.error).toBeNull()
})

test('several files play as one, later rules over earlier ones', async () => {
  const { library, file } = await inFolder()
  const files = [file('a.yaml'), file('b.yaml')]
  await writeFile(files[0]!, rules('10s'))
  await writeFile(files[1]!, rules('20s').replace('live', 'more'))
  expect(await library.readFiles(files)).toMatchObject({
    name: 'live+more',
    lifecycles: { [PEERINGS]: [{ id: 'up', from: 'PROVISIONING', after: '20s', to: 'ACTIVE' }] },
  })
})
