// Performs the steps of the Dockerfile in root folders of its own, laid over that of this machine, and runs the image
// there as an engine would: read-only, as its user, alone in its network. Needs root on Linux, and no engine.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const INSIDE = '--inside'
const MOST_MB = 90

const sh = (script, options = {}) => {
  const { status, stdout, stderr } = spawnSync('sh', ['-euc', script], { encoding: 'utf8', ...options })
  if (status !== 0) throw new Error(`${script}\n${stdout}${stderr}`)
  return stdout
}

const results = { passed: 0, failed: 0 }
const check = (what, holds, detail = '') => {
  results[holds ? 'passed' : 'failed']++
  process.stdout.write(`${holds ? 'ok' : 'not ok'} ${what}${holds || detail === '' ? '' : `: ${detail}`}\n`)
}

/** The instructions of the Dockerfile, comments and line breaks taken out. */
const instructions = () =>
  readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name, rest] = /^(\w+)\s+(.*)$/.exec(line.trim())
      return { name, rest }
    })

/** The files that git would hand to a build, without those that .dockerignore names. */
const context = (folder) => {
  const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n').filter(Boolean)
  const skips = (file) =>
    ignored.some(
      (name) => file === name || file.startsWith(`${name}/`) || (name.startsWith('*') && file.endsWith(name.slice(1))),
    )
  const files = sh('git ls-files -z --cached --others --exclude-standard', { cwd: ROOT }).split('\0')
  for (const file of files.filter((name) => name !== '' && existsSync(join(ROOT, name)) && !skips(name))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(ROOT, file), join(folder, file))
  }
}

/** A root folder over this machine's, in which a stage is built. */
const stageAt = (folder) => {
  const [upper, work, root] = ['upper', 'work', 'root'].map((name) => join(folder, name))
  for (const path of [upper, work, root]) mkdirSync(path, { recursive: true })
  sh(
    `mount -t overlay overlay -o lowerdir=/,upperdir=${upper},workdir=${work} ${root} && mount --bind /proc ${root}/proc && mount --bind /dev ${root}/dev`,
  )
  return { upper, root, cwd: '/', env: {}, user: '0:0', entrypoint: [], cmd: [], healthcheck: [] }
}

const list = (text) => JSON.parse(text.slice(text.indexOf('[')))

const perform = (stages, stage, { name, rest }, files) => {
  const inRoot = (path) => join(stage.root, path.startsWith('/') ? path : join(stage.cwd, path))
  if (name === 'WORKDIR') mkdirSync(inRoot((stage.cwd = rest)), { recursive: true })
  else if (name === 'ENV') for (const pair of rest.split(/\s+/)) stage.env[pair.split('=')[0]] = pair.split('=')[1]
  else if (name === 'RUN')
    sh(`chroot ${stage.root} sh -euc 'cd ${stage.cwd}; ${rest.replaceAll("'", String.raw`'\''`)}'`, {
      env: { ...process.env, ...stage.env },
    })
  else if (name === 'COPY') {
    const from = /^--from=(\w+)\s+/.exec(rest)
    const parts = rest.slice(from?.[0].length ?? 0).split(/\s+/)
    const to = inRoot(parts.pop())
    for (const part of parts) {
      const source = from ? join(stages.get(from[1]).root, part) : join(files, part)
      const target = rest.endsWith('/') && part !== '.' ? join(to, part.split('/').at(-1)) : to
      cpSync(source, target, { recursive: true })
    }
  } else if (name === 'USER') stage.user = rest
  else if (name === 'HEALTHCHECK') stage.healthcheck = list(rest)
  else if (name === 'ENTRYPOINT') stage.entrypoint = list(rest)
  else if (name === 'CMD') stage.cmd = list(rest)
  else if (!['EXPOSE', 'STOPSIGNAL'].includes(name)) throw new Error(`this performs no ${name}`)
}

const build = (scratch) => {
  const files = join(scratch, 'context')
  context(files)
  const stages = new Map()
  let stage
  for (const instruction of instructions()) {
    if (instruction.name === 'FROM') {
      const [, , as] = instruction.rest.split(/\s+/)
      stage = stageAt(join(scratch, `stage-${stages.size}`))
      stages.set(as ?? 'final', stage)
    } else perform(stages, stage, instruction, files)
  }
  return stage
}

/** What an engine runs in the container: with its variables, as its user, in a network of its own. */
const inImage = (image, command, env = {}) => {
  const variables = Object.entries({ PATH: process.env.PATH, ...image.env, ...env }).map(
    ([name, value]) => `${name}=${value}`,
  )
  return [
    'chroot',
    [
      `--userspec=${image.user}`,
      image.root,
      'env',
      '-i',
      ...variables,
      'sh',
      '-c',
      `cd ${image.cwd}; exec "$@"`,
      '--',
      ...command,
    ],
  ]
}

