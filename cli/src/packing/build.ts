/**
 * What `npm pack -w cli` puts into the package, beside README.md and bin/: dist/accord.js, this command with all it uses;
 * and dist/hub/, the hub with all it uses, laid out as in the repository so that it finds its migrations, threads and
 * pages where it expects them. JavaScript, since Node takes no types off below node_modules.
 */
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown, type InputOptions } from 'rolldown'
import { keepPlaces } from './keep-places.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '')
const dist = join(root, 'cli', 'dist')
const hub = join(dist, 'hub')

const COMMON: InputOptions = {
  platform: 'node',
  cwd: root,
  resolve: { conditionNames: ['source', 'node'] },
  transform: { define: { 'process.env.NODE_ENV': '"production"' }, target: 'node22' },
  // Asked for only where somebody installed it
  external: ['pg-native'],
  logLevel: 'warn',
}

await rm(dist, { recursive: true, force: true })
await buildCommand()
await buildHub()
process.stderr.write(`built ${dist}\n`)

async function buildCommand(): Promise<void> {
  const bundle = await rolldown({ ...COMMON, input: { accord: join(root, 'cli/src/main.ts') } })
  await bundle.write({ dir: dist, format: 'esm', entryFileNames: '[name].js', codeSplitting: false })
  await bundle.close()
}

async function buildHub(): Promise<void> {
  const pages = join(root, 'portal', 'build')
  if (await arePagesOld(join(pages, 'server', 'index.js'))) buildPages()
  const places = keepPlaces(root, ['server', 'portal'])
  const input = {
    'server/src/main': join(root, 'server/src/main.ts'),
    'portal/server': join(root, 'portal/server.ts'),
    'portal/build/server/index': join(pages, 'server', 'index.js'),
  }
  const bundle = await rolldown({ ...COMMON, transform: { ...COMMON.transform, target: 'node26' }, input, plugins: [places] })
  await bundle.write({ dir: hub, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' })
  await bundle.close()

  await cp(join(pages, 'client'), join(hub, 'portal', 'build', 'client'), { recursive: true })
  await cp(join(root, 'server', 'src'), join(hub, 'server', 'src'), { recursive: true, filter: (from) => !/\.tsx?$/.test(from) && basename(from) !== 'testing' })
  const { name, version }: { name: string; version: string } = JSON.parse(await readFile(join(root, 'server', 'package.json'), 'utf8'))
  await mkdir(join(hub, 'server'), { recursive: true })
  await writeFile(join(hub, 'server', 'package.json'), `${JSON.stringify({ name, version, type: 'module' })}\n`)
}

async function arePagesOld(built: string): Promise<boolean> {
  if (!existsSync(built)) return true
  const { mtimeMs: since } = await stat(built)
  const folders = ['portal/app', 'packages/api/src', 'packages/names/src'].map((folder) => join(root, folder))
  for (const folder of folders) {
    for (const name of await readdir(folder, { recursive: true })) if ((await stat(join(folder, name))).mtimeMs > since) return true
  }
  return false
}

function buildPages(): void {
  const bin = join(root, 'node_modules', '@react-router', 'dev', 'bin.cjs')
  const done = spawnSync(process.execPath, [bin, 'build'], { cwd: join(root, 'portal'), stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' } })
  if (done.status !== 0) throw new Error('the portal did not build; its own words are above')
}
