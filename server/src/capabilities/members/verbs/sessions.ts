/** Sessions: begun by every way of signing in, listed and ended by the one they belong to. */
import { newId, type PersonId, type SessionId } from '@openaccord/names'
import { Refusal, type Actor, type Clock, type Random } from '../../../kernel/index.ts'
import type { Database, Tx } from '../../../platform/database.ts'
import { browserOf, needMayComeIn, needSession, SESSION_LASTS, type Session, type SignedInBy } from '../model/credentials.ts'
import { hashOfSecret, newSecret } from '../secrets.ts'
import { addAudit, type Where } from '../store/audit.ts'
import { addSession, findHolder, loadSessions, removeSession, removeSessionBySecret } from '../store/credentials.ts'
import { unknownPerson } from '../store/people.ts'

/** What a browser gets when it has signed in: the cookie's value and how long it lasts. */
export type SignedIn = { secret: string; maxAgeSeconds: number }
/** From where somebody signs in, and the session that this browser had before: it ends, so no id is carried over. */
export type Browser = Where & { previous?: string | undefined }

/** Part of a verb's transaction. Refuses who may not come in, in words that say why. */
export async function beginSession(
  tx: Tx,
  { person, by, browser }: { person: PersonId; by: SignedInBy; browser: Browser },
  { now, random }: { now: number; random: Random },
): Promise<SignedIn> {
  const holder = await findHolder(tx, person)
  if (holder === undefined) throw unknownPerson()
  needMayComeIn(holder, now)
  await endPrevious(tx, browser)
  const secret = newSecret('oas', random)
  const session: Session = {
    id: newId('session', random), person, signedInBy: by, browser: browserOf(browser.userAgent), started: now, lastSeen: now, expires: now + SESSION_LASTS,
  }
  await addSession(tx, session, secret.hash)
  await addAudit(tx, { what: 'signed-in', person, subject: `${session.id} ${by}`, where: browser }, now, random)
  return { secret: secret.text, maxAgeSeconds: SESSION_LASTS / 1_000_000 }
}

async function endPrevious(tx: Tx, { previous }: Browser): Promise<void> {
  const hash = previous === undefined ? undefined : hashOfSecret('oas', previous)
  if (hash !== undefined) await removeSessionBySecret(tx, hash)
}

export function createSessionVerbs({ database, clock, random }: { database: Database; clock: Clock; random: Random }) {
  return {
    /** The caller's own, the current one marked. */
    async sessions(actor: Actor): Promise<(Session & { current: boolean })[]> {
      const person = needSession(actor, 'does not see where its maker is signed in')
      const now = clock()
      const sessions = await database.read((tx) => loadSessions(tx, person))
      return sessions.filter(({ expires }) => expires > now).map((session) => ({ ...session, current: actor.via.kind === 'session' && session.id === actor.via.id }))
    },

    async endSession(actor: Actor, session: SessionId, where: Where): Promise<void> {
      const person = needSession(actor, 'does not end sessions')
      const now = clock()
      await database.transact(async (tx) => {
        if (!(await removeSession(tx, session, person))) throw new Refusal('unknown', 'members.session-unknown', 'there is no such session of yours')
        await addAudit(tx, { what: 'session-ended', person, subject: session, where }, now, random)
      })
    },

    /** Ends the session of the actor and the one of this cookie, also of somebody who is suspended. Nothing to end is no error. */
    async signOut(actor: Actor, cookie: string | undefined, where: Where): Promise<void> {
      const hash = cookie === undefined ? undefined : hashOfSecret('oas', cookie)
      const now = clock()
      await database.transact(async (tx) => {
        const ended = hash === undefined ? undefined : await removeSessionBySecret(tx, hash)
        if (ended !== undefined) await addAudit(tx, { what: 'signed-out', person: ended.person, subject: ended.id, where }, now, random)
        if (actor.via.kind !== 'session' || actor.person === undefined || !(await removeSession(tx, actor.via.id, actor.person))) return
        await addAudit(tx, { what: 'signed-out', person: actor.person, subject: actor.via.id, where }, now, random)
      })
    },
  }
}
