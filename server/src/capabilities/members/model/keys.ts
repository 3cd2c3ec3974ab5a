/**
 * Signing keys of an organisation (Ed25519): proposed → confirmed by a second person → active once a domain proves it →
 * retired or compromised. Pure: a key and a moment go in, the next key or a refusal comes out.
 */
import type { KeyId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import { DAY, Refusal } from '../../../kernel/index.ts'
import { rightsOf, type Person } from '../model.ts'
import type { KeyDomain } from './domains.ts'

export type KeyState = 'proposed' | 'confirmed' | 'active' | 'retired' | 'compromised' | 'withdrawn'
/** `at` is when this state began. */
export type KeyStanding =
  | { state: 'proposed' | 'confirmed' | 'active' | 'retired' | 'withdrawn'; at: Micros }
  | { state: 'compromised'; at: Micros; firstDoubt: Micros }
export type KeyEventKind = KeyState | 'domain-verified' | 'domain-lost'
export type KeyEvent = { at: Micros; what: KeyEventKind; domain: string | null }
/** An end that one person stated because no other key is left to sign it with. */
export type StatedEnd = { by: PersonId; at: Micros } & ({ what: 'retired' } | { what: 'compromised'; firstDoubt: Micros; note: string | null })

export type Key = {
  id: KeyId
  /** SHA-256 of the raw public key; both in lower-case hexadecimal. */
  keyid: string
  publicKey: string
  organisation: OrganisationId
  standing: KeyStanding
  replaces: string | null
  proposedBy: PersonId
  proposed: Micros
  confirmedBy: PersonId | null
  active: Micros | null
  stated: StatedEnd | null
  domains: readonly KeyDomain[]
  history: readonly KeyEvent[]
}

/** Open at once in an organisation: proposals, and keys that sign. */
export const MOST_PROPOSED = 5
export const MOST_ACTIVE = 20

export const isOpen = ({ standing }: Key): boolean => standing.state === 'proposed' || standing.state === 'confirmed'
export const isActive = ({ standing }: Key): boolean => standing.state === 'active'
/** Who may look after keys now. */
export const keepsKeys = ({ roles, standing }: Person): boolean => standing.state === 'active' && rightsOf(roles).has('keys.manage')
/** By a domain that was looked at within a day: an older look is no reason to begin. */
const proven = ({ domains }: Key, now: Micros): boolean => domains.some(({ result, checked }) => result === 'verified' && checked !== null && now - checked <= DAY)

/** A key that may sign an act now: active, and nobody has stated a doubt. */
export const maySign = (key: Key): boolean => isActive(key) && key.stated?.what !== 'compromised'

/** Whether a new key of this organisation may be proposed, and if it replaces one, whether that one may be replaced. */
export function needMayPropose(known: readonly Key[], replaces: string | undefined): void {
  if (known.filter(isOpen).length >= MOST_PROPOSED) {
    throw new Refusal('conflict', 'members.keys-many', `${MOST_PROPOSED} keys are proposed already: confirm or withdraw one first`)
  }
  if (known.filter(isActive).length >= MOST_ACTIVE) throw new Refusal('conflict', 'members.keys-many', `${MOST_ACTIVE} keys are active: retire one first`)
  if (replaces === undefined) return
  const old = known.find(({ keyid }) => keyid === replaces)
  if (old === undefined || !maySign(old)) {
    throw new Refusal('conflict', 'members.key-not-replaceable', `only an active key of your organisation is replaced; ${short(replaces)} is ${old === undefined ? 'none of them' : stateOf(old)}`)
  }
  if (known.some((key) => isOpen(key) && key.replaces === replaces)) {
    throw new Refusal('conflict', 'members.key-replaced-already', `another key is proposed already in the place of ${short(replaces)}: withdraw it first`)
  }
}

/** The second person's yes. Active at once where a domain has proven the key meanwhile. */
export function confirmKey(key: Key, person: PersonId, now: Micros): Key {
  if (key.standing.state !== 'proposed') throw wrongState(key, 'members.key-not-proposed', 'only a proposed key is confirmed')
  if (key.proposedBy === person) {
    throw new Refusal('forbidden', 'members.key-own-proposal', 'who proposes a key does not confirm it: a second person of your organisation with the right “keys.manage” does')
  }
  const domains = key.domains.map((domain) => ({ ...domain, next: now }))
  return activate(to({ ...key, domains, confirmedBy: person }, { state: 'confirmed', at: now }), now)
}

/** Confirmed and proven: active. Anything else stays as it is. */
export function activate(key: Key, now: Micros): Key {
  return key.standing.state === 'confirmed' && proven(key, now) ? to({ ...key, active: now }, { state: 'active', at: now }) : key
}

export function withdrawKey(key: Key, now: Micros): Key {
  if (!isOpen(key)) throw wrongState(key, 'members.key-not-open', 'only a key that is not active yet is withdrawn')
  return to(key, { state: 'withdrawn', at: now })
}

/** A doubt that was stated goes on waiting for its second voice. */
export function retireKey(key: Key, now: Micros): Key {
  if (!isActive(key)) throw wrongState(key, 'members.key-not-active', 'only an active key is retired')
  return to({ ...key, stated: key.stated?.what === 'compromised' ? key.stated : null }, { state: 'retired', at: now })
}

/** Also a retired one: a leak may be found out late. */
export function compromiseKey(key: Key, firstDoubt: Micros, now: Micros): Key {
  needMayDoubt(key, firstDoubt, now)
  return to({ ...key, stated: null }, { state: 'compromised', at: now, firstDoubt })
}

function needMayDoubt(key: Key, firstDoubt: Micros, now: Micros): void {
  if (!isActive(key) && key.standing.state !== 'retired') throw wrongState(key, 'members.key-not-in-use', 'only a key that is or was active is compromised')
  if (firstDoubt <= now && firstDoubt >= key.proposed) return
  throw new Refusal('unprocessable', 'members.key-first-doubt', 'the first doubt lies between the registration of the key and now', {
    faults: [{ field: '/firstDoubt', rule: 'between the registration of the key and now', fix: 'write when the key may first have been in other hands; if you do not know, when it was registered' }],
  })
}

export type End = { what: 'retired' } | { what: 'compromised'; firstDoubt: Micros; note: string | null }

/** By one person, where no other key of the organisation can sign it. A stated doubt stops the key at once. */
export function stateEnd(key: Key, known: readonly Key[], end: End, person: PersonId, now: Micros): Key {
  if (known.some((other) => other.keyid !== key.keyid && maySign(other))) {
    throw new Refusal('conflict', 'members.key-sign-it', 'another key of your organisation is active: sign this with it, then it counts at once', {
      faults: [{ field: '/envelope', rule: 'a DSSE envelope, signed with another active key', fix: 'prepare the act, sign it with the other key, hand in the envelope' }],
    })
  }
  if (key.stated !== null) throw new Refusal('conflict', 'members.key-stated', `it is stated already that this key is ${key.stated.what}: a second person confirms it, or takes it back`)
  if (end.what === 'retired' && !isActive(key)) throw wrongState(key, 'members.key-not-active', 'only an active key is retired')
  if (end.what === 'compromised') needMayDoubt(key, end.firstDoubt, now)
  return { ...key, stated: { ...end, by: person, at: now } }
}

export function confirmEnd(key: Key, person: PersonId, now: Micros): Key {
  const { stated } = key
  if (stated === null) throw nothingStated()
  if (stated.by === person) {
    throw new Refusal('forbidden', 'members.key-own-statement', 'who stated it does not confirm it: a second person of your organisation with the right “keys.manage” does')
  }
  return stated.what === 'retired' ? retireKey(key, now) : compromiseKey(key, stated.firstDoubt, now)
}

export function withdrawEnd(key: Key): Key {
  if (key.stated === null) throw nothingStated()
  return { ...key, stated: null }
}

/** What is waited for, and who may do it. `can`: people with the right; `others`: active people without it. */
export type WaitingFor = { step: 'second-person' | 'domain' | 'second-voice'; people: PersonId[]; couldBeGiven: PersonId[]; domains: string[] }

export function waitingFor(key: Key, can: readonly PersonId[], others: readonly PersonId[]): WaitingFor | undefined {
  const second = (step: 'second-person' | 'second-voice', first: PersonId): WaitingFor => {
    const people = can.filter((person) => person !== first)
    return { step, people, couldBeGiven: people.length > 0 ? [] : [...others], domains: [] }
  }
  if (key.stated !== null) return second('second-voice', key.stated.by)
  if (key.standing.state === 'proposed') return second('second-person', key.proposedBy)
  if (key.standing.state === 'confirmed') return { step: 'domain', people: [...can], couldBeGiven: [], domains: key.domains.map(({ domain }) => domain) }
  return undefined
}

function to(key: Key, standing: KeyStanding): Key {
  return { ...key, standing, history: [...key.history, { at: standing.at, what: standing.state, domain: null }] }
}

export const short = (keyid: string): string => `${keyid.slice(0, 12)}…`
const stateOf = ({ standing, stated }: Key): string => (stated?.what === 'compromised' ? 'in doubt' : standing.state)
const nothingStated = (): Refusal => new Refusal('conflict', 'members.key-nothing-stated', 'nothing is stated of this key that waits for a second person')
const wrongState = (key: Key, code: string, rule: string): Refusal => new Refusal('conflict', code, `${rule}; this one is ${key.standing.state}`)
