/**
 * Passkeys (WebAuthn Level 3): discoverable, with user verification, so that one of them is all one needs to sign in.
 * The relying party is the host one came to; a challenge lives in the database and is answered once, on any hub.
 */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { newId, type PasskeyId, type PersonId } from '@openaccord/names'
import { MINUTE, Refusal, type Actor, type Clock, type Random } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { needSession } from '../model/credentials.ts'
import { hashOfSecret, newSecret } from '../secrets.ts'
import { addAudit, type Where } from '../store/audit.ts'
import { addCeremony, takeCeremony, type CeremonyKind } from '../store/one-time.ts'
import { loadAlliance } from '../store/organisations.ts'
import { addPasskey, findPasskey, loadPasskeys, notePasskeyUse, removePasskey, type Passkey } from '../store/passkeys.ts'
import { findPerson, unknownPerson } from '../store/people.ts'
import { beginSession, type Browser, type SignedIn } from './sessions.ts'

export type ShownPasskey = Pick<Passkey, 'id' | 'name' | 'created' | 'lastUsed'>
/** `handle` comes back with the authenticator's answer. */
export type Options = { handle: string; options: unknown }
type Challenge = { challenge: string; origin: string }

const CEREMONY_LASTS = 5 * MINUTE
const MOST_PASSKEYS = 20
const CHALLENGE_BYTES = 32
/** COSE: EdDSA, ES256, RS256 — what authenticators speak today. */
const ALGORITHMS = [-8, -7, -257]

/** Three hundred files with the formats of certificates: loaded when somebody first uses a passkey. */
export const webAuthn = () => import('@simplewebauthn/server')

export function createPasskeyVerbs({ database, clock, random }: { database: Database; clock: Clock; random: Random }) {
  async function begin(kind: CeremonyKind, person: PersonId | null, state: Challenge): Promise<string> {
    const handle = newSecret('oac', random)
    const expires = clock() + CEREMONY_LASTS
    await database.transact((tx) => addCeremony(tx, kind, { person, state: JSON.stringify(state) }, handle.hash, expires))
    return handle.text
  }

  /** In a transaction of its own: a challenge is spent also when the answer to it is wrong. */
  async function take(kind: CeremonyKind, handle: string): Promise<Challenge & { person: PersonId | null }> {
    const hash = hashOfSecret('oac', handle)
    const now = clock()
    const found = hash === undefined ? undefined : await database.transact((tx) => takeCeremony(tx, kind, hash, now))
    if (found === undefined) throw new Refusal('gone', 'members.passkey-late', 'this took too long or was answered already: begin again')
    return { ...(JSON.parse(found.state) as Challenge), person: found.person } // our own writing
  }

  return {
    async passkeyChallenge(origin: string): Promise<Options> {
      const options = await (await webAuthn()).generateAuthenticationOptions({ rpID: relyingParty(origin), challenge: random(CHALLENGE_BYTES).slice(), userVerification: 'required', timeout: CEREMONY_LASTS / 1000 })
      return { handle: await begin('passkey-sign-in', null, { challenge: options.challenge, origin }), options }
    },

    async signInByPasskey({ handle, response }: { handle: string; response: unknown }, browser: Browser): Promise<SignedIn> {
      const expected = await take('passkey-sign-in', handle)
      if (!isAuthentication(response)) throw badAnswer('the answer of navigator.credentials.get(), as JSON')
      const passkey = await database.read((tx) => findPasskey(tx, response.id))
      if (passkey === undefined) throw new Refusal('unauthenticated', 'members.passkey-unknown', 'this passkey is not known here: sign in another way and add it')
      const next = await verifySignIn(passkey, response, expected)
      const now = clock()
      return database.transact(async (tx) => {
        if (!(await notePasskeyUse(tx, passkey, next, now))) throw refused()
        return beginSession(tx, { person: passkey.person, by: 'passkey', browser }, { now, random })
      })
    },

    async passkeys(actor: Actor): Promise<ShownPasskey[]> {
      const person = needSession(actor, 'does not see passkeys')
      return database.read((tx) => loadPasskeys(tx, person))
    },

    async newPasskeyOptions(actor: Actor, origin: string): Promise<Options> {
      const id = needSession(actor, 'does not add passkeys')
      const rpID = relyingParty(origin)
      const { person, known, alliance } = await database.read(async (tx) => ({ person: await findPerson(tx, id), known: await loadPasskeys(tx, id), alliance: await loadAlliance(tx) }))
      if (person === undefined) throw unknownPerson()
      if (known.length >= MOST_PASSKEYS) throw new Refusal('conflict', 'members.passkeys-many', `you have ${MOST_PASSKEYS} passkeys: remove one first`)
      const options = await (await webAuthn()).generateRegistrationOptions({
        rpName: alliance?.name ?? 'OpenAccord', rpID, userName: person.mail, userDisplayName: person.name, userID: new Uint8Array(Buffer.from(id)),
        challenge: random(CHALLENGE_BYTES).slice(), timeout: CEREMONY_LASTS / 1000, attestationType: 'none', supportedAlgorithmIDs: ALGORITHMS,
        excludeCredentials: known.map(({ credential }) => ({ id: credential })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      return { handle: await begin('passkey-new', id, { challenge: options.challenge, origin }), options }
    },

    async addPasskey(actor: Actor, { handle, name, response }: { handle: string; name: string; response: unknown }, where: Where): Promise<ShownPasskey> {
      const person = needSession(actor, 'does not add passkeys')
      const expected = await take('passkey-new', handle)
      if (expected.person !== person) throw new Refusal('forbidden', 'members.passkey-other', 'this was begun by somebody else: begin again')
      if (!isRegistration(response)) throw badAnswer('the answer of navigator.credentials.create(), as JSON')
      const made = await verifyNew(response, expected)
      const now = clock()
      const passkey: Passkey = { ...made, id: newId('passkey', random), person, name: name.trim(), created: now, lastUsed: null }
      await database.transact(async (tx) => {
        if ((await findPerson(tx, person)) === undefined) throw unknownPerson()
        if (!(await addPasskey(tx, passkey))) throw new Refusal('conflict', 'members.passkey-known', 'this passkey is kept already')
        await addAudit(tx, { what: 'passkey-added', person, subject: passkey.id, where }, now, random)
      })
      return passkey
    },

    async removePasskey(actor: Actor, id: PasskeyId, where: Where): Promise<void> {
      const person = needSession(actor, 'does not remove passkeys')
      const now = clock()
      await database.transact(async (tx) => {
        if (!(await removePasskey(tx, id, person))) throw new Refusal('unknown', 'members.passkey-unknown-id', 'there is no such passkey of yours')
        await addAudit(tx, { what: 'passkey-removed', person, subject: id, where }, now, random)
      })
    },
  }
}

/** WebAuthn Level 3 §5.1.3 step 8: the relying party is a host name; an address will not do, but localhost does. */
export function relyingParty(origin: string): string {
  const { hostname } = new URL(origin)
  if (!/^[\d.]+$/.test(hostname) && !hostname.startsWith('[')) return hostname
  const named = new URL(origin)
  named.hostname = 'localhost'
  const loopback = hostname === '[::1]' || hostname.startsWith('127.')
  throw new Refusal('unprocessable', 'members.passkey-needs-name', `passkeys work under a name, not under ${hostname}${loopback ? `: open ${named.origin} instead` : ''}`)
}

/** Returns the authenticator's new counter. */
export async function verifySignIn({ credential, publicKey, counter }: Passkey, response: AuthenticationResponseJSON, { challenge, origin }: Challenge): Promise<number> {
  const { verifyAuthenticationResponse } = await webAuthn()
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: relyingParty(origin), requireUserVerification: true,
      credential: { id: credential, publicKey: new Uint8Array(publicKey), counter },
    })
    if (verified) return authenticationInfo.newCounter
  } catch (cause) {
    throw refused(cause)
  }
  throw refused()
}

