/**
 * Acts about the embargo of a case: terms offered, accepted, refused, revised, left. They are sealed in the log, all of one size
 * and under one name, so that nothing of the case shows before; the words of the terms stay in the case, and acts hold their hash.
 */
import { instant, matching, object, optional, prose, sha256Hex } from '../shape.ts'

const of = matching<`case_${string}`>(/^case_[0-9a-hjkmnp-tv-z]{20}$/, 'is a case’s id, case_…')
const terms = matching<`terms_${string}`>(/^terms_[0-9a-hjkmnp-tv-z]{20}$/, 'is the id of terms, terms_…')
/** Only for showing: what binds is the instant. */
const zone = matching(/^(?:UTC|[A-Za-z]+(?:[_+-][A-Za-z0-9]+)*(?:\/[A-Za-z0-9]+(?:[_+-][A-Za-z0-9]+)*){1,2})$/, 'is the name of a time zone (IANA), like Europe/Paris or UTC')

/** So long may a reason be that every act of an embargo fits into a seal of one size. */
export const EMBARGO_REASON = 1000
/** The bytes of a sealed act: its envelope, filled up with spaces. */
export const SEALED_EMBARGO_BYTES = 8192

const reason = optional(prose(EMBARGO_REASON))
const offered = { case: of, terms, ends: instant, zone, textSha256: sha256Hex, reason }

export const caseActs = {
  'embargo-proposal': object(offered),
  /** Other terms in the place of those in force; these hold until the others are agreed. */
  'embargo-revision': object({ ...offered, replaces: terms }),
  'embargo-consent': object({ case: of, terms, ends: instant, textSha256: sha256Hex }),
  'embargo-refusal': object({ case: of, terms, reason }),
  /** The organisation leaves the case and its embargo, which goes on for everyone else. */
  'embargo-exit': object({ case: of, terms, reason }),
}
