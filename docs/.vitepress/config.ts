import { defineConfig } from 'vitepress'

const page = (text: string, link: string) => ({ text, link })

/** The pages of docs/ as a site: `npm run docs` builds it into docs/.vitepress/dist. */
export default defineConfig({
  title: 'Peertwin',
  description: "A local server that answers like five cloud providers' VPC-peering and route APIs.",
  cleanUrls: true,
  // what lies outside this folder is in the repository; test/docs/links.test.ts holds those links
  ignoreDeadLinks: [/^(?:\.\/)?\.\.\//],
  markdown: {
    config(markdown) {
      // braces in code are no expressions of the page
      const plain = markdown.renderer.rules.code_inline!
      markdown.renderer.rules.code_inline = (tokens, index, ...rest) => {
        tokens[index]?.attrSet('v-pre', '')
        return plain(tokens, index, ...rest)
      }
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [
      {
        text: 'Begin',
        items: [page('Quickstart', '/quickstart'), page('Clients', '/clients'), page('The dashboard', '/dashboard')],
      },
      {
        text: 'Test',
        items: [
          page('In tests', '/testing'),
          page('Scenarios', '/scenarios'),
          page('How long clients wait', '/waits'),
          page('Grade a client', '/grade'),
          page('What reaches what', '/reach'),
          page('In pipelines', '/ci'),
        ],
      },
      {
        text: 'Look up',
        items: [
          page('Control API', '/control'),
          page('Fixtures', '/fixtures'),
          page('State', '/state'),
          page('Many replicas', '/cluster'),
          page('For programs', '/mcp'),
          page('Fidelity', '/fidelity'),
          page('Limits', '/limits'),
          page('Performance', '/performance'),
          page('Architecture', '/architecture'),
        ],
      },
    ],
  },
})
