/** How keys, their history and the domains that prove them are kept. */
import type { KeyId, OrganisationId, PersonId } from '@openaccord/names'
import { Refusal } from '../../../kernel/index.ts'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { DomainMethod, DomainResult, KeyDomain } from '../model/domains.ts'
import type { Key, KeyEventKind, KeyStanding, KeyState, StatedEnd } from '../model/keys.ts'

type KeyRow = Row & {
  id: KeyId
  keyid: string
  public_key: string
  organisation: OrganisationId
  state: KeyState
  state_at: number
  replaces: string | null
  proposed_by: PersonId
  proposed_at: number
  confirmed_by: PersonId | null
  active_at: number | null
  first_doubt: number | null
  stated: StatedEnd['what'] | null
  stated_by: PersonId | null
  stated_at: number | null
  stated_doubt: number | null
  stated_note: string | null
}
type DomainRow = Row & {
  keyid: string
  domain: string
  token: string
  result: DomainResult
  detail: string
  method: DomainMethod | null
  checked_at: number | null
  verified_at: number | null
  lost_at: number | null
  told_result: 'verified' | 'missing' | 'wrong' | null
  told_at: number | null
  next_check: number | null
}
type EventRow = Row & { keyid: string; at: number; what: KeyEventKind; domain: string | null }

const KEY = `id, keyid, public_key, organisation, state, state_at, replaces, proposed_by, proposed_at, confirmed_by, active_at, first_doubt,
  stated, stated_by, stated_at, stated_doubt, stated_note`
const DOMAIN = 'keyid, domain, token, result, detail, method, checked_at, verified_at, lost_at, told_result, told_at, next_check'

export const unknownKey = (): Refusal => new Refusal('unknown', 'members.key-unknown', 'there is no such key')

export async function findKey(tx: Reader, keyid: string): Promise<Key | undefined> {
  const row = await tx.get<KeyRow>(`select ${KEY} from members_key where keyid = ?`, keyid)
  if (row === undefined) return undefined
  return keyOf(
    row,
    await tx.all<DomainRow>(`select ${DOMAIN} from members_key_domain where keyid = ? order by n`, keyid),
    await tx.all<EventRow>('select keyid, at, what, domain from members_key_event where keyid = ? order by n', keyid),
  )
}

export async function loadKey(tx: Reader, keyid: string): Promise<Key> {
  const found = await findKey(tx, keyid)
  if (found === undefined) throw unknownKey()
  return found
}

/** Newest first. */
export async function loadKeys(tx: Reader, organisation: OrganisationId): Promise<Key[]> {
  const of = 'keyid in (select keyid from members_key where organisation = ?)'
  const rows = await tx.all<KeyRow>(`select ${KEY} from members_key where organisation = ? order by proposed_at desc, keyid`, organisation)
  const domains = await tx.all<DomainRow>(`select ${DOMAIN} from members_key_domain where ${of} order by n`, organisation)
  const events = await tx.all<EventRow>(`select keyid, at, what, domain from members_key_event where ${of} order by n`, organisation)
  return rows.map((row) => keyOf(row, domains.filter(({ keyid }) => keyid === row.keyid), events.filter(({ keyid }) => keyid === row.keyid)))
}

/** What a signature needs, in one look-up. */
export type SigningKey = { keyid: string; publicKey: string; organisation: OrganisationId; state: KeyState; active: number | null; doubted: boolean }
export async function findSigningKey(tx: Reader, keyid: string): Promise<SigningKey | undefined> {
  const row = await tx.get<Pick<KeyRow, 'public_key' | 'organisation' | 'state' | 'active_at' | 'stated'>>(
    'select public_key, organisation, state, active_at, stated from members_key where keyid = ?', keyid,
  )
  return row && { keyid, publicKey: row.public_key, organisation: row.organisation, state: row.state, active: row.active_at, doubted: row.stated === 'compromised' }
}

/** Of each compromised key since when it is in doubt, by its keyid. */
export async function loadDoubts(tx: Reader): Promise<Map<string, number>> {
  const rows = await tx.all<{ keyid: string; doubt: number }>(`select keyid, coalesce(first_doubt, state_at) as doubt from members_key where state = 'compromised'`)
  return new Map(rows.map(({ keyid, doubt }) => [keyid, doubt]))
}

