/** What an organisation may state of its commitments now, act by act: each rule says which field breaks it and what to do instead. */
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { DAY, isDay, iso } from '../../../kernel/index.ts'
import { bad, conflict, dayOf, endOf, monthsLater, principleOf, startOf, type Signed } from '../model.ts'
import { CLOSING_GRACE, dueNowOf, dueOf, REPLACE_WITHIN, resultOf, type Commitment } from './commitments.ts'
import { isBetter, needCurrentMetric, needFits } from './metrics.ts'

/** Who speaks, as the members' room and the pledge's room know it. */
export type Speaker = {
  id: OrganisationId
  name: string
  kind: 'signatory' | 'partner' | 'secretariat'
  state: 'active' | 'suspended' | 'left'
  /** Its signature of the pledge: since when, and which text; undefined: it has not signed. */
  signature: Signature | undefined
}
export type Signature = { since: Micros; version: string; sha256: string }
/** The pledge in force: its hash, and the ids that acts may name. */
export type PledgeInForce = { version: string; sha256: string; clauses: readonly string[] }
export type Of<K extends Signed['kind']> = Extract<Signed, { kind: K }>
export type Around = { speaker: Speaker; pledge: PledgeInForce | undefined; commitments: ReadonlyMap<FactId, Commitment>; now: Micros }
export type CommitmentAct = Of<'commitment' | 'commitment-acceptance' | 'commitment-progress' | 'commitment-move' | 'commitment-closing' | 'commitment-correction'>

const MOST_OPEN = 200
/** A promise is for five years at most, a date moves by two at most. */
const LONGEST = 61
const FURTHEST_MOVE = 24

/** Suspended organisations report as before: what they owe does not wait. */
export function needSignatory({ name, kind, state, signature }: Speaker): void {
  if (state === 'left') throw conflict('organisation-left', `${name} has left the alliance; what it stated stays as it is`)
  if (kind !== 'signatory' || signature === undefined) throw conflict('sign-first', `${name} has not signed the pledge: who signs it makes commitments under it`)
}

export function needPledge(pledge: PledgeInForce | undefined): PledgeInForce {
  if (pledge === undefined) throw conflict('none-adopted', 'no version of the pledge has been adopted yet')
  return pledge
}

export function needClause(clause: string, pledge: PledgeInForce | undefined, field: string): void {
  const { version, clauses } = needPledge(pledge)
  if (!clauses.includes(clause)) throw bad(field, `version ${version} of the pledge has no ${clause}`, 'name a principle or clause of the version in force')
}

export function needDay(day: string, field: string, { from, until }: { from?: Micros; until?: Micros }): void {
  if (!isDay(day)) throw bad(field, 'there is no such day', 'write a day of the calendar')
  if (from !== undefined && startOf(day) < from) throw bad(field, `is not before ${dayOf(from)}`, `write ${dayOf(from)} or a later day`)
  if (until !== undefined && startOf(day) > until) throw bad(field, `is not after ${dayOf(until)}`, `write ${dayOf(until)} or an earlier day`)
}

export function needMayCommit(act: CommitmentAct, around: Around): void {
  needSignatory(around.speaker)
  switch (act.kind) {
    case 'commitment': return needMayPropose(act, around)
    case 'commitment-acceptance': return needMayAccept(act, around)
    case 'commitment-progress': return needMayReport(act, around)
    case 'commitment-move': return needMayMove(act, around)
    case 'commitment-closing': return needMayClose(act, around)
    case 'commitment-correction': return needMayCorrect(act, around)
  }
}

function needMayPropose({ says, organisation }: Of<'commitment'>, { pledge, commitments, now }: Around): void {
  needClause(says.clause, pledge, '/clause')
  const metric = needCurrentMetric(says.metric, principleOf(says.clause))
  needFits(metric, says.baseline.value, '/baseline/value')
  needFits(metric, says.target, '/target')
  needDay(says.baseline.on, '/baseline/on', { from: monthsLater(now, -24), until: now })
  if (!isBetter(metric, says.target, says.baseline.value)) throw bad('/target', `better than the baseline of ${says.baseline.value}: with this metric that is ${metric.better}`, 'aim at something better than what you have measured')
  needDay(says.due, '/due', { from: now + 30 * DAY, until: monthsLater(now, LONGEST) })
  needOnce(says.scope.products, '/scope/products')
  needOnce(says.scope.regions, '/scope/regions')
  for (const [name, values] of Object.entries(says.tags)) needOnce(values ?? [], `/tags/${name}`)
  const own = [...commitments.values()].filter((one) => one.organisation === organisation)
  if (own.filter(({ closed }) => closed === undefined).length >= MOST_OPEN) throw conflict('too-many', `${MOST_OPEN} commitments are open: close one first`)
  if (says.replaces !== undefined) needMayReplace(says.replaces as FactId, says.clause, organisation, commitments)
}

function needMayReplace(old: FactId, clause: string, organisation: OrganisationId, commitments: Around['commitments']): void {
  const before = commitments.get(old)
  if (before === undefined || before.organisation !== organisation) throw bad('/replaces', 'your organisation has made no such commitment', 'name the act that made it')
  if (before.closed?.says.result !== 'replaced') throw conflict('close-first', 'what is replaced is closed first, with the result “replaced” and a reason')
  if (before.replacedBy !== undefined) throw conflict('replaced-already', 'another commitment has taken its place already')
  if (principleOf(before.act.says.clause) !== principleOf(clause)) throw bad('/replaces', `the earlier one was made under ${before.act.says.clause}`, 'stay under the same principle')
}

