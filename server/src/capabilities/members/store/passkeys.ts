/** How passkeys and identities of an OpenID provider are kept. */
import type { PasskeyId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'

export type Passkey = {
  id: PasskeyId
  /** The authenticator's own id for it, base64url. */
  credential: string
  person: PersonId
  name: string
  /** COSE key as the authenticator gave it. */
  publicKey: Uint8Array
  counter: number
  transports: readonly string[]
  created: number
  lastUsed: number | null
}
type PasskeyRow = Row & {
  id: PasskeyId
  credential: string
  person: PersonId
  name: string
  public_key: Uint8Array
  counter: number
  transports: string
  created_at: number
  last_used: number | null
}

const COLUMNS = 'id, credential, person, name, public_key, counter, transports, created_at, last_used'

export async function findPasskey(tx: Reader, credential: string): Promise<Passkey | undefined> {
  const row = await tx.get<PasskeyRow>(`select ${COLUMNS} from members_passkey where credential = ?`, credential)
  return row && passkeyOf(row)
}

export async function loadPasskeys(tx: Reader, person: PersonId): Promise<Passkey[]> {
  const rows = await tx.all<PasskeyRow>(`select ${COLUMNS} from members_passkey where person = ? order by created_at, id`, person)
  return rows.map(passkeyOf)
}

/** False when another passkey has this credential already. */
export async function addPasskey(tx: Tx, p: Passkey): Promise<boolean> {
  const added = await tx.run(
    `insert into members_passkey (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (credential) do nothing`,
    p.id, p.credential, p.person, p.name, p.publicKey, p.counter, p.transports.join(' '), p.created, p.lastUsed,
  )
  return added === 1
}

/** False when a later use was noted meanwhile: then this answer is an old one (WebAuthn Level 3 §6.1.1). */
export async function notePasskeyUse(tx: Tx, { id, counter }: Passkey, next: number, now: number): Promise<boolean> {
  return (await tx.run('update members_passkey set counter = ?, last_used = ? where id = ? and counter = ?', next, now, id, counter)) === 1
}

export async function removePasskey(tx: Tx, id: PasskeyId, person: PersonId): Promise<boolean> {
  return (await tx.run('delete from members_passkey where id = ? and person = ?', id, person)) === 1
}

export async function findIdentity(tx: Reader, issuer: string, subject: string): Promise<PersonId | undefined> {
  return (await tx.get<{ person: PersonId }>('select person from members_identity where issuer = ? and subject = ?', issuer, subject))?.person
}

export async function hasIdentity(tx: Reader, issuer: string, person: PersonId): Promise<boolean> {
  return (await tx.get('select 1 as known from members_identity where issuer = ? and person = ?', issuer, person)) !== undefined
}

export async function addIdentity(tx: Tx, identity: { issuer: string; subject: string; person: PersonId }, now: number): Promise<void> {
  await tx.run('insert into members_identity (issuer, subject, person, linked_at) values (?, ?, ?, ?)', identity.issuer, identity.subject, identity.person, now)
}

function passkeyOf(row: PasskeyRow): Passkey {
  return {
    id: row.id, credential: row.credential, person: row.person, name: row.name, publicKey: row.public_key, counter: row.counter,
    transports: row.transports === '' ? [] : row.transports.split(' '), created: row.created_at, lastUsed: row.last_used,
  }
}
