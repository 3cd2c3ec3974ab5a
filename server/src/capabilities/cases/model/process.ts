/**
 * The joint state of a case, folded from its time line: what each party makes of the report, the embargo, what is known outside.
 * The machines and their rules are in packages/disclosure (Vultron); time ends an embargo at its very instant, whether or not its
 * job has run. Instants inside the machine are milliseconds.
 */
import { DisclosureError, createCase, createParty, expire, happen, mergeCases, movesFrom, partyOf, REPORT, type CaseEvent, type CaseState, type Ground, type NewParty, type ReportMove, type Role as MachineRole } from '@openaccord/disclosure'
import type { Micros } from '@openaccord/names'
import type { Entry, PartyId, Role, Stated } from '../model.ts'
import { noteOf, type Ending, type Inherited, type Note, type TermsWords, type World } from './embargo-entries.ts'

export type Said = { party: PartyId; terms: string; said: 'accepted' | 'declined' | 'asked-again' | 'left'; at: Micros; signed: boolean | null; seq: number }
export type Question = { ground: Ground; asked: Micros }
export type Decision = { ground: Ground; choice: 'end' | 'go-on'; at: Micros; by: PartyId | null; reason: string }
export type Story = {
  state: CaseState
  words: Map<string, TermsWords & { at: Micros; by: PartyId | null }>
  said: Said[]
  /** When terms came into force, by id. */
  began: Map<string, Micros>
  ended: { at: Micros; how: Ending } | null
  questions: Question[]
  decisions: Decision[]
  /** What was seen outside, and the first of other things that start clocks. */
  happened: { what: World; at: Micros }[]
  /** Since which entry a party that takes part does not adhere. */
  lapsed: Map<PartyId, number>
  /** The same of those that have gone since: what was kept from them is not theirs for having left. */
  frozen: Map<PartyId, number>
}
type Rows = Map<PartyId, Map<number, Stated>>
type Telling = { story: Story; rows: Rows; vulnerabilities: Set<number>; inside: Set<PartyId>; accepted: Accepted; seq: number }
/** Who has accepted these terms and not left since, after so many answers. */
type Accepted = { terms: string; answers: number; last: CaseState['answers'][number] | undefined; parties: Set<string> }

const MS = 1000

/** Time lines that were folded before: they never change. And what of one that has grown is folded already. */
const folded = new WeakMap<readonly Entry[], Telling>()
const begun = new WeakMap<readonly Entry[], { telling: Telling; many: number }>()

/** Says that a time line begins with another one, so that only what came after is folded. */
export function carryOn(before: readonly Entry[], grown: readonly Entry[]): void {
  const telling = folded.get(before)
  const known = telling === undefined ? begun.get(before) : { telling, many: before.length }
  if (known !== undefined) begun.set(grown, known)
}

/** The same entries give the same story; only time goes on. What is returned is not to be changed. */
export function storyOf(entries: readonly Entry[], now: Micros): Story {
  const known = folded.get(entries) ?? fold(entries)
  folded.set(entries, known)
  begun.delete(entries)
  const { story } = known
  const { inForce, open } = story.state.embargo
  if (![...open, ...(inForce === null ? [] : [inForce])].some(({ ends }) => ends * MS <= now)) return story
  const copy = copyOf(known)
  passTo(copy, now)
  lapse(copy)
  return copy.story
}

const nothing = (): Telling => ({
  story: { state: createCase({ id: '' }), words: new Map(), said: [], began: new Map(), ended: null, questions: [], decisions: [], happened: [], lapsed: new Map(), frozen: new Map() },
  rows: new Map(), vulnerabilities: new Set(), inside: new Set(), accepted: { terms: '', answers: 0, last: undefined, parties: new Set() }, seq: 0,
})
/** Its own wherever something is changed in place. */
const copyOf = ({ story, accepted, ...rest }: Telling): Telling => ({
  story: { ...story, words: new Map(story.words), said: [...story.said], began: new Map(story.began), decisions: [...story.decisions], happened: [...story.happened], lapsed: new Map(story.lapsed), frozen: new Map(story.frozen) },
  rows: new Map(rest.rows), vulnerabilities: new Set(rest.vulnerabilities), inside: new Set(rest.inside), accepted: { ...accepted, parties: new Set(accepted.parties) }, seq: rest.seq,
})