function ownOpen(fact: string, organisation: OrganisationId, { commitments, now }: Around): Commitment {
  const found = commitments.get(fact as FactId)
  if (found === undefined || found.organisation !== organisation) throw bad('/commitment', 'your organisation has made no such commitment', 'name the act that made it')
  if (found.closed !== undefined) throw conflict('closed', 'this commitment is closed; a figure of it can still be corrected')
  if (found.accepted !== undefined && now >= dueNowOf(found) + CLOSING_GRACE) throw conflict('missed', `this commitment was due on ${dayOf(dueNowOf(found) - DAY)} and counts as missed since ${iso(dueNowOf(found) + CLOSING_GRACE)}`)
  return found
}

function ownTakenOn(fact: string, organisation: OrganisationId, around: Around): Commitment {
  const found = ownOpen(fact, organisation, around)
  if (found.accepted === undefined) throw conflict('not-accepted', 'this commitment is only proposed: it is accepted by an officer first')
  return found
}

function needMayAccept({ says, organisation }: Of<'commitment-acceptance'>, around: Around): void {
  const found = ownOpen(says.commitment, organisation, around)
  if (found.accepted !== undefined) throw conflict('accepted-already', 'this commitment has been accepted already')
  if (says.sha256 !== found.act.payload) throw bad('/sha256', 'this is not the hash of the commitment as it was signed', `write ${found.act.payload}`)
  if (around.now >= dueOf(found)) throw conflict('too-late', 'its date has passed before anybody took it on: propose another one')
}

function needMayReport({ says, organisation }: Of<'commitment-progress'>, around: Around): void {
  const found = ownTakenOn(says.commitment, organisation, around)
  needFits(found.metric, says.value, '/value')
  needDay(says.on, '/on', { from: startOf(found.act.says.baseline.on), until: around.now })
  const last = found.measures.at(-1)
  if (last !== undefined && says.on < last.on) throw bad('/on', `the last measure was of ${last.on}`, 'measures go forward in time; an earlier figure is put right by a correction')
}

function needMayMove({ says, organisation }: Of<'commitment-move'>, around: Around): void {
  const found = ownTakenOn(says.commitment, organisation, around)
  if (found.moved !== undefined) throw conflict('moved-already', `the date has been moved once, to ${found.moved.says.due}, and does not move again`)
  if (around.now >= dueOf(found)) throw conflict('due-passed', 'the date has passed: it was for moving before')
  needDay(says.due, '/due', { from: endOf(found.act.says.due), until: monthsLater(startOf(found.act.says.due), FURTHEST_MOVE) })
}

function needMayClose({ says, organisation }: Of<'commitment-closing'>, around: Around): void {
  if (says.result === 'withdrawn') return needMayWithdraw(says, organisation, around)
  const found = ownTakenOn(says.commitment, organisation, around)
  if (says.result !== 'met' && says.reason === undefined) throw bad('/reason', 'what was not met, or is replaced, is closed with a reason', 'say why, in plain words')
  if (says.result === 'replaced') {
    if (says.value !== undefined || says.on !== undefined) throw bad('/value', 'what is replaced is closed without a figure', 'leave it out, or report it as a measure first')
    if (around.now >= dueOf(found)) throw conflict('due-passed', `its date has passed: it is met, partly met or missed; it could be replaced before, and something had to take its place within ${REPLACE_WITHIN / DAY} days`)
    return
  }
  if (says.value === undefined || says.on === undefined || says.evidence === undefined) throw bad('/value', 'the last measure belongs to the end: a figure, its day and the evidence for it', 'write value, on and evidence')
  needFits(found.metric, says.value, '/value')
  const last = found.measures.at(-1)
  needDay(says.on, '/on', { from: startOf(last?.on ?? found.act.says.baseline.on), until: around.now })
  const amounts = resultOf(found, says.value)
  if (says.result !== amounts) throw bad('/result', `${says.value} against a target of ${found.act.says.target} is “${amounts}”`, `write "${amounts}"`)
  if (amounts !== 'met' && around.now < dueNowOf(found)) throw conflict('not-due', `it is due on ${dayOf(dueNowOf(found) - DAY)}: until then report how far it is`)
}

function needMayWithdraw({ commitment, reason, value, on }: Of<'commitment-closing'>['says'], organisation: OrganisationId, around: Around): void {
  const found = ownOpen(commitment, organisation, around)
  if (found.accepted !== undefined) throw conflict('accepted-already', 'what was accepted is not withdrawn: it is met, partly met, missed or replaced')
  if (reason === undefined) throw bad('/reason', 'a proposal is withdrawn with a reason', 'say why, in plain words')
  if (value !== undefined || on !== undefined) throw bad('/value', 'a proposal has no measure', 'leave it out')
}

function needMayCorrect({ says, organisation }: Of<'commitment-correction'>, { commitments, now }: Around): void {
  const found = [...commitments.values()].find((one) => one.measures.some(({ act }) => act.fact === says.corrects))
  if (found === undefined || found.organisation !== organisation) throw bad('/corrects', 'your organisation has given no such figure', 'name the act that gave it: a progress report or a closing')
  const measure = found.measures.find(({ act }) => act.fact === says.corrects)!
  needFits(found.metric, says.value, '/value')
  needDay(says.on, '/on', { from: startOf(found.act.says.baseline.on), until: Math.min(now, measure.act.at) })
}

export function needOnce(values: readonly string[], field: string): void {
  if (new Set(values).size < values.length) throw bad(field, 'each is named once', 'take the second one out')
}
