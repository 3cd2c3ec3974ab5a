/**
 * How long: the shortest wins. Vultron, embargo management, negotiation and default embargoes. Everybody may have a default,
 * which counts as proposed by them before anybody says anything.
 */
import { byExpiry } from './agreement.ts'
import type { Terms } from './case.ts'

/** What holds from the beginning, and what stays open as a revision of it. Nothing holds where the receiver has no default. */
export type Opening = { readonly inForce: Terms | null; readonly open: readonly Terms[] }

/**
 * A report arrives. The receiver's default counts as a proposal: who sends without a word accepts it. Who asks for longer gets the
 * default and an open revision; who asks for shorter gets that, and the default stays open as a revision.
 */
export function openNegotiation({ sender, receiver }: { sender?: Terms | undefined; receiver?: Terms | undefined }): Opening {
  if (receiver === undefined) return { inForce: null, open: sender === undefined ? [] : [sender] }
  if (sender === undefined || sender.ends === receiver.ends) return { inForce: receiver, open: [] }
  return sender.ends > receiver.ends ? { inForce: receiver, open: [sender] } : { inForce: sender, open: [receiver] }
}

/** Many are open: sorted by their end, accepted one by one until the first that is not. The last accepted is what holds. */
export function answerInOrder(open: readonly Terms[], accepts: (terms: Terms) => boolean): { accepted: readonly Terms[]; refused: Terms | null } {
  const sorted = byExpiry(open)
  const first = sorted.findIndex((terms) => !accepts(terms))
  return first === -1 ? { accepted: sorted, refused: null } : { accepted: sorted.slice(0, first), refused: sorted[first]! }
}

/** The one that all can keep: the earliest of what everybody would agree to. Undefined where nobody has said anything. */
export const shortestOf = (terms: readonly Terms[]): Terms | undefined => byExpiry(terms)[0]
