/**
 * The days of 2017 as data: what is public about them, who knew what after each, and the clocks that such a day starts, counted by
 * the rules of packages/disclosure. Nothing here is known to this hub alone; LESSON_SOURCES says where it is from.
 */
import { clocksOf, type ClockId, type Happening } from '@openaccord/disclosure'
import type { PlaceName } from '../../paths.ts'

export const WHO = ['keeper', 'thieves', 'maker', 'runs', 'everyone'] as const
export type Knows = 'nothing' | 'flaw' | 'fix' | 'exploit' | 'all'
type Standing = Readonly<Record<(typeof WHO)[number], Knows>>

const FIX = '2017-03-14'
const DAY_MS = 86_400_000
const KEPT: Standing = { keeper: 'exploit', thieves: 'exploit', maker: 'nothing', runs: 'nothing', everyone: 'nothing' }
const TOLD: Standing = { ...KEPT, maker: 'flaw' }
const FIXED: Standing = { keeper: 'all', thieves: 'all', maker: 'fix', runs: 'fix', everyone: 'fix' }
const LEAKED: Standing = { keeper: 'all', thieves: 'all', maker: 'all', runs: 'all', everyone: 'all' }

/** `on`: null where no day is public. `leads`: where in this hub such a step is taken. */
export const STEPS = [
  { id: 'kept', on: null, knows: KEPT, leads: ['report', 'commitments'] },
  { id: 'told', on: null, knows: TOLD, leads: ['cases', 'log'] },
  { id: 'fixed', on: FIX, knows: FIXED, leads: ['advisories', 'provider'] },
  { id: 'leaked', on: '2017-04-14', knows: LEAKED, leads: ['threats', 'advisories'] },
  { id: 'worm', on: '2017-05-12', knows: LEAKED, leads: ['cases', 'threats'] },
  { id: 'after', on: '2017-06-27', knows: LEAKED, leads: ['verify', 'register'] },
] as const satisfies readonly { id: string; on: string | null; knows: Standing; leads: readonly PlaceName[] }[]
export type Step = (typeof STEPS)[number]

export const stepNamed = (id: string | null): Step | undefined => STEPS.find((step) => step.id === id)

/** Days since the fix. */
export const dayOf = (on: string): number => (Date.parse(on) - Date.parse(FIX)) / DAY_MS

const SHOWN = ['details-30', 'in-the-wild-7', 'cra-early-warning', 'cra-notification', 'cra-final-report', 'nis2-early-warning', 'nis2-notification', 'sec-8k'] as const satisfies readonly ClockId[]
/** Noon: nobody counts from midnight what happened by day. */
const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`)
const WORM = noonOf('2017-05-12')
const HAPPENED: readonly Happening[] = [
  { event: 'fix-available', at: noonOf(FIX) },
  ...(['attacks-known', 'exploitation-known', 'incident-known', 'material'] as const).map((event) => ({ event, at: WORM })),
]

/** The clocks that begin on the day of a step, and the day on which each runs out. */
export function clocksFrom({ on }: Step): { id: (typeof SHOWN)[number]; due: string }[] {
  if (on === null) return []
  const begun = clocksOf(HAPPENED, { now: WORM + 365 * DAY_MS, ids: SHOWN }).filter(({ started }) => started === noonOf(on))
  return begun.flatMap(({ id, due }) => SHOWN.filter((shown) => shown === id).map((shown) => ({ id: shown, due: new Date(due).toISOString() })))
}

/** In the language in which they are written. */
export const LESSON_SOURCES = [
  { name: 'Microsoft Security Bulletin MS17-010, 14 March 2017', url: 'https://learn.microsoft.com/en-us/security-updates/securitybulletins/2017/ms17-010' },
  { name: 'CVE-2017-0144', url: 'https://www.cve.org/CVERecord?id=CVE-2017-0144' },
  { name: 'Microsoft On the Issues: The need for urgent collective action to keep people safe online, 14 May 2017', url: 'https://blogs.microsoft.com/on-the-issues/2017/05/14/need-urgent-collective-action-keep-people-safe-online-lessons-last-weeks-cyberattack/' },
  { name: 'National Audit Office: Investigation, WannaCry cyber attack and the NHS, October 2017', url: 'https://www.nao.org.uk/press-releases/investigation-wannacry-cyber-attack-and-the-nhs/' },
  { name: 'House of Commons, Committee of Public Accounts: Cyber-attack on the NHS, April 2018', url: 'https://publications.parliament.uk/pa/cm201719/cmselect/cmpubacc/787/78706.htm' },
] as const
export const DEMO_COMMAND = 'npm run demo'
/** Under this the sample alliance publishes the advisory of the case that it plays. */
export const SAMPLE_CVE = 'CVE-2026-990017'
