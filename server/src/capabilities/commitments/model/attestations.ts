/**
 * The yearly attestation. Facts, each with its evidence, stand apart from a good-faith statement of which the wording is
 * fixed for each version of the pledge: so that effort is attested without promising an outcome. Counsel approves one exact
 * hash; the officer signs it, and signing is publishing: nothing signed lies in a drawer.
 */
import { hash } from 'node:crypto'
import { canonical, type ActBody, type Json } from '@openaccord/facts'
import type { FactId, Micros } from '@openaccord/names'
import { DAY, iso } from '../../../kernel/index.ts'
import { bad, conflict, dayOf, isOf, monthsLater, startOf, type Logged } from '../model.ts'
import { needClause, needDay, needSignatory, type Around, type Of, type PledgeInForce } from './may.ts'
import { findMetric, needFits } from './metrics.ts'

export type Attested = ActBody<'attestation'>
/** What counsel reads and approves: everything but counsel's own line. */
export type DraftSays = Omit<Attested, 'counsel'>
/** As kept while it is drawn up, seen by the organisation alone. `by` wrote it last; whoever wrote it does not approve it. */
export type Draft = { says: DraftSays; sha256: string; by: string; at: Micros; sent: Micros | null; approved: { at: Micros; role: string; sha256: string } | null }
export type DraftState = 'none' | 'drafted' | 'counsel-review' | 'approved'
export type AttestationState = 'due' | 'fresh' | 'stale' | 'expired'
export type AttestationStanding = { state: AttestationState; fact: FactId | null; published: Micros | null; due: Micros | null; expires: Micros | null; changes: Micros | null }

export const FRESH_MONTHS = 12
export const EXPIRED_MONTHS = 15
/** So long before it is due the next one is taken. */
export const ATTESTATION_OPENS = 60 * DAY

const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** The fixed words for one version of the pledge. Nobody writes their own. */
export function goodFaithOf(version: string): { wording: string; text: string; sha256: string } {
  const text = `We have made efforts in good faith to keep version ${version} of the pledge in the period named above, and mean to improve on them. ` +
    'The facts above are true to the best of our knowledge on the day of signing; where we find that one is not, we correct it in public. ' +
    'This statement is about effort. It is no guarantee of a result, and gives nobody rights beyond those that the law gives.\n'
  return { wording: version, text, sha256: sha256(text) }
}

/** What an approval binds to. Anyone can make it again from the published act: everything it says but `counsel`. */
export const draftSha256 = ({ pledge, from, until, facts, goodFaith, officer }: DraftSays): string =>
  sha256(canonical({ pledge, from, until, facts, goodFaith, officer } as unknown as Json))

/** A change after the approval leaves another hash, and the approval is void. */
export function draftState(draft: Draft | undefined): DraftState {
  if (draft === undefined) return 'none'
  if (draft.approved !== null && draft.approved.sha256 === draft.sha256) return 'approved'
  return draft.sent === null ? 'drafted' : 'counsel-review'
}

export const attestationsOf = (acts: readonly Logged[]): Logged<'attestation'>[] => acts.filter(isOf('attestation'))

/** From the newest attestation, or from the signature where there is none. Nobody has to do anything for it to lapse. */
export function attestationStanding(acts: readonly Logged[], signed: Micros | undefined, now: Micros): AttestationStanding | undefined {
  const last = attestationsOf(acts).at(-1)
  const from = last?.at ?? signed
  if (from === undefined) return undefined
  const [due, expires] = [monthsLater(from, FRESH_MONTHS), monthsLater(from, EXPIRED_MONTHS)]
  const before: AttestationState = last === undefined ? 'due' : 'fresh'
  const state = now < due ? before : now < expires ? 'stale' : 'expired'
  return { state, fact: last?.fact ?? null, published: last?.at ?? null, due, expires, changes: now < due ? due : now < expires ? expires : null }
}

