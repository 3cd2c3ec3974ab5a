/**
 * `npm test`: everything, in one count. Types, lint and floors first; then every *.test.ts on the pinned runtime.
 * On Debian or Ubuntu as root it installs Chromium and PostgreSQL; elsewhere what is missing is named and skipped.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { pathToFileURL } from 'node:url'
import { startPostgres } from '../server/src/platform/testing/postgres.ts'
import { findChromium, findPostgres } from './needs.ts'

const root = dirname(import.meta.dirname)
/** Files, or the beginnings of their folders, that take longest; the longest first. */
const LONGEST = ['conformance/canaries', 'conformance/portal/axe', 'conformance/portal/admissions', 'conformance/portal/without', 'conformance/portal/', 'cli/src/commands/session', 'conformance/', 'cli/src/commands/', 'server/src/capabilities/', 'server/']
const TSC = 'node_modules/typescript/bin/tsc'
const soak = process.argv.includes('--soak')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
process.chdir(root)
process.env['PATH'] = `${join(root, 'node_modules', '.bin')}:${process.env['PATH']}`
process.env['NODE_NO_WARNINGS'] = '1'
// what one process has compiled, the next one need not
process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules', '.cache', 'openaccord-tests')
if (soak) process.env['OPENACCORD_SOAK'] = '1'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
const missing = prepare()
const wholes = named.length === 0 ? [check('types', TSC, '-p', 'tsconfig.json'), check('portal types', TSC, '-p', 'portal/tsconfig.json'), check('lint', 'node_modules/oxlint/bin/oxlint'), check('floors', 'scripts/floors.ts')] : []
const checks = [...(await Promise.all([shareSample(), sharePostgres()])), ...(await Promise.all(wholes))].filter((one) => one !== undefined)
const { passed, failed, skipped, slowest } = await runTests()
console.log(`The ten slowest files:\n${slowest.slice(0, 10).map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`).join('\n')}`)
for (const line of missing) console.log(line)
console.log(`${skipped} skipped`)
const total = { passed: passed + checks.filter(Boolean).length, failed: failed + checks.filter((ok) => !ok).length }
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

/** Installs what Debian offers, or says what is missing and how to get it. */
function prepare(): string[] {
  const wanted = [
    { name: 'Chromium', package: 'chromium', there: findChromium, skips: 'browser tests' },
    { name: 'PostgreSQL', package: 'postgresql', there: findPostgres, skips: 'PostgreSQL tests' },
  ].filter((need) => need.there() === undefined)
  if (wanted.length === 0) return []
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const names = wanted.map((need) => need.package)
    console.log(`Installing ${names.join(' and ')} for the tests …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { stdio: ['ignore', 'ignore', 'inherit'], env })
  }
  return wanted
    .filter((need) => need.there() === undefined)
    .map((need) => `skipped: ${need.skips}, because ${need.name} is not here (Debian, Ubuntu: apt-get install ${need.package})`)
}

/** Resolves with whether it is well; what it says is printed where it is not. */
async function check(name: string, ...words: string[]): Promise<boolean> {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ok = await new Promise<boolean>((resolve) => child.once('error', () => resolve(false)).once('close', (code) => resolve(code === 0)))
  console.log(`${ok ? '✔' : '✖'} ${name}`)
  if (!ok) console.log(said)
  return ok
}

/** Made once for all files: the sample alliance, on the embedded store or in this database. */
async function shareSample(database?: string): Promise<boolean> {
  const sample = mkdtempSync(join(tmpdir(), 'openaccord-sample-'))
  process.on('exit', () => rmSync(sample, { recursive: true, force: true }))
  const words = database === undefined ? [sample] : [sample, database]
  const filled = await check(`the sample alliance${database === undefined ? '' : ' on PostgreSQL'}`, '--conditions=source', 'conformance/fill-sample.ts', ...words)
  if (filled) process.env[database === undefined ? 'OPENACCORD_TEST_SAMPLE' : 'OPENACCORD_TEST_SAMPLE_POSTGRES'] = sample
  return filled
}

/** A PostgreSQL for all files, with a new database for each use. In the long run each file starts its own, with fsync. */
async function sharePostgres(): Promise<boolean | undefined> {
  if (soak || findPostgres() === undefined || process.env['OPENACCORD_TEST_POSTGRES'] !== undefined) return undefined
  const server = await startPostgres({ durable: false })
  process.env['OPENACCORD_TEST_POSTGRES'] = server.url
  return shareSample(await server.freshUrl())
}

type Outcome = { passed: number; failed: number; skipped: number; slowest: { file: string; seconds: number }[] }

/** One more file at a time than there are cores: most wait for a browser or a database a good part of their time. */
async function runTests(): Promise<Outcome> {
  const patterns = named.length > 0 ? named : ['{packages,server,portal,cli,conformance,examples,scripts,bench}/**/*.test.ts']
  const found = globSync(patterns, { exclude: ['**/node_modules/**', '**/dist/**', '**/build/**'] }).sort()
  const stream = run({ files: longestFirst(found), concurrency: availableParallelism() + 1, execArgv: ['--conditions=source', '--import', pathToFileURL(join(import.meta.dirname, 'last-test.ts')).href], timeout: soak ? 7_200_000 : 600_000 })
  stream.compose(spec).pipe(process.stdout)
  return await new Promise((resolve) => {
    const outcome: Outcome = { passed: 0, failed: 0, skipped: 0, slowest: [] }
    stream.on('test:summary', ({ file, counts, duration_ms: took }) => {
      if (file !== undefined) {
        outcome.slowest.push({ file: relative(root, file), seconds: took / 1000 })
        return
      }
      outcome.passed = counts.passed
      outcome.failed = counts.tests - counts.passed - counts.skipped - counts.todo
      outcome.skipped = counts.skipped
    })
    stream.on('end', () => setTimeout(() => resolve({ ...outcome, slowest: outcome.slowest.sort((a, b) => b.seconds - a.seconds) }), 200))
  })
}

/** Long files begin first, so that the machine's cores end together. */
function longestFirst(files: readonly string[]): string[] {
  return files.toSorted((a, b) => rankOf(a) - rankOf(b))
}

function rankOf(file: string): number {
  const at = LONGEST.findIndex((name) => file.includes(name))
  return at === -1 ? LONGEST.length : at
}
