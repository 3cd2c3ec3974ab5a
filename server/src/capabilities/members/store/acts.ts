/** Who handed in which act, and the approvals that passkeys gave. Neither is ever logged. */
import type { OrganisationId, PersonId, SessionId, TokenId } from '@openaccord/names'
import type { Reader, Tx } from '../../../platform/database.ts'

export type HandedInBy = { sha256: string; kind: string; organisation: OrganisationId; keyid: string; person: PersonId; via: 'session' | 'token'; viaId: SessionId | TokenId }
export type Approval = { paeSha256: string; person: PersonId; session: SessionId; origin: string }

/** False when this very statement was handed in before, by whomever. */
export async function noteAct(tx: Tx, act: HandedInBy, now: number): Promise<boolean> {
  const added = await tx.run(
    `insert into members_act (statement_sha256, kind, organisation, keyid, person, via, via_id, at) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (statement_sha256) do nothing`, act.sha256, act.kind, act.organisation, act.keyid, act.person, act.via, act.viaId, now,
  )
  return added === 1
}

/** When each organisation last handed in an act, whatever it was. */
export async function lastActs(tx: Reader): Promise<Map<OrganisationId, number>> {
  const rows = await tx.all<{ organisation: OrganisationId; at: number }>('select organisation, max(at) as at from members_act group by organisation')
  return new Map(rows.map(({ organisation, at }) => [organisation, at]))
}

/** The kind of the last act among these that an organisation handed in. */
export async function lastActOf(tx: Reader, organisation: OrganisationId, kinds: readonly string[]): Promise<string | undefined> {
  const row = await tx.get<{ kind: string }>(
    `select kind from members_act where organisation = ? and kind in (${kinds.map(() => '?').join(', ')}) order by at desc limit 1`, organisation, ...kinds,
  )
  return row?.kind
}

/** Which of these statements were handed in before. */
export async function findNoted(tx: Tx, statements: readonly string[]): Promise<Set<string>> {
  const rows = await tx.many<{ statement_sha256: string }>('select statement_sha256 from members_act where statement_sha256 = any(?)', [], statements)
  return new Set(rows.map((row) => row.statement_sha256))
}

/** None of them was there. */
export async function noteActs(tx: Tx, acts: readonly HandedInBy[], now: number): Promise<void> {
  await tx.bulk('members_act', {
    statement_sha256: acts.map(({ sha256 }) => sha256), kind: acts.map(({ kind }) => kind), organisation: acts.map(({ organisation }) => organisation),
    keyid: acts.map(({ keyid }) => keyid), person: acts.map(({ person }) => person), via: acts.map(({ via }) => via), via_id: acts.map(({ viaId }) => viaId), at: { every: now },
  }, acts.length)
}

export async function addApproval(tx: Tx, approval: Approval, state: 'asked' | 'given', handleHash: string, expires: number): Promise<void> {
  await tx.run(
    'insert into members_approval (handle_hash, pae_sha256, person, session, origin, state, expires_at) values (?, ?, ?, ?, ?, ?, ?)',
    handleHash, approval.paeSha256, approval.person, approval.session, approval.origin, state, expires,
  )
}

/** Takes out what was asked, so that it is answered once, on whichever hub. */
export async function takeAsked(tx: Tx, handleHash: string, now: number): Promise<Approval | undefined> {
  return tx.get<{ paeSha256: string; person: PersonId; session: SessionId; origin: string }>(
    `delete from members_approval where handle_hash = ? and state = 'asked' and expires_at > ? returning pae_sha256 as "paeSha256", person, session, origin`, handleHash, now,
  )
}

/** Uses up what was given for this act to this person in this session. */
export async function takeGiven(tx: Tx, { paeSha256, person, session }: Omit<Approval, 'origin'>, now: number): Promise<boolean> {
  return (await tx.run(
    `delete from members_approval where pae_sha256 = ? and person = ? and session = ? and state = 'given' and expires_at > ?`, paeSha256, person, session, now,
  )) > 0
}