/** False when this key is or was here already, with whomever. */
export async function addKey(tx: Tx, key: Key): Promise<boolean> {
  const added = await tx.run(
    `insert into members_key (id, keyid, public_key, organisation, state, state_at, replaces, proposed_by, proposed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (keyid) do nothing`,
    key.id, key.keyid, key.publicKey, key.organisation, key.standing.state, key.standing.at, key.replaces, key.proposedBy, key.proposed,
  )
  if (added === 1) await saveParts(tx, key)
  return added === 1
}

export async function saveKey(tx: Tx, key: Key): Promise<void> {
  const { standing, stated } = key
  const doubt = stated?.what === 'compromised' ? stated : undefined
  await tx.run(
    `update members_key set state = ?, state_at = ?, confirmed_by = ?, active_at = ?, first_doubt = ?,
       stated = ?, stated_by = ?, stated_at = ?, stated_doubt = ?, stated_note = ? where keyid = ?`,
    standing.state, standing.at, key.confirmedBy, key.active, standing.state === 'compromised' ? standing.firstDoubt : null,
    stated?.what ?? null, stated?.by ?? null, stated?.at ?? null, doubt?.firstDoubt ?? null, doubt?.note ?? null, key.keyid,
  )
  await saveParts(tx, key)
}

async function saveParts(tx: Tx, { keyid, domains, history }: Key): Promise<void> {
  for (const [n, { at, what, domain }] of history.entries()) {
    await tx.run('insert into members_key_event (keyid, n, at, what, domain) values (?, ?, ?, ?, ?) on conflict (keyid, n) do nothing', keyid, n, at, what, domain)
  }
  for (const [n, d] of domains.entries()) {
    await tx.run(
      `insert into members_key_domain (${DOMAIN}, n) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (keyid, domain) do update set result = excluded.result, detail = excluded.detail, method = excluded.method, checked_at = excluded.checked_at,
         verified_at = excluded.verified_at, lost_at = excluded.lost_at, told_result = excluded.told_result, told_at = excluded.told_at, next_check = excluded.next_check`,
      keyid, d.domain, d.token, d.result, d.detail, d.method, d.checked, d.verified, d.lost, d.told?.result ?? null, d.told?.at ?? null, d.next, n,
    )
  }
}

/** Keys of which a domain is to be looked at: active ones, and open ones that were proposed after `openSince`. */
export async function loadDueKeys(tx: Reader, now: number, openSince: number, limit: number): Promise<string[]> {
  const rows = await tx.all<{ keyid: string }>(
    `select k.keyid, min(d.next_check) as due from members_key k join members_key_domain d on d.keyid = k.keyid
     where d.next_check <= ? and (k.state = 'active' or (k.state in ('proposed', 'confirmed') and k.proposed_at > ?))
     group by k.keyid order by due, k.keyid limit ?`, now, openSince, limit,
  )
  return rows.map(({ keyid }) => keyid)
}

function keyOf(row: KeyRow, domains: readonly DomainRow[], events: readonly EventRow[]): Key {
  return {
    id: row.id, keyid: row.keyid, publicKey: row.public_key, organisation: row.organisation, standing: standingOf(row), replaces: row.replaces,
    proposedBy: row.proposed_by, proposed: row.proposed_at, confirmedBy: row.confirmed_by, active: row.active_at, stated: statedOf(row),
    domains: domains.map(domainOf),
    history: events.map(({ at, what, domain }) => ({ at, what, domain })),
  }
}

const standingOf = ({ state, state_at: at, first_doubt: firstDoubt }: KeyRow): KeyStanding =>
  state === 'compromised' ? { state, at, firstDoubt: firstDoubt ?? at } : { state, at }

function statedOf({ stated: what, stated_by: by, stated_at: at, stated_doubt: firstDoubt, stated_note: note }: KeyRow): StatedEnd | null {
  if (what === null || by === null || at === null) return null
  return what === 'retired' ? { what, by, at } : { what, by, at, firstDoubt: firstDoubt ?? at, note }
}

function domainOf(row: DomainRow): KeyDomain {
  return {
    domain: row.domain, token: row.token, result: row.result, detail: row.detail, method: row.method, checked: row.checked_at, verified: row.verified_at, lost: row.lost_at,
    told: row.told_result === null || row.told_at === null ? null : { result: row.told_result, at: row.told_at },
    next: row.next_check,
  }
}
