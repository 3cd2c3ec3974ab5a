/**
 * A case: who takes part, what each makes of the report, one embargo, and what has happened to the vulnerability. What can be
 * derived is derived: consent and adherence follow from the answers, and answers are only ever added.
 */
import { adheres, type ConsentState } from './consent.ts'
import { isInForce, type EmbargoState } from './embargo.ts'
import type { ReportState } from './report.ts'
import type { PublicState, VendorState } from './vulnerability.ts'

export type Role = 'finder' | 'reporter' | 'vendor' | 'coordinator' | 'deployer' | 'observer'

/** `vendor` is null for who has no fix of its own. Who has left stays in the list and is not present. */
export type Party = { readonly id: string; readonly roles: readonly Role[]; readonly report: ReportState; readonly vendor: VendorState | null; readonly present: boolean }
/** `ends`: an exact instant, in milliseconds since 1970 (UTC). */
export type Terms = { readonly id: string; readonly by: string; readonly ends: number }
/** What a participant said to some terms. Never changed and never taken away, whatever becomes of the terms. */
export type Answer = { readonly terms: string; readonly party: string; readonly said: 'accepted' | 'declined' | 'asked-again' | 'left' }
/** What a person has to decide since it SHOULD, and not SHALL, end an embargo. */
export type Ground = 'attacked' | 'fix-ready' | 'fix-deployed' | 'exploit-held'

export type CaseState = {
  readonly owner: string
  readonly parties: readonly Party[]
  readonly happened: PublicState
  readonly embargo: {
    readonly state: EmbargoState
    /** What holds now; during a revision still the old terms. */
    readonly inForce: Terms | null
    /** What is proposed and not yet agreed, refused or withdrawn. */
    readonly open: readonly Terms[]
    /** Ids of what was in force before. */
    readonly past: readonly string[]
    /** Ids of what was refused or withdrawn. */
    readonly fallen: readonly string[]
  }
  readonly answers: readonly Answer[]
  readonly decisions: readonly Ground[]
}

export type NewParty = { id: string; roles?: readonly Role[]; report?: ReportState; vendor?: VendorState }

export function createParty({ id, roles = [], report = 'start', vendor }: NewParty): Party {
  return { id, roles, report, vendor: vendor ?? (roles.includes('vendor') ? (report === 'start' ? 'vfd' : 'Vfd') : null), present: true }
}

/** A case as it is opened: the owner has accepted the report, or, as a vendor that found it itself, knows of it already. */
export function createCase(owner: NewParty): CaseState {
  return {
    owner: owner.id, parties: [createParty({ report: 'accepted', ...owner })], happened: 'pxa', answers: [], decisions: [],
    embargo: { state: 'none', inForce: null, open: [], past: [], fallen: [] },
  }
}

/** Those who hold a case together: its owner and its coordinators. */
export const coordinates = (state: CaseState, id: string): boolean => id === state.owner || partyOf(state, id)?.roles.includes('coordinator') === true

export const partyOf = ({ parties }: CaseState, id: string): Party | undefined => parties.find((party) => party.id === id && party.present)
export const presentIn = ({ parties }: CaseState): readonly Party[] => parties.filter(({ present }) => present)

/** The last thing that a participant said to these terms. */
export function answerTo({ answers }: CaseState, party: string, terms: string): Answer['said'] | undefined {
  for (let at = answers.length - 1; at >= 0; at--) {
    const answer = answers[at]!
    if (answer.party === party && answer.terms === terms) return answer.said
  }
  return undefined
}

/** An acceptance stays until whoever gave it leaves. */
export function hasAccepted({ answers }: CaseState, party: string, terms: string): boolean {
  for (let at = answers.length - 1; at >= 0; at--) {
    const { party: by, terms: to, said } = answers[at]!
    if (by === party && to === terms && (said === 'accepted' || said === 'left')) return said === 'accepted'
  }
  return false
}

/** Consent to what is in force, or while nothing is, to what is proposed. Nobody is a signatory of what is not in force. */
export function consentOf(state: CaseState, id: string): ConsentState {
  const { embargo } = state
  if (partyOf(state, id) === undefined || embargo.state === 'none' || embargo.state === 'exited') return 'no-embargo'
  if (embargo.inForce === null) return embargo.open.every((terms) => answerTo(state, id, terms.id) === 'declined') ? 'declined' : 'invited'
  if (hasAccepted(state, id, embargo.inForce.id)) return 'signatory'
  const said = answerTo(state, id, embargo.inForce.id)
  if (said === 'declined') return 'declined'
  if (said === undefined && embargo.past.some((terms) => hasAccepted(state, id, terms))) return 'lapsed'
  return 'invited'
}

/** Whether a participant keeps to what is in force: derived at each asking, and false unless they accepted these very terms. */
export const isAdherent = (state: CaseState, id: string): boolean => adheres(consentOf(state, id))

/** Whether the report may be shown to this participant: while an embargo is in force, only to signatories. */
export const maySeeReport = (state: CaseState, id: string): boolean => partyOf(state, id) !== undefined && (!isInForce(state.embargo.state) || isAdherent(state, id))

export const signatoriesOf = (state: CaseState): readonly Party[] => presentIn(state).filter(({ id }) => isAdherent(state, id))
