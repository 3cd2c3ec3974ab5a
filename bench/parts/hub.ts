/**
 * A real hub in a process of its own, so that memory, processor time and event loop are the hub's alone; the same file is
 * both ends. The child answers questions about itself; times of requests come from node:diagnostics_channel.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { channel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { startTestHouse } from '../../conformance/start.ts'
import type { Guide } from '../../server/src/demo/fill.ts'

/** Since it was last asked. `loopMs`: the longest the event loop was held. `serverMs`: of each request, sorted. */
export type Vitals = { rssMb: number; peakMb: number; loopMs: number; cpuSeconds: number; serverMs: number[] }
export type Hub = { url: string; guide: Guide; pid: number; vitals(): Promise<Vitals>; alone<T>(work: () => T | Promise<T>): Promise<T>; close(): Promise<void> }
type Told = { url: string; guide: Guide } | { vitals: Vitals } | { closed: true }

/** On this data folder: an empty one is given the sample alliance. `OPENACCORD_BENCH_NODE` holds further flags of node, such as --cpu-prof. */
export async function startHub(folder: string, filled: boolean): Promise<Hub> {
  const { OPENACCORD_BENCH_NODE: flags = '', ...env } = process.env
  const child = fork(import.meta.filename, [folder, filled ? 'fill' : 'as-is'], {
    execArgv: ['--conditions=source', '--disable-warning=ExperimentalWarning', ...flags.split(' ').filter(Boolean)], env,
  })
  const heard = await hear(child)
  if (!('url' in heard)) throw new Error('the hub did not say where it is')
  return {
    ...heard,
    pid: child.pid!,
    async vitals() {
      child.send('vitals')
      const told = await hear(child)
      if (!('vitals' in told)) throw new Error('the hub did not say how it is')
      return told.vitals
    },
    /** With the hub held still, so that nothing of it disturbs what is measured beside it. */
    async alone(work) {
      child.kill('SIGSTOP')
      try {
        return await work()
      } finally {
        child.kill('SIGCONT')
      }
    },
    async close() {
      child.send('close')
      await once(child, 'exit')
    },
  }
}

function hear(child: ChildProcess): Promise<Told> {
  return new Promise((resolve, reject) => {
    const told = (message: unknown) => void (child.off('exit', ended), resolve(message as Told))
    const ended = (code: number | null) => void (child.off('message', told), reject(new Error(`the hub ended with ${code}`)))
    child.once('message', told).once('exit', ended)
  })
}

async function beHub(folder: string, filled: boolean): Promise<void> {
  const loop = monitorEventLoopDelay({ resolution: 5 })
  const began = new WeakMap<object, number>()
  let serverMs: number[] = []
  let cpu = process.cpuUsage()
  let peak = 0
  channel('http.server.request.start').subscribe((message) => void began.set((message as { request: object }).request, performance.now()))
  channel('http.server.response.finish').subscribe((message) => {
    serverMs.push(performance.now() - (began.get((message as { request: object }).request) ?? NaN))
  })
  const watch = setInterval(() => void (peak = Math.max(peak, residentMb())), 50)
  const house = await startTestHouse({ folder, filled, env: { OPENACCORD_LOG: 'warn' } })
  loop.enable()
  process.send?.({ url: house.url, guide: house.guide } satisfies Told)
  process.once('disconnect', () => process.exit()) // whoever measured is gone
  process.on('message', async (asked) => {
    if (asked === 'close') {
      clearInterval(watch)
      await house.close()
      process.exit()
    }
    const { user, system } = process.cpuUsage(cpu)
    const now = residentMb()
    const vitals = { rssMb: now, peakMb: Math.max(peak, now), loopMs: loop.max / 1e6, cpuSeconds: (user + system) / 1e6, serverMs: serverMs.sort((a, b) => a - b) }
    process.send?.({ vitals } satisfies Told)
    loop.reset()
    cpu = process.cpuUsage()
    serverMs = []
    peak = 0
  })
}

/** Memory of its own, without pages of files that the system may take back at any time. */
function residentMb(): number {
  const lines = readFileSync('/proc/self/status', 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(lines)?.[1] ?? process.memoryUsage().rss / 1024) / 1024
}

if (process.send !== undefined && process.argv[1] === import.meta.filename) await beHub(process.argv[2]!, process.argv[3] === 'fill')
