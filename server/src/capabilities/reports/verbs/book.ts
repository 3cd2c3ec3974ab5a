/** What every verb of this room loads: desks, reports that one may read, and the one way in which a report changes. */
import type { Micros, OrganisationId, ReportId } from '@openaccord/names'
import { need, plainText, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { Listed, Means } from '../means.ts'
import { unknownDesk, unknownReport, type Case, type HappeningKind } from '../model.ts'
import { figuresOf, type Figures } from '../model/figures.ts'
import { addEvent, loadCase, loadCases, mailOf, unread, wordsAbout } from '../store.ts'
import { findDesk, liveRecipients, loadDesks, loadProducts, type DeskSettings } from '../store/desk.ts'
import type { Product } from '../model/products.ts'
import { newsMail } from '../wording.ts'

export type Desk = { organisation: Listed; settings: DeskSettings; recipients: string[]; figures: Figures; products: Product[] }
export type Book = ReturnType<typeof createBook>

/** What a desk is before its team has said anything. */
export const UNSET: DeskSettings = { open: false, languages: ['en'], safeHarbour: 'none', policy: '', policyLanguage: 'en', policyUrl: null, contacts: [] }
export const isOpen = ({ organisation, settings, recipients }: Desk): boolean => settings.open && organisation.state === 'active' && recipients.length > 0

export function createBook(means: Means) {
  const { database, clock, members, vault, mail, origin } = means

  async function deskWith(tx: Reader, organisation: Listed, settings: DeskSettings): Promise<Desk> {
    return {
      organisation, settings, recipients: await liveRecipients(tx, organisation.id), products: await loadProducts(tx, organisation.id),
      figures: figuresOf(await loadCases(tx, unread, organisation.id), clock()),
    }
  }

  async function listed(tx: Reader, id: OrganisationId): Promise<Listed> {
    const found = (await members.organisations(tx)).find((one) => one.id === id)
    if (found === undefined) throw new Error(`the organisation ${id} is not in the register`)
    return found
  }

  return {
    listed,

    /** Teams that take reports, by name. */
    async desks(tx: Reader): Promise<Desk[]> {
      const roll = new Map((await members.organisations(tx)).map((one) => [one.id, one]))
      const found: Desk[] = []
      for (const { organisation, settings } of await loadDesks(tx)) {
        const known = roll.get(organisation)
        if (known !== undefined) found.push(await deskWith(tx, known, settings))
      }
      return found.filter(isOpen).sort((a, b) => a.organisation.name.localeCompare(b.organisation.name, 'en'))
    },

    /** The desk of a short name, when it takes reports. */
    async openDesk(tx: Reader, slug: string): Promise<Desk> {
      const organisation = (await members.organisations(tx)).find((one) => one.slug === slug)
      const settings = organisation && (await findDesk(tx, organisation.id))
      const desk = organisation && settings && (await deskWith(tx, organisation, settings))
      if (desk === undefined || !isOpen(desk)) throw unknownDesk(slug)
      return desk
    },

    /** Also one that is closed: for its own team, and for those who reported before. */
    async deskOf(tx: Reader, organisation: OrganisationId): Promise<Desk> {
      return deskWith(tx, await listed(tx, organisation), (await findDesk(tx, organisation)) ?? UNSET)
    },

    /** A report of the actor’s own team, whatever else there is. */
    async own(tx: Reader, actor: Actor, id: string): Promise<Case> {
      const { organisation } = need(actor, 'reports.triage')
      const subject = await loadCase(tx, vault.openText, id)
      if (subject.report.organisation !== organisation) throw unknownReport()
      return subject
    },

    /** One transaction under the lock of this room: load, decide, save, tell. */
    change: <T>(work: (tx: Tx, now: Micros) => Promise<T>): Promise<T> => database.transact(async (tx) => {
      await tx.lock('reports')
      return work(tx, clock())
    }),

    async happen(tx: Tx, report: ReportId, kind: HappeningKind, { at, by, words }: { at: Micros; by?: Actor['person']; words?: string | undefined }): Promise<void> {
      const said = words?.trim() ?? ''
      await addEvent(tx, report, { kind, at, by: by ?? null, words: said === '' ? null : vault.sealText(said, wordsAbout(report, kind)) })
    },

    /** Whoever reported hears that there is something new, never what: mails are read by others. */
    async tellReporter(tx: Tx, report: ReportId): Promise<void> {
      const kept = await mailOf(tx, report)
      if (kept === undefined) return
      await mail(tx, newsMail(vault.openText(kept.mail, mailAbout(report)), { alliance: (await members.allianceName(tx)) ?? '', origin, speaks: kept.speaks }))
    },

    /** The first contact of the desk; where it names none, who answers for the organisation. */
    async tellTeam(tx: Tx, organisation: OrganisationId, made: (to: string, alliance: string) => { to: string; subject: string; text: string }, contact = 0): Promise<void> {
      const settings = (await findDesk(tx, organisation)) ?? UNSET
      const named = settings.contacts[contact]?.mail
      const alliance = (await members.allianceName(tx)) ?? ''
      for (const to of named === undefined ? (contact === 0 ? await members.mailsOf(tx, organisation) : []) : [named]) await mail(tx, made(to, alliance))
    },
  }
}

export const mailAbout = (report: ReportId): string => `reports_report.mail ${report}`

export const cleanText = (text: string, field: string): string => plainText(text, 'reports', field)

export const tooMany = (words: string): Refusal => new Refusal('too-many', 'reports.many', words, { retryAfterSeconds: 3_600 })
