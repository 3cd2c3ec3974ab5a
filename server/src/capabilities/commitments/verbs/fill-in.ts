/** What a person need not write when an act is drawn up: it follows from what was stated before. */
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { isOf, type ConductKind } from '../model.ts'
import { draftState } from '../model/attestations.ts'
import { currentMetric } from '../model/metrics.ts'
import { statementsOf, statementStanding } from '../model/requests.ts'
import { loadActsAfter } from '../store/acts.ts'
import { loadCases } from '../store/assurance.ts'
import { findDraft } from '../store/drafts.ts'

type Says = Record<string, unknown>
type Wish = { kind: ConductKind; says: Says; organisation: OrganisationId }

/** What is given stands; what is left out is filled in where it follows from the rest. */
export async function fillIn(tx: Reader, { pledge, vault }: Pick<Means, 'pledge' | 'vault'>, { kind, says, organisation }: Wish, now: Micros): Promise<Says> {
  switch (kind) {
    case 'commitment': return typeof says['metric'] === 'string' ? { ...says, metric: { id: says['metric'], version: currentMetric(says['metric'])?.version ?? '1' } } : says
    case 'commitment-acceptance': {
      const act = (await loadActsAfter(tx, 0)).find(({ fact }) => fact === says['commitment'])
      return { ...(act?.organisation === organisation ? { sha256: act.payload } : {}), ...says }
    }
    case 'attestation': {
      const draft = await findDraft(tx, organisation)
      if (draft === undefined || draftState(draft) !== 'approved') return says
      const { role, at, sha256 } = draft.approved!
      return { ...draft.says, counsel: { role, approved: iso(at), sha256 }, ...says }
    }
    case 'request-statement': {
      const own = statementsOf((await loadActsAfter(tx, 0)).filter((act) => act.organisation === organisation))
      const owed = statementStanding(own, (await pledge.signatures(tx, now)).get(organisation)?.since, now)?.owed
      return { ...(owed === undefined || owed === null ? {} : { period: owed }), ...says }
    }
    case 'assurance-determination': {
      const engagement = (await loadActsAfter(tx, 0)).filter(isOf('assurance-engagement')).find(({ fact }) => fact === says['engagement'])
      if (engagement?.says.assessor !== organisation) return says
      const read = (await loadCases(tx, vault, engagement.fact as FactId)).filter((one) => one.read !== null)
      return { reviewed: engagement.organisation, cases: read.map(({ fact }) => fact), ...says }
    }
    default: return says
  }
}
