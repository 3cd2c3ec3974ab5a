/** How far long work has come: a bar that is drawn again on a terminal, a plain line every few seconds elsewhere. */
import { cut } from './table.ts'
import type { Terminal } from './terminal.ts'

/** `part` of the whole, 0 to 1, or undefined where nobody knows. `words` is what was done until now. */
export type Step = { part: number | undefined; words: string }
export type Progress = { at(step: Step): void; end(): void }

const LIVE_MS = 100
const PLAIN_MS = 5_000
const BAR = 24
const SPINNER = ['|', '/', '-', '\\']

export function startProgress(terminal: Terminal): Progress {
  if (terminal.json) return { at: () => {}, end: () => {} }
  const { live } = terminal
  let last = live ? 0 : Date.now()
  let turns = 0
  return {
    at({ part, words }) {
      const now = Date.now()
      if (now - last < (live ? LIVE_MS : PLAIN_MS)) return
      last = now
      turns += 1
      const percent = part === undefined ? '' : `${Math.floor(part * 100)} %`
      if (!live) return terminal.say([words, percent].filter((one) => one !== '').join(', '))
      const drawn = part === undefined ? SPINNER[turns % SPINNER.length]! : `${bar(part)} ${percent.padStart(5)}`
      process.stderr.write(`\r\u001b[2K${cut(`${drawn}  ${words}`, terminal.errWidth - 1)}`)
    },
    end() {
      if (live && turns > 0) process.stderr.write('\r\u001b[2K')
    },
  }
}

function bar(part: number): string {
  const full = Math.round(Math.min(Math.max(part, 0), 1) * BAR)
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}]`
}

/** `1,234 objects/s` */
export function printRate(objects: number, started: number): string {
  const seconds = (Date.now() - started) / 1000
  return `${Math.round(objects / Math.max(seconds, 0.001)).toLocaleString('en')} objects/s`
}