function fold(entries: readonly Entry[]): Telling {
  const { telling: before, many } = begun.get(entries) ?? { telling: undefined, many: 0 }
  const telling = before === undefined ? nothing() : copyOf(before)
  for (const entry of many === 0 ? entries : entries.slice(many)) {
    const before = telling.story.state
    passTo(telling, entry.at)
    telling.seq = entry.seq
    tell(telling, entry)
    if (telling.story.state !== before || entry.kind === 'joined') lapse(telling)
  }
  return telling
}

/** What time alone brings until then. */
function passTo(telling: Telling, now: Micros): void {
  const { story } = telling
  if (story.state.owner === '') return
  const { inForce } = story.state.embargo
  const { state } = expire(story.state, now / MS)
  if (state === story.state) return
  if (inForce !== null && state.embargo.inForce === null) story.ended ??= { at: inForce.ends * MS, how: 'agreed-end' }
  take(telling, state, now)
}

/** The machine's next state; what followed by itself is noted with its moment. */
function take({ story }: Telling, next: CaseState, at: Micros): void {
  const { embargo, decisions } = next
  if (embargo.inForce !== null && embargo.inForce.id !== story.state.embargo.inForce?.id) story.began.set(embargo.inForce.id, at)
  story.questions = [...story.questions.filter(({ ground }) => decisions.includes(ground)), ...decisions.filter((ground) => !story.state.decisions.includes(ground)).map((ground) => ({ ground, asked: at }))]
  story.state = next
}

/** What the machine forbids changes nothing: of what comes from the other parts of the time line it takes what it can. */
function attempt(telling: Telling, event: CaseEvent, at: Micros): boolean {
  try {
    take(telling, happen(telling.story.state, event).state, at)
    return true
  } catch (error) {
    if (error instanceof DisclosureError) return false
    throw error
  }
}

const machineRoles = (roles: readonly Role[]): MachineRole[] => roles.filter((role) => role !== 'owner')

function tell(telling: Telling, entry: Entry): void {
  const { story, inside } = telling
  const { at } = entry
  switch (entry.kind) {
    case 'opened':
      story.state = createCase({ id: entry.owner })
      for (const { n } of entry.vulnerabilities) telling.vulnerabilities.add(n)
      return
    case 'vulnerability-added': return void telling.vulnerabilities.add(entry.vulnerability.n)
    case 'split': return void entry.vulnerabilities.forEach((n) => telling.vulnerabilities.delete(n))
    case 'invited': return present(telling, { id: entry.party, roles: machineRoles(entry.roles) })
    case 'joined':
      present(telling, { id: entry.party, roles: machineRoles(entry.roles) })
      inside.add(entry.party)
      story.frozen.delete(entry.party)
      return void attempt(telling, { kind: 'report-sent', by: story.state.owner, to: entry.party }, at)
    case 'declined': case 'left': case 'removed':
      inside.delete(entry.party)
      if (story.lapsed.has(entry.party)) story.frozen.set(entry.party, story.lapsed.get(entry.party)!)
      story.said.push(...story.said.filter(({ party, said }) => party === entry.party && said === 'accepted').map((one) => ({ ...one, said: 'left' as const, at, seq: entry.seq, signed: null })))
      return void attempt(telling, { kind: 'left', by: entry.party }, at)
    case 'roles-changed': return present(telling, { id: entry.party, roles: machineRoles(entry.roles) })
    case 'owner-changed': return void (attempt(telling, { kind: 'handed-over', by: entry.from, to: entry.party }, at) || (story.state = { ...story.state, owner: entry.party }))
    case 'stated': return stated(telling, entry.party, entry.vulnerabilities, entry.state, at)
  }
  const note = noteOf(entry)
  if (note !== undefined) noted(telling, entry, note)
}

