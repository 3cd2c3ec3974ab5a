/** The mails this room sends, as plain text: what is due, until when, and where it is done. */
import { iso } from '../../kernel/index.ts'
import type { Duty } from './model/duties.ts'

/** Names come from people: one line, so that nobody writes headers or paragraphs of ours. */
const line = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)

const WHAT: Partial<Record<Duty['act'], string>> = {
  'commitment': 'A commitment under this principle', 'commitment-progress': 'A measure of this commitment', 'commitment-closing': 'The end of this commitment',
  'attestation': 'The yearly attestation', 'request-statement': 'The statement of what governments asked', 'stage-evidence': 'Evidence of what protects this product',
  'assurance-engagement': 'A review by an accredited assessor', 'assurance-determination': 'Your determination on this review',
}

export function dutyMail(to: string, { alliance, organisation, origin, duty, days }: { alliance: string; organisation: string; origin: string; duty: Duty; days: number }) {
  const what = WHAT[duty.act] ?? 'An act'
  const named = duty.about === null ? (duty.detail === null ? '' : ` (${line(duty.detail)})`) : ` (${line(duty.about.title)})`
  const left = days === 1 ? 'in 1 day' : `in ${days} days`
  return {
    to,
    subject: `${line(alliance)}: due ${left}`,
    text: [
      `${what}${named} is due from ${line(organisation)} on ${iso(duty.until ?? 0).slice(0, 10)}, ${left}.`,
      `State it here, signed with a key of your organisation:\n\n${origin}/accord`,
      'If it does not come, the public pages say so from that moment on, without anybody doing anything. It can be stated later; the date stays visible.',
    ].join('\n\n').concat('\n'),
  }
}
