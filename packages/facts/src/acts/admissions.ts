/** Acts about applications: who vouches for an applicant, for which facts, and how it knows (after FIRST and Trusted Introducer). */
import { factId, line, list, matching, object, oneOf, optional, prose, sha256Hex } from '../shape.ts'

/** What a sponsor may vouch for. The first three are the least that each sponsor says something about. */
export const SPONSOR_FACTS = ['exists-as-it-says', 'people-known', 'handles-reports', 'protects-its-products', 'no-offensive-business', 'answers-in-time'] as const
export const LEAST_SPONSOR_FACTS = ['exists-as-it-says', 'people-known', 'handles-reports'] as const
/** How a sponsor knows it. */
export const KNOWN_BY = ['visited', 'worked-together', 'customer', 'supplier', 'read-documents', 'public-sources'] as const

const applicationId = matching<`application_${string}`>(/^application_[0-9a-hjkmnp-tv-z]{20}$/, 'is the id of an application, application_…')
const vouched = object({ fact: oneOf(SPONSOR_FACTS), known: oneOf(KNOWN_BY), note: optional(line(500)) })

export const admissionActs = {
  /** By a signatory that is not on probation and not affiliated with the applicant. `submission`: what was handed in, by its commitment in the log. */
  'sponsorship': object({ application: applicationId, applicant: line(200), submission: sha256Hex, facts: list(vouched, { least: 3, most: SPONSOR_FACTS.length }) }),
  'sponsorship-withdrawal': object({ application: applicationId, sponsorship: factId, reason: prose(2000) }),
}
