/** How reminders are kept: one row each, whose end is written once. */
import type { Micros, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../platform/database.ts'
import type { Reminder, ReminderId, ReminderState } from './model.ts'

type ReminderRow = Row & { id: ReminderId; about: string; names: string; person: PersonId; asked_at: number; send_at: number; state: ReminderState; ended_at: number | null }
const COLUMNS = 'id, about, names, person, asked_at, send_at, state, ended_at'
const MOST = 500

export async function addReminder(tx: Tx, { id, about, names, by, askedAt, sendAt, state, endedAt }: Reminder): Promise<void> {
  await tx.run(`insert into reminders_reminder (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?)`, id, about, JSON.stringify(names), by, askedAt, sendAt, state, endedAt)
}

export async function endReminder(tx: Tx, id: ReminderId, state: ReminderState, at: Micros): Promise<void> {
  await tx.run(`update reminders_reminder set state = ?, ended_at = ? where id = ? and state = 'held'`, state, at, id)
}

export async function findReminder(tx: Reader, id: string): Promise<Reminder | undefined> {
  const row = await tx.get<ReminderRow>(`select ${COLUMNS} from reminders_reminder where id = ?`, id)
  return row && reminderOf(row)
}

/** The newest about something that has gone out or will. */
export async function lastAbout(tx: Reader, about: string): Promise<Reminder | undefined> {
  const row = await tx.get<ReminderRow>(`select ${COLUMNS} from reminders_reminder where about = ? and state in ('held', 'sent') order by asked_at desc, id desc limit 1`, about)
  return row && reminderOf(row)
}

/** Asked for since then, newest first. */
export async function remindersSince(tx: Reader, since: Micros): Promise<Reminder[]> {
  return (await tx.all<ReminderRow>(`select ${COLUMNS} from reminders_reminder where asked_at >= ? order by asked_at desc, id desc limit ${MOST}`, since)).map(reminderOf)
}

function reminderOf({ id, about, names, person, asked_at: askedAt, send_at: sendAt, state, ended_at: endedAt }: ReminderRow): Reminder {
  const read: string[] = JSON.parse(names)
  return { id, about, names: read, by: person, askedAt, sendAt, state, endedAt }
}
