/** Beginning an application without an account, and coming back to it by a link. Opening a link is a POST, for scanners of mail open every GET. */
import { newId, type ApplicationId } from '@openaccord/names'
import { DAY, Refusal } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import { normaliseMail } from '../../members/index.ts'
import type { Means } from '../means.ts'
import { NO_ANSWERS } from '../model/answers.ts'
import type { Draft } from '../model.ts'
import { hashOfSecret, newSecret } from '../secrets.ts'
import { addDraft, addLink, countDrafts, countLinks, findByMail, findDraft, findLink, loadEvents, saveDraft } from '../store/applications.ts'
import { linkMail } from '../wording.ts'

export type Proof = { challenge: string; number?: string | undefined }
/** So many drafts lie open at once on one hub; whoever comes later waits until some have ended. */
const MOST_DRAFTS = 20_000
/** So that nobody fills another's letter box. */
const MOST_LINKS_A_DAY = 5

export function createLinkVerbs({ database, clock, random, effort, members, mail, askForLinks, origin }: Means) {
  return {
    /** `token` is given once and kept as its hash. */
    async begin({ mail: to, effort: proof, address }: { mail?: string; effort: Proof; address: string }): Promise<{ application: ApplicationId; token: string; link: string }> {
      const wanted = to === undefined || to.trim() === '' ? undefined : normaliseMail(to)
      const now = clock()
      const secret = newSecret('oar', random)
      return database.transact(async (tx) => {
        await effort.spend(tx, { purpose: 'application', ...proof, address })
        await tx.lock('admissions')
        if ((await countDrafts(tx)) >= MOST_DRAFTS) throw new Refusal('unavailable', 'admissions.drafts-many', 'very many applications have been begun: try again tomorrow', { retryAfterSeconds: 86_400 })
        const draft: Draft = { id: newId('application', random), begunAt: now, savedAt: now, answers: NO_ANSWERS, mailConfirmed: null, proof: null }
        await addDraft(tx, draft)
        await addLink(tx, secret.hash, { application: draft.id, purpose: 'resume', mail: null, madeAt: now })
        if (wanted !== undefined) await sendLink(tx, draft, wanted)
        return { application: draft.id, token: secret.text, link: `${origin}/apply/form/organisation?token=${secret.text}` }
      })
    },

    /** Gives the application of a link. One that was mailed shows that its address is read. */
    async open(token: string): Promise<ApplicationId> {
      const now = clock()
      return database.transact(async (tx) => {
        const hash = hashOfSecret('oar', token)
        const link = hash === undefined ? undefined : await findLink(tx, hash, 'resume')
        const draft = link && (await findDraft(tx, link.application))
        if (link === undefined || draft === undefined) throw noLink()
        if (link.mail === null || draft.mailConfirmed === link.mail || (draft.answers.contact?.mail ?? link.mail) !== link.mail) return draft.id
        await saveDraft(tx, { ...draft, mailConfirmed: link.mail, savedAt: (await loadEvents(tx, draft.id)).length === 0 ? now : draft.savedAt })
        return draft.id
      })
    },

    /** Answers alike whether the address is known: only the job looks. */
    async sendLinksTo({ mail: to, effort: proof, address }: { mail: string; effort: Proof; address: string }): Promise<void> {
      const wanted = normaliseMail(to)
      await database.transact(async (tx) => {
        await effort.spend(tx, { purpose: 'application', ...proof, address })
        await askForLinks(tx, wanted)
      })
    },

    /** The job. */
    async sendLinks(to: string): Promise<void> {
      await database.transact(async (tx) => {
        for (const id of await findByMail(tx, to)) {
          const draft = await findDraft(tx, id)
          if (draft !== undefined) await sendLink(tx, draft, to)
        }
      })
    },

    sendLink,
  }

  async function sendLink(tx: Tx, draft: Draft, to: string): Promise<void> {
    const now = clock()
    if ((await countLinks(tx, draft.id, now - DAY)) >= MOST_LINKS_A_DAY) return
    const secret = newSecret('oar', random)
    await addLink(tx, secret.hash, { application: draft.id, purpose: 'resume', mail: to, madeAt: now })
    const alliance = (await members.allianceName(tx)) ?? 'the alliance'
    await mail(tx, linkMail(to, { alliance, origin, token: secret.text, name: draft.answers.organisation?.name ?? null }))
  }
}
export type SendLink = ReturnType<typeof createLinkVerbs>['sendLink']

/** Whose application this token opens. */
export async function ownApplication(tx: Reader, token: string | undefined): Promise<ApplicationId> {
  const hash = token === undefined ? undefined : hashOfSecret('oar', token)
  const link = hash === undefined ? undefined : await findLink(tx, hash, 'resume')
  if (link === undefined) throw new Refusal('unauthenticated', 'admissions.link-needed', 'open your application by its link first')
  return link.application
}

const noLink = (): Refusal => new Refusal('gone', 'admissions.link-gone', 'this link leads to no application: it was ended, or the link is not complete')
