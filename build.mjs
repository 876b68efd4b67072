// Bundles the command and the library into dist, without a word: the first line that a start prints may have to be the ready line.
import { build } from 'rolldown'

// stands for parts of Node that a library imports but that are never used here
const STUB = 'bundle-stub'
const stub =
  'export function Http2ServerRequest() {}\nexport const constants = {}\nexport default {}\nexport const webcrypto = undefined\n'

await build({
  logLevel: 'warn',
  input: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  platform: 'node',
  external: ['chokidar', 'pino', 'yaml'], // loaded only when asked for
  plugins: [
    {
      name: STUB,
      // nanoid draws from the world's seed here; its own source of chance would cost the start as much as two providers
      resolveId: (source, importer) =>
        source === 'node:http2' ||
        source === 'node:child_process' ||
        (source === 'node:crypto' && importer?.includes('/node_modules/nanoid/'))
          ? STUB
          : undefined,
      load: (id) => (id === STUB ? stub : undefined),
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
        { name: 'command', test: /src[\\/]cli[\\/]options\.ts$/ },
      ],
    },
    chunkFileNames: '[name].js',
    minify: { compress: true, mangle: { keepNames: true }, codegen: { removeWhitespace: true } },
  },
})
