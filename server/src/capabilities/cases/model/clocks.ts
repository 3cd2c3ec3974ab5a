/**
 * The clocks of a case: its embargo, the policies of disclosure, and the duties of one party by law. Rules and spans are data of
 * packages/disclosure; here is only what starts and meets them. Given what a viewer sees, it knows no more than that viewer.
 */
import { CLOCK_IDS, CLOCKS, clocksOf, type Clock, type ClockEvent, type ClockId, type ClockState, type Happening } from '@openaccord/disclosure'
import type { Micros } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import type { Entry, PartyId } from '../model.ts'
import { DECIDE_WITHIN } from './embargo-may.ts'
import { noteOf, type World } from './embargo-entries.ts'
import { storyOf, type Story } from './process.ts'

export type Trigger = 'cra-exploited' | 'nis2-significant' | 'sec-material' | 'fix-available'
export type ClockNote = { event: 'duty-started'; trigger: Trigger; at: string } | { event: 'clock-met'; clock: ClockId; at: string; words: string | null }
export type CaseClockId = ClockId | 'embargo-end' | 'attack-decision'
export type CaseClock = {
  clock: CaseClockId; kind: 'embargo' | 'policy' | 'law'
  /** Whose duty it is; null for the case. */
  party: PartyId | null
  title: string; rule: string; source: string; trigger: { words: string; at: Micros }
  due: Micros; grace: Micros | null; state: ClockState | 'stopped'; met: Micros | null; words: string
}

export const TRIGGERS: Record<Trigger, { event: ClockEvent; words: string }> = {
  'cra-exploited': { event: 'exploitation-known', words: 'We became aware that a vulnerability of our product is actively exploited (CRA).' },
  'nis2-significant': { event: 'incident-known', words: 'We became aware of a significant incident (NIS2).' },
  'sec-material': { event: 'material', words: 'We determined that an incident is material (SEC).' },
  'fix-available': { event: 'fix-available', words: 'A corrective or mitigating measure was available.' },
}
const EVENT_WORDS: Partial<Record<ClockEvent, string>> = {
  'first-contact': 'a vendor was first asked', 'report-received': 'the report arrived', 'fix-available': 'a fix was ready', 'attacks-known': 'attacks were seen', 'incident-notified': 'the notification was handed in',
  'exploitation-known': 'active exploitation became known', 'incident-known': 'the incident became known', material: 'the incident was found material',
}
const POLICY: readonly ClockId[] = CLOCK_IDS.filter((id) => CLOCKS[id].kind === 'policy')
const LAW: readonly ClockId[] = CLOCK_IDS.filter((id) => CLOCKS[id].kind === 'law')
const REPLIES: ReadonlySet<Entry['kind']> = new Set(['stated', 'message-posted', 'declined'])
const WORLD: ReadonlySet<string | undefined> = new Set<World>(['attacked', 'became-public', 'exploit-published'])
const MS = 1000

export const clockNoteOf = (entry: Entry): ClockNote | undefined => (entry.kind === 'clock' ? (entry.data as unknown as ClockNote) : undefined)

/** `seen`: the entries that this party may see; `story` of the whole case, of which only what every party knows is used. */
export function caseClocks(seen: readonly Entry[], story: Story, party: PartyId, now: Micros): CaseClock[] {
  const policy = clocksOf(policyHappenings(seen, party), { now: now / MS, ids: POLICY }).map((clock) => shown(clock, clock.id === 'first-reply' ? party : null, now))
  const law = clocksOf(dutyHappenings(seen, party), { now: now / MS, ids: LAW }).map((clock) => shown(clock, party, now))
  return [...embargoClocks(story, now), ...policy, ...law].toSorted((one, other) => one.due - other.due)
}

const isFix = (entry: Entry): boolean => entry.kind === 'stated' && (entry.state === 'fix-ready' || entry.state === 'fix-deployed')
const isWorld = (entry: Entry): boolean => WORLD.has(noteOf(entry)?.event)

function policyHappenings(entries: readonly Entry[], party: PartyId): Happening[] {
  const found: Happening[] = []
  const add = (event: ClockEvent, at: Micros): void => void found.push({ event, at: at / MS })
  let inside = false
  for (const entry of entries) {
    const note = noteOf(entry)
    if (entry.kind === 'opened' && entry.from === 'vendor') add('first-contact', entry.at)
    if (entry.kind === 'invited' && entry.roles.includes('vendor')) add('first-contact', entry.at)
    if (entry.kind === 'joined' && entry.party === party) {
      inside = true
      add('report-received', entry.at)
    }
    const replied = REPLIES.has(entry.kind) || note?.event === 'report-judged'
    if (inside && entry.by === party && replied) add('first-reply', entry.at)
    if (isFix(entry)) add('fix-available', entry.at)
    if (note?.event === 'attacked') add('attacks-known', entry.at)
    if (note?.event === 'became-public' || note?.event === 'exploit-published') add('public', entry.at)
  }
  return found
}

