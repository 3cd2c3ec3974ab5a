/** How sessions and tokens are kept, and the one look-up that every request makes. */
import { isRight, type CommunityId, type OrganisationId, type PersonId, type Right, type SessionId, type TokenId } from '@openaccord/names'
import type { Standing } from '../../../kernel/index.ts'
import type { Database, Row, Reader, Tx } from '../../../platform/database.ts'
import type { HeldSession, HeldToken, Holder, Session, SignedInBy, Token } from '../model/credentials.ts'
import type { OrganisationState, PersonState } from '../model.ts'
import { LATEST_PAUSE, latestPauseOf } from './measures.ts'
import { rolesOf } from './people.ts'

type HolderRow = Row & {
  person: PersonId
  name: string
  mail: string
  roles: string
  state: PersonState['state']
  state_at: number
  organisation: OrganisationId
  organisation_name: string
  organisation_state: OrganisationState['state']
  organisation_state_at: number
  state_reason: string | null
  communities: string | null
  pause: string | null
}
type SessionRow = Row & { id: SessionId; person: PersonId; signed_in_by: SignedInBy; browser: string; started_at: number; last_seen: number; expires_at: number }
type TokenRow = Row & { id: TokenId; person: PersonId; name: string; scopes: string; created_at: number; expires_at: number; last_used: number | null }
/** What a credential's own row adds to its holder's. */
type SessionPart = { id: SessionId; started_at: number; last_seen: number; expires_at: number }
type TokenPart = { id: TokenId; scopes: string; expires_at: number; last_used: number | null }

const HOLDER = `p.id as person, p.name, p.mail, p.roles, p.state, p.state_at, o.id as organisation, o.name as organisation_name,
  o.state as organisation_state, o.state_at as organisation_state_at, o.state_reason,
  (select string_agg(e.community || ':' || e.standing, ' ') from members_enrolment e where e.organisation = o.id) as communities, ${LATEST_PAUSE}`
const JOINED = 'join members_person p on p.id = c.person join members_organisation o on o.id = p.organisation'
const BY_SESSION = `select c.id, c.started_at, c.last_seen, c.expires_at, ${HOLDER} from members_session c ${JOINED} where c.secret_hash = ?`
const BY_TOKEN = `select c.id, c.scopes, c.expires_at, c.last_used, ${HOLDER} from members_token c ${JOINED} where c.secret_hash = ?`
const SESSION = 'id, person, signed_in_by, browser, started_at, last_seen, expires_at'
const TOKEN = 'id, person, name, scopes, created_at, expires_at, last_used'

/** One round trip; on the embedded store without a promise. */
async function one<R extends Row>(database: Database, sql: string, key: string): Promise<R | undefined> {
  if (database.readNow !== undefined) return database.readNow((tx) => tx.get<R>(sql, key))
  return database.read((tx) => tx.get<R>(sql, key))
}

export async function findHeldSession(database: Database, secretHash: string): Promise<HeldSession | undefined> {
  const row = await one<HolderRow & SessionPart>(database, BY_SESSION, secretHash)
  return row && { ...holderOf(row), session: { id: row.id, started: row.started_at, lastSeen: row.last_seen, expires: row.expires_at } }
}

export async function findHeldToken(database: Database, secretHash: string): Promise<HeldToken | undefined> {
  const row = await one<HolderRow & TokenPart>(database, BY_TOKEN, secretHash)
  return row && { ...holderOf(row), token: { id: row.id, scopes: scopesOf(row.scopes), expires: row.expires_at, lastUsed: row.last_used } }
}

/** The one about to sign in. */
export async function findHolder(tx: Reader, person: PersonId): Promise<Holder | undefined> {
  const row = await tx.get<HolderRow>(`select ${HOLDER} from members_person p join members_organisation o on o.id = p.organisation where p.id = ?`, person)
  return row && holderOf(row)
}

export const scopesOf = (words: string): Right[] => words.split(' ').filter(isRight)

function holderOf(row: HolderRow): Holder {
  const { organisation_state: state, organisation_state_at: at, state_reason: reason } = row
  return {
    person: row.person,
    name: row.name,
    mail: row.mail,
    roles: rolesOf(row.roles),
    personState: { state: row.state, at: row.state_at },
    organisation: row.organisation,
    organisationName: row.organisation_name,
    organisationState: state === 'suspended' ? { state, at, reason: reason ?? '' } : { state, at },
    communities: communitiesOf(row.communities),
    pause: latestPauseOf(row.pause),
  }
}