async function verifyNew(response: RegistrationResponseJSON, { challenge, origin }: Challenge): Promise<Pick<Passkey, 'credential' | 'publicKey' | 'counter' | 'transports'>> {
  const { verifyRegistrationResponse } = await webAuthn()
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: relyingParty(origin), requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS,
    })
    if (verified) {
      const { id, publicKey, counter, transports = [] } = registrationInfo.credential
      return { credential: id, publicKey, counter, transports: transports.filter((word) => /^[a-z-]{1,20}$/.test(word)) }
    }
  } catch (cause) {
    throw refused(cause, 'unprocessable')
  }
  throw refused(undefined, 'unprocessable')
}

const refused = (cause?: unknown, kind: 'unauthenticated' | 'unprocessable' = 'unauthenticated'): Refusal =>
  new Refusal(kind, 'members.passkey-refused', 'the answer of this passkey is not right for what was asked: begin again', { cause })

export const badAnswer = (rule: string): Refusal =>
  new Refusal('unprocessable', 'members.passkey-answer', 'this is no answer of a passkey', { faults: [{ field: '/response', rule }] })

type Parts = { id: string; rawId: string; type: string; response: Record<string, unknown> }
function isAnswer(value: unknown): value is Parts {
  if (typeof value !== 'object' || value === null || !('id' in value && 'rawId' in value && 'type' in value && 'response' in value)) return false
  const { id, rawId, type, response } = value
  return isText(id) && id === rawId && type === 'public-key' && typeof response === 'object' && response !== null
}
const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length < 100_000
export function isAuthentication(value: unknown): value is AuthenticationResponseJSON {
  return isAnswer(value) && ['clientDataJSON', 'authenticatorData', 'signature'].every((name) => isText(value.response[name]))
}
function isRegistration(value: unknown): value is RegistrationResponseJSON {
  return isAnswer(value) && ['clientDataJSON', 'attestationObject'].every((name) => isText(value.response[name]))
}