/** Only this party's own notes start and meet what the law asks of it. */
function dutyHappenings(entries: readonly Entry[], party: PartyId): Happening[] {
  return entries.filter(({ by }) => by === party).flatMap((entry): Happening[] => {
    const note = clockNoteOf(entry)
    if (note?.event === 'duty-started') return [{ event: TRIGGERS[note.trigger].event, at: Date.parse(note.at) }]
    const met = note?.event === 'clock-met' ? CLOCKS[note.clock].metBy[0] : undefined
    return note === undefined || met === undefined ? [] : [{ event: met, at: Date.parse(note.at) }]
  })
}

function shown({ id, rule, started, due, graceUntil, met, state }: Clock, party: PartyId | null, now: Micros): CaseClock {
  const one = {
    clock: id, kind: rule.kind, party, title: rule.title, rule: rule.rule, source: rule.source, trigger: { words: EVENT_WORDS[rule.trigger] ?? rule.trigger, at: started * MS },
    due: due * MS, grace: graceUntil === null ? null : graceUntil * MS, state, met: met === null ? null : met * MS,
  }
  return { ...one, words: wordsOf(one, now) }
}

function embargoClocks({ state, began, questions }: Story, now: Micros): CaseClock[] {
  const { inForce } = state.embargo
  const base = { kind: 'embargo' as const, party: null, grace: null, met: null }
  const clocks: Omit<CaseClock, 'words' | 'state'>[] = []
  if (inForce !== null) clocks.push({ ...base, clock: 'embargo-end', title: 'The embargo ends', rule: 'At this instant it ends by itself, unless other terms are agreed before.', source: 'the terms agreed', trigger: { words: 'it came into force', at: began.get(inForce.id) ?? now }, due: inForce.ends * MS })
  const first = questions.toSorted((one, other) => one.asked - other.asked)[0]
  if (first !== undefined) clocks.push({ ...base, clock: 'attack-decision', title: 'Decide on the embargo', rule: 'Attacks, a fix that is ready or deployed, or an exploit in the wrong hands should end an embargo: a person decides, on record.', source: 'Vultron, interactions of embargo and case state', trigger: { words: 'the question was opened', at: first.asked }, due: first.asked + DECIDE_WITHIN })
  return clocks.map((clock) => {
    const left = clock.due - now
    const state: ClockState = left < 0 ? 'overdue' : left <= (clock.due - clock.trigger.at) / 4 ? 'soon' : 'running'
    return { ...clock, state, words: wordsOf({ ...clock, state }, now) }
  })
}

function wordsOf({ title, due, met, state, grace }: Pick<CaseClock, 'title' | 'due' | 'met' | 'state' | 'grace'>, _now: Micros): string {
  if (met !== null) return `${title}: met on ${iso(met)}${state === 'met-late' ? ', late' : ''}.`
  if (state === 'overdue') return `${title}: was due on ${iso(grace ?? due)}.`
  return state === 'grace' ? `${title}: was due on ${iso(due)}, with grace until ${iso(grace ?? due)}.` : `${title}: due on ${iso(due)}.`
}

/** When somebody is to be reminded: when a clock comes near, when it runs out, when its grace ends. */
export function momentsOf({ trigger, due, grace, met }: CaseClock): Micros[] {
  if (met !== null) return []
  return [due - Math.floor((due - trigger.at) / 4), due, ...(grace === null ? [] : [grace])]
}

/** The next moment at which anything of this case is to be looked at; null where nothing waits. */
export function nextMoment(entries: readonly Entry[], now: Micros): Micros | null {
  const story = storyOf(entries, now)
  const parties = story.state.parties.filter(({ present }) => present).map(({ id }) => id as PartyId)
  const clocksOfParty = partedBy(entries)
  const clocks = parties.flatMap((party) => caseClocks(clocksOfParty(party), story, party, now))
  const ends = story.state.embargo.open.map((terms) => terms.ends * MS)
  const later = [...ends, ...clocks.flatMap(momentsOf)].filter((at) => at > now)
  return later.length === 0 ? null : Math.min(...later)
}

/** What starts and meets clocks of anybody, and what one party did or came by: of a long time line a few entries for each. */
function partedBy(entries: readonly Entry[]): (party: PartyId) => Entry[] {
  const first = entries.find((entry) => entry.kind === 'invited' && entry.roles.includes('vendor'))
  const common = entries.filter((entry) => entry === first || entry.kind === 'opened' || isFix(entry) || isWorld(entry))
  const own = Map.groupBy(entries, (entry) => (entry.kind === 'joined' ? entry.party : entry.by))
  return (party) => [...new Set([...common, ...(own.get(party) ?? [])])].toSorted((one, other) => one.seq - other.seq)
}
