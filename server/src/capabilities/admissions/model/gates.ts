/** Who may be admitted at all: five gates, each shown before evidence is reviewed. */
import type { Micros } from '@openaccord/names'
import type { Application } from '../model.ts'
import { testMailDue } from './standing.ts'

export const GATES = ['private-sector', 'domain', 'disclosure-contact', 'sanctions', 'no-offence'] as const
export type GateState = 'open' | 'waiting' | 'passed' | 'failed'
export type Gate = { gate: (typeof GATES)[number]; state: GateState; at: Micros | null; detail: string | null }

export function gatesOf({ answers: { eligibility, domain }, proof, testMail, submittedAt }: Application, now: Micros): Gate[] {
  const declared = (gate: Gate['gate'], good: boolean): Gate => ({ gate, state: eligibility === null ? 'open' : good ? 'passed' : 'failed', at: submittedAt, detail: null })
  return [
    declared('private-sector', eligibility?.ownership === 'private'),
    { gate: 'domain', state: proof === null || proof.domain !== domain ? 'open' : proof.result === 'verified' ? 'passed' : proof.checkedAt === null ? 'open' : 'failed', at: proof?.checkedAt ?? null, detail: proof?.detail ?? null },
    contact(testMail, now),
    declared('sanctions', eligibility?.sanctions === 'none' && eligibility.insolvency === 'none'),
    declared('no-offence', eligibility?.offensive === 'none'),
  ]
}

function contact(testMail: Application['testMail'], now: Micros): Gate {
  const gate = 'disclosure-contact' as const
  if (testMail === null) return { gate, state: 'open', at: null, detail: null }
  const due = testMailDue(testMail.sentAt)
  if (testMail.answeredAt !== null) return { gate, state: testMail.answeredAt < due ? 'passed' : 'failed', at: testMail.answeredAt, detail: testMail.answeredAt < due ? null : 'answered, but later than 5 working days' }
  return { gate, state: now < due ? 'waiting' : 'failed', at: testMail.sentAt, detail: now < due ? null : 'not answered within 5 working days' }
}
