/** What the applicant states: handing in, answering, replying, disputing, withdrawing, appealing. Each is told, and receipted by mail. */
import { newId, type ApplicationId, type EvidenceId } from '@openaccord/names'
import { Refusal } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { conflict, type Application, type CommentId } from '../model.ts'
import { CRITERIA, ineligible, missingOf, type Criterion, type Missing } from '../model/answers.ts'
import { clausesOf, dispute, type Evidence } from '../model/evidence.ts'
import { gatesOf } from '../model/gates.ts'
import { needMove, type Move } from '../model/moves.ts'
import { testMailDue } from '../model/standing.ts'
import { hashOfSecret, newSecret, sha256 } from '../secrets.ts'
import { addLink, findLink, noteSubmitted, removeDraft, removeTestLinks, saveDraft } from '../store/applications.ts'
import { loadComments, saveComment } from '../store/beside.ts'
import { addEvidence, loadEvidence, saveEvidence } from '../store/evidence.ts'
import { contactTestMail, day } from '../wording.ts'
import { findKnown, happen, happenTo, nameOf, receipt, sealSubmission, type Known } from './book.ts'
import { blank, loadOwn } from './form.ts'

export const MOST_TEST_MAILS = 3

export function createApplicantVerbs(means: Means) {
  const { database, clock, random, members, mail, origin } = means

  async function step(token: string | undefined, move: Move, act: (tx: Tx, known: Known, now: number) => Promise<void>): Promise<void> {
    await database.transact(async (tx) => {
      await tx.lock('admissions')
      const now = clock()
      const known = await loadOwn(tx, means, token, now)
      needMove(move, known.standing.state)
      await act(tx, known, now)
    })
  }

  /** To the address that is to be tested; the link in an earlier mail stops working. */
  async function sendTest(tx: Tx, application: Application, now: number): Promise<void> {
    const to = application.answers.disclosure!.mail
    await removeTestLinks(tx, application.id)
    const secret = newSecret('oad', random)
    await addLink(tx, secret.hash, { application: application.id, purpose: 'contact-test', mail: to, madeAt: now })
    const alliance = (await members.allianceName(tx)) ?? 'the alliance'
    await mail(tx, contactTestMail(to, { alliance, origin, token: secret.text, name: nameOf(application), due: testMailDue(now) }))
    await happen(tx, means, application, { what: 'test-mail-sent', to }, { at: now })
  }

  /** What the form says becomes evidence; what was changed takes the place of what stood there, which stays. */
  async function takeEvidence(tx: Tx, application: Application, now: number): Promise<Evidence[]> {
    const before = await loadEvidence(tx, application.id)
    const wanted = [...CRITERIA.flatMap((criterion) => claimOf(application, criterion)), ...application.answers.claims.map((claim) => ({ criterion: `domain.${claim}`, kind: 'claim' as const, answer: 'yes' as const }))]
    const current = before.filter(({ kind, supersededAt }) => (kind === 'claim' || kind === 'link') && supersededAt === null)
    for (const old of current) {
      if (wanted.some((one) => says(one, old))) continue
      await saveEvidence(tx, { ...old, supersededAt: now })
    }
    for (const one of wanted) {
      if (current.some((old) => says(one, old))) continue
      await addEvidence(tx, { ...blank(newId('evidence', random), application, one.criterion, now), ...one })
    }
    return loadEvidence(tx, application.id)
  }

  return {
    async submit(token: string | undefined, signer: { name: string; title: string }): Promise<void> {
      await step(token, 'submit', async (tx, { application }, now) => {
        const missing = await missingFor(tx, application)
        if (missing.length > 0) throw notReady(missing, application)
        const handed = { ...application, answers: { ...application.answers, signer: { name: signer.name.trim(), title: signer.title.trim() } } }
        await saveDraft(tx, { ...handed, savedAt: now })
        await noteSubmitted(tx, application.id, now)
        const submission = await sealSubmission(tx, means, handed, await takeEvidence(tx, handed, now), now)
        await happen(tx, means, handed, { what: 'submitted', submission }, { at: now })
        await sendTest(tx, handed, now)
        await receipt(tx, means, handed, 'it was handed in', 'The secretariat takes it up within 3 days. A test mail is on its way to your disclosure contact: answer it within 5 working days.')
      })
    },

    async answerQuestions(token: string | undefined, text: string): Promise<void> {
      await step(token, 'answer', async (tx, { application }, now) => {
        const missing = (await missingFor(tx, application)).filter(({ step: page }) => page === 'practice' || page === 'disclosure')
        if (missing.length > 0) throw notReady(missing, application)
        await saveDraft(tx, { ...application, savedAt: now })
        const submission = await sealSubmission(tx, means, application, await takeEvidence(tx, application, now), now)
        await happen(tx, means, application, { what: 'answered', submission, text }, { at: now })
        if (application.testMail?.to !== application.answers.disclosure?.mail) await sendTest(tx, application, now)
        await receipt(tx, means, application, 'your answer has arrived', 'The secretariat goes on with it.')
      })
    },

    async askTestMail(token: string | undefined): Promise<void> {
      await step(token, 'ask-test-mail', async (tx, { application }, now) => {
        const gate = gatesOf(application, now).find((one) => one.gate === 'disclosure-contact')
        if (gate?.state === 'passed') throw conflict('contact-answered', 'the disclosure contact has answered already')
        if ((application.testMail?.times ?? 0) >= MOST_TEST_MAILS) throw conflict('test-mails-spent', `the test mail was sent ${MOST_TEST_MAILS} times: write to the secretariat`)
        if (gate?.state === 'waiting') throw conflict('test-mail-waits', `a test mail is on its way; another one can be sent after ${day(testMailDue(application.testMail!.sentAt))}`)
        await sendTest(tx, application, now)
      })
    },

    /** By whoever reads the disclosure contact's mail; answered again it says the same. */
    async answerTestMail(token: string): Promise<{ name: string; inTime: boolean }> {
      return database.transact(async (tx) => {
        await tx.lock('admissions')
        const now = clock()
        const hash = hashOfSecret('oad', token)
        const link = hash === undefined ? undefined : await findLink(tx, hash, 'contact-test')
        const known = link && (await findKnown(tx, means, link.application, now))
        const test = known?.application.testMail ?? null
        if (known === undefined || test === null) throw new Refusal('gone', 'admissions.test-gone', 'this link is not the newest one, or not complete: look for a later mail')
        const { application } = known
        if (test.answeredAt === null) {
          needMove('answer-test-mail', known.standing.state)
          await happen(tx, means, application, { what: 'test-mail-answered' }, { at: now })
        }
        return { name: nameOf(application), inTime: (test.answeredAt ?? now) < testMailDue(test.sentAt) }
      })
    },

    async replyToComment(token: string | undefined, comment: CommentId, text: string): Promise<void> {
      await step(token, 'reply', async (tx, { application }, now) => {
        const found = (await loadComments(tx, application.id)).find(({ id }) => id === comment)
        if (found === undefined) throw new Refusal('unknown', 'admissions.comment-unknown', 'there is no such comment')
        if (found.reply !== null) throw conflict('replied-already', 'this comment has your answer already; it stays as it is')
        await saveComment(tx, { ...found, reply: text, repliedAt: now })
        await happen(tx, means, application, { what: 'comment-answered', comment, sha256: sha256(text) }, { at: now })
      })
    },

    disputeEvidence: (token: string | undefined, id: EvidenceId, reason: string): Promise<void> =>
      step(token, 'dispute', async (tx, { application }, now) => {
        const disputed = dispute(await ownEvidence(tx, application.id, id), reason, now)
        await saveEvidence(tx, disputed)
        await happenTo(tx, means, 'evidence-disputed', disputed, { at: now })
      }),

    /** Everyone may read it from now on; it cannot be taken back. */
    releaseDocument: (token: string | undefined, id: EvidenceId): Promise<void> =>
      step(token, 'release', async (tx, { application }, now) => {
        const found = await ownEvidence(tx, application.id, id)
        if (found.kind !== 'document') throw conflict('not-a-document', 'only documents are released; the rest is public with the comment window')
        if (found.releasedAt !== null) return
        const released = { ...found, releasedAt: now }
        await saveEvidence(tx, released)
        await happenTo(tx, means, 'document-released', released, { at: now })
      }),

    /** A draft goes without a trace; what was handed in stays in the record as withdrawn. */
    async withdraw(token: string | undefined, reason: string | null): Promise<void> {
      await step(token, 'withdraw', async (tx, { application, standing, outside }, now) => {
        if (application.submittedAt === null) return removeDraft(tx, application.id)
        const { ballot } = outside
        if (standing.state === 'ballot' && ballot !== undefined && ['draft', 'discussion', 'frozen'].includes(ballot.state)) await means.ballots.withdraw(tx, ballot.id, now)
        await happen(tx, means, application, { what: 'withdrawn', reason: reason === null || reason.trim() === '' ? null : reason.trim() }, { at: now })
        await receipt(tx, means, application, 'it was withdrawn')
      })
    },

    async appeal(token: string | undefined, text: string): Promise<void> {
      await step(token, 'appeal', async (tx, { application, standing }, now) => {
        if (standing.appealUntil === null) throw conflict('appeal-closed', 'the 30 days to appeal have gone by, or it was decided')
        await happen(tx, means, application, { what: 'appealed', text }, { at: now })
        await receipt(tx, means, application, 'your appeal has arrived', 'The ombudsperson, who is not the secretariat, decides within 30 days.')
      })
    },
  }
}

