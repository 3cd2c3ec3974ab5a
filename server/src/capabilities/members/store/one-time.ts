/** What works once: sign-in links, ceremonies under way, and the link of the first start. Known by hash only. */
import type { PersonId } from '@openaccord/names'
import type { Reader, Tx } from '../../../platform/database.ts'

export type Link = { person: PersonId; then: string | null; reusable: boolean }
export type CeremonyKind = 'passkey-sign-in' | 'passkey-new' | 'oidc'
export type Ceremony = { person: PersonId | null; state: string }

export async function addLink(tx: Tx, link: Link, secretHash: string, now: number, expires: number): Promise<void> {
  await tx.run(
    'insert into members_link (secret_hash, person, then_path, reusable, made_at, expires_at) values (?, ?, ?, ?, ?, ?)',
    secretHash, link.person, link.then, link.reusable ? 1 : 0, now, expires,
  )
}

/** Takes a link out; of two that try at once, one gets it. A reusable one stays. */
export async function takeLink(tx: Tx, secretHash: string, now: number): Promise<Link | undefined> {
  const taken = await tx.get<{ person: PersonId; then_path: string | null }>(
    'delete from members_link where secret_hash = ? and expires_at > ? and reusable = 0 returning person, then_path', secretHash, now,
  )
  if (taken !== undefined) return { person: taken.person, then: taken.then_path, reusable: false }
  const kept = await tx.get<{ person: PersonId; then_path: string | null }>(
    'select person, then_path from members_link where secret_hash = ? and expires_at > ? and reusable = 1', secretHash, now,
  )
  return kept && { person: kept.person, then: kept.then_path, reusable: true }
}

export async function countOpenLinks(tx: Reader, person: PersonId, now: number): Promise<number> {
  const row = await tx.get<{ open: number }>('select count(*) as open from members_link where person = ? and expires_at > ? and reusable = 0', person, now)
  return row?.open ?? 0
}

export async function removeReusableLinks(tx: Tx, person: PersonId): Promise<void> {
  await tx.run('delete from members_link where person = ? and reusable = 1', person)
}

export async function addCeremony(tx: Tx, kind: CeremonyKind, ceremony: Ceremony, handleHash: string, expires: number): Promise<void> {
  await tx.run(
    'insert into members_ceremony (handle_hash, kind, person, state, expires_at) values (?, ?, ?, ?, ?)',
    handleHash, kind, ceremony.person, ceremony.state, expires,
  )
}

/** Takes it out, so that an answer counts once, whichever hub it comes to. */
export async function takeCeremony(tx: Tx, kind: CeremonyKind, handleHash: string, now: number): Promise<Ceremony | undefined> {
  return tx.get<Ceremony>('delete from members_ceremony where handle_hash = ? and kind = ? and expires_at > ? returning person, state', handleHash, kind, now)
}

export async function addSetUpLink(tx: Tx, secretHash: string, now: number): Promise<void> {
  await tx.run('insert into members_set_up (secret_hash, made_at) values (?, ?)', secretHash, now)
}

export async function setUpLinkIsOpen(tx: Reader, secretHash: string): Promise<boolean> {
  return (await tx.get('select 1 as open from members_set_up where secret_hash = ?', secretHash)) !== undefined
}

export async function removeSetUpLinks(tx: Tx): Promise<void> {
  await tx.run('delete from members_set_up')
}

/** What has ended and what the audit log need not remember any longer. */
export async function sweep(tx: Tx, now: number, ends: { idleBefore: number; auditBefore: number }): Promise<number> {
  let gone = await tx.run('delete from members_session where expires_at <= ? or last_seen <= ?', now, ends.idleBefore)
  for (const table of ['link', 'ceremony', 'invitation', 'approval']) gone += await tx.run(`delete from members_${table} where expires_at <= ?`, now)
  return gone + (await tx.run('delete from members_audit where at < ?', ends.auditBefore))
}
