/** Reminders of what is due: 30 and 7 days before, each once, to whoever answers for the organisation. */
import { DAY } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import { dutiesOf, type Duty } from '../model/duties.ts'
import { noteReminder } from '../store/assurance.ts'
import { dutyMail } from '../wording.ts'
import { nameOf, principlesOf, speakerOf, type Book } from './book.ts'

export const REMINDERS_JOB = 'commitments.remind'
const BEFORE = [30, 7] as const

export function createReminderVerbs({ database, members, mail, origin }: Means, book: Book) {
  return {
    /** Once a day or more often. Returns how many mails went into the queue. */
    async remind(): Promise<number> {
      const { conduct, alliance } = await database.read(async (tx) => ({ conduct: await book.conduct(tx), alliance: (await members.allianceName(tx)) ?? '' }))
      const titleOf = (fact: string): string => nameOf(conduct, conduct.acts.find((act) => act.fact === fact)?.organisation ?? '').name
      const due = conduct.organisations.flatMap((one) => {
        const around = { speaker: speakerOf(one, conduct.signatures), acts: conduct.acts, board: conduct.board, principles: principlesOf(conduct.pledge), titleOf, now: conduct.at }
        return dutiesOf(around).flatMap((duty) => {
          const step = stepOf(duty, conduct.at)
          return step === undefined ? [] : [{ organisation: one, duty, step }]
        })
      })
      if (due.length === 0) return 0
      return database.transact(async (tx) => {
        let sent = 0
        for (const { organisation, duty, step } of due) {
          if (!(await noteReminder(tx, organisation.id, `${duty.act} ${duty.about?.fact ?? duty.detail ?? ''}`, duty.until!, step))) continue
          const days = Math.ceil((duty.until! - conduct.at) / DAY)
          for (const to of await members.mailsOf(tx, organisation.id)) {
            await mail(tx, dutyMail(to, { alliance, organisation: organisation.name, origin, duty, days }))
            sent += 1
          }
        }
        return sent
      })
    },
  }
}

/** Where several steps have passed meanwhile, only the nearest one is told. */
function stepOf({ urge, until }: Duty, now: number): number | undefined {
  if (urge !== 'due' || until === null || until <= now) return undefined
  return BEFORE.findLast((days) => until - now <= days * DAY)
}
