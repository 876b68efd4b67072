import { expect, test } from 'vitest'
import { ProbesSchema } from '../../../src/grade/probes/schema.ts'
import {
  PROBES_SCHEMA_FILE,
  REPORT_SCHEMA_FILE,
  ReportSchema,
  publishedSchema,
} from '../../../src/grade/report/schema.ts'
import { loadZod } from '../../../src/core/schema.ts'

await loadZod()

test.each([
  [REPORT_SCHEMA_FILE, ReportSchema, 'Peertwin grade, version 1'],
  [PROBES_SCHEMA_FILE, ProbesSchema, 'Peertwin probes, version 1'],
] as const)('%s is published as the types give it', async (file, of, title) => {
  const text = JSON.stringify(await publishedSchema(of, file, title), null, 2)
  await expect(`${text}\n`).toMatchFileSnapshot(`../../../scenarios/${file}`)
})
