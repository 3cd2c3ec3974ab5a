/** What a party may do with the embargo and the process now: the machine's rules as refusals of this room, with rule and fix. */
import { DisclosureError, refusedBy, verdictOn, type CaseEvent, type CaseState, type DisclosureErrorCode } from '@openaccord/disclosure'
import type { Micros } from '@openaccord/names'
import { DAY, HOUR, Refusal } from '../../../kernel/index.ts'
import { conflict, fault } from '../model.ts'
import type { Here } from './may.ts'

/** Nobody keeps quiet for longer than this at a time; a revision may follow. */
export const LONGEST = 365 * DAY
export const SHORTEST = HOUR
/** Attacks, a deployed fix, an exploit in the wrong hands: a person decides within a day. */
export const DECIDE_WITHIN = DAY

export function refusalOf(code: DisclosureErrorCode): Refusal {
  const { rule, fix } = refusedBy(code)
  return conflict(code, `${rule}: ${fix}`)
}

/** Throws where the machine forbids it, and where it should not be done and no reason was given. */
export function needAllowed(state: CaseState, event: CaseEvent): void {
  const { refused, needs } = verdictOn(state, event)
  if (refused !== undefined) throw refusalOf(refused)
  if (needs !== undefined) throw new Refusal('conflict', 'cases.reason-needed', `${needs}: where you do it all the same, write the reason`, { faults: [{ field: '/reason', rule: needs, fix: 'write the reason, or leave it' }] })
}

/** A case that is worked on, by a party that is in it or asked in. */
export function needWorking({ state, party }: Here): void {
  if (state().state !== 'open') throw conflict('closed', 'this case is closed')
  if (party.standing !== 'in' && party.standing !== 'invited') throw conflict('not-in', 'you take no part in this case any more')
}

/** The instant of an end: exact, in the future, within a year. Gives it in the one form of the log. */
export function needEnd(text: string, now: Micros): string {
  const at = Date.parse(text)
  if (!text.endsWith('Z') || Number.isNaN(at)) throw fault('ends', '/ends', 'an end is an instant in UTC', 'write it like 2026-12-24T12:00:00Z')
  if (at * 1000 < now + SHORTEST || at * 1000 > now + LONGEST) throw fault('ends-span', '/ends', 'an embargo ends after at least an hour and within 365 days', 'choose another instant; a revision can follow')
  return new Date(at).toISOString()
}

/** IANA; what binds is the instant, the zone is for showing. */
export function needZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone === '' ? 'UTC' : zone
  } catch {
    throw fault('zone', '/zone', 'this is the name of a time zone (IANA)', 'write it like Europe/Paris, or UTC')
  }
}

/** The machine's own refusal, where it comes from deeper than a verdict. */
export function asRefusal<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof DisclosureError) throw refusalOf(error.code)
    throw error
  }
}
