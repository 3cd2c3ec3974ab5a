/**
 * Acts about concerns: the answer of the organisation that one is about, and what a panel drawn by lot finds. Who brought
 * it up is never named; the words of it stay with the ombudsperson, and only their summary is public.
 */
import { day, factId, language, list, matching, object, oneOf, optional, prose, sha256Hex } from '../shape.ts'

const concern = matching<`concern_${string}`>(/^concern_[0-9a-hjkmnp-tv-z]{20}$/, 'is a concern’s id, concern_…')

export const FINDINGS = ['upheld', 'partly-upheld', 'not-upheld'] as const
/** What a panel asks for. Suspension and removal are put to a ballot; nobody but that ballot decides on them. */
export const MEASURES = ['none', 'remedy', 'suspension', 'removal'] as const

export const concernActs = {
  /** Stands beside the concern for ever. `summarySha256`: of the public summary that is answered. */
  'concern-answer': object({ concern, summarySha256: sha256Hex, text: prose(20_000), language }),
  /** By one of the three organisations drawn; it stands once a second one has joined it. `remedies`: what is to be done, and by when. */
  'concern-finding': object({
    concern, finding: oneOf(FINDINGS), measure: oneOf(MEASURES), reasons: prose(20_000), language,
    remedies: optional(list(object({ text: prose(2000), due: day }), { least: 1, most: 10 })),
  }),
  /** `sha256`: of the envelope of the finding that is joined or not. */
  'concern-finding-position': object({ concern, finding: factId, sha256: sha256Hex, position: oneOf(['joins', 'dissents']), reasons: optional(prose(4000)) }),
}
