/** Times as people type them: a day, an instant (RFC 3339), or how long ago: `90m`, `24h`, `7d`, `2w`. */
import { EXIT, Failure } from './failure.ts'

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** Microseconds since 1970. `option` is named when it is wrong. */
export function parseSince(text: string, now: number, option = '--since'): number {
  const ago = /^(\d{1,6})\s?([smhdw])$/.exec(text.trim())
  if (ago !== null) return (now - Number(ago[1]) * UNITS[ago[2]!]! * 1000) * 1000
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text
  const found = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:\d\d)$/i.exec(day)
  const whole = found === null ? Number.NaN : Date.parse(day.replace(/\.\d+/, ''))
  if (Number.isNaN(whole) || !isRealDay(day)) {
    throw new Failure(EXIT.usage, 'time', `${option} “${text}” is no time`, 'write 2026-11-22, 2026-11-22T08:30:00Z, or how long ago: 90m, 24h, 7d, 2w')
  }
  return whole * 1000 + Number((found?.[1] ?? '').slice(0, 6).padEnd(6, '0'))
}

function isRealDay(text: string): boolean {
  const midnight = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text.slice(0, 10))
}

/** Short, and in this machine's own time: `today 08:30`, `21 Nov 08:30`, `21 Nov 2025`. */
export function printWhen(text: string, now: number): string {
  const then = new Date(text)
  const today = new Date(now)
  const clock = `${String(then.getHours()).padStart(2, '0')}:${String(then.getMinutes()).padStart(2, '0')}`
  if (then.toDateString() === today.toDateString()) return `today ${clock}`
  const day = `${then.getDate()} ${then.toLocaleString('en', { month: 'short' })}`
  return then.getFullYear() === today.getFullYear() ? `${day} ${clock}` : `${day} ${then.getFullYear()}`
}