const start = (image, args, env) => {
  const [command, given] = inImage(image, [...image.entrypoint, ...(args ?? image.cmd)], env)
  return spawn(command, given, { stdio: ['ignore', 'pipe', 'pipe'] })
}

const healthy = (image, env) => {
  const [command, given] = inImage(image, image.healthcheck, env)
  return spawnSync(command, given, { encoding: 'utf8', timeout: 10_000 })
}

/** Resolves once the server has said where it is, or has ended. */
const ready = (child) =>
  new Promise((resolve) => {
    child.stdout.on('data', resolve)
    child.once('exit', resolve)
  })
const ended = (child) =>
  new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(child.exitCode)))

const SETTINGS = [
  { what: 'as it is', env: {} },
  { what: 'with PEERTWIN_PORT', env: { PEERTWIN_PORT: '9000' } },
  { what: 'with a port of its own for the control API', args: ['start', '--control-port', '9001'], env: {} },
  { what: 'on any port', args: ['start', '--port', '0'], env: {} },
  { what: 'with a token', args: ['start', '--control-token', 'secret'], env: {} },
  { what: 'with its state in /data', args: ['start', '--state', '/data/state'], env: {} },
]

/** What an engine shows of it, and collectors read: a line of JSON for each request. */
const tells = async (image) => {
  const child = start(image)
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  await ready(child)
  await fetch('http://127.0.0.1:4580/v2/account', { headers: { authorization: 'Bearer any' } })
  const schema = await fetch('http://127.0.0.1:4580/_peertwin/schema/cli.v1.json')
  check('it serves what comes with the package', schema.status === 200, await schema.text())
  child.kill('SIGTERM')
  await ended(child)
  try {
    const [warning, request, ...more] = said.trimEnd().split('\n').map(JSON.parse)
    const { method, target, status } = request
    const told = `${method} ${target} ${status}`
    check('it warns of open doors in a line of JSON', warning.msg.startsWith('with --host 0.0.0.0 '), said)
    check('it tells of a request in one', told === 'GET /v2/account 200' && more.length === 0, said)
  } catch (error) {
    check('all that it says on stderr is JSON', false, `${error.message}: ${said}`)
  }
}

const inside = async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'peertwin-image-'))
  sh(`mount -t tmpfs tmpfs ${scratch} && ip link set lo up`)
  const image = build(scratch)
  const size = Number(sh(`du -sm ${join(image.upper, 'app')} | cut -f1`))
  check(`the image has ${size} MB besides Node, at most ${MOST_MB}`, size <= MOST_MB)
  check('it runs as nobody in particular', image.user === '65532:65532', image.user)
  // as `--read-only --tmpfs /data` would
  sh(`mount -t tmpfs -o uid=65532,gid=65532,mode=0700 tmpfs ${image.root}/data && mount -o remount,ro ${image.root}`)
  for (const { what, args, env } of SETTINGS) {
    const child = start(image, args, env)
    let said = ''
    child.stderr.on('data', (chunk) => (said += chunk))
    await ready(child)
    const { status, stderr } = healthy(image, env)
    check(`${what}: it is healthy on a read-only root`, status === 0, `${stderr}${said}`)
    child.kill('SIGTERM')
    check(`${what}: SIGTERM ends it with 0`, (await ended(child)) === 0, said)
    check(`${what}: it is not healthy when it is gone`, healthy(image, env).status === 1)
  }
  await tells(image)
  const kept = sh(`ls ${image.root}/data/state`)
  check('its state is in the volume', kept !== '', kept)
}

if (process.argv.includes(INSIDE)) {
  try {
    await inside()
  } catch (error) {
    check('the steps can be performed', false, error.message)
  }
  process.stdout.write(`${results.passed} passed, ${results.failed} failed\n`)
  process.exit(results.failed === 0 ? 0 : 1)
}
const able = spawnSync('unshare', ['-mn', 'true']).status === 0
if (!able) {
  process.stdout.write(
    'skipped: this machine lets nobody lay one root folder over another (unshare -mn)\n0 passed, 0 failed\n',
  )
  process.exit(0)
}
const { status } = spawnSync('unshare', ['-mnpf', process.execPath, fileURLToPath(import.meta.url), INSIDE], {
  stdio: 'inherit',
  env: { ...process.env },
})
process.exit(status ?? 1)
