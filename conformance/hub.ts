/** A hub as its own process, as people run it: started, killed, ended by a signal. Everything else goes over its sockets. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Guide } from '../server/src/demo/fill.ts'
import { asking, type Ask } from './asking.ts'
import { layOut, STORE } from './sample.ts'
import { freePort } from './start.ts'

const MAIN = join(import.meta.dirname, '..', 'server', 'src', 'main.ts')
const BARE = join(import.meta.dirname, 'bare-hub.ts')
const SLOWEST_START_MS = 300_000

export type HubWish = {
  /** `bare`: the sample alliance without pages and limits of pace; see bare-hub.ts. */
  word: 'serve' | 'demo' | 'bare'
  folder: string
  database?: string | undefined
  port?: number
  env?: Record<string, string>
}
export type Hub = {
  url: string
  ask: Ask
  /** What it said until now. */
  said(): string
  /** Of a demonstration. */
  guide(): Guide
  readyMs: number
  /** kill -9. */
  kill(): Promise<void>
  /** Resolves with the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

const running = new Set<number>()
process.on('exit', () => {
  for (const pid of running) process.kill(pid, 'SIGKILL')
})

/** Runs main.ts with exactly these settings. */
export function runMain(word: HubWish['word'] | 'backup' | 'restore', words: readonly string[], env: Record<string, string>) {
  const program = word === 'bare' ? [BARE] : [MAIN, word, ...words]
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OPENACCORD_') && name !== 'PORT' && name !== 'NODE_TEST_CONTEXT'))
  const child = spawn(process.execPath, ['--conditions=source', '--disable-warning=ExperimentalWarning', ...program], {
    env: { ...inherited, ...env }, stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => void (said += chunk))
  if (child.pid !== undefined) running.add(child.pid)
  const ended = once(child, 'close').then(([code]): number | null => {
    if (child.pid !== undefined) running.delete(child.pid)
    return typeof code === 'number' ? code : null
  })
  return { child, ended, said: () => said }
}

/** Where `npm test` has filled the sample alliance, an empty hub finds it in its place. */
async function layOutSample(folder: string, database: string, url: string): Promise<void> {
  const sample = await layOut(folder, database, url)
  if (sample !== undefined) writeFileSync(join(folder, 'demo.json'), JSON.stringify(sample.guide))
}

/** Resolves once it is ready to serve; rejects with its own words when it ends before. */
export async function startHub({ word, folder, database, port, env = {} }: HubWish): Promise<Hub> {
  const at = port ?? (await freePort())
  const url = `http://127.0.0.1:${at}`
  if (word === 'bare') await layOutSample(folder, database ?? `sqlite:${join(folder, STORE)}`, url)
  const began = performance.now()
  const { child, ended, said } = runMain(word, [], {
    PORT: String(at), OPENACCORD_DATA: folder, OPENACCORD_LOG: 'warn', ...(database !== undefined && { OPENACCORD_DATABASE: database }), ...env,
  })
  let code: number | null | undefined
  void ended.then((given) => (code = given))
  const ask = asking(url)
  const isReady = word === 'serve' ? async () => (await ask('/readyz')).status === 200 : async () => said().includes(word === 'bare' ? 'ready\n' : 'The sample alliance is at')
  while (!(await isReady().catch(() => false))) {
    if (code !== undefined) throw new Error(`the hub ended (${code}) before it was ready:\n${said()}`)
    if (performance.now() - began > SLOWEST_START_MS) {
      child.kill('SIGKILL')
      throw new Error(`the hub is not ready:\n${said()}`)
    }
    await sleep(15)
  }
  return {
    url, ask, said,
    guide: () => JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as Guide,
    readyMs: performance.now() - began,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    end(signal = 'SIGINT') {
      child.kill(signal)
      return ended
    },
  }
}
