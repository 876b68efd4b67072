import type { Environment, Organization } from '../records.ts'
import { ENVIRONMENTS, ORGANIZATIONS } from './links.ts'
import { metadata } from './parts.ts'

export const environmentView = (row: Environment, base: string) => ({
  api_version: 'org/v2',
  display_name: row.displayName,
  id: row.id,
  kind: 'Environment',
  metadata: metadata(row, `${base}${ENVIRONMENTS}/${row.id}`),
  stream_governance_config: { package: row.package },
})

export const organizationView = (row: Organization, base: string) => ({
  api_version: 'org/v2',
  display_name: row.displayName,
  id: row.id,
  jit_enabled: row.jitEnabled,
  kind: 'Organization',
  metadata: metadata(row, `${base}${ORGANIZATIONS}/${row.id}`),
})
