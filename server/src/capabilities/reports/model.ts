/**
 * Reports: what somebody tells a team about a weakness, and the rules of each step. Everything here and in `model/` is pure.
 * What was told is an age file; nothing of it is known here. States are those of report management (packages/disclosure).
 */
import { DisclosureError, movesFrom, moveReport, REPORT, type ReportMove as Move, type ReportState as State } from '@openaccord/disclosure'
import type { FactId, Micros, OrganisationId, PersonId, ReportId } from '@openaccord/names'
import { DAY, Refusal } from '../../kernel/index.ts'
import { addWorkingDays } from './model/working-days.ts'

export type ReportState = Exclude<State, 'start'>
export type ReportMove = Exclude<Move, 'receive'>
export type Arrival = 'sealed' | 'plain' | 'mail'

/** The first reply by a person is due in so many working days. */
export const REPLY_WITHIN_DAYS = 5
/** So long after it was closed, what was sent is deleted; that there was a report, and its commitment, stay. */
export const KEPT_AFTER_CLOSE = 365 * DAY
/** How long the link lives that is mailed back to whoever reported by mail. */
export const CLAIM_WITHIN = 14 * DAY
export const LIMITS = { messages: 200, messagesADay: 30, reportsADay: 60, messageBytesInAll: 24 * 1024 * 1024, keys: 20, products: 200, components: 20_000 } as const

/** As it came. `recipient` and `accessSha256`: of the reporter; null where it came by mail and nobody has taken the receipt. */
export type Report = {
  id: ReportId
  organisation: OrganisationId
  arrival: Arrival
  language: string
  at: Micros
  recipient: string | null
  accessSha256: string | null
  ciphertextSha256: string
  commitment: string
  salt: Uint8Array
  seal: FactId
}

export type HappeningKind = 'acknowledged' | 'validated' | 'invalidated' | 'accepted' | 'deferred' | 'closed' | 'answered' | 'wrote' | 'address-confirmed' | 'disclosed' | 'thinned'
/** What happened since, oldest first. `words` is for the reporter. `by`: a person of the team. */
export type Event = { seq: number; kind: HappeningKind; at: Micros; by: PersonId | null; words: string | null }
export type Case = { report: Report; events: readonly Event[] }

export type StandingCode = 'waiting' | 'late' | 'checking' | 'invalid' | 'valid' | 'accepted' | 'deferred' | 'closed'
export type Standing = { state: ReportState; since: Micros; firstReply: Micros | null; due: Micros | null; late: boolean; code: StandingCode }

const STATE_AFTER: Partial<Record<HappeningKind, ReportState>> = { validated: 'valid', invalidated: 'invalid', accepted: 'accepted', deferred: 'deferred', closed: 'closed' }
const BY_TEAM: ReadonlySet<HappeningKind> = new Set(['acknowledged', 'validated', 'invalidated', 'accepted', 'deferred', 'closed', 'answered'])

export function standingOf({ report, events }: Case, now: Micros): Standing {
  const moved = events.findLast(({ kind }) => STATE_AFTER[kind] !== undefined)
  const state = (moved && STATE_AFTER[moved.kind]) ?? 'received'
  const firstReply = events.find(({ kind }) => BY_TEAM.has(kind))?.at ?? null
  const due = firstReply === null ? addWorkingDays(report.at, REPLY_WITHIN_DAYS) : null
  const late = due !== null && now >= due
  const code = state !== 'received' ? state : firstReply !== null ? 'checking' : late ? 'late' : 'waiting'
  return { state, since: moved?.at ?? report.at, firstReply, due, late, code }
}

/** What the team may do next, in the order of the machine. */
export const movesOf = (state: ReportState): ReportMove[] => movesFrom(REPORT, state).flatMap(({ move }) => (move === 'receive' ? [] : [move]))

const KIND_OF: Readonly<Record<ReportMove, HappeningKind>> = { validate: 'validated', invalidate: 'invalidated', accept: 'accepted', defer: 'deferred', close: 'closed' }

/** What has happened by this move. Refuses what report management forbids, in its words. */
export function happeningOf(state: ReportState, move: ReportMove): HappeningKind {
  try {
    moveReport(state, move)
    return KIND_OF[move]
  } catch (error) {
    if (error instanceof DisclosureError) throw new Refusal('conflict', `reports.${error.code}`, `${error.rule}; ${error.fix}`, { cause: error })
    throw error
  }
}

/** Messages of the reporter that came after the team last did anything. */
export function unreadOf(events: readonly Event[]): number {
  const last = events.findLastIndex(({ kind }) => BY_TEAM.has(kind))
  return events.slice(last + 1).filter(({ kind }) => kind === 'wrote').length
}

export const closedAt = ({ events }: Pick<Case, 'events'>): Micros | undefined => events.findLast(({ kind }) => kind === 'closed')?.at
export const isThinned = ({ events }: Pick<Case, 'events'>): boolean => events.some(({ kind }) => kind === 'thinned')
/** The reporter may write until it is closed, and for thirty days more. */
export function mayWrite(subject: Case, now: Micros): boolean {
  const closed = closedAt(subject)
  return !isThinned(subject) && (closed === undefined || now < closed + 30 * DAY)
}

export const conflict = (code: string, words: string): Refusal => new Refusal('conflict', `reports.${code}`, words)
export const fault = (code: string, field: string, rule: string, fix: string): Refusal => new Refusal('unprocessable', `reports.${code}`, rule, { faults: [{ field, rule, fix }] })
/** Also for what is there and not for this reader. */
export const unknownReport = (): Refusal => new Refusal('unknown', 'reports.unknown', 'there is no such report, or it is not your team’s')
/** One answer for a code that cannot be one, one that nobody has, and one that is not for this. */
export const unknownReceipt = (): Refusal => new Refusal('unknown', 'reports.receipt', 'no report has this receipt', { faults: [{ field: '/code', rule: 'oar- and nine groups of four, as they were shown once', fix: 'copy the code whole' }] })
export const unknownDesk = (slug: string): Refusal => new Refusal('unknown', 'reports.desk-unknown', `nobody with the short name “${slug.slice(0, 40)}” takes reports here`, { faults: [{ field: '/to', rule: 'the short name of a team that takes reports', fix: 'choose one of the list' }] })
