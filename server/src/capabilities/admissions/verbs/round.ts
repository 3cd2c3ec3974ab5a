/**
 * Once an hour: states what time or another room has brought about, and sends reminders. Nothing waits for it: how an
 * application stands is the same whether this has run or not.
 */
import type { ApplicationId, Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { applicationOf, type Happening, type What } from '../model.ts'
import { EMPTY_LAPSES, IDLE_LAPSES, IDLE_REMINDERS, SIGN_REMINDERS, type Wait } from '../model/terms.ts'
import { loadIdleDrafts, noteReminder, removeDraft } from '../store/applications.ts'
import { overdueMail, reminderMail } from '../wording.ts'
import { findKnown, happen, knownOf, nameOf, receipt, type Known } from './book.ts'
import { ENDED, type ReadVerbs } from './read.ts'

export const ROUND_JOB = 'admissions.round'
export const LINKS_JOB = 'admissions.send-links'

const DOING: Partial<Record<Wait['what'], string>> = {
  'finish-draft': 'to finish the form and hand it in', 'answer-questions': 'to answer the secretariat’s question', 'answer-test-mail': 'to answer the test mail to your disclosure contact', 'sign': 'to sign the pledge',
  'take-up': 'to be taken up', 'check-completeness': 'to be checked for completeness', 'review-evidence': 'for its evidence to be reviewed', 'find-sponsors-for-applicant': 'for sponsors to be found', 'open-ballot': 'for its ballot to be opened', 'admit': 'to be admitted',
}

const ENDED_WORDS: Partial<Record<string, string>> = {
  'rejected': 'You may appeal to the ombudsperson within 30 days.',
  'sponsors-missing': 'Fewer than two of its sponsors were left, so it admits nobody. Once there are two again, the secretariat opens another ballot.',
}

export function createRoundVerbs(means: Means, { all }: Pick<ReadVerbs, 'all'>) {
  const { database, clock, members, mail, origin } = means

  /** Each once: what was told already stands among the events. */
  async function tellOnce(tx: Tx, { application }: Known, happening: Happening, at: number, words: string, next: string | null = null): Promise<void> {
    await happen(tx, means, application, happening, { at })
    await receipt(tx, means, application, words, next)
  }

  async function catchUp(tx: Tx, known: Known, now: number): Promise<void> {
    const { application, standing, outside: { ballot } } = known
    const told = (what: What, since = 0): boolean => application.events.some((event) => event.what === what && event.at >= since)
    const { commentsFrom, commentsUntil } = application
    if (commentsFrom !== null && commentsUntil !== null && now >= commentsUntil && !told('comments-closed', commentsFrom)) await tellOnce(tx, known, { what: 'comments-closed' }, now, 'the comment window has closed')
    if (ballot?.outcome && ballot.finalAt !== null && ballot.finalAt <= now && !told('ballot-ended', application.ballot!.openedAt)) {
      await tellOnce(tx, known, { what: 'ballot-ended', ballot: ballot.id, outcome: ballot.outcome }, now, `the ballot has ended: ${ballot.outcome.replace('-', ' ')}`, ENDED_WORDS[ballot.outcome === 'adopted' && standing.state === 'endorsement' ? 'sponsors-missing' : ballot.outcome] ?? null)
    }
    if (standing.state === 'lapsed' && !told('lapsed')) await tellOnce(tx, known, { what: 'lapsed' }, now, 'it has lapsed', 'You may apply again at any time.')
    if (standing.probation !== null && !told('probation-began')) await tellOnce(tx, known, { what: 'probation-began' }, now, 'your organisation has signed', 'It is on probation for twelve months, without a vote.')
    if (standing.state === 'member' && !told('probation-ended')) await tellOnce(tx, known, { what: 'probation-ended' }, now, 'probation is over', 'Your organisation has a vote from now on.')
  }

  async function remindApplicant(tx: Tx, { application, standing }: Known, now: number): Promise<void> {
    const { lapses, waits } = standing
    const awaited = waits.find(({ party }) => party === 'applicant')
    if (lapses === null || awaited === undefined) return
    const signs = awaited.what === 'sign'
    const from = signs ? awaited.since : lapses - IDLE_LAPSES
    const steps = signs ? SIGN_REMINDERS : IDLE_REMINDERS
    const step = steps.findLast((days) => now >= from + days * DAY)
    const to = application.mailConfirmed
    if (step === undefined || to === null || !(await noteReminder(tx, application.id, awaited.what, from, step))) return
    const alliance = (await members.allianceName(tx)) ?? 'the alliance'
    await mail(tx, reminderMail(to, { origin, alliance, name: nameOf(application) || null, id: application.id, what: DOING[awaited.what] ?? 'to go on', ends: lapses }))
  }

  async function remindSecretariat(tx: Tx, { application, standing }: Known, now: number): Promise<void> {
    const late = standing.waits.find(({ party, overdue }) => party === 'secretariat' && overdue)
    if (late === undefined || !(await noteReminder(tx, application.id, late.what, late.since, 0))) return
    const alliance = (await members.allianceName(tx)) ?? 'the alliance'
    const own = (await members.organisations(tx)).find(({ kind }) => kind === 'secretariat')
    if (own === undefined || now < late.due) return
    for (const to of await members.mailsOf(tx, own.id)) await mail(tx, overdueMail(to, { origin, alliance, name: nameOf(application), id: application.id, what: DOING[late.what] ?? late.what, due: late.due }))
  }

  return {
    /** Where the applicant is waited for: what for, until when, and the address it has confirmed. */
    waitsForApplicant: (id: ApplicationId): Promise<{ who: { name: string; mails: string[] }[]; what: string; until: Micros; path: string } | undefined> => database.read(async (tx) => {
      const found = await findKnown(tx, means, id, clock())
      const awaited = found?.standing.waits.find(({ party, what }) => party === 'applicant' && DOING[what] !== undefined)
      const to = found?.application.mailConfirmed ?? null
      if (found === undefined || awaited === undefined || to === null || found.application.submittedAt === null) return undefined
      return { who: [{ name: nameOf(found.application), mails: [to] }], what: `your application waits for you ${DOING[awaited.what]}`, until: awaited.due, path: '/apply/standing' }
    }),

    async round(): Promise<void> {
      await database.transact(async (tx) => {
        await tx.lock('admissions')
        const now = clock()
        for (const draft of await loadIdleDrafts(tx, now - EMPTY_LAPSES)) {
          const known = await knownOf(tx, means, applicationOf(draft, []), now, [])
          if (known.standing.state === 'lapsed') await removeDraft(tx, draft.id)
          else await remindApplicant(tx, known, now)
        }
        for (const known of await all(tx, now)) {
          await catchUp(tx, known, now)
          if (ENDED.has(known.standing.state)) continue
          await remindApplicant(tx, known, now)
          await remindSecretariat(tx, known, now)
        }
      })
    },
  }
}
