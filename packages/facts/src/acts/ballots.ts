/** Acts about ballots: a vote, the certificate of a tally, a contest of it, and what was decided on the contest. */
import { factId, matching, object, oneOf, optional, prose, sha256Hex } from '../shape.ts'

const ballot = matching<`ballot_${string}`>(/^ballot_[0-9a-hjkmnp-tv-z]{20}$/, 'is a ballot’s id, ballot_…')
const round = matching(/^[1-9]\d?$/, 'is the number of a round of voting, like 1')
const figure = matching(/^(?:0|[1-9]\d{0,3})$/, 'is a count from 0 to 9999')

/**
 * So long may a reason be that every vote fits into a seal of one size: what a vote says cannot be guessed from its length.
 * The bytes of a sealed vote: its envelope, filled up with spaces.
 */
export const VOTE_REASON = 1000
export const SEALED_VOTE_BYTES = 8192

export const ballotActs = {
  /** Binds to the exact text. The last one of an affiliate group before the close counts; a recusal is final. */
  'vote': object({ ballot, textSha256: sha256Hex, position: oneOf(['yes', 'no', 'abstain', 'recuse']), reason: optional(prose(VOTE_REASON)) }),
  /** By the secretariat: what the hub and anyone else has counted. It is taken with these very figures only. */
  'ballot-certificate': object({ ballot, round, textSha256: sha256Hex, outcome: oneOf(['adopted', 'rejected']), yes: figure, no: figure, abstain: figure, recused: figure, tallySha256: sha256Hex }),
  'ballot-contest': object({ ballot, round, reasons: prose(4000) }),
  /** By the ombudsperson. `void`: the ballot is worth nothing. `reopened`: the vote is held once more on the same text. */
  'contest-decision': object({ ballot, contest: factId, decision: oneOf(['dismissed', 'void', 'reopened']), reasons: prose(4000) }),
}
