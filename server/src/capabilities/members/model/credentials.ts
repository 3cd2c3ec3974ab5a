/**
 * Sessions and API tokens: what each allows at this moment. Pure: what the store knows and the time go in, an Actor or
 * a refusal comes out. A person's state, roles and organisation are looked at with every request, so a change is at once.
 */
import type { CommunityId, Micros, OrganisationId, PersonId, Right, Role, SessionId, TokenId } from '@openaccord/names'
import { DAY, Refusal, type Actor, type Standing } from '../../../kernel/index.ts'
import { rightsOf, type OrganisationState, type PersonState } from '../model.ts'

export const SESSION_LASTS = 30 * DAY
export const SESSION_IDLE = 7 * DAY
export const TOKEN_DAYS_AT_MOST = 366

export type SignedInBy = 'passkey' | 'mail' | 'oidc' | 'invitation' | 'setup' | 'demo'
export type Session = {
  id: SessionId
  person: PersonId
  signedInBy: SignedInBy
  browser: string
  started: Micros
  lastSeen: Micros
  expires: Micros
}
export type Token = {
  id: TokenId
  person: PersonId
  name: string
  scopes: readonly Right[]
  created: Micros
  expires: Micros
  lastUsed: Micros | null
}

/** The one behind a credential, as the store knows them now. */
export type Holder = {
  person: PersonId
  name: string
  mail: string
  roles: readonly Role[]
  personState: PersonState
  organisation: OrganisationId
  organisationName: string
  organisationState: OrganisationState
  communities: ReadonlyMap<CommunityId, Standing>
}
export type HeldSession = Holder & { session: Pick<Session, 'id' | 'started' | 'lastSeen' | 'expires'> }
export type HeldToken = Holder & { token: Pick<Token, 'id' | 'scopes' | 'expires' | 'lastUsed'> }

export const noSession = (): Refusal => new Refusal('unauthenticated', 'members.session-ended', 'this session has ended: sign in again')
export const noToken = (): Refusal => new Refusal('unauthenticated', 'members.token-unknown', 'this token is not known here, or was withdrawn')

/** A session begun before a suspension does not come back with its end. */
export function actorOfSession(held: HeldSession | undefined, now: Micros): Actor {
  if (held === undefined) throw noSession()
  needActiveHolder(held)
  const { session } = held
  const over = session.expires <= now || session.lastSeen + SESSION_IDLE <= now
  if (over || session.started < held.personState.at || session.started < held.organisationState.at) throw noSession()
  return actorOf(held, rightsOf(held.roles), { kind: 'session', id: session.id })
}

/** What the token was given, as far as its maker still has it. It sleeps during a suspension. */
export function actorOfToken(held: HeldToken | undefined, now: Micros): Actor {
  if (held === undefined) throw noToken()
  if (held.token.expires <= now) throw new Refusal('unauthenticated', 'members.token-expired', 'this token has expired: make a new one')
  needActiveHolder(held)
  const rights = rightsOf(held.roles)
  return actorOf(held, new Set(held.token.scopes.filter((scope) => rights.has(scope))), { kind: 'token', id: held.token.id })
}

/** Refuses people and organisations that may not come in, in words that say why. */
export function needActiveHolder(held: Pick<Holder, 'personState' | 'organisationState' | 'organisationName'>): void {
  if (held.personState.state === 'left' || held.organisationState.state === 'left') throw noToken()
  if (held.personState.state === 'suspended') {
    throw new Refusal('forbidden', 'members.person-suspended', 'your account is suspended: ask those who manage your organisation')
  }
  if (held.organisationState.state === 'suspended') {
    throw new Refusal('forbidden', 'members.organisation-suspended', `${held.organisationName} is suspended: ${held.organisationState.reason}`)
  }
}

function actorOf(held: Holder, may: ReadonlySet<Right>, via: Actor['via']): Actor {
  return { person: held.person, organisation: held.organisation, may, communities: held.communities, via, name: `${held.name} (${held.organisationName})` }
}

/** For what only the person should do, not a token that may have got into other hands. */
export function needSession(actor: Actor, what: string): PersonId {
  if (actor.person === undefined) throw new Refusal('unauthenticated', 'door.sign-in-needed', 'sign in first: this is for members')
  if (actor.via.kind !== 'session') throw new Refusal('forbidden', 'members.session-needed', `a token ${what}: sign in and do it yourself`)
  return actor.person
}

/** Where to go after signing in: a path of this site, or null for anything else. */
export function localPath(then: string | undefined): string | null {
  if (then === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(then) || then.includes('\\')) return null
  const url = URL.parse(then, 'http://local.invalid')
  const ours = url?.origin === 'http://local.invalid' && !url.pathname.startsWith('//') // `/a/..//b` reads //b
  return ours ? `${url.pathname}${url.search}${url.hash}` : null
}

/** What a browser says of itself, short enough for a list: “Firefox on Linux”. */
export function browserOf(userAgent: string): string {
  const browser = /Edg\//.test(userAgent) ? 'Edge' : /OPR\//.test(userAgent) ? 'Opera' : /Firefox\//.test(userAgent) ? 'Firefox'
    : /Chrom(e|ium)\//.test(userAgent) ? 'Chrome' : /Safari\//.test(userAgent) ? 'Safari' : undefined
  const system = /Android/.test(userAgent) ? 'Android' : /iPhone|iPad/.test(userAgent) ? 'iOS' : /Mac OS X/.test(userAgent) ? 'macOS'
    : /Windows/.test(userAgent) ? 'Windows' : /Linux/.test(userAgent) ? 'Linux' : undefined
  if (browser === undefined) return userAgent === '' ? 'Unknown' : userAgent.replace(/[^\x20-\x7e]/g, '').slice(0, 80)
  return system === undefined ? browser : `${browser} on ${system}`
}
