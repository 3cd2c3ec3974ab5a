/** A calendar feed (RFC 5545): moments and where to look, nothing of what they are about. */
import type { Micros } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'

type Event = { uid: string; of: string; at: Micros; kind: 'embargo' | 'policy' | 'law'; changed: Micros }
const TITLES: Record<Event['kind'], string> = { embargo: 'An embargo ends or is decided', policy: 'A case: something is due', law: 'A case: a duty of ours is due' }

const stamp = (at: Micros): string => iso(at).replace(/[-:]|\.\d{3}/g, '')
/** RFC 5545 §3.3.11. */
const escape = (text: string): string => text.replace(/[\\;,]/g, (letter) => `\\${letter}`).replace(/[\p{C}\s]+/gu, ' ')

export function printCalendar(events: readonly Event[], { alliance, origin, now }: { alliance: string; origin: string; now: Micros }): string {
  const host = new URL(origin).host
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//OpenAccord//Cases//EN', 'CALSCALE:GREGORIAN', `X-WR-CALNAME:${escape(`${alliance}: cases`)}`,
    ...events.flatMap(({ uid, of, at, kind, changed }) => [
      'BEGIN:VEVENT', `UID:${uid}@${host}`, `DTSTAMP:${stamp(now)}`, `LAST-MODIFIED:${stamp(changed)}`, `DTSTART:${stamp(at)}`, `SUMMARY:${escape(TITLES[kind])}`, `URL:${origin}/cases/${of}`, 'CLASS:PRIVATE', 'TRANSP:TRANSPARENT', 'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return `${lines.map(fold).join('\r\n')}\r\n`
}

/** RFC 5545 §3.1: lines of at most 75 bytes, none cut within a letter. */
function fold(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const letter of line) {
    if (Buffer.byteLength(part + letter) > 74) {
      parts.push(part)
      part = ''
    }
    part += letter
  }
  return [...parts, part].join('\r\n ')
}
