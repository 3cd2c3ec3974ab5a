/** What comes round: reminders of what is due, and forgetting addresses to which nothing more will be mailed. */
import type { Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import { standingOf, type Standing } from '../model/standing.ts'
import { forgetMail, loadCase, loadCases, loadMailed } from '../store.ts'
import { noteReminder } from '../store/ladder.ts'
import { lateMail } from '../wording.ts'
import type { Book } from './book.ts'

export const TEND_JOB = 'concerns.tend'
const REMIND_BEFORE = 3 * DAY
/** A receipt still opens its page for ever; the address beside it goes. */
const FORGET_AFTER = 30 * DAY

export function createTendVerbs({ database, clock, origin }: Means, book: Book) {
  return {
    /** Once an hour or so. Returns how many reminders went out. */
    async tend(): Promise<number> {
      const now = clock()
      const due = await database.read(async (tx) => (await loadCases(tx)).map((subject) => ({ subject, standing: standingOf(subject, now) })).filter(({ standing }) => isNear(standing, now)))
      let sent = 0
      for (const { subject: { filing }, standing } of due) sent += await book.change(async (tx) => {
        if (!(await noteReminder(tx, `${filing.id} ${standing.state} ${standing.due}`, now))) return 0
        const made = (to: string, alliance: string) => lateMail(to, { alliance, origin, what: WHAT[standing.state] ?? 'a concern', due: standing.due! })
        if (standing.waitsFor === 'ombudsperson') await book.tellRight(tx, 'concerns.screen', made)
        if (standing.waitsFor === 'secretariat') await book.tellRight(tx, 'members.admit', made)
        if (standing.waitsFor === 'organisation' && filing.organisation !== null) await book.tellOrganisation(tx, filing.organisation, made)
        return 1
      })
      await forgetAddresses(now)
      return sent
    },
  }

  async function forgetAddresses(now: Micros): Promise<void> {
    for (const id of await database.read((tx) => loadMailed(tx))) {
      await book.change(async (tx) => {
        const { since, waitsFor } = standingOf(await loadCase(tx, id), now)
        if (waitsFor === 'nobody' && since + FORGET_AFTER <= now) await forgetMail(tx, id)
      })
    }
  }
}

const isNear = ({ due, waitsFor }: Standing, now: Micros): boolean =>
  due !== null && due - now <= REMIND_BEFORE && (waitsFor === 'ombudsperson' || waitsFor === 'secretariat' || waitsFor === 'organisation')
const WHAT: Partial<Record<Standing['state'], string>> = {
  screening: 'something that was filed', answer: 'your answer to a concern', weighing: 'a concern that goes on with you', remedy: 'a remedy that was asked for', publishing: 'the outcome of a ballot that is to be published',
}
