/** What this room shows, as the contract has it. Nothing here names who filed something. */
import { CONCERN_OUTCOMES, CONCERN_STATES, contract, type Reply } from '@openaccord/api'
import type { Micros, OrganisationId } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import type { Listed } from '../means.ts'
import { isOf, type Case, type ConcernKind, type Event } from '../model.ts'
import { ballotsOf, endOfDay, findingsOf, isPublic, panelsOf, remediesOf, type ShownFinding, type ShownPanel, type Standing } from '../model/standing.ts'
import { ladderWords, standingWords } from '../model/words.ts'
import type { Roll } from '../verbs/book.ts'
import { mayWithdraw, type Own } from '../verbs/file.ts'
import type { Restoration, ShownLadder } from '../verbs/ladder.ts'
import type { Publication } from '../verbs/outcome.ts'
import { openedAt, type Counts, type Read } from '../verbs/read.ts'
import type { Screened } from '../verbs/screen.ts'

type Routes = (typeof contract)['concerns']
type Shown<K extends keyof Routes> = Reply<Routes[K]>

const maybeIso = (at: Micros | null | undefined): string | null => (at === null || at === undefined ? null : iso(at))
const named = (roll: Roll, id: OrganisationId): { slug: string; name: string } => ({ slug: roll.get(id)?.slug ?? 'former', name: roll.get(id)?.name ?? 'Former organisation' })
const maybeNamed = (roll: Roll, id: OrganisationId | null) => (id === null ? null : named(roll, id))

export const showStanding = (standing: Standing, about: { kind: ConcernKind; name?: string | undefined }): Shown<'concern'>['standing'] =>
  ({ ...standing, since: iso(standing.since), due: maybeIso(standing.due), words: standingWords(standing, about) })

const standingIn = ({ filing }: Case, standing: Standing, roll: Roll) =>
  showStanding(standing, { kind: filing.kind, name: filing.organisation === null ? undefined : roll.get(filing.organisation)?.name })

export function showCard({ subject, standing, roll }: Read): Shown<'concerns'>['concerns'][number] {
  const { filing, events } = subject
  const opened = events.find(isOf('opened'))
  const corrected = events.find(isOf('corrected'))
  return {
    id: filing.id, kind: filing.kind, organisation: maybeNamed(roll, filing.organisation), opened: iso(openedAt(subject)),
    summary: opened?.summary ?? corrected?.words ?? '', language: opened?.language ?? corrected?.language ?? 'en', standing: standingIn(subject, standing, roll),
  }
}

export function showConcern(read: Read): Shown<'concern'> {
  const { subject: { filing, events }, roll } = read
  const corrected = events.find(isOf('corrected'))
  return {
    ...showCard(read),
    summarySha256: events.find(isOf('opened'))?.summarySha256 ?? null,
    page: filing.kind === 'correction' ? filing.page : null,
    answers: events.filter(isOf('answered')).map(({ organisation, text, language, at, fact }) => ({ organisation: named(roll, organisation), text, language, at: iso(at), fact })),
    panels: panelsOf(events).map((panel) => showPanel(panel, roll)),
    findings: findingsOf(events).map((finding) => showFinding(finding, events, roll, read.standing)),
    ballots: ballotsOf(events),
    corrects: corrected?.corrects ?? null,
    closing: events.findLast(isOf('closed'))?.words ?? null,
    history: events.filter((event) => event.kind !== 'noted' && event.kind !== 'publication-proposed').map(({ kind, at, fact }) => ({ what: kind, at: iso(at), fact })),
  }
}

function showPanel({ called, due, drawn, seats, recused }: ShownPanel, roll: Roll): Shown<'concern'>['panels'][number] {
  const { fact, after, value, candidates } = called
  return {
    called: fact!, after: iso(after), value,
    candidates: candidates.map(({ organisation, group }) => ({ organisation, ...named(roll, organisation as OrganisationId), group: group ?? null })),
    drawn: drawn === undefined || due === undefined ? null : {
      fact: drawn.fact!, due: drawn.due, opened: drawn.opened, openedValue: drawn.openedValue, checkpointSize: drawn.checkpointSize, rootHash: drawn.rootHash, seed: drawn.seed, at: iso(drawn.at),
      seats: seats.map((seat) => named(roll, seat)), recused: recused.map((seat) => named(roll, seat)),
    },
  }
}

