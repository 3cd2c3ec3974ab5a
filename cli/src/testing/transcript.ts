/**
 * Scripts that read like a terminal: `$ ` runs a line in bash, the lines below are what it must print (both streams, in
 * order). `…` stands for anything within a line, a line of its own for any lines, and `[3]` for an exit code.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, symlink, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ACCORD = fileURLToPath(new URL('../../bin/accord.js', import.meta.url))

/** A folder of its own, with its own profiles, in which `accord` is this command. */
export type Desk = { folder: string; env: NodeJS.ProcessEnv; end(): Promise<void> }

export async function openDesk(changes: NodeJS.ProcessEnv = {}): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'accord-cli-'))
  await mkdir(join(folder, '.bin'))
  await symlink(ACCORD, join(folder, '.bin', 'accord'))
  // what a terminal has and nothing else: CI, NO_COLOR and the like would change what is printed
  const kept = Object.entries(process.env).filter(([name]) => /^(?:HOME|USER|LOGNAME|LANG|LC_\w+|TMPDIR|SystemRoot)$/.test(name))
  const env = {
    ...Object.fromEntries(kept),
    PATH: [join(folder, '.bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
    XDG_CONFIG_HOME: join(folder, '.config'),
    // compiled once for all tests
    XDG_CACHE_HOME: join(tmpdir(), `accord-cli-cache-${process.getuid?.() ?? ''}`),
    TZ: 'UTC',
    TERM: 'xterm',
    ...changes,
  }
  return { folder, env, end: () => rm(folder, { recursive: true, force: true }) }
}

export type Printed = { code: number; out: string; err: string; both: string }

/** Runs one line of bash: without the settings of whoever runs the tests, which it would read where its input is a socket. */
export function run(desk: Desk, line: string, { stdin = '' }: { stdin?: string } = {}): Promise<Printed> {
  const child = spawn('bash', ['--norc', '-c', line], { cwd: desk.folder, env: desk.env })
  const printed: Printed = { code: 0, out: '', err: '', both: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.out += text
    printed.both += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.err += text
    printed.both += text
  })
  child.stdin.on('error', () => {}).end(stdin)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...printed, code: code ?? -1 }))
  })
}

/** Plays the script, line by line. */
export async function play(desk: Desk, script: string): Promise<void> {
  for (const [line, expected] of steps(script)) {
    const { both, code } = await run(desk, `exec 2>&1; ${line}`)
    const printed = `${both.trimEnd()}${code === 0 ? '' : `\n[${code}]`}`.trim()
    assert.match(printed, patternOf(expected), `$ ${line}\nprinted:\n${printed}\nexpected:\n${expected}`)
  }
}

function steps(script: string): [line: string, expected: string][] {
  const lines = script.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  const found: [string, string[]][] = []
  for (const line of lines) {
    if (line.startsWith('$ ')) found.push([line.slice(2), []])
    else found.at(-1)?.[1].push(line)
  }
  return found.map(([line, expected]) => [line, expected.join('\n')])
}

const patternOf = (expected: string): RegExp => {
  const lines = expected.split('\n').map((line) => (line === '…' ? '(?:.*(?:\\n|$))*?' : `\\s*${escape(line).replaceAll('…', '.*')}\\s*(?:\\n|$)`))
  return new RegExp(`^${lines.join('')}$`)
}
const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/ +/g, ' +')
