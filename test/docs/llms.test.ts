import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'

const DOCS = new URL('../../docs/', import.meta.url)

/** The title of a page, and its first sentence. */
const aboutOf = (page: string): string => {
  const text = readFileSync(new URL(page, DOCS), 'utf8')
  const title = /^# (.*)$/m.exec(text)?.[1] ?? page
  const paragraph = text.split('\n\n').find((part) => /^(?:[A-Z]|`(?!``))/.test(part)) ?? ''
  const plain = paragraph.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('\n', ' ')
  const sentence = /^.*?[.:](?=\s|$)/.exec(plain)?.[0].replace(/:$/, '.') ?? plain
  return `- [${title}](${page.replace(/\.md$/, '')}): ${sentence}`
}

// made anew with: npx vitest run test/docs -u
test('llms.txt leads programs to the pages', async () => {
  const [title = '', about = ''] = readFileSync(new URL('../README.md', DOCS), 'utf8').split('\n\n')
  const pages = readdirSync(DOCS).filter((name) => name.endsWith('.md') && name !== 'index.md')
  const text = `${title}\n\n> ${about}\n\n## Pages\n\n${pages.map(aboutOf).join('\n')}\n`
  await expect(text).toMatchFileSnapshot('../../docs/public/llms.txt')
})
