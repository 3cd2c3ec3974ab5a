/**
 * When a payload is taken out of the log, the words that this room has copied from it go as well. What was counted stays: who
 * voted, when and how; a recount then says that it could not look at that vote.
 */
import type { Tx } from '../../../platform/database.ts'

const REMOVED = '[…]'

/** Of facts of other rooms nothing is kept here. */
export async function forgetBallotWords(tx: Tx, facts: readonly string[]): Promise<void> {
  for (const fact of facts) {
    await tx.run(`update ballots_vote set reason = case when reason is null then null else '${REMOVED}' end, envelope = '' where (fact = ? and salt is null) or opened = ?`, fact, fact)
    await tx.run(`update ballots_contest set reasons = '${REMOVED}' where fact = ?`, fact)
    await tx.run(`update ballots_contest set decision_reasons = '${REMOVED}' where decision_fact = ?`, fact)
    await tx.run(`update ballots_remark set text = '${REMOVED}' where fact = ?`, fact)
    await tx.run(`update ballots_remark set answer = '${REMOVED}' where answer_fact = ?`, fact)
  }
}
