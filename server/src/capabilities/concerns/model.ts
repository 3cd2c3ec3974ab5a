/**
 * Concerns: what somebody outside brings up, what happened to it since, and the rules of each step. Everything here and in
 * `model/` is pure: events and a moment go in, what is true or a refusal comes out. Time limits follow docs/promises.md, 102 and 103.
 */
import type { ActBody, Candidate } from '@openaccord/facts'
import type { BallotId, ConcernId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import { DAY, HOUR, Refusal } from '../../kernel/index.ts'

export type ConcernKind = 'concern' | 'correction' | 'tip'
export type ConcernState = 'screening' | 'declined' | 'withdrawn' | 'answer' | 'weighing' | 'drawing' | 'panel' | 'remedy' | 'ballot' | 'publishing' | 'closed'
export type Outcome = 'settled' | 'not-upheld' | 'upheld' | 'remedied' | 'ballot-rejected' | 'suspended' | 'removed' | 'corrected' | 'handled'
/** Neutral words, none of which says anything about the organisation. */
export type DeclineGround = 'outside-the-pledge' | 'not-about-a-member' | 'not-enough-to-go-on' | 'already-handled' | 'unlawful-content' | 'not-a-correction'
export type WaitedFor = 'ombudsperson' | 'secretariat' | 'organisation' | 'panel' | 'voters' | 'log' | 'time' | 'nobody'
export type Measure = 'suspension' | 'removal'

export const SCREEN_WITHIN = 10 * DAY
export const ANSWER_WITHIN = 20 * DAY
export const WEIGH_WITHIN = 10 * DAY
export const FIND_WITHIN = 20 * DAY
export const PUBLISH_WITHIN = 5 * DAY
/** The moment of a draw lies so far ahead that nobody has seen the checkpoint that decides. */
export const DRAW_AHEAD = { least: HOUR, most: 7 * DAY }
/** Without so many from whom to draw there is no lot. */
export const LEAST_CANDIDATES = 5

/** As it was filed. It never changes; `seal` is the commitment in the log. */
export type Filing = {
  id: ConcernId
  kind: ConcernKind
  organisation: OrganisationId | null
  page: string | null
  title: string
  text: string
  language: string
  at: Micros
  seal: FactId
}

type Told = { words: string; language: string }
export type Remedy = { text: string; due: string }
/** What happened, oldest first. The texts of notes are seen by whoever filed it and by those who handle it. */
export type Happening =
  | { kind: 'noted'; from: 'reporter' | 'office'; text: string; language: string }
  | { kind: 'opened'; summary: string; language: string; summarySha256: string }
  | ({ kind: 'declined'; ground: DeclineGround } & Told)
  | { kind: 'withdrawn' }
  | { kind: 'answered'; organisation: OrganisationId; text: string; language: string }
  | ({ kind: 'corrected'; by: OrganisationId; corrects: FactId | null } & Told)
  | { kind: 'panel-called'; value: FactId; after: Micros; candidates: Candidate[] }
  | { kind: 'panel-due' }
  | { kind: 'panel-drawn'; due: FactId; opened: FactId; openedValue: string; checkpointSize: number; rootHash: string; seed: string; panel: OrganisationId[] }
  | { kind: 'panel-recused'; organisation: OrganisationId; panel: OrganisationId[] }
  | { kind: 'finding-proposed'; organisation: OrganisationId; sha256: string; says: Omit<ActBody<'concern-finding'>, 'concern'> }
  | { kind: 'finding-position'; organisation: OrganisationId; finding: FactId; position: 'joins' | 'dissents'; reasons: string | null }
  | { kind: 'found'; finding: FactId }
  | ({ kind: 'remedy-kept'; remedy: number } & Told)
  | { kind: 'ballot-called'; ballot: BallotId; measure: Measure }
  | { kind: 'ballot-ended'; ballot: BallotId; outcome: string }
  | { kind: 'publication-proposed' }
  | { kind: 'published'; measure: Measure }
  | ({ kind: 'closed'; outcome: Outcome } & Told)
/** `by`: a person, never shown and never logged. `fact`: its place in the log, where it is stated there. */
export type Event = Happening & { seq: number; at: Micros; by: PersonId | null; fact: FactId | null }
export type EventOf<K extends Happening['kind']> = Extract<Event, { kind: K }>
export const isOf = <K extends Happening['kind']>(kind: K) => (event: Event): event is EventOf<K> => event.kind === kind

export type Case = { filing: Filing; events: readonly Event[] }

export const conflict = (code: string, words: string): Refusal => new Refusal('conflict', `concerns.${code}`, words)
export const fault = (code: string, field: string, rule: string, fix: string): Refusal => new Refusal('unprocessable', `concerns.${code}`, rule, { faults: [{ field, rule, fix }] })
/** Also for what is there and not for this reader: nobody learns which ids exist. */
export const unknownConcern = (): Refusal => new Refusal('unknown', 'concerns.unknown', 'there is no such concern, or it is not public')

/** What was filed, before anything is written. `origin`: pages are this hub's own. */
export function needFileable({ kind, organisation, page }: { kind: ConcernKind; organisation: { kind: string } | null; page: string | null }): void {
  if (kind === 'concern' && organisation === null) throw fault('organisation-missing', '/organisation', 'a concern is about a member: name it', 'choose the organisation; without one, file a tip')
  if (organisation?.kind === 'secretariat' && kind === 'concern') throw fault('secretariat', '/organisation', 'the secretariat is no member: what it did is told to the ombudsperson alone', 'file it as a tip')
  if (kind === 'correction' && page === null) throw fault('page-missing', '/page', 'a correction names the page on which the mistake stands', 'copy the address of the page')
}

/** A path of this hub; a whole address of it is cut down to that. */
export function pageOf(text: string | undefined, origin: string): string | null {
  const trimmed = text?.trim() ?? ''
  if (trimmed === '') return null
  const url = URL.canParse(trimmed, origin) ? new URL(trimmed, origin) : undefined
  const own = url !== undefined && url.origin === new URL(origin).origin && !url.pathname.startsWith('//')
  if (!own || /[\p{C}\s]/u.test(trimmed)) throw fault('page', '/page', 'the page is one of this hub’s own', `write an address that begins with ${origin}/`)
  return `${url.pathname}${url.search}`.slice(0, 500)
}
