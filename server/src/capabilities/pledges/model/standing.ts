/**
 * How an organisation stands to the pledge: folded from its acts, and then from time alone. A signature is renewed each
 * year or lapses; a new major version is signed within 90 days; a withdrawal takes effect after 30.
 */
import type { FactId, Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import { inForce, majorOf, type Adopted, type Logged } from '../model.ts'

export type Signature = { version: string; sha256: string; legalName: string; officer: { name: string; title: string }; scope: { reach: 'group' | 'named'; entities?: string[] }; at: Micros }
/** What the acts of one organisation leave behind, whatever the time is. */
export type Position = {
  signature: Signature | undefined
  endorsement: { version: string; legalName: string; officer: { name: string; title: string }; at: Micros } | undefined
  since: Micros | undefined
  renewed: Micros | undefined
  due: Micros | undefined
  withdrawal: { effective: Micros; at: Micros } | undefined
  endorsementEnded: Micros | undefined
  /** Declared and not lifted. */
  conflicts: FactId[]
  /** What it rests on now. */
  fact: FactId | undefined
}

/** A renewal is asked for, and taken, from so long before the due date. */
export const RENEWAL_OPENS = 60 * DAY
export const NOTICE = 30 * DAY

/** The same day and time of the next year; 29 February becomes the 28th. */
export function anniversary(at: Micros): Micros {
  const date = new Date(Math.floor(at / 1000))
  const [year, month, day] = [date.getUTCFullYear() + 1, date.getUTCMonth(), date.getUTCDate()]
  const moved = new Date(date)
  moved.setUTCFullYear(year, month, month === 1 && day === 29 ? 28 : day)
  return moved.getTime() * 1000 + (at % 1000)
}

const NOTHING: Position = {
  signature: undefined, endorsement: undefined, since: undefined, renewed: undefined, due: undefined, withdrawal: undefined,
  endorsementEnded: undefined, conflicts: [], fact: undefined,
}

/** From the acts of one organisation, oldest first. */
export const positionOf = (acts: readonly Logged[]): Position => acts.reduce(next, NOTHING)

function next(before: Position, act: Logged): Position {
  const { at, fact } = act
  switch (act.kind) {
    case 'pledge-signature': {
      const { pledge, legalName, officer, scope } = act.says
      const over = before.withdrawal !== undefined && before.withdrawal.effective <= at
      return {
        ...before, fact, signature: { ...pledge, legalName, officer, scope, at }, endorsement: undefined, withdrawal: undefined,
        since: before.signature === undefined || over ? at : before.since, renewed: undefined, due: anniversary(at),
      }
    }
    case 'pledge-renewal': {
      if (before.signature === undefined || before.due === undefined) return before
      const { pledge, officer } = act.says
      return { ...before, fact, signature: { ...before.signature, ...pledge, officer }, renewed: at, due: anniversary(at < before.due ? before.due : at) }
    }
    case 'pledge-withdrawal':
      return { ...before, fact, withdrawal: { effective: Date.parse(act.says.effective) * 1000, at } }
    case 'pledge-endorsement': {
      const { pledge, legalName, officer } = act.says
      const over = before.withdrawal !== undefined && before.withdrawal.effective <= at
      const signed = over ? { signature: undefined, withdrawal: undefined, renewed: undefined, due: undefined } : {}
      return { ...before, ...signed, fact, endorsement: { version: pledge.version, legalName, officer, at }, since: at, endorsementEnded: undefined }
    }
    case 'endorsement-withdrawal':
      return { ...before, fact, endorsement: undefined, endorsementEnded: at }
    case 'conflict-of-law':
      return { ...before, conflicts: [...before.conflicts, fact] }
    case 'conflict-of-law-lifted':
      return { ...before, conflicts: before.conflicts.filter((one) => one !== act.says.declaration) }
    default:
      return before
  }
}

export type StandingState = 'active' | 'renewal-due' | 'lapsed' | 'older-version' | 'suspended' | 'under-notice' | 'endorsing' | 'partner' | 'former'
export type ListName = 'signatory' | 'endorser' | 'partner' | 'former'
export type Standing = {
  list: ListName
  state: StandingState
  since: Micros
  /** Each only while it counts. */
  due: Micros | null
  signBy: Micros | null
  leaves: Micros | null
  ended: Micros | null
  /** When this changes by time alone; null when it does not. */
  changes: Micros | null
}
/** What the register knows of the organisation itself. */
export type Body = { kind: 'signatory' | 'partner' | 'secretariat'; state: 'active' | 'suspended' | 'left'; stateAt: Micros; since: Micros }
/** Merged into another or renamed: it stands no longer for itself. */
export type Gone = { at: Micros } | undefined

/** How it stands at `now`. Undefined: it has no place in the register, for it neither signed nor endorsed, nor is it a partner. */
export function standingOf(position: Position, body: Body, gone: Gone, adopted: readonly Adopted[], now: Micros): Standing | undefined {
  const { signature, endorsement, withdrawal, since = body.since } = position
  const still: Standing = { list: 'former', state: 'former', since, due: null, signBy: null, leaves: null, ended: null, changes: null }
  const ends = [body.state === 'left' ? body.stateAt : undefined, gone?.at, withdrawal !== undefined && withdrawal.effective <= now ? withdrawal.effective : undefined].filter((at) => at !== undefined)
  const had = signature !== undefined || endorsement !== undefined || position.endorsementEnded !== undefined
  if (ends.length > 0) return had || body.kind === 'partner' ? { ...still, ended: Math.min(...ends) } : undefined
  if (signature !== undefined) return signed(position, signature, body, adopted, now, still)
  if (endorsement !== undefined) return { ...still, list: 'endorser', state: body.state === 'suspended' ? 'suspended' : 'endorsing' }
  if (body.kind === 'partner') return { ...still, list: 'partner', state: body.state === 'suspended' ? 'suspended' : 'partner' }
  return position.endorsementEnded === undefined ? undefined : { ...still, ended: position.endorsementEnded }
}

function signed({ due = 0, withdrawal }: Position, signature: Signature, body: Body, adopted: readonly Adopted[], now: Micros, still: Standing): Standing {
  const asked = askedToSign(signature.version, adopted)
  const leaves = withdrawal?.effective ?? null
  const base = { ...still, list: 'signatory' as const, due, signBy: asked, leaves }
  const changes = [due - RENEWAL_OPENS, due, asked, leaves].filter((at) => at !== null && at > now).reduce<Micros | null>((least, at) => (least === null || at! < least ? at : least), null)
  return { ...base, state: stateOf({ body, due, asked, leaves, now }), changes }
}

/** The graver word wins. */
function stateOf({ body, due, asked, leaves, now }: { body: Body; due: Micros; asked: Micros | null; leaves: Micros | null; now: Micros }): StandingState {
  if (body.state === 'suspended') return 'suspended'
  if (now >= due) return 'lapsed'
  if (asked !== null && now >= asked) return 'older-version'
  if (leaves !== null) return 'under-notice'
  return now >= due - RENEWAL_OPENS ? 'renewal-due' : 'active'
}

/** Until when the version in force waits for those who signed an earlier major one; null when it does not. */
function askedToSign(version: string, adopted: readonly Adopted[]): Micros | null {
  const current = inForce(adopted)
  if (current === undefined || majorOf(version) >= majorOf(current.version)) return null
  const first = adopted.find((one) => majorOf(one.version) > majorOf(version) && one.signBy !== null)
  return first?.signBy ?? null
}

/** Whether a badge is in colour: it stands by its signature today. */
export const isGood = (state: StandingState): boolean => state === 'active' || state === 'renewal-due' || state === 'under-notice'
