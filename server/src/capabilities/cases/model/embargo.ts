/** What the rest of the room needs to know of the embargo, and what becomes of it where cases part or come together. */
import { isInForce, type CaseState } from '@openaccord/disclosure'
import type { Micros } from '@openaccord/names'
import type { Entry, PartyId, Terms } from '../model.ts'
import type { Inherited } from './embargo-entries.ts'
import { storyOf, type Story } from './process.ts'

export function termsOf(entries: readonly Entry[], now: Micros): Terms {
  const { state, lapsed, frozen } = storyOf(entries, now)
  const { embargo, happened } = state
  const ends = embargo.inForce?.ends ?? embargo.open.map((terms) => terms.ends).toSorted((one, other) => one - other)[0]
  return {
    state: embargo.state, until: ends === undefined ? null : ends * 1000, public: happened.includes('P'),
    consentFirst: isInForce(embargo.state), lapsed: new Map([...frozen, ...(isInForce(embargo.state) ? lapsed : [])]),
  }
}

/** The embargo as it stands, for a case that is split off or brought into another. `same`: how a party is called there. */
export function carry({ state, words }: Story, same: (party: string) => PartyId | undefined): string {
  const named = (id: string): string => same(id) ?? id
  const carried: CaseState = {
    ...state, owner: named(state.owner), parties: state.parties.filter(({ id }) => same(id) !== undefined).map((party) => ({ ...party, id: named(party.id) })),
    answers: state.answers.map((answer) => ({ ...answer, party: named(answer.party) })),
    embargo: {
      ...state.embargo, inForce: state.embargo.inForce === null ? null : { ...state.embargo.inForce, by: named(state.embargo.inForce.by) },
      open: state.embargo.open.map((terms) => ({ ...terms, by: named(terms.by) })),
    },
  }
  const inherited: Inherited = { state: carried, words: Object.fromEntries([...words].map(([id, { by, ...rest }]) => [id, { ...rest, by: named(by ?? '') }])) }
  return JSON.stringify(inherited)
}
