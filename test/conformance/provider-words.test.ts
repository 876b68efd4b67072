import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { providers as registry } from '../../src/providers/index.ts'

const ROOT = new URL('../../src/', import.meta.url)
const shared = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.startsWith('providers/'),
)

test.each(registry.map((provider) => [provider.name, provider] as const))(
  'nothing shared knows %s: its name, its hosts, the headers of its secrets',
  (name, { hosts, secrets }) => {
    const domains = hosts.map((host) => host.slice(host.lastIndexOf('*') + 1))
    const words = [name, ...domains, ...(secrets?.headers ?? [])]
    const found = shared.flatMap((file) => {
      const text = readFileSync(new URL(file, ROOT), 'utf8').toLowerCase()
      return words.filter((word) => text.includes(word)).map((word) => `${file}: ${word}`)
    })
    expect(found).toEqual([])
  },
)
