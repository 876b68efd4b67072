// Bundles the command and the library into dist, without a word: the first line that a start prints may have to be the ready line.
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const absent = fileURLToPath(new URL('src/absent.ts', import.meta.url))

await build({
  logLevel: 'warn',
  input: { cli: 'src/cli.ts', index: 'src/index.ts' },
  platform: 'node',
  external: ['chokidar', 'pino', 'yaml'], // loaded only when asked for
  resolve: { alias: { 'node:http2': absent, 'node:child_process': absent } },
  plugins: [
    {
      name: 'seeded-ids-need-no-crypto',
      // nanoid draws from the world's seed here; its own source of chance would cost the start as much as two providers
      resolveId: (source, importer) =>
        source === 'node:crypto' && importer?.includes('/node_modules/nanoid/') ? absent : undefined,
    },
  ],
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    // few files for what every start loads: each one more costs the loader a good half of a millisecond
    codeSplitting: {
      groups: [
        { name: 'emulator', test: /src[\\/]emulator\.ts$/, priority: 1 },
        { name: 'command', test: /src[\\/]options\.ts$/ },
      ],
    },
    chunkFileNames: '[name].js',
    minify: { compress: true, mangle: { keepNames: true }, codegen: { removeWhitespace: true } },
  },
})
