/** Reminders of what is due: 60, 30 and 7 days before, each once, to whoever answers for the organisation. */
import type { Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { inForce } from '../model.ts'
import type { Entry } from '../model/register.ts'
import { noteReminder } from '../store/waiting.ts'
import { reminderMail, type Reminder } from '../wording.ts'
import type { Book } from './book.ts'

export const REMINDERS_JOB = 'pledges.remind'
const BEFORE = [60, 30, 7] as const

export function createReminderVerbs({ database, clock, members, mail, origin }: Means, book: Book) {
  async function remind(tx: Tx, { organisation }: Entry, reminder: Reminder, step: number, alliance: string): Promise<number> {
    if (!(await noteReminder(tx, organisation.id, reminder.due, step))) return 0
    const addresses = await members.mailsOf(tx, organisation.id)
    for (const to of addresses) await mail(tx, reminderMail(to, { alliance, organisation: organisation.name, origin, reminder }))
    return addresses.length
  }

  return {
    /** Once a day or more often. Returns how many mails went into the queue. */
    async remind(): Promise<number> {
      const now = clock()
      const { register, alliance } = await database.read(async (tx) => ({ register: await book.register(tx, now), alliance: (await members.allianceName(tx)) ?? '' }))
      const version = inForce(register.adopted)?.version ?? ''
      const due = register.entries.flatMap((entry) => dueFor(entry, version, now).map((one) => ({ entry, ...one })))
      if (due.length === 0) return 0
      return database.transact(async (tx) => {
        let sent = 0
        for (const { entry, reminder, step } of due) sent += await remind(tx, entry, reminder, step, alliance)
        return sent
      })
    },
  }
}

/** Where several steps have passed meanwhile, only the nearest one is told. */
function dueFor({ state, list, due, signBy, leaves }: Entry, version: string, now: Micros): { reminder: Reminder; step: number }[] {
  if (list !== 'signatory' || state === 'suspended' || leaves !== null) return []
  const at = (what: Reminder['what'], moment: Micros | null): { reminder: Reminder; step: number }[] => {
    if (moment === null || moment <= now) return []
    const step = BEFORE.findLast((days) => moment - now <= days * DAY)
    return step === undefined ? [] : [{ step, reminder: { what, due: moment, days: Math.ceil((moment - now) / DAY), version } }]
  }
  return signBy === null ? at('renewal', due) : at('new-version', signBy)
}
