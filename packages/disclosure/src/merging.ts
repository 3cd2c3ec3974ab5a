/** Two cases become one, one becomes two. Vultron, multi-party disclosure: the earliest accepted end stands until a new one is agreed. */
import { settle, terminate } from './agreement.ts'
import type { CaseState, Party, Terms } from './case.ts'
import { isInForce } from './embargo.ts'
import { refuse } from './error.ts'
import { REPORT } from './report.ts'
import type { Happened } from './happen.ts'
import type { PublicState, VendorState } from './vulnerability.ts'

/**
 * `from` goes into `into`, whose owner stays. Who had accepted only the later terms lapses and is offered the earlier ones;
 * the later hold again only when they are proposed again. Throws `merge-with-ended` where one embargo is over and the other holds.
 */
export function mergeCases(into: CaseState, from: CaseState): CaseState {
  const states = [into.embargo.state, from.embargo.state]
  if (states.includes('exited') && states.some(isInForce)) throw refuse('merge-with-ended')
  const merged: CaseState = {
    owner: into.owner,
    parties: mergedParties(into, from),
    happened: merge(into.happened, from.happened) as PublicState,
    embargo: mergedEmbargo(into, from),
    answers: [...into.answers, ...from.answers],
    decisions: [...new Set([...into.decisions, ...from.decisions])],
  }
  return /[PX]/.test(merged.happened) && merged.embargo.state !== 'exited' ? terminate(merged).state : settle(merged).state
}

/** A capital letter of either. */
const merge = (one: string, other: string): string => [...one].map((letter, at) => (other[at]! < letter ? other[at]! : letter)).join('')

function mergedEmbargo({ embargo: one }: CaseState, { embargo: other }: CaseState): CaseState['embargo'] {
  const inForce = [one.inForce, other.inForce].filter((terms): terms is Terms => terms !== null).toSorted((left, right) => left.ends - right.ends)
  const past = [...new Set([...one.past, ...other.past, ...inForce.slice(1).map(({ id }) => id)])].filter((id) => id !== inForce[0]?.id)
  const open = [...new Map([...one.open, ...other.open].map((terms) => [terms.id, terms])).values()].filter(({ id }) => id !== inForce[0]?.id && !past.includes(id))
  const over = one.state === 'exited' || other.state === 'exited'
  const state = over ? 'exited' : inForce.length > 0 ? (open.length > 0 ? 'revise' : 'active') : open.length > 0 ? 'proposed' : 'none'
  return { state, inForce: over ? null : (inForce[0] ?? null), open: over ? [] : open, past, fallen: [...one.fallen, ...other.fallen, ...(over ? open.map(({ id }) => id) : [])] }
}

function mergedParties({ parties: ones }: CaseState, { parties: others }: CaseState): Party[] {
  const both = ones.map((one) => {
    const other = others.find(({ id }) => id === one.id)
    return other === undefined ? one : mergedParty(one, other)
  })
  return [...both, ...others.filter(({ id }) => !ones.some((one) => one.id === id))]
}

const FURTHER = Object.keys(REPORT.moves)
function mergedParty(one: Party, other: Party): Party {
  const vendor = one.vendor === null || other.vendor === null ? (one.vendor ?? other.vendor) : (merge(one.vendor, other.vendor) as VendorState)
  return {
    id: one.id, roles: [...new Set([...one.roles, ...other.roles])], present: one.present || other.present, vendor,
    report: FURTHER.indexOf(other.report) > FURTHER.indexOf(one.report) && other.report !== 'closed' ? other.report : one.report,
  }
}

/** Another case beside this one, with the same embargo and the same answers to it, for these participants and its owner. */
export function splitCase(state: CaseState, { owner, parties }: { owner: string; parties: readonly string[] }): CaseState {
  const goes = new Set([...parties, owner])
  return { ...state, owner, parties: state.parties.filter(({ id }) => goes.has(id)) }
}

/** Whether what happened in one of several sisters is to be told to the others: whatever changes its embargo. */
export const isToldToSisters = ({ steps }: Happened): boolean => steps.length > 0
