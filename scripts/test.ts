/**
 * `npm test`: everything, in one count. Types, lint and floors first; then every *.test.ts on the pinned runtime.
 * On Debian or Ubuntu as root it installs Chromium and PostgreSQL; elsewhere what is missing is named and skipped.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { findChromium, findPostgres } from './needs.ts'

const root = dirname(import.meta.dirname)
const TSC = 'node_modules/typescript/bin/tsc'
const soak = process.argv.includes('--soak')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
process.chdir(root)
process.env['PATH'] = `${join(root, 'node_modules', '.bin')}:${process.env['PATH']}`
process.env['NODE_NO_WARNINGS'] = '1'
if (soak) process.env['OPENACCORD_SOAK'] = '1'

const missing = prepare()
const checks = named.length === 0 ? [check('types', TSC, '-p', 'tsconfig.json'), check('portal types', TSC, '-p', 'portal/tsconfig.json'), check('lint', 'node_modules/oxlint/bin/oxlint'), check('floors', 'scripts/floors.ts')] : []
const { passed, failed, skipped } = await runTests()
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

function check(name: string, ...words: string[]): boolean {
  const done = spawnSync(process.execPath, words, { encoding: 'utf8' })
  const ok = done.status === 0
  console.log(`${ok ? '✔' : '✖'} ${name}`)
  if (!ok) console.log(`${done.stdout}${done.stderr}`)
  return ok
}

async function runTests(): Promise<{ passed: number; failed: number; skipped: number }> {
  const patterns = named.length > 0 ? named : ['{packages,server,portal,cli,conformance,examples,scripts,bench}/**/*.test.ts']
  const files = globSync(patterns, { exclude: ['**/node_modules/**', '**/dist/**', '**/build/**'] }).sort()
  const stream = run({ files, concurrency: Math.max(2, availableParallelism()), execArgv: ['--conditions=source', '--test-force-exit'], timeout: soak ? 7_200_000 : 600_000 })
  stream.compose(spec).pipe(process.stdout)
  return await new Promise((resolve) => {
    let counts = { passed: 0, failed: 0, skipped: 0 }
    stream.on('test:summary', (data) => {
      if (data.file !== undefined) return
      counts = { passed: data.counts.passed, failed: data.counts.tests - data.counts.passed - data.counts.skipped - data.counts.todo, skipped: data.counts.skipped }
    })
    stream.on('end', () => setTimeout(() => resolve(counts), 200))
  })
}