/** A party as the machine has it: new, come back, or of other roles. The owner has the report already. */
function present(telling: Telling, { id, roles = [] }: NewParty): void {
  const { state } = telling.story
  const before = state.parties.find((party) => party.id === id)
  const fresh = createParty({ id, roles, ...(id === state.owner ? { report: 'accepted' as const } : {}) })
  const aware = state.happened.includes('P') && fresh.vendor === 'vfd' ? { ...fresh, vendor: 'Vfd' as const } : fresh
  const next = before === undefined ? aware : { ...before, present: true, roles, vendor: before.vendor ?? (roles.includes('vendor') ? (before.report === 'start' ? aware.vendor : 'Vfd') : null) }
  telling.story.state = { ...state, parties: before === undefined ? [...state.parties, next] : state.parties.map((party) => (party.id === id ? next : party)) }
}

const ACCEPTING: ReadonlySet<Stated> = new Set(['affected', 'fix-ready', 'fix-deployed'])
const READY: readonly Stated[] = ['fix-ready', 'fix-deployed', 'not-affected']

/** What a vendor states of its products says what it makes of the report, and when a fix is there for all that concerns it. */
function stated(telling: Telling, party: PartyId, numbers: readonly number[], state: Stated, at: Micros): void {
  const row = new Map(telling.rows.get(party))
  for (const n of numbers) row.set(n, state)
  telling.rows.set(party, row)
  if (ACCEPTING.has(state)) for (const move of wayTo(telling.story.state, party, 'accepted')) attempt(telling, { kind: 'report-judged', by: party, move }, at)
  const cells = [...telling.vulnerabilities].map((n) => row.get(n))
  const all = (states: readonly Stated[]): boolean => cells.every((cell) => cell !== undefined && states.includes(cell)) && cells.some((cell) => cell !== 'not-affected')
  if (all(READY)) attempt(telling, { kind: 'fix-ready', by: party }, at)
  if (all(['fix-deployed', 'not-affected'])) attempt(telling, { kind: 'fix-deployed', by: party }, at)
}

/** The shortest way through report management. */
export function wayTo(state: CaseState, party: string, wanted: 'accepted' | 'deferred' | 'closed'): Exclude<ReportMove, 'receive'>[] {
  const start = partyOf(state, party)?.report
  if (start === undefined) return []
  const found = new Map([[start, [] as Exclude<ReportMove, 'receive'>[]]])
  for (const [from, way] of found) for (const { move, to } of movesFrom(REPORT, from)) if (move !== 'receive' && !found.has(to)) found.set(to, [...way, move])
  return found.get(wanted) ?? []
}