export async function missingFor(tx: Parameters<typeof loadEvidence>[0], { id, answers, mailConfirmed, proof }: Application): Promise<Missing[]> {
  const documents = new Set((await loadEvidence(tx, id)).filter(({ kind }) => kind === 'document').map(({ criterion }) => criterion))
  return missingOf(answers, { mailConfirmed, proven: proof?.result === 'verified' ? proof.domain : null, documents })
}

async function ownEvidence(tx: Tx, application: ApplicationId, id: EvidenceId): Promise<Evidence> {
  const found = (await loadEvidence(tx, application)).find((one) => one.id === id)
  if (found === undefined) throw new Refusal('unknown', 'admissions.evidence-unknown', 'this application has no such evidence')
  return found
}

type Claim = Pick<Evidence, 'criterion' | 'kind' | 'answer'> & Partial<Evidence>
function claimOf({ answers }: Application, criterion: Criterion): Claim[] {
  const given = answers.practice[criterion]
  if (given === undefined || clausesOf(criterion).length === 0) return []
  const { answer, words, link, effective, expires } = given
  return [{ criterion, kind: link === null ? 'claim' : 'link', answer, claim: words, link, grade: 'E0', effectiveAt: effective, expiresAt: expires }]
}

const says = (claim: Claim, old: Evidence): boolean =>
  old.criterion === claim.criterion && old.kind === claim.kind && old.answer === claim.answer && old.claim === (claim.claim ?? null) && old.link === (claim.link ?? null) &&
  (old.effectiveAt ?? null) === (claim.effectiveAt ?? null)

function notReady(missing: readonly Missing[], { answers }: Application): Refusal {
  const barred = answers.eligibility === null ? [] : ineligible(answers.eligibility)
  const faults = missing.map(({ field, rule, fix }) => ({ field, rule, fix }))
  if (barred.length > 0) return new Refusal('conflict', 'admissions.ineligible', `this organisation cannot apply: ${barred.map(({ rule }) => rule).join('; ')}`, { faults })
  return new Refusal('unprocessable', 'admissions.not-ready', 'some of the form is still missing', { faults })
}
