/** The audit log: who signed in and out, what was made and withdrawn. For the one concerned and the operator. */
import { newId, type PersonId } from '@openaccord/names'
import type { Random } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'

export type Where = { address: string; userAgent: string }
export type AuditEntry = {
  what: 'signed-in' | 'signed-out' | 'session-ended' | 'token-made' | 'token-withdrawn' | 'passkey-added' | 'passkey-removed' | 'identity-linked'
    | 'measure-asked' | 'measure-confirmed' | 'measure-ended'
  person: PersonId
  /** The session, token, passkey or measure it was about. */
  subject: string
  where: Where
}

export async function addAudit(tx: Tx, entry: AuditEntry, now: number, random: Random): Promise<void> {
  await tx.run(
    'insert into members_audit (id, at, what, person, subject, address, browser) values (?, ?, ?, ?, ?, ?, ?)',
    newId('audit', random), now, entry.what, entry.person, entry.subject, entry.where.address.slice(0, 100), entry.where.userAgent.slice(0, 300),
  )
}
