import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { JournalFile } from '../../src/log/journal-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'peertwin-journal-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('a sync that is asked for after the end touches no descriptor, not even one that was given out again', async () => {
  const file = new JournalFile(join(folder, 'journal'), 0)
  file.append('one\n')
  file.close()
  const other = openSync(join(folder, 'other'), 'w') // gets the number that is free again
  expect(await new Promise((done) => file.sync(done))).toBeNull()
  writeSync(other, 'whole')
  closeSync(other)
  expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('whole')
})
