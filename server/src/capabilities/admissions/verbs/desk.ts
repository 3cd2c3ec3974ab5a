/** The secretariat's side: it takes up, checks, asks, measures, opens the windows and the ballot, and admits. It has no vote, and no say in a figure. */
import { newId, type ApplicationId, type EvidenceId, type OrganisationId } from '@openaccord/names'
import { DAY, iso, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { Means, Named } from '../means.ts'
import { conflict, type Of } from '../model.ts'
import { sizeOf } from '../model/answers.ts'
import { ballotText } from '../model/ballot-text.ts'
import { check, resolve, unreviewed, type CheckResult, type Evidence, type Grade } from '../model/evidence.ts'
import { gatesOf } from '../model/gates.ts'
import { needMove, type Move } from '../model/moves.ts'
import { affiliatesOf, barOf, countingSponsors } from '../model/sponsors.ts'
import { SPONSORS_NEEDED } from '../model/standing.ts'
import { TERMS } from '../model/terms.ts'
import { sha256 } from '../secrets.ts'
import { noteOrganisation } from '../store/applications.ts'
import { countComments } from '../store/beside.ts'
import { addEvidence, loadEvidence, saveEvidence } from '../store/evidence.ts'
import { day, mentorMail, sponsorsWantedMail } from '../wording.ts'
import { happen, happenTo, leastOf, loadKnown, nameOf, needUnconcerned, receipt, type Known } from './book.ts'
import { blank } from './form.ts'
import type { LookVerbs } from './look-again.ts'
import { measurement } from './measurement.ts'

export function createDeskVerbs(means: Means, { beforeAdmission }: Pick<LookVerbs, 'beforeAdmission'>) {
  const { database, clock, random, members, mail, origin, measure, capture, ballots } = means

  /** Every move of the secretariat reads alike: may this person, now, on this case? */
  async function move(actor: Actor, id: ApplicationId, what: Move, act: (tx: Tx, known: Known, now: number) => Promise<void>): Promise<void> {
    need(actor, 'admissions.handle')
    await database.transact(async (tx) => {
      await tx.lock('admissions')
      const now = clock()
      const known = await loadKnown(tx, means, id, now)
      await needUnconcerned(tx, means, actor, known)
      needMove(what, known.standing.state)
      await act(tx, known, now)
    })
  }
  const site = async (tx: Tx) => ({ origin, alliance: (await members.allianceName(tx)) ?? 'the alliance' })

  async function signatory(tx: Tx, slug: string): Promise<Named> {
    const found = (await members.organisations(tx)).find((one) => one.slug === slug)
    if (found?.kind === 'signatory' && found.state === 'active') return found
    throw new Refusal('unprocessable', 'admissions.organisation', `there is no active signatory “${slug}”`, { faults: [{ field: '/organisation', rule: 'the short name of an active signatory', fix: 'look it up in the register' }] })
  }

  return {
    takeUp: (actor: Actor, id: ApplicationId): Promise<void> => move(actor, id, 'take-up', async (tx, { application }, now) => {
      await happen(tx, means, application, { what: 'taken-up' }, { at: now, by: by(actor) })
      await receipt(tx, means, application, 'it was taken up', 'The secretariat checks within 10 days whether everything is there.')
    }),

    complete: (actor: Actor, id: ApplicationId): Promise<void> => move(actor, id, 'complete', async (tx, { application }, now) => {
      const closed = gatesOf(application, now).filter(({ state }) => state !== 'passed')
      if (closed.length > 0) throw conflict('gates-open', `not every gate is passed yet: ${closed.map(({ gate, state }) => `${gate} (${state})`).join(', ')}`)
      await happen(tx, means, application, { what: 'completed' }, { at: now, by: by(actor) })
      await receipt(tx, means, application, 'it is complete', 'The secretariat reviews the evidence within 20 days.')
    }),

    askMore: (actor: Actor, id: ApplicationId, text: string): Promise<void> => move(actor, id, 'ask', async (tx, { application }, now) => {
      await happen(tx, means, application, { what: 'asked', text: text.trim() }, { at: now, by: by(actor) })
      await receipt(tx, means, application, 'the secretariat has a question', `Please answer by ${day(now + TERMS['answer-questions'].days * DAY)}. The question is on your application’s page.`)
    }),

    /** A public page that documents something is read at that moment, and its hash kept: what stands there later may differ. */
    async checkEvidence(actor: Actor, id: ApplicationId, evidence: EvidenceId, given: { result: CheckResult; grade: Grade; note: string; expires: number | null }): Promise<void> {
      need(actor, 'admissions.handle')
      const { link } = await database.read((tx) => evidenceOf(tx, id, evidence))
      const captured = link !== null && given.result === 'pass' && given.grade === 'E2' ? await capture(link) : undefined
      await move(actor, id, 'check', async (tx, _known, now) => {
        const checked = { ...check(await evidenceOf(tx, id, evidence), { ...given, by: actor.person! }, now), ...captured }
        const seen = { ...checked, observedAt: checked.observedAt ?? now }
        await saveEvidence(tx, seen)
        await happenTo(tx, means, 'evidence-checked', seen, { at: now, by: by(actor) })
      })
    },

    resolveDispute: (actor: Actor, id: ApplicationId, evidence: EvidenceId, given: { outcome: 'upheld' | 'corrected'; grade: Grade | null; note: string }): Promise<void> =>
      move(actor, id, 'resolve-dispute', async (tx, { application }, now) => {
        const closed = resolve(await evidenceOf(tx, id, evidence), { ...given, by: actor.person! }, now)
        await saveEvidence(tx, closed)
        await happenTo(tx, means, 'dispute-closed', closed, { at: now, by: by(actor) })
        await receipt(tx, means, application, 'a dispute about evidence was closed', 'What was found is on your application’s page.')
      }),

    /** Measured outside any transaction. An earlier measurement stays, superseded. */
    async measure(actor: Actor, id: ApplicationId): Promise<void> {
      need(actor, 'admissions.handle')
      const { application, standing } = await database.read((tx) => loadKnown(tx, means, id, clock()))
      needMove('measure', standing.state)
      const report = await measure(application.answers.domain!)
      await move(actor, id, 'measure', async (tx, known, now) => {
        const before = (await loadEvidence(tx, id)).filter(({ kind, supersededAt }) => kind === 'measurement' && supersededAt === null)
        if (before.some((one) => one.sha256 === report?.sha256 && one.sha256 !== null)) return
        for (const old of before) await saveEvidence(tx, { ...old, supersededAt: now })
        const measured = measurement(blank(newId('evidence', random), known.application, 'domain', now), report, now)
        await addEvidence(tx, measured)
        await happenTo(tx, means, 'evidence-measured', measured, { at: now })
      })
    },

    openComments: (actor: Actor, id: ApplicationId): Promise<void> => move(actor, id, 'open-comments', async (tx, { application }, now) => {
      const open = unreviewed(await loadEvidence(tx, id), leastOf(application), now)
      if (open.length > 0) throw conflict('evidence-open', `some evidence was not reviewed, or does not show enough: ${open.join(', ')}`)
      const until = now + TERMS.comments.days * DAY
      await happen(tx, means, application, { what: 'comments-opened', until }, { at: now, by: by(actor) })
      await receipt(tx, means, application, 'everyone may comment on it now', `Until ${day(until)}; you may answer each comment. Two sponsors among the signatories are needed as well.`)
    }),

    /** At most once a fortnight the same organisation. */
    askSponsors: (actor: Actor, id: ApplicationId, slugs: readonly string[]): Promise<void> => move(actor, id, 'ask-sponsors', async (tx, { application, voters }, now) => {
      const organisations: OrganisationId[] = []
      for (const slug of new Set(slugs)) {
        const voter = voters.find((one) => one.slug === slug)
        const bar = voter === undefined ? 'not-in-good-standing' : barOf(voter.organisation, application, voters)
        if (bar !== undefined) throw new Refusal('unprocessable', 'admissions.cannot-sponsor', `“${slug}” cannot sponsor it: ${bar}`, { faults: [{ field: '/organisations', rule: 'signatories that could sponsor it', fix: `leave “${slug}” out` }] })
        const recent = application.asked.some((one) => one.organisation === voter!.organisation && one.at > now - 14 * DAY)
        if (!recent) organisations.push(voter!.organisation)
      }
      if (organisations.length === 0) throw conflict('asked-already', 'all of these were asked within the last fortnight')
      await happen(tx, means, application, { what: 'sponsors-asked', organisations }, { at: now, by: by(actor) })
      const name = nameOf(application)
      for (const organisation of organisations) for (const to of await members.mailsOf(tx, organisation)) await mail(tx, sponsorsWantedMail(to, { ...(await site(tx)), name, id }))
    }),

    nameMentor: (actor: Actor, id: ApplicationId, slug: string): Promise<void> => move(actor, id, 'name-mentor', async (tx, { application }, now) => {
      const { id: organisation, name } = await signatory(tx, slug)
      if (application.mentor === organisation) return
      await happen(tx, means, application, { what: 'mentor-named', organisation }, { at: now, by: by(actor) })
      for (const to of await members.mailsOf(tx, organisation)) await mail(tx, mentorMail(to, { ...(await site(tx)), name: nameOf(application), id, role: 'mentor' }))
      if (application.mailConfirmed !== null) await mail(tx, mentorMail(application.mailConfirmed, { ...(await site(tx)), name, id, role: 'applicant' }))
    }),

    /** Affiliates and sponsors are heard and have no vote: nobody decides on their own case. */
    openBallot: (actor: Actor, id: ApplicationId): Promise<void> => move(actor, id, 'open-ballot', async (tx, { application, voters }, now) => {
      const sponsors = countingSponsors(application, voters)
      if (sponsors.length < SPONSORS_NEEDED) throw conflict('sponsors-missing', `two sponsors are needed; there ${sponsors.length === 1 ? 'is one' : 'are none'} that count`)
      const evidence = await loadEvidence(tx, id)
      const text = ballotText(application, {
        origin, comments: (await countComments(tx)).get(id) ?? 0, evidence, now: iso(now),
        sponsors: sponsors.map(({ organisation }) => voters.find((one) => one.organisation === organisation)?.name ?? organisation),
      })
      const excluded = [...new Set([...affiliatesOf(application, voters).map(({ organisation }) => organisation), ...sponsors.map(({ organisation }) => organisation)])]
      const ballot = await ballots.open(tx, { application: id, title: `Admission of ${nameOf(application)}`, text, textSha256: sha256(text), excluded, by: actor.organisation!, now })
      await happen(tx, means, application, { what: 'ballot-opened', ballot }, { at: now, by: by(actor) })
      await receipt(tx, means, application, 'the signatories decide on it now', 'There are at least 7 days of discussion and 7 days of voting.')
    }),

    /**
     * In two transactions, for the members' room has one of its own: whoever is cut off between them does it again, and
     * finds the organisation that was entered for this application.
     */
    async admit(actor: Actor, id: ApplicationId, slug: string): Promise<void> {
      need(actor, 'members.admit')
      const { application } = await database.read(async (tx) => {
        const known = await loadKnown(tx, means, id, clock())
        await needUnconcerned(tx, means, actor, known)
        if (known.application.organisation === null) needMove('admit', known.standing.state)
        return known
      })
      if (application.organisation !== null) return
      await beforeAdmission(id)
      const { organisation: words, contact } = application.answers
      if (words === null || contact === null) throw new Error(`${id} has no organisation to admit`)
      const entered = (tx: Parameters<typeof members.organisations>[0]) => members.organisations(tx).then((all) => all.find((one) => one.slug === slug && one.name === words.name && one.kind === 'signatory' && one.since >= application.ballot!.openedAt))
      const organisation = (await database.read(entered))?.id ?? (await members.admit(actor, {
        slug, name: words.name, country: words.country, sector: words.sector, size: sizeOf(words.people), website: words.website, description: words.description, mail: contact.mail,
      }))
      await database.transact(async (tx) => {
        await tx.lock('admissions')
        const now = clock()
        const known = await loadKnown(tx, means, id, now)
        if (known.application.organisation !== null) return
        await noteOrganisation(tx, id, organisation)
        await happen(tx, means, known.application, { what: 'admitted', organisation } satisfies Pick<Of<'admitted'>, 'what' | 'organisation'>, { at: now, by: by(actor) })
        await receipt(tx, means, known.application, 'it was accepted', `An invitation for your contact is on its way. Register a signing key and sign the pledge by ${day(now + TERMS.sign.days * DAY)}.`)
      })
    },
  }
}

const by = (actor: Actor) => actor.person ?? null

async function evidenceOf(tx: Reader, application: ApplicationId, id: EvidenceId): Promise<Evidence> {
  const found = (await loadEvidence(tx, application)).find((one) => one.id === id)
  if (found === undefined) throw new Refusal('unknown', 'admissions.evidence-unknown', 'this application has no such evidence')
  return found
}
