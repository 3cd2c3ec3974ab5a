/**
 * The domain of an applicant is looked at again before the text of its ballot is frozen, and before it is admitted: what it
 * shows, and whether it is still the applicant's, by the line that proved it at first. What got worse stands beside the
 * claims. What could not be found out is never held against anybody.
 */
import { newId, type ApplicationId } from '@openaccord/names'
import { Refusal } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means, Report } from '../means.ts'
import { conflict, type Before, type Of } from '../model.ts'
import { proofOf } from '../model/domain.ts'
import { domainNews, type DomainNews, type Worse } from '../model/domain-news.ts'
import { saveDraft } from '../store/applications.ts'
import { addEvidence, loadEvidence, saveEvidence } from '../store/evidence.ts'
import { domainNewsMail } from '../wording.ts'
import { happen, happenTo, loadKnown, nameOf, receipt, type Known } from './book.ts'
import { blank } from './form.ts'
import { measurement } from './measurement.ts'

type Finding = Awaited<ReturnType<Means['checkDomain']>>
export type LookVerbs = ReturnType<typeof createLookVerbs>
export type Look = { control: Of<'domain-looked-at'>['control']; /** What nobody was told of before. */ fresh: Worse[] }

export function createLookVerbs(means: Means) {
  const { database, clock, random, measure, checkDomain, members, mail, origin } = means

  /** Both looks outside any transaction; what they found is then kept in one. */
  async function lookAgain(id: ApplicationId, before: Before): Promise<Look> {
    const { application } = await database.read((tx) => loadKnown(tx, means, id, clock()))
    const { proof, answers } = application
    if (proof === null || answers.domain === null) throw new Error(`${id} was handed in without a domain`)
    const found = await checkDomain({ domain: proof.domain, line: proofOf(id, proof.token), before: null })
    const report = await measure(answers.domain)
    return database.transact(async (tx) => {
      await tx.lock('admissions')
      return keep(tx, await loadKnown(tx, means, id, clock()), { found, report, before })
    })
  }

  async function keep(tx: Tx, known: Known, { found, report, before }: { found: Finding; report: Report | undefined; before: Before }): Promise<Look> {
    const { application } = known
    const now = clock()
    const control = found.result
    if (control !== 'error' && application.proof !== null) {
      await saveDraft(tx, { ...application, proof: { ...application.proof, result: control, detail: found.detail, checkedAt: now } })
    }
    if (report !== undefined) await measureAgain(tx, known, report, now)
    const { worse } = domainNews(application, await loadEvidence(tx, application.id))
    const told = application.events.findLast((event) => event.what === 'domain-looked-at')
    const fresh = worse.filter(({ check, now: result }) => !(told?.worse ?? []).includes(`${check}: ${result}`))
    await happen(tx, means, application, { what: 'domain-looked-at', control, before, worse: worse.map(({ check, now: result }) => `${check}: ${result}`) }, { at: now })
    const lost = (control === 'missing' || control === 'wrong') && told?.control !== control
    if (fresh.length > 0 || lost) await tell(tx, known, { control, worse: fresh })
    return { control, fresh }
  }

  async function measureAgain(tx: Tx, { application }: Known, report: Report, now: number): Promise<void> {
    const before = (await loadEvidence(tx, application.id)).filter(({ kind, supersededAt }) => kind === 'measurement' && supersededAt === null)
    if (before.some(({ sha256 }) => sha256 === report.sha256)) return
    for (const old of before) await saveEvidence(tx, { ...old, supersededAt: now })
    const measured = measurement(blank(newId('evidence', random), application, 'domain', now), report, now)
    await addEvidence(tx, measured)
    await happenTo(tx, means, 'evidence-measured', measured, { at: now })
  }

  /** The applicant, who can mend it; the secretariat, who decides what to do; and who vouched for it. */
  async function tell(tx: Tx, { application }: Known, { control, worse }: Pick<DomainNews, 'worse'> & { control: Look['control'] }): Promise<void> {
    const lost = control === 'missing' || control === 'wrong'
    await receipt(tx, means, application, lost ? 'its domain could not be shown to be yours any more' : 'its domain shows less than before', lost ? 'Put the line back that proved it. Until it is found, nothing further happens.' : 'What was found stands on its page, beside what you wrote.')
    const alliance = (await members.allianceName(tx)) ?? 'the alliance'
    const own = (await members.organisations(tx)).find(({ kind }) => kind === 'secretariat')
    const readers = new Set([...(own === undefined ? [] : [own.id]), ...application.sponsors.filter(({ withdrawn }) => withdrawn === null).map(({ organisation }) => organisation)])
    for (const reader of readers) {
      for (const to of await members.mailsOf(tx, reader)) await mail(tx, domainNewsMail(to, { origin, alliance, name: nameOf(application), id: application.id, lost, checks: worse.map(({ check }) => check) }))
    }
  }

  return {
    /** Called by the ballots' room through compose. Refused where the domain is no longer the applicant's; that it could not be asked stops nothing. */
    async beforeFreezing(id: ApplicationId): Promise<void> {
      const { control } = await lookAgain(id, 'freezing')
      needTheirs(control)
    },

    /** Nobody is admitted while it is not shown, here and now, whose domain it is; and nobody by surprise. */
    async beforeAdmission(id: ApplicationId): Promise<void> {
      const { control, fresh } = await lookAgain(id, 'admission')
      needTheirs(control)
      if (control === 'error') throw new Refusal('unavailable', 'admissions.domain-unasked', 'the applicant’s domain could not be asked just now: try again in a while; nothing is held against the applicant', { retryAfterSeconds: 60 })
      if (fresh.length > 0) throw conflict('domain-worse', `the domain shows less than what was decided on: ${fresh.map(({ check, now }) => `${check} (${now})`).join(', ')}. It stands on the application’s page now; read it, and admit it then if that is right`)
    },
  }
}

function needTheirs(control: Look['control']): void {
  if (control !== 'missing' && control !== 'wrong') return
  throw conflict('domain-lost', 'the line that proved the domain is not there any more: the domain is not shown to be the applicant’s. The applicant was told; once the line is back, do this again')
}
