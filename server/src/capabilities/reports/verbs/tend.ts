/** What time alone does: reminders about first replies to one contact after the other, links that end, and thinning of what was closed long ago. */
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { closedAt, isThinned, KEPT_AFTER_CLOSE, standingOf, type Case } from '../model.ts'
import { addWorkingDays } from '../model/working-days.ts'
import { endClaims, loadCases, remindOnce, thin, unread } from '../store.ts'
import { findDesk } from '../store/desk.ts'
import { dueMail } from '../wording.ts'
import type { Book } from './book.ts'

export const TEND_JOB = 'reports.tend'
/** Working days after which the next contact hears: the first one before it is due, and so on. */
const REMIND_AFTER = [3, 5, 7, 10] as const

export function createTendVerbs(means: Means, book: Book) {
  const { origin, feeds } = means

  async function remind(tx: Tx, subject: Case, now: number): Promise<void> {
    const { firstReply, due } = standingOf(subject, now)
    if (firstReply !== null) return
    for (const [at, days] of REMIND_AFTER.entries()) {
      const { id, at: came, organisation } = subject.report
      if (now < addWorkingDays(came, days) || !(await remindOnce(tx, `reply ${id} ${days}`, now))) continue
      const contacts = (await findDesk(tx, organisation))?.contacts.length ?? 0
      await book.tellTeam(tx, organisation, (to, alliance) => dueMail(to, { alliance, origin, report: id, due: due ?? now }), contacts === 0 ? 0 : Math.min(at, contacts - 1))
    }
  }

  return {
    async tend(): Promise<void> {
      await feeds.refresh()
      await book.change(async (tx, now) => {
        await endClaims(tx, now)
        for (const subject of await loadCases(tx, unread)) {
          await remind(tx, subject, now)
          const closed = closedAt(subject)
          if (closed === undefined || isThinned(subject) || now < closed + KEPT_AFTER_CLOSE) continue
          await thin(tx, subject.report.id)
          await book.happen(tx, subject.report.id, 'thinned', { at: now })
        }
      })
    },
  }
}
