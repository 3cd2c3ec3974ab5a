/** From what is true here to what the contract shows: times as text, nothing more than the shapes have. */
import { iso } from '../../../kernel/index.ts'
import { commitmentIdOf, dayOf, type Logged } from '../model.ts'
import type { AttestationStanding } from '../model/attestations.ts'
import type { Delivered, Placed } from '../model/board.ts'
import type { Measure } from '../model/commitments.ts'
import { isCurrent, type Metric } from '../model/metrics.ts'
import type { FactId } from '@openaccord/names'
import type { Duty } from '../model/duties.ts'
import { doubtOf, nameOf, type Conduct, type Shown } from '../verbs/book.ts'
import type { ShownAct } from '../verbs/look.ts'
import type { ShownDraft } from '../verbs/drafts.ts'
import { draftState } from '../model/attestations.ts'

export const when = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : iso(at))
type Doubts = Pick<Conduct, 'doubts'>

/** Which act, when the hub took it, and whether its key was in doubt by then. */
export const signed = (conduct: Doubts, act: Pick<Logged, 'fact' | 'at' | 'keyid'>) => ({ fact: act.fact, at: iso(act.at), inDoubt: when(doubtOf(conduct, act)) })

export const showMetric = (metric: Metric) => ({ ...metric, principles: [...metric.principles], current: isCurrent(metric) })
type Link = { title: string; link: string; sha256?: string }
export const showEvidence = (evidence: readonly Link[] | undefined) => (evidence ?? []).map(({ title, link, sha256 }) => ({ title, link, ...(sha256 === undefined ? {} : { sha256 }) }))

export function showCommitment(conduct: Conduct, { commitment, standing }: Placed) {
  const { act, metric, accepted, moved, closed, replacedBy } = commitment
  const { title, text, language, clause, baseline, target, due, scope, owner, source, every, tags, replaces } = act.says
  return {
    id: commitmentIdOf(act.fact), ...signed(conduct, act), organisation: act.organisation, ...nameOf(conduct, act.organisation),
    title, text: text ?? null, language, clause, metric: showMetric(metric), baseline: { ...baseline }, target, due, dueNow: moved?.says.due ?? due,
    moved: moved === undefined ? null : { ...signed(conduct, moved), due: moved.says.due, reason: moved.says.reason },
    scope: { products: [...scope.products], regions: [...scope.regions] }, owner, source, every,
    tags: { qualities: [...tags.qualities], phases: [...(tags.phases ?? [])], stages: [...(tags.stages ?? [])] },
    state: standing.state, column: standing.column, late: standing.late, onTime: standing.onTime,
    accepted: accepted === undefined ? null : { ...signed(conduct, accepted), officer: { ...accepted.says.officer } },
    latest: standing.latest === null ? null : { value: standing.latest.value, on: standing.latest.on }, way: standing.way,
    nextMeasure: standing.nextMeasure === null ? null : dayOf(standing.nextMeasure),
    closed: closed === undefined ? null : { ...signed(conduct, closed), result: closed.says.result, reason: closed.says.reason ?? null },
    replaces: replaces === undefined ? null : commitmentIdOf(replaces as FactId), replacedBy: replacedBy === undefined ? null : commitmentIdOf(replacedBy.fact),
  }
}

export function showMeasure(conduct: Doubts, { act, value, on, corrections }: Measure) {
  const progress = act.kind === 'commitment-progress'
  return {
    ...signed(conduct, act), kind: act.kind, value, on, evidence: showEvidence(act.says.evidence), outlook: progress ? act.says.outlook : null,
    note: (progress ? act.says.note : act.says.reason) ?? null,
    corrections: corrections.map((one) => ({ ...signed(conduct, one), value: one.says.value, on: one.says.on, evidence: showEvidence(one.says.evidence), reason: one.says.reason })),
  }
}

export function showAct(conduct: Conduct, { act, words }: ShownAct) {
  return { ...signed(conduct, act), kind: act.kind, organisation: act.organisation, ...nameOf(conduct, act.organisation), signed: iso(act.signedAt), keyid: act.keyid, payload: act.payload, says: { ...act.says }, words }
}

export function showDelivered({ slug, name, signed: since, ninetyDays, without, promised, met, metOnTime, late, missed, asked, signedAndNothing }: Delivered & Shown) {
  return { slug, name, signed: iso(since), ninetyDays: iso(ninetyDays), without, promised, met, metOnTime, late, missed, asked, signedAndNothing }
}

export function showAttestationStanding({ state, fact, published, due, expires }: AttestationStanding) {
  return { state, fact, published: when(published), due: when(due), expires: when(expires) }
}

export function showDraft({ draft, state, mine, goodFaith }: ShownDraft) {
  const approved = draft?.approved ?? null
  return {
    state, sha256: draft?.sha256 ?? null, says: draft === undefined ? null : { ...draft.says }, written: when(draft?.at), writtenByMe: mine, sent: when(draft?.sent),
    approved: approved === null || draft === undefined || draftState(draft) !== 'approved' ? null : { at: iso(approved.at), role: approved.role, sha256: approved.sha256 }, goodFaith: goodFaith ?? null,
  }
}

export const showDuty = ({ act, urge, until, about, detail }: Duty) => ({ act, urge, until: when(until), about, detail })
