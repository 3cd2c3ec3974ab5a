/** Mails about what is due in a case. They say that something is, and when, never what: mails are read by others. */
import type { CaseId, Micros } from '@openaccord/names'
import { minuteUtc } from '../../kernel/index.ts'

const line = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)

export const dueMail = (to: string, { alliance, origin, of, due, late }: { alliance: string; origin: string; of: CaseId; due: Micros; late: boolean }) => ({
  to, subject: late ? `Late in ${of}` : `Due soon in ${of}`,
  text: `${late ? 'Something was due' : 'Something is due'} on ${minuteUtc(due)} in a case of ${line(alliance)} that your organisation works on. What it is about is shown after signing in:\n\n${origin}/cases/${of}`,
})
