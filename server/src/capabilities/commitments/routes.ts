/** The contract's routes of this room: parse, call one verb, show. */
import { contract } from '@openaccord/api'
import { parseFactId } from '@openaccord/names'
import { iso, microsOfIso } from '../../kernel/index.ts'
import { noCursor } from '../../platform/cursor.ts'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import { METRICS } from './model/metrics.ts'
import { showAct, showAttestationStanding, showCommitment, showDelivered, showDraft, showDuty, showMeasure, showMetric } from './routes/show.ts'
import { showAssessor, showAssurance, showAttestation, showCase, showChange, showEngagement, showMatrix, showStatement, showStatementStanding } from './routes/show-requests.ts'
import type { Commitments } from './verbs.ts'

const { commitments: routes } = contract

export function commitmentsEndpoints(room: Commitments): Endpoint[] {
  return [...boardEndpoints(room), ...requestEndpoints(room), ...actEndpoints(room), ...draftEndpoints(room), ...reviewEndpoints(room)]
}

function boardEndpoints(room: Commitments): Endpoint[] {
  return [
    on(routes.commitments, async ({ query: { after, limit = 100, ...filter } }) => {
      const { conduct, counts, found, page, next, organisations, delivered } = await room.board(given(filter), { after: after === undefined ? undefined : cursor(after), limit })
      return { asOf: iso(conduct.at), counts, found, commitments: page.map((one) => showCommitment(conduct, one)), next: next ?? null, organisations, delivered: delivered.map(showDelivered) }
    }),
    on(routes.commitment, async ({ params }) => {
      const { conduct, placed, history } = await room.commitment(params.id)
      return { asOf: iso(conduct.at), commitment: showCommitment(conduct, placed), measures: placed.commitment.measures.map((one) => showMeasure(conduct, one)), history: history.map((one) => showAct(conduct, one)) }
    }),
    on(routes.metrics, async () => ({ metrics: METRICS.map(showMetric) })),
    on(routes.attestationStandings, async () => {
      const { conduct, organisations } = await room.attestationStandings()
      return { asOf: iso(conduct.at), organisations: organisations.map(({ standing, ...one }) => ({ ...one, standing: showAttestationStanding(standing) })) }
    }),
    on(routes.attestations, async ({ params }) => {
      const { conduct, organisation, standing, attestations, corrections } = await room.attestations(params.slug)
      return { asOf: iso(conduct.at), organisation, standing: showAttestationStanding(standing), attestations: attestations.map((one) => showAttestation(conduct, one, corrections)) }
    }),
  ]
}

function requestEndpoints(room: Commitments): Endpoint[] {
  return [
    on(routes.requests, async ({ query: { since, ...wish } }) => {
      const { conduct, period, periods, cells, organisations, changes } = await room.requests({ ...wish, since: since === undefined ? undefined : microsOfIso(since) })
      return {
        asOf: iso(conduct.at), period, periods, cells, changes: changes.map((one) => showChange(conduct, one)),
        organisations: organisations.map(({ standing, ...one }) => ({ ...one, standing: showStatementStanding(standing) })),
      }
    }),
    on(routes.requestsOf, async ({ params }) => {
      const found = await room.requestsOf(params.slug)
      const { conduct, organisation, standing, statements, matrix, attestation } = found
      return {
        asOf: iso(conduct.at), organisation, standing: showStatementStanding(standing), statements: statements.map((one) => showStatement(conduct, one)),
        matrix: showMatrix(matrix), assurance: showAssurance(found), attestation: showAttestationStanding(attestation),
      }
    }),
    on(routes.assessors, async () => ({ assessors: (await room.assessors()).map(showAssessor) })),
  ]
}

function actEndpoints(room: Commitments): Endpoint[] {
  return [
    on(routes.act, async ({ params }) => {
      const { conduct, shown } = await room.act(params.fact)
      return showAct(conduct, shown)
    }),
    on(routes.duties, async ({ actor }) => {
      const { duties, attestation, statement } = await room.duties(actor)
      return { duties: duties.map(showDuty), attestation: attestation === undefined ? null : showAttestationStanding(attestation), statement: statement === undefined ? null : showStatementStanding(statement) }
    }),
    on(routes.prepareAct, async ({ actor, body }) => {
      const { statement, payloadType, paeSha256, keyids, expires, words } = await room.prepareAct(actor, body)
      return { kind: body.kind, statement, payloadType, paeSha256, keyids, expires: iso(expires), words }
    }),
    on(routes.submitAct, async ({ actor, body }) => {
      const { at, ...outcome } = await room.submitAct(actor, body)
      return { ...outcome, at: iso(at), proposal: null, ceremony: null }
    }),
  ]
}

function draftEndpoints(room: Commitments): Endpoint[] {
  return [
    on(routes.attestationDraft, async ({ actor }) => showDraft(await room.attestationDraft(actor))),
    on(routes.writeAttestation, async ({ actor, body }) => showDraft(await room.writeAttestation(actor, body))),
    on(routes.sendToCounsel, async ({ actor, body }) => showDraft(await room.sendToCounsel(actor, body.sha256))),
    on(routes.approveDraft, async ({ actor, body }) => showDraft(await room.approveDraft(actor, body))),
  ]
}

function reviewEndpoints(room: Commitments): Endpoint[] {
  return [
    on(routes.engagements, async ({ actor }) => {
      const found = await room.engagements(actor)
      const conduct = await room.conduct()
      return { engagements: found.map(({ engagement, cases }) => ({ engagement: showEngagement(conduct, engagement), cases: cases.map(showCase) })) }
    }),
    on(routes.sealCase, async ({ actor, params, body }) => showCase(await room.sealCase(actor, parseFactId(params.fact), body))),
    on(routes.readCase, async ({ actor, params }) => {
      const { case: found, text, salt, payload } = await room.readCase(actor, params.case)
      return { case: showCase(found), text, salt, payload }
    }),
    on(routes.accreditAssessor, async ({ actor, body }) => showAssessor(await room.accreditAssessor(actor, body))),
    on(routes.endAccreditation, async ({ actor, params, body }) => showAssessor(await room.endAccreditation(actor, params.slug, body.reason))),
  ]
}

/** Only what was asked for. */
export const given = <F extends object>(asked: F): F => Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== '')) as F

const cursor = (text: string): string => (/^fact_[0-9a-hjkmnp-tv-z]{20}$/.test(text) ? text : noCursor({ room: 'commitments', field: 'after' }))
