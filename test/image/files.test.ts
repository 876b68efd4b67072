import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validateAction, validateWorkflow } from '@action-validator/core'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { composeMisfits } from '../helpers/compose.ts'

const file = (name: string): string => new URL(`../../examples/${name}`, import.meta.url).pathname
const BIN = new URL('../../node_modules/.bin/devcontainer', import.meta.url).pathname
const textOf = (name: string): string => readFileSync(file(name), 'utf8')

describe('the compose file', () => {
  test('fits the schema of its specification', () => {
    expect(composeMisfits(parse(textOf('compose/compose.yaml')))).toEqual([])
    expect(composeMisfits({ services: { peertwin: { port: 1 } } })).not.toEqual([])
  })

  test('runs the image read-only, and lets other services reach the control API by its name', () => {
    const { services } = parse(textOf('compose/compose.yaml')) as { services: { peertwin: Record<string, unknown> } }
    expect(services.peertwin).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      environment: { PEERTWIN_CONTROL_HOST: 'peertwin' },
    })
  })
})

describe('the action', () => {
  test('and the workflow fit the schemas of GitHub', () => {
    expect(validateAction(textOf('github-action/action.yml')).errors).toEqual([])
    expect(validateWorkflow(textOf('github-action/workflow.yml')).errors).toEqual([])
    expect(validateAction('name: x\nruns: { using: composite, step: [] }\n').errors).not.toEqual([])
  })

  test('starts an emulator and sets the variables of the clients', () => {
    const { runs } = parse(textOf('github-action/action.yml')) as { runs: { steps: { id?: string; run: string }[] } }
    const { run } = runs.steps.find(({ id }) => id === 'start')!
    const temp = mkdtempSync(join(tmpdir(), 'peertwin-action-'))
    const env = {
      ...process.env,
      PROVIDER: 'digitalocean',
      ARGUMENTS: '--time virtual --seed 3',
      PEERTWIN: new URL('../../dist/cli.cjs', import.meta.url).pathname,
      RUNNER_TEMP: temp,
      GITHUB_ENV: join(temp, 'env'),
      GITHUB_OUTPUT: join(temp, 'output'),
    }
    const { status, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', `${run}\necho $! > "$RUNNER_TEMP/pid"`], {
      env,
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
    const { urls } = JSON.parse(readFileSync(join(temp, 'peertwin.json'), 'utf8')) as { urls: Record<string, string> }
    expect(readFileSync(env.GITHUB_OUTPUT, 'utf8')).toBe(`url=${urls['digitalocean']}\n`)
    expect(readFileSync(env.GITHUB_ENV, 'utf8').split('\n')).toContain(`DIGITALOCEAN_API_URL=${urls['digitalocean']}`)
    process.kill(Number(readFileSync(join(temp, 'pid'), 'utf8')), 'SIGTERM')
  })
})

// https://containers.dev/implementors/features/: as much of it as this feature uses
const Feature = z.strictObject({
  id: z.literal('peertwin'), // the name of its folder
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  name: z.string(),
  description: z.string(),
  options: z.record(
    z.string().regex(/^\w+$/),
    z.strictObject({ type: z.literal('string'), default: z.string(), description: z.string() }),
  ),
  containerEnv: z.record(z.string(), z.string()),
  entrypoint: z.string(),
})

describe('the feature of development containers', () => {
  test('has what the specification wants', () => {
    const feature = JSON.parse(textOf('devcontainer/peertwin/devcontainer-feature.json')) as Record<string, unknown>
    expect(Feature.parse(feature)).toMatchObject({
      options: { package: { default: 'peertwin' }, arguments: { default: '' } },
    })
  })

  test('is packed by the command of that specification', () => {
    const folder = mkdtempSync(join(tmpdir(), 'peertwin-feature-'))
    const feature = file('devcontainer/peertwin')
    execFileSync(BIN, ['features', 'package', '--force-clean-output-folder', '--output-folder', folder, feature], {
      stdio: 'ignore',
    })
    expect(readdirSync(folder).sort()).toEqual(['devcontainer-collection.json', 'devcontainer-feature-peertwin.tgz'])
    const collection = JSON.parse(readFileSync(join(folder, 'devcontainer-collection.json'), 'utf8')) as object
    expect(collection).toMatchObject({
      features: [JSON.parse(textOf('devcontainer/peertwin/devcontainer-feature.json'))],
    })
  })

  test('its script says what it lacks', () => {
    const empty = mkdtempSync(join(tmpdir(), 'peertwin-feature-'))
    const { status, stderr } = spawnSync('/bin/sh', [file('devcontainer/peertwin/install.sh')], {
      env: { PATH: empty },
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([
      1,
      'peertwin: this feature wants Node.js 20 or later in the image, or a feature before it that brings it\n',
    ])
  })

  test('its script installs, and writes one that starts an emulator and goes on', () => {
    const folder = mkdtempSync(join(tmpdir(), 'peertwin-feature-'))
    const programs = join(folder, 'bin')
    mkdirSync(programs)
    writeFileSync(join(programs, 'npm'), `#!/bin/sh\necho "npm $*" > ${folder}/said\n`)
    writeFileSync(join(programs, 'peertwin'), `#!/bin/sh\necho "peertwin $*"\n`)
    for (const name of ['npm', 'peertwin']) chmodSync(join(programs, name), 0o755)
    const log = join(folder, 'log')
    const script = readFileSync(file('devcontainer/peertwin/install.sh'), 'utf8')
      .replaceAll('/usr/local/share', folder)
      .replaceAll('/tmp/peertwin.log', log)
    const env = {
      ...process.env,
      PATH: `${programs}:${process.env['PATH']}`,
      PACKAGE: './p.tgz',
      ARGUMENTS: '--seed 7',
    }
    execFileSync('/bin/sh', ['-c', script], { env })
    expect(readFileSync(join(folder, 'said'), 'utf8')).toBe('npm install --global --no-audit --no-fund ./p.tgz\n')
    // what the container is for waits for the log here, so that the test need not
    const then = ['sh', '-c', `until grep -q peertwin ${log}; do :; done; cat ${log}; echo on`]
    const told = execFileSync(join(folder, 'peertwin', 'start.sh'), then, { env, encoding: 'utf8' })
    expect(told).toBe('peertwin start --seed 7\non\n')
  })
})
