/** What governments asked, what protects products, and assurance, as the contract shows them. */
import type { FactId } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import type { Logged } from '../model.ts'
import { expiresAt } from '../model/assurance.ts'
import { goodFaithOf } from '../model/attestations.ts'
import type { Change } from '../model/changes.ts'
import { breachesIn, type Row, type StatementStanding } from '../model/requests.ts'
import type { Matrix } from '../model/stages.ts'
import { nameOf, type Conduct, type Shown } from '../verbs/book.ts'
import type { OneStatement, RequestsOf } from '../verbs/look.ts'
import type { ShownAssessor, ShownEngagement } from '../verbs/reviews.ts'
import type { SealedCase } from '../model/assurance.ts'
import { showEvidence, signed, when } from './show.ts'

export function showStatementStanding({ state, owed, due, late, lapses, period, fact, published, missing }: StatementStanding) {
  return { state, owed, due: when(due), late: when(late), lapses: when(lapses), period, fact, published: when(published), missing: [...missing] }
}

const showRow = ({ category, where, received, refused, challenged, complied, pending }: Row) =>
  ({ category, where, received, refused: refused ?? null, challenged: challenged ?? null, complied: complied ?? null, pending: pending ?? null })

export function showChange(conduct: Conduct, { statement, before, words, wordsChanged, rows }: Change) {
  return {
    fact: statement.fact, ...nameOf(conduct, statement.organisation), at: iso(statement.at), period: statement.says.period,
    before: before === undefined ? null : { fact: before.fact, period: before.says.period }, words, wordsChanged, rows,
  }
}

export function showStatement(conduct: Conduct, { act, correctedBy, change }: OneStatement) {
  const { period, requests, text, language, report, officer, corrects, reason } = act.says
  return {
    ...signed(conduct, act), period, requests: requests.map(showRow), text, language, report: report ?? null, officer: { ...officer }, correctedBy,
    corrects: (corrects as FactId | undefined) ?? null, reason: reason ?? null, breaches: breachesIn(requests).map(showRow), change: change.before === undefined ? null : showChange(conduct, change),
  }
}

export function showMatrix({ products, filled, missing }: Matrix) {
  return {
    filled, missing,
    products: products.map(({ product, cells }) => ({
      product,
      cells: cells.map(({ stage, state, grade, act, verifiedBy }) => ({
        stage, state, grade, fact: act?.fact ?? null, claim: act?.says.claim ?? null, evidence: showEvidence(act?.says.evidence),
        from: act?.says.from ?? null, until: act?.says.until ?? null, at: when(act?.at), verifiedBy: verifiedBy ?? null,
      })),
    })),
  }
}

export function showEngagement(conduct: Pick<Conduct, 'doubts'>, { act, organisation, assessor, state, cases }: ShownEngagement) {
  return { ...signed(conduct, act), organisation, assessor, scope: act.says.scope, until: act.says.until, state, cases }
}

export function showAssurance({ conduct, assurance: { standing, determinations, engagements } }: RequestsOf) {
  return {
    state: standing.state, due: when(standing.due), expires: when(standing.expires), engagements: engagements.map((one) => showEngagement(conduct, one)),
    determinations: determinations.map((act) => {
      const { finding, process, summary, language, assessors, cases, verified = [] } = act.says
      return {
        ...signed(conduct, act), assessor: nameOf(conduct, act.organisation), finding, process, summary, language, assessors: [...assessors], cases: cases.length,
        sealed: [...cases], verified: [...verified], expires: iso(expiresAt(act)), current: conduct.at < expiresAt(act),
      }
    }),
  }
}

export function showAttestation(conduct: Conduct, act: Logged<'attestation'>, corrections: readonly Logged<'attestation-correction'>[]) {
  const { pledge, from, until, facts, goodFaith, counsel, officer } = act.says
  return {
    ...signed(conduct, act), version: pledge.version, from, until, goodFaith: goodFaithOf(goodFaith.wording), counsel: { ...counsel }, officer: { ...officer }, signed: iso(act.signedAt),
    facts: facts.map(({ clause, says, value, metric, evidence }, at) => ({
      clause, says, value: value ?? null, metric: metric === undefined ? null : { ...metric }, evidence: showEvidence(evidence),
      corrections: corrections.filter((one) => one.says.attestation === act.fact && Number(one.says.fact) === at)
        .map((one) => ({ ...signed(conduct, one), says: one.says.says, value: one.says.value ?? null, evidence: showEvidence(one.says.evidence), reason: one.says.reason })),
    })),
  }
}

export const showAssessor = ({ organisation, slug, name, state, from, until, basis, fact, ended }: ShownAssessor) =>
  ({ organisation, slug, name, state, from: iso(from), until: ended === null ? `${until}T23:59:59.999Z` : iso(ended), basis, fact })

export const showCase = ({ id, fact, at, engagement, commitment, size, title, from }: SealedCase & { from: Shown }) => ({ id, fact, at: iso(at), engagement, commitment, size, title, by: from })
