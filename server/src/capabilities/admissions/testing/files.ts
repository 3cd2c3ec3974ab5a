/** Applications as data, for tests of the model: what happened, at which day. */
import type { ApplicationId, BallotId, OrganisationId, PersonId } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import { applicationOf, type Application, type Draft, type Event, type Happening } from '../model.ts'
import { NO_ANSWERS, type Organisation } from '../model/answers.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Voter } from '../model/sponsors.ts'
import type { Outside } from '../model/standing.ts'

/** A Monday. */
export const START = Date.UTC(2026, 10, 23, 9) * 1000
export const onDay = (day: number): number => START + Math.round(day * DAY)
export const org = (letter: string): OrganisationId => `org_${letter.repeat(20)}`
export const person = (letter: string): PersonId => `person_${letter.repeat(20)}`
export const ballot: BallotId = `ballot_${'b'.repeat(20)}`
export const ID: ApplicationId = `application_${'a'.repeat(20)}`
export const ORGANISATION: Organisation = {
  name: 'Tiny Tide', legalName: 'Tiny Tide Lda.', country: 'PT', sector: 'Software', people: 10, website: null, register: null, group: null, affiliates: [], description: '',
}
export const DRAFT: Draft = {
  id: ID, begunAt: START, savedAt: START, mailConfirmed: 'ana@tiny-tide.example',
  answers: { ...NO_ANSWERS, organisation: ORGANISATION, domain: 'tiny-tide.example', eligibility: { ownership: 'private', sanctions: 'none', insolvency: 'none', offensive: 'none' } },
  proof: { domain: 'tiny-tide.example', token: 'x', result: 'verified', detail: 'found', checkedAt: START },
}

type Line = [day: number, happening: Happening, by?: PersonId]
/** Each line is a day and what happened on it. */
export function after(lines: readonly Line[], draft: Draft = DRAFT): Application {
  const events = lines.map(([day, happening, by = null], index): Event => ({ ...happening, seq: index + 1, fact: `fact_${String(index + 1).padStart(20, '0')}`, at: onDay(day), by }) as Event)
  return applicationOf(draft, events)
}
export const SUBMITTED: Line = [0, { what: 'submitted', submission: 'a'.repeat(64) }]
export const TESTED: readonly Line[] = [SUBMITTED, [0, { what: 'test-mail-sent', to: 'security@tiny-tide.example' }], [1, { what: 'test-mail-answered' }]]
export const COMMENTED: readonly Line[] = [...TESTED, [1, { what: 'taken-up' }], [2, { what: 'completed' }], [5, { what: 'comments-opened', until: onDay(19) }]]
export const BALLOTED: readonly Line[] = [...COMMENTED, [6, { what: 'sponsored', organisation: org('q') }], [7, { what: 'sponsored', organisation: org('m') }], [20, { what: 'ballot-opened', ballot }]]
export const NOTHING_BESIDE: Outside = { ballot: undefined, signedAt: null, sponsors: { count: 0, enoughSince: null } }
export const ended = (outcome: 'adopted' | 'rejected' | 'no-quorum' | 'failed', day: number): Outside => ({ ...NOTHING_BESIDE, ballot: { id: ballot, state: 'final', outcome, finalAt: onDay(day), fact: null } })

export const voter = (slug: string, more: Partial<Voter> = {}): Voter => ({ organisation: org(slug[0]!), slug, name: `The ${slug}`, group: null, size: 'small', standing: 'voting', ...more })

export const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  id: `evidence_${'e'.repeat(20)}`, application: ID, criterion: 'updates', kind: 'claim', answer: 'yes', claim: 'We do.', title: null, link: null, sha256: null, bytes: null, mime: null, releasedAt: null, grade: 'E0',
  effectiveAt: null, observedAt: null, receivedAt: START, expiresAt: null, checked: null, dispute: null, supersededAt: null, rules: null, findings: [], report: null, ...more,
})
