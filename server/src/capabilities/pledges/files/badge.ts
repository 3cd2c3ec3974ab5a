/** The live badge of an organisation: one SVG, drawn when it is asked for, with the day it was drawn. Grey when nothing stands. */
import type { Micros } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import { isGood, type StandingState } from '../model/standing.ts'
import type { Entry } from '../model/register.ts'
import { xml } from './xml.ts'

/** `lapsed`: the yearly attestation is missing. */
export type BadgeWish = { alliance: string; name: string; entry: Entry | undefined; lapsed?: boolean; now: Micros }

const WORDS: Record<StandingState, string> = {
  active: 'signed', 'renewal-due': 'signed, renewal due', lapsed: 'lapsed', 'older-version': 'older version signed', suspended: 'suspended',
  'under-notice': 'signed, leaving', endorsing: 'supports', partner: 'partner, not signed', former: 'no longer in the register',
}
const COLOURS = { good: '#1f6f43', soon: '#8a5a00', grey: '#6b6b6b', ink: '#26323d' } as const
/** Average advance of the font's characters; the text is stretched to it, so that it fits whatever font is there. */
const ADVANCE = 6.6
const PAD = 9
const SECOND_AS_MICROS = 1_000_000
const LONGEST_CACHE = 60
const LONGEST_NAME = 40

export function badgeSvg({ alliance, name, entry, lapsed = false, now }: BadgeWish): string {
  const version = entry?.position.signature?.version ?? entry?.position.endorsement?.version
  const grey = entry === undefined || !isGood(entry.state) || lapsed
  const state = entry === undefined ? 'not signed' : isGood(entry.state) && lapsed ? 'signed, attestation lapsed' : WORDS[entry.state]
  const left = cut(alliance)
  const right = `${cut(name)}: ${state}${version === undefined || entry?.list === 'former' ? '' : ` ${version}`} · ${iso(now).slice(0, 10)}`
  const [a, b] = [widthOf(left), widthOf(right)]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${a + b}" height="22" viewBox="0 0 ${a + b} 22" role="img" aria-label="${xml(`${left}, ${right}`)}">`,
    `<title>${xml(`${left}, ${right}`)}</title>`,
    `<rect width="${a + b}" height="22" rx="3" fill="${grey ? COLOURS.grey : entry.state === 'active' ? COLOURS.good : COLOURS.soon}"/><path d="M3 0h${a - 3}v22H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="${COLOURS.ink}"/>`,
    `<g fill="#fff" font-family="system-ui,Segoe UI,Helvetica,Arial,sans-serif" font-size="12">${text(left, 0, a)}${text(right, a, b)}</g>`,
    '</svg>\n',
  ].join('')
}

const text = (words: string, x: number, width: number): string =>
  `<text x="${x + PAD}" y="15" textLength="${width - 2 * PAD}" lengthAdjust="spacingAndGlyphs">${xml(words)}</text>`

/** Short, and never beyond the moment at which it would say something else: the first of those that are known. */
export function badgeSeconds(changes: readonly (Micros | null | undefined)[], now: Micros): number {
  const next = changes.filter((at) => at !== null && at !== undefined)
  return Math.max(0, Math.min(LONGEST_CACHE, ...next.map((at) => Math.floor((at - now) / SECOND_AS_MICROS))))
}

/** Marks that turn the direction of text would turn the verdict around, too. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g
const cut = (given: string): string => shortened(given.replaceAll(TURNING, ''))
const shortened = (text: string): string => ([...text].length > LONGEST_NAME ? `${[...text].slice(0, LONGEST_NAME - 1).join('')}…` : text)
const widthOf = (text: string): number => Math.ceil([...text].length * ADVANCE) + 2 * PAD
