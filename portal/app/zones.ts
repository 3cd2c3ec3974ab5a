/** Wall clocks and instants (IANA time zones, by Intl): what is written in a form is a wall clock of a zone, what binds is the instant. */

const HALF_DAY = 43_200_000

export function isZone(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * The instant (RFC 3339, UTC) at which clocks in that zone show `local` (`2026-12-24T12:00`); undefined where either is none. Of an hour
 * that comes twice it is the first; an hour that is left out is read as if the clocks had not been put forward.
 */
export function instantOf(local: string, zone: string): string | undefined {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(local) ? Date.parse(`${local}Z`) : Number.NaN
  if (Number.isNaN(wall) || !isZone(zone)) return undefined
  const tries = [wall - aheadOf(wall - HALF_DAY, zone), wall - aheadOf(wall + HALF_DAY, zone)]
  const [right = tries[0]] = tries.filter((at) => at + aheadOf(at, zone) === wall).toSorted((a, b) => a - b)
  return right === undefined ? undefined : new Date(right).toISOString()
}

/** What clocks in that zone show at an instant, as a form wants it: `2026-12-24T12:00`. */
export const wallClock = (iso: string, zone: string): string => new Date(Date.parse(iso) + aheadOf(Date.parse(iso), isZone(zone) ? zone : 'UTC')).toISOString().slice(0, 16)

/** “Thu 24 Dec 2026, 12:00 Europe/Paris (GMT+1)”. */
export function momentIn(locale: string, iso: string, zone: string): string {
  const parts = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(new Date(iso))
  const shown = parts.filter(({ type }) => type !== 'timeZoneName').map(({ value }) => value).join('').trim()
  return `${shown} ${zone} (${parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone})`
}

/** Milliseconds by which the zone is ahead of UTC at that moment. */
function aheadOf(at: number, zone: string): number {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}
