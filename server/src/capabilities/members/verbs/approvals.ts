/**
 * A passkey's approval of one act (WebAuthn Level 3): the challenge is the SHA-256 of exactly what will be signed, so
 * the answer is bound to it. It counts once, for the session that asked, for a quarter of an hour.
 */
import type { Micros, PersonId, SessionId } from '@openaccord/names'
import { MINUTE, need, Refusal, type Actor, type Clock, type Random } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { needRightAct, openStatement } from '../model/acts.ts'
import { needSession } from '../model/credentials.ts'
import { hashOfSecret, newSecret } from '../secrets.ts'
import { addApproval, takeAsked, type Approval } from '../store/acts.ts'
import { findPasskey, loadPasskeys, notePasskeyUse } from '../store/passkeys.ts'
import { badAnswer, isAuthentication, relyingParty, verifySignIn, webAuthn, type Options } from './passkeys.ts'

export type ApprovalOptions = Options & { paeSha256: string }
export type Approved = { paeSha256: string; expires: Micros }

const ASKED_LASTS = 5 * MINUTE
const GIVEN_LASTS = 15 * MINUTE

export function createApprovalVerbs({ database, clock, random, alliance }: { database: Database; clock: Clock; random: Random; alliance: string }) {
  return {
    /** Refuses what would be refused when it is handed in, so that nobody approves in vain. */
    async approvalOptions(actor: Actor, statement: string, origin: string): Promise<ApprovalOptions> {
      const { organisation } = need(actor, 'acts.sign')
      const { person, session } = sessionOf(actor)
      const rpID = relyingParty(origin)
      const now = clock()
      const stated = openStatement(statement)
      needRightAct(stated, { alliance, organisation }, now)
      const passkeys = await database.read((tx) => loadPasskeys(tx, person))
      if (passkeys.length === 0) throw new Refusal('conflict', 'members.passkey-none', 'an act is approved with a passkey, and you have none: add one on your account page')
      const options = await (await webAuthn()).generateAuthenticationOptions({
        rpID, challenge: new Uint8Array(Buffer.from(stated.paeSha256, 'hex')), userVerification: 'required', timeout: ASKED_LASTS / 1000,
        allowCredentials: passkeys.map(({ credential }) => ({ id: credential })),
      })
      const handle = newSecret('oac', random)
      await database.transact((tx) => addApproval(tx, { paeSha256: stated.paeSha256, person, session, origin }, 'asked', handle.hash, now + ASKED_LASTS))
      return { handle: handle.text, options, paeSha256: stated.paeSha256 }
    },

    /** What was asked is spent also when the answer is wrong. */
    async approveAct(actor: Actor, { handle, response }: { handle: string; response: unknown }): Promise<Approved> {
      need(actor, 'acts.sign')
      const { person, session } = sessionOf(actor)
      const hash = hashOfSecret('oac', handle)
      const now = clock()
      const asked = hash === undefined ? undefined : await database.transact((tx) => takeAsked(tx, hash, now))
      if (asked === undefined) throw new Refusal('gone', 'members.passkey-late', 'this took too long or was answered already: begin again')
      if (asked.person !== person || asked.session !== session) throw new Refusal('forbidden', 'members.passkey-other', 'this was begun by somebody else: begin again')
      if (!isAuthentication(response)) throw badAnswer('the answer of navigator.credentials.get(), as JSON')
      const passkey = await database.read((tx) => findPasskey(tx, response.id))
      if (passkey === undefined || passkey.person !== person) throw new Refusal('forbidden', 'members.passkey-not-yours', 'an act is approved with a passkey of your own')
      const counter = await verifySignIn(passkey, response, { challenge: challengeOf(asked), origin: asked.origin }).catch(notApproved)
      const given = newSecret('oac', random)
      const expires = clock() + GIVEN_LASTS
      await database.transact(async (tx) => {
        if (!(await notePasskeyUse(tx, passkey, counter, now))) notApproved()
        await addApproval(tx, asked, 'given', given.hash, expires)
      })
      return { paeSha256: asked.paeSha256, expires }
    },
  }
}

/** The session stays good: what is refused is this approval. */
function notApproved(cause?: unknown): never {
  throw new Refusal('forbidden', 'members.passkey-refused', 'the answer of this passkey is not right for what was asked: begin again', { cause })
}

const challengeOf = ({ paeSha256 }: Approval): string => Buffer.from(paeSha256, 'hex').toString('base64url')

function sessionOf(actor: Actor): { person: PersonId; session: SessionId } {
  const person = needSession(actor, 'approves nothing')
  if (actor.via.kind !== 'session') throw new Refusal('forbidden', 'members.session-needed', 'sign in and approve it yourself')
  return { person, session: actor.via.id }
}
