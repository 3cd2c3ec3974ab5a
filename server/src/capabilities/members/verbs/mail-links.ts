/**
 * Signing in by a one-time link. Whether or not an address is known, asking does the same work and answers alike: it
 * leaves a job behind, and only the job looks for the person. Opening is a POST, for scanners of mail open every GET.
 */
import type { PersonId } from '@openaccord/names'
import { DAY, MINUTE, Refusal } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import { localPath } from '../model/credentials.ts'
import type { MailMeans } from '../means.ts'
import { normaliseMail } from '../model.ts'
import { hashOfSecret, newSecret } from '../secrets.ts'
import { addLink, countOpenLinks, removeReusableLinks, takeLink } from '../store/one-time.ts'
import { loadAlliance } from '../store/organisations.ts'
import { findPerson, findPersonByMail, unknownPerson } from '../store/people.ts'
import { signInMail } from '../wording.ts'
import { beginSession, type Browser, type SignedIn } from './sessions.ts'

export type SignInWish = { mail: string; then: string | null }
/** Leaves the job `sendSignInLink` behind, in the transaction. */
export type AskForLink = (tx: Tx, wish: SignInWish) => Promise<void>

export const LINK_LASTS = 15 * MINUTE
const DEMO_LINK_LASTS = 366 * DAY
/** So that nobody fills another's letter box. */
const MOST_LINKS = 5

export function createMailLinkVerbs({ database, clock, random, mail, origin, askForLink, demo }: MailMeans & { askForLink: AskForLink; demo: boolean }) {
  const addressOf = (secret: string): string => `${origin}/sign-in/mail?token=${secret}`
  return {
    async signInByMail(wish: { mail: string; then?: string | undefined }): Promise<void> {
      const to = normaliseMail(wish.mail)
      await database.transact((tx) => askForLink(tx, { mail: to, then: localPath(wish.then) }))
    },

    /** The job. Silent about addresses that nobody here has. */
    async sendSignInLink(wish: SignInWish): Promise<void> {
      const now = clock()
      await database.transact(async (tx) => {
        const person = await findPersonByMail(tx, wish.mail)
        if (person === undefined || (await countOpenLinks(tx, person.id, now)) >= MOST_LINKS) return
        const secret = newSecret('oal', random)
        await addLink(tx, { person: person.id, then: localPath(wish.then ?? undefined), reusable: false }, secret.hash, now, now + LINK_LASTS)
        const alliance = (await loadAlliance(tx))?.name ?? 'the alliance'
        await mail(tx, signInMail(person.mail, { alliance, link: addressOf(secret.text) }))
      })
    },

    async openMailLink(token: string, browser: Browser): Promise<SignedIn & { then: string | null }> {
      const now = clock()
      const hash = hashOfSecret('oal', token)
      return database.transact(async (tx) => {
        const link = hash === undefined ? undefined : await takeLink(tx, hash, now)
        if (link === undefined || (link.reusable && !demo)) throw new Refusal('gone', 'members.link-gone', 'this link was used or has expired: ask for a new one')
        const signedIn = await beginSession(tx, { person: link.person, by: link.reusable ? 'demo' : 'mail', browser }, { now, random })
        return { ...signedIn, then: link.then }
      })
    },

    /** In a demonstration only: a link that signs in again and again, for the list of accounts it prints. */
    async issueDemoSignIn(person: PersonId): Promise<string> {
      if (!demo) throw new Refusal('forbidden', 'members.no-demo', 'this hub is not a demonstration: links work once')
      const now = clock()
      const secret = newSecret('oal', random)
      await database.transact(async (tx) => {
        if ((await findPerson(tx, person)) === undefined) throw unknownPerson()
        await removeReusableLinks(tx, person)
        await addLink(tx, { person, then: null, reusable: true }, secret.hash, now, now + DEMO_LINK_LASTS)
      })
      return addressOf(secret.text)
    },
  }
}