function showFinding({ proposed, positions, state }: ShownFinding, events: readonly Event[], roll: Roll, { state: now, due, late }: Standing): Shown<'concern'>['findings'][number] {
  const { fact, sha256, organisation, at, says } = proposed
  const kept = state === 'stands' ? remediesOf(events) : (says.remedies ?? []).map((remedy) => ({ ...remedy, keptAt: null, words: null }))
  return {
    fact: fact!, sha256, organisation: named(roll, organisation), at: iso(at), state, finding: says.finding, measure: says.measure, reasons: says.reasons, language: says.language,
    remedies: kept.map((remedy) => ({ text: remedy.text, due: remedy.due, kept: maybeIso(remedy.keptAt), words: remedy.words, late: now === 'remedy' && late && remedy.keptAt === null && due !== null && endOfDay(remedy.due) <= due })),
    positions: positions.map((one) => ({ organisation: named(roll, one.organisation), position: one.position, reasons: one.reasons, at: iso(one.at), fact: one.fact! })),
  }
}

const notesOf = (events: readonly Event[]): Shown<'ownConcern'>['notes'] =>
  events.filter(isOf('noted')).map(({ from, text, language, at }) => ({ from: from === 'reporter' ? 'you' : 'office', text, language, at: iso(at) }))

export function showOwn({ subject, standing, organisation, secret }: Own): Shown<'ownConcern'> {
  const { filing, events } = subject
  const ended = events.findLast((event) => event.kind === 'declined' || event.kind === 'closed' || event.kind === 'corrected')
  return {
    id: filing.id, kind: filing.kind, filed: iso(filing.at), organisation: organisation === undefined ? null : { slug: organisation.slug, name: organisation.name },
    page: filing.page, title: filing.title, text: filing.text, language: filing.language,
    standing: showStanding(standing, { kind: filing.kind, name: organisation?.name }),
    words: ended !== undefined && 'words' in ended ? ended.words : null, ground: events.find(isOf('declined'))?.ground ?? null,
    public: isPublic(subject), mailKept: secret.mail !== null, notes: notesOf(events),
    mayAdd: standing.waitsFor !== 'nobody', mayWithdraw: mayWithdraw(subject, standing),
    proof: { fact: filing.seal, commitment: secret.commitment, salt: Buffer.from(secret.salt).toString('base64'), payload: Buffer.from(secret.payload).toString('base64') },
  }
}

export function showScreened({ subject, standing, desk, moves, roll }: Screened): Shown<'screened'> {
  const { filing, events } = subject
  const ownCase = filing.kind !== 'correction' && desk.actor.organisation !== undefined && desk.own.includes(desk.actor.organisation)
  return {
    id: filing.id, kind: filing.kind, filed: iso(filing.at), organisation: maybeNamed(roll, filing.organisation), page: filing.page, language: filing.language,
    // Whoever is of that organisation learns that it is there, for another one to take it, and nothing of what it says.
    title: ownCase ? '…' : filing.title, text: ownCase ? '' : filing.text, notes: ownCase ? [] : notesOf(events),
    standing: standingIn(subject, standing, roll), public: isPublic(subject), ownCase, moves,
  }
}

export const showCounts = ({ kinds, states, outcomes, corrections }: Counts): Pick<Shown<'concerns'>, 'counts' | 'states' | 'outcomes' | 'corrections'> => ({
  counts: kinds, corrections,
  states: each(CONCERN_STATES, states), outcomes: each(CONCERN_OUTCOMES, outcomes),
})
const each = <K extends string>(names: readonly K[], sums: ReadonlyMap<K, number>) => Object.fromEntries(names.map((name) => [name, sums.get(name) ?? 0])) as Record<K, number>

export function showLadder({ organisation, ladder, rungs, walker }: ShownLadder): Shown<'ladder'> {
  return {
    organisation: namedOf(organisation), state: ladder.state, since: iso(ladder.since), ground: ladder.ground,
    lastActivity: walker.signatory ? iso(walker.lastActivity) : null,
    next: ladder.next === null ? null : { step: ladder.next.step, at: iso(ladder.next.at) },
    words: ladderWords(organisation.name, ladder),
    steps: rungs.flatMap(({ step, effective, ground, concern, ballot, words, fact }) => (step === 'restore-proposed' ? [] : [{ step, at: iso(effective), ground, concern, ballot, words, fact }])),
  }
}

const namedOf = ({ slug, name }: Listed) => ({ slug, name })

export const showPublication = ({ subject, organisation, measure, ballot, due, first }: Publication): Shown<'publications'>['publications'][number] =>
  ({ organisation: namedOf(organisation), what: measure, concern: subject.filing.id, ballot, due: maybeIso(due), first: first ?? null, reasons: null })
export const showRestoration = ({ organisation, first, reasons }: Restoration): Shown<'publications'>['publications'][number] =>
  ({ organisation: namedOf(organisation), what: 'restoration', concern: null, ballot: null, due: null, first: first ?? null, reasons })
