/** Mails about what is due in a case. They say that something is, and when, never what: mails are read by others. */
import type { CaseId, Micros } from '@openaccord/names'
import { iso } from '../../kernel/index.ts'

const line = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)
const minute = (at: Micros): string => `${iso(at).slice(0, 16).replace('T', ' ')} UTC`

export const dueMail = (to: string, { alliance, origin, of, due, late }: { alliance: string; origin: string; of: CaseId; due: Micros; late: boolean }) => ({
  to, subject: late ? `Late in ${of}` : `Due soon in ${of}`,
  text: `${late ? 'Something was due' : 'Something is due'} on ${minute(due)} in a case of ${line(alliance)} that your organisation works on. What it is about is shown after signing in:\n\n${origin}/cases/${of}`,
})
