/**
 * Sessions and API tokens: what each allows at this moment. Pure: what the store knows and the time go in, an Actor or
 * a refusal comes out. A person's state, roles and organisation are looked at with every request, so a change is at once.
 */
import type { CommunityId, Micros, OrganisationId, PersonId, Right, Role, SessionId, TokenId } from '@openaccord/names'
import { DAY, minuteUtc, Refusal, type Actor, type Standing } from '../../../kernel/index.ts'
import { rightsIn, type OrganisationState, type PersonState } from '../model.ts'
import { PAUSED_BECAUSE, type Pause } from './measures.ts'

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
  /** The latest pause of the organisation's access, running or over. */
  pause: Pause | undefined
}
export type HeldSession = Holder & { session: Pick<Session, 'id' | 'started' | 'lastSeen' | 'expires'> }
export type HeldToken = Holder & { token: Pick<Token, 'id' | 'scopes' | 'expires' | 'lastUsed'> }

export const noSession = (): Refusal => new Refusal('unauthenticated', 'members.session-ended', 'this session has ended: sign in again')
export const noToken = (): Refusal => new Refusal('unauthenticated', 'members.token-unknown', 'this token is not known here, or was withdrawn')

/** A session begun before a suspension or a pause does not come back with its end; nor does one of a suspension outlive it. */
export function actorOfSession(held: HeldSession | undefined, now: Micros): Actor {
  if (held === undefined) throw noSession()
  needMayComeIn(held, now)
  const { session } = held
  const over = session.expires <= now || session.lastSeen + SESSION_IDLE <= now
  if (over || session.started < held.personState.at || session.started < held.organisationState.at || session.started < (held.pause?.from ?? 0)) throw noSession()
  const suspended = held.organisationState.state === 'suspended'
  const actor = actorOf(held, rightsIn(held.organisationState, held.roles), { kind: 'session', id: session.id })
  return suspended ? { ...actor, communities: new Map(), refused: suspendedRefusal(held) } : actor
}

/** What the token was given, as far as its maker still has it. It sleeps during a suspension and a pause. */
export function actorOfToken(held: HeldToken | undefined, now: Micros): Actor {
  if (held === undefined) throw noToken()
  if (held.token.expires <= now) throw new Refusal('unauthenticated', 'members.token-expired', 'this token has expired: make a new one')
  needMayComeIn(held, now)
  if (held.organisationState.state === 'suspended') throw suspendedRefusal(held)
  const rights = rightsIn(held.organisationState, held.roles)
  return actorOf(held, new Set(held.token.scopes.filter((scope) => rights.has(scope))), { kind: 'token', id: held.token.id })
}

type ComesIn = Pick<Holder, 'personState' | 'organisationState' | 'organisationName' | 'pause'>

/** Refuses people and organisations that may not come in at all, in words that say why. Of a suspended organisation one comes in with few rights. */
export function needMayComeIn(held: ComesIn, now: Micros): void {
  if (held.personState.state === 'left' || held.organisationState.state === 'left') throw noToken()
  if (held.personState.state === 'suspended') {
    throw new Refusal('forbidden', 'members.person-suspended', 'your account is suspended: ask those who manage your organisation')
  }
  if (held.pause !== undefined && now < held.pause.until) throw pausedRefusal(held.organisationName, held.pause)
}

/** What the page of a paused organisation says; the address to write to stands beside it. */
const pausedRefusal = (name: string, { until, ground, reason }: Pause): Refusal => new Refusal(
  'forbidden', 'members.access-paused',
  `Access of ${name} is paused until ${minuteUtc(until)}, because ${PAUSED_BECAUSE[ground]}. ${reason.trim()} It ends by itself then. Your organisation is a member as before; votes it has cast count, and the clock of a ballot goes on.`,
)

const suspendedRefusal = ({ organisationName, organisationState: standing }: Pick<Holder, 'organisationName' | 'organisationState'>): Refusal =>
  new Refusal('forbidden', 'members.organisation-suspended', `${organisationName} is suspended${standing.state === 'suspended' && standing.reason !== '' ? `: ${standing.reason}` : ''}`)

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
