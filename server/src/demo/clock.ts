/** The sample alliance's clock: the real one and a shift, which is kept for the next start. It only goes forward. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Clock } from '../kernel/index.ts'

/** In the data folder. */
export const CLOCK_FILE = 'demo-clock.json'
const DAY = 86_400_000_000

export type DemoClock = ReturnType<typeof openDemoClock>

export function openDemoClock(file: string, real: Clock) {
  let days = existsSync(file) ? daysIn(readFileSync(file, 'utf8')) : 0
  /** While the sample is filled: microseconds from the present, which end at `now`. */
  let travelled = 0
  return {
    clock: (() => real() + days * DAY + travelled) as Clock,
    /** As of then: what happened weeks ago is entered. `now` ends it. */
    travel(to: number | 'now'): void {
      travelled = to === 'now' ? 0 : to * 1000 - real() - days * DAY
    },
    /** Without journeys: what the clocks of the sample's witnesses say too. */
    present: (() => real() + days * DAY) as Clock,
    days: (): number => days,
    nextDay(): void {
      days += 1
      writeFileSync(`${file}.new`, `${JSON.stringify({ days })}\n`, { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
  }
}

function daysIn(text: string): number {
  const { days }: { days?: unknown } = JSON.parse(text)
  if (typeof days !== 'number' || !Number.isInteger(days) || days < 0) throw new Error('the sample alliance’s clock is not readable; delete its file to begin at the present')
  return days
}
