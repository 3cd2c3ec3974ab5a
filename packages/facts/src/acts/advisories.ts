/**
 * Publication of an advisory: the organisation signs the hashes of every file that readers will get, and the moment. The act
 * is logged with the publication, not before: what is under embargo has no place in a public log.
 */
import { instant, line, list, matching, object, oneOf, sha256Hex } from '../shape.ts'

const advisory = matching<`advisory_${string}`>(/^advisory_[0-9a-hjkmnp-tv-z]{20}$/, 'is an advisory’s id, advisory_…')
const boolean = oneOf(['yes', 'no'])
const fileName = matching(/^[A-Za-z0-9][A-Za-z0-9+._-]{0,199}$/, 'is a file name of letters, digits, +, -, _ and .')

/** TLP 2.0. */
export const PUBLICATION_LABELS = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const

export const advisoryActs = {
  /** `draftSha256`: of the draft that a second person approved, in canonical form. `version`: of the advisory, as readers count. */
  'advisory-publication': object({
    advisory, trackingId: line(200), version: line(40), tlp: oneOf(PUBLICATION_LABELS), withdrawal: boolean, publishAt: instant, draftSha256: sha256Hex,
    files: list(object({ name: fileName, sha256: sha256Hex }), { least: 1, most: 100 }),
  }),
}