function noted(telling: Telling, entry: Entry, note: Note): void {
  const { story } = telling
  const { at, seq } = entry
  const by = entry.by ?? ''
  const answered = (terms: string, said: Said['said'], signed: boolean | null, party: PartyId | null = entry.by): void => void (party !== null && story.said.push({ party, terms, said, at, signed, seq }))
  switch (note.event) {
    case 'terms-proposed': {
      const { event: _, terms, signed, fact: __, ...words } = note
      if (!attempt(telling, { kind: 'terms-proposed', by, terms, ends: Date.parse(note.ends), reason: note.reason ?? 'stated' }, at)) return
      story.words.set(terms, { ...words, at, by: entry.by })
      return answered(terms, 'accepted', signed)
    }
    case 'terms-accepted': return attempt(telling, { kind: 'terms-accepted', by, terms: note.terms }, at) ? answered(note.terms, 'accepted', note.signed) : undefined
    case 'terms-declined': return attempt(telling, { kind: 'terms-declined', by, terms: note.terms }, at) ? answered(note.terms, 'declined', note.signed) : undefined
    case 'terms-withdrawn': return void attempt(telling, { kind: 'terms-withdrawn', by, terms: note.terms }, at)
    case 'offered-again': {
      const { inForce } = story.state.embargo
      if (attempt(telling, { kind: 'offered-again', by, to: note.party }, at) && inForce !== null) answered(inForce.id, 'asked-again', null, note.party as PartyId)
      return
    }
    case 'decided':
      if (attempt(telling, { kind: 'decided', by, ground: note.ground, choice: note.choice, reason: note.reason }, at)) story.decisions.push({ ground: note.ground, choice: note.choice, at, by: entry.by, reason: note.reason })
      return note.choice === 'end' ? void (story.ended ??= { at, how: 'decided' }) : undefined
    case 'embargo-ended':
      if (story.state.embargo.inForce !== null) attempt(telling, { kind: 'embargo-ended', by: null, reason: note.reason }, at)
      return void (story.ended ??= { at, how: note.how })
    case 'inherited': return inherit(telling, JSON.parse(note.state) as Inherited, at)
    case 'report-judged': return void attempt(telling, { kind: 'report-judged', by, move: note.move, reason: note.reason ?? 'stated' }, at)
    default: {
      const held = story.state.embargo.inForce !== null
      attempt(telling, { kind: note.event, by: null }, at)
      story.happened.push({ what: note.event, at })
      if (held && story.state.embargo.inForce === null) story.ended ??= { at, how: note.event === 'exploit-published' ? 'exploited' : 'public' }
    }
  }
}

/** The earliest agreed end holds; who has accepted only a later one is asked. */
function inherit(telling: Telling, { state: from, words }: Inherited, at: Micros): void {
  const { story } = telling
  const known = new Set(story.state.parties.map(({ id }) => id))
  const merged = mergedOr(story.state, { ...from, parties: from.parties.filter(({ id }) => known.has(id)) })
  take(telling, merged, at)
  for (const [terms, { at: when, by, ...rest }] of Object.entries(words)) story.words.set(terms, { ...rest, at: when, by: by as PartyId })
  for (const { party, terms, said } of from.answers) story.said.push({ party: party as PartyId, terms, said, at, signed: null, seq: telling.seq })
}

/** What is refused where cases are brought together changes nothing here either. */
function mergedOr(into: CaseState, from: CaseState): CaseState {
  try {
    return mergeCases(into, from)
  } catch (error) {
    if (error instanceof DisclosureError) return into
    throw error
  }
}

/** Who takes part and does not adhere sees nothing from here on, until it accepts or the embargo is over. */
function lapse({ story, inside, accepted, seq }: Telling): void {
  const { state, lapsed } = story
  const { inForce } = state.embargo
  if (inForce === null) return lapsed.clear()
  const { parties } = followed(accepted, state, inForce.id)
  for (const party of inside) {
    if (parties.has(party)) lapsed.delete(party)
    else if (!lapsed.has(party)) lapsed.set(party, seq)
  }
  for (const party of lapsed.keys()) if (!inside.has(party)) lapsed.delete(party)
}

/** Answers are only ever added, so that each is looked at once; where others come in with another case, all of them anew. */
function followed(accepted: Accepted, { answers }: CaseState, terms: string): Accepted {
  if (accepted.terms !== terms || answers[accepted.answers - 1] !== accepted.last) Object.assign(accepted, { terms, answers: 0, parties: new Set() })
  for (; accepted.answers < answers.length; accepted.answers++) {
    const answer = answers[accepted.answers]!
    if (answer.terms !== terms) continue
    if (answer.said === 'accepted') accepted.parties.add(answer.party)
    if (answer.said === 'left') accepted.parties.delete(answer.party)
  }
  accepted.last = answers.at(-1)
  return accepted
}