/** A badge is in colour only while the attestation has not lapsed. */
export const hasLapsed = (state: AttestationState): boolean => state === 'stale' || state === 'expired'

type AttestationAround = Around & { acts: readonly Logged[]; signedText: PledgeInForce | undefined }

/** The rules for what is drawn up and for what is signed alike. */
export function needAttestable(says: DraftSays, { speaker, signedText, acts, now }: AttestationAround): void {
  needSignatory(speaker)
  const { signature } = speaker
  if (signature === undefined || says.pledge.version !== signature.version || says.pledge.sha256 !== signature.sha256) {
    throw bad('/pledge', `${speaker.name} has signed version ${signature?.version ?? ''}, and attests to that`, 'prepare the statement again')
  }
  const fixed = goodFaithOf(signature.version)
  if (says.goodFaith.wording !== fixed.wording || says.goodFaith.sha256 !== fixed.sha256) throw bad('/goodFaith', 'the good-faith statement has fixed words', `write wording "${fixed.wording}" and sha256 ${fixed.sha256}`)
  needDay(says.until, '/until', { from: startOf(dayOf(now)) - 92 * DAY, until: now })
  needDay(says.from, '/from', { from: startOf(says.until) - 366 * DAY, until: startOf(says.until) - 27 * DAY })
  const { due } = attestationStanding(acts, signature.since, now)!
  if (attestationsOf(acts).length > 0 && due !== null && now < due - ATTESTATION_OPENS) {
    throw conflict('attestation-early', `the attestation of ${speaker.name} is fresh until ${dayOf(due)}; the next one is taken from ${dayOf(due - ATTESTATION_OPENS)}`)
  }
  for (const [at, fact] of says.facts.entries()) {
    needClause(fact.clause, signedText, `/facts/${at}/clause`)
    if (fact.metric === undefined) continue
    const metric = findMetric(fact.metric)
    if (metric === undefined) throw bad(`/facts/${at}/metric`, 'the catalogue has no such metric and version', 'choose one of the catalogue, or leave it out')
    if (fact.value === undefined) throw bad(`/facts/${at}/value`, 'a metric has a figure', 'write the figure, or leave the metric out')
    needFits(metric, fact.value, `/facts/${at}/value`)
  }
}

/** `draft` as the organisation has it at this moment: what is signed is what counsel approved, to the letter. */
export function needMayAttest({ says }: Of<'attestation'>, draft: Draft | undefined, around: AttestationAround): void {
  const { counsel, ...rest } = says
  needAttestable(rest, around)
  const sum = draftSha256(rest)
  if (counsel.sha256 !== sum) throw bad('/counsel/sha256', 'this is not the hash of what is signed here', `it would be ${sum}: have counsel approve that`)
  if (draft === undefined || draftState(draft) !== 'approved' || draft.sha256 !== sum) throw conflict('counsel-missing', 'counsel has not approved exactly this: a change after an approval makes it void')
  if (counsel.role !== draft.approved?.role || counsel.approved !== iso(draft.approved.at)) throw bad('/counsel', 'this is not the approval that was given', 'prepare the statement again')
}

export function needMayCorrectAttestation({ says, organisation }: Of<'attestation-correction'>, { speaker, acts }: AttestationAround): void {
  needSignatory(speaker)
  const found = attestationsOf(acts).find(({ fact }) => fact === says.attestation)
  if (found === undefined || found.organisation !== organisation) throw bad('/attestation', 'your organisation has published no such attestation', 'name the act that published it')
  const fact = found.says.facts[Number(says.fact)]
  if (fact === undefined) throw bad('/fact', `it has ${found.says.facts.length} facts, counted from "0"`, 'name the place of the fact')
  if (fact.metric !== undefined && says.value === undefined) throw bad('/value', 'a metric has a figure', 'write the figure')
  const metric = fact.metric && findMetric(fact.metric)
  if (metric !== undefined && says.value !== undefined) needFits(metric, says.value, '/value')
}