/** `community_…:member community_…:partner`, as the query strings them together. */
function communitiesOf(words: string | null): Map<CommunityId, Standing> {
  const communities = new Map<CommunityId, Standing>()
  if (words === null) return communities
  for (const word of words.split(' ')) {
    const cut = word.lastIndexOf(':')
    communities.set(word.slice(0, cut) as CommunityId, word.endsWith(':partner') ? 'partner' : 'member')
  }
  return communities
}

export async function addSession(tx: Tx, s: Session, secretHash: string): Promise<void> {
  await tx.run(
    `insert into members_session (${SESSION}, secret_hash) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    s.id, s.person, s.signedInBy, s.browser, s.started, s.lastSeen, s.expires, secretHash,
  )
}

export async function loadSessions(tx: Reader, person: PersonId): Promise<Session[]> {
  const rows = await tx.all<SessionRow>(`select ${SESSION} from members_session where person = ? order by last_seen desc, id`, person)
  return rows.map((row) => ({
    id: row.id, person: row.person, signedInBy: row.signed_in_by, browser: row.browser,
    started: row.started_at, lastSeen: row.last_seen, expires: row.expires_at,
  }))
}

/** True when it was there and belonged to that person. */
export async function removeSession(tx: Tx, id: SessionId, person: PersonId): Promise<boolean> {
  return (await tx.run('delete from members_session where id = ? and person = ?', id, person)) === 1
}

export async function removeSessionBySecret(tx: Tx, secretHash: string): Promise<{ id: SessionId; person: PersonId } | undefined> {
  return tx.get<{ id: SessionId; person: PersonId }>('delete from members_session where secret_hash = ? returning id, person', secretHash)
}

export async function addToken(tx: Tx, t: Token, secretHash: string): Promise<void> {
  await tx.run(
    `insert into members_token (${TOKEN}, secret_hash) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    t.id, t.person, t.name, t.scopes.join(' '), t.created, t.expires, t.lastUsed, secretHash,
  )
}

/** Of one person, or of everybody in an organisation, with the maker's name. */
export async function loadTokens(tx: Reader, of: { person: PersonId } | { organisation: OrganisationId }): Promise<(Token & { personName: string })[]> {
  const [column, value] = 'person' in of ? ['t.person', of.person] : ['p.organisation', of.organisation]
  const rows = await tx.all<TokenRow & { person_name: string }>(
    `select t.id, t.person, t.name, t.scopes, t.created_at, t.expires_at, t.last_used, p.name as person_name
     from members_token t join members_person p on p.id = t.person where ${column} = ? order by t.created_at desc, t.id`, value,
  )
  return rows.map((row) => ({ ...tokenOf(row), personName: row.person_name }))
}

export async function findToken(tx: Reader, id: TokenId): Promise<(Token & { organisation: OrganisationId }) | undefined> {
  const row = await tx.get<TokenRow & { organisation: OrganisationId }>(
    `select t.id, t.person, t.name, t.scopes, t.created_at, t.expires_at, t.last_used, p.organisation
     from members_token t join members_person p on p.id = t.person where t.id = ?`, id,
  )
  return row && { ...tokenOf(row), organisation: row.organisation }
}

export async function removeToken(tx: Tx, id: TokenId): Promise<boolean> {
  return (await tx.run('delete from members_token where id = ?', id)) === 1
}

function tokenOf(row: TokenRow): Token {
  return {
    id: row.id, person: row.person, name: row.name, scopes: scopesOf(row.scopes),
    created: row.created_at, expires: row.expires_at, lastUsed: row.last_used,
  }
}

/** When each was last used; a later hub's note wins. */
export async function saveLastUsed(tx: Tx, used: Iterable<{ via: SessionId | TokenId; person: PersonId; at: number }>): Promise<void> {
  for (const { via, person, at } of used) {
    if (via.startsWith('session_')) await tx.run('update members_session set last_seen = ? where id = ? and last_seen < ?', at, via, at)
    else await tx.run('update members_token set last_used = ? where id = ? and (last_used is null or last_used < ?)', at, via, at)
    await tx.run('update members_person set last_seen = ? where id = ? and (last_seen is null or last_seen < ?)', at, person, at)
  }
}

/** What lets this person in; all of it, or only what a suspension ends for good (open links). */
export async function forgetCredentials(tx: Tx, person: PersonId): Promise<void> {
  for (const table of ['session', 'token', 'passkey', 'identity', 'link']) await tx.run(`delete from members_${table} where person = ?`, person)
}
export async function removeLinksOf(tx: Tx, person: PersonId): Promise<void> {
  await tx.run('delete from members_link where person = ?', person)
}
