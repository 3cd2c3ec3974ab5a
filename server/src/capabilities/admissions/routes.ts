/** The contract's routes of this room: parse, call one verb, show. The applicant is known by the secret of its link, in a cookie. */
import { contract } from '@openaccord/api'
import { parseApplicationId, parseEvidenceId, type ApplicationId } from '@openaccord/names'
import { iso, microsOfIso, Refusal, type Actor } from '../../kernel/index.ts'
import { readPlace } from '../../platform/cursor.ts'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import type { PracticeAnswer } from './model/answers.ts'
import { APPLICATION_COOKIE, applicationCookie, KEPT_SECONDS } from './routes/cookie.ts'
import { done, showApplication, showCard, showComment, showHandled, showOwn, showProposal } from './routes/show.ts'
import type { Admissions } from './verbs.ts'

const { admissions: routes } = contract
type Caller = { cookies: ReadonlyMap<string, string>; origin: string }
type CookieSetter = { setCookie(cookie: { name: string; value: string; maxAgeSeconds: number }): void }

const tokenOf = ({ cookies, origin }: Caller): string | undefined => applicationCookie({ cookies, isTls: origin.startsWith('https:') })
const keep = ({ setCookie }: CookieSetter, token: string): void => setCookie({ name: APPLICATION_COOKIE, value: token, maxAgeSeconds: KEPT_SECONDS })
const forget = ({ setCookie }: CookieSetter): void => setCookie({ name: APPLICATION_COOKIE, value: '', maxAgeSeconds: 0 })
const moment = (text: string | null | undefined): number | null => (text === null || text === undefined ? null : microsOfIso(text))

export function admissionsEndpoints(admissions: Admissions): Endpoint[] {
  return [...publicEndpoints(admissions), ...linkEndpoints(admissions), ...formEndpoints(admissions), ...applicantEndpoints(admissions), ...sponsorEndpoints(admissions), ...deskEndpoints(admissions), ...appealEndpoints(admissions)]
}

function publicEndpoints(admissions: Admissions): Endpoint[] {
  return [
    on(routes.applications, async ({ query: { state, open, after, limit = 50 } }) => {
      const { now, found, page, next } = await admissions.applications({ state, open: open === undefined ? undefined : open === 'yes', after: after === undefined ? undefined : placeOf(after), limit })
      return { asOf: iso(now), found, applications: page.map(showCard), next: next === undefined ? null : String(next) }
    }),
    on(routes.application, async ({ params }) => showApplication(await admissions.application(parseApplicationId(params.application)))),
    on(routes.comment, async ({ params, body, address }) => showComment(await admissions.comment(parseApplicationId(params.application), { ...body, address }))),
    on(routes.answerTestMail, ({ body }) => admissions.answerTestMail(body.token)),
  ]
}

function linkEndpoints(admissions: Admissions): Endpoint[] {
  return [
    on(routes.begin, async (ask) => {
      const begun = await admissions.begin({ ...ask.body, address: ask.address })
      keep(ask, begun.token)
      return begun
    }),
    on(routes.open, async (ask) => {
      const application = await admissions.open(ask.body.token)
      keep(ask, ask.body.token)
      return { application, state: (await admissions.own(ask.body.token)).standing.state }
    }),
    on(routes.close, async (ask) => {
      forget(ask)
      return done
    }),
    on(routes.sendLink, async ({ body, address }) => {
      await admissions.sendLinksTo({ ...body, address })
      return done
    }),
  ]
}

/** Does it, and shows the application as it is then. */
const after = (admissions: Admissions) => async (ask: Caller, work: (token: string | undefined) => Promise<unknown>) => {
  const token = tokenOf(ask)
  await work(token)
  return showOwn(await admissions.own(token), 'applicant')
}

function formEndpoints(admissions: Admissions): Endpoint[] {
  const then = after(admissions)
  return [
    on(routes.mine, async (ask) => showOwn(await admissions.own(tokenOf(ask)), 'applicant')),
    on(routes.saveOrganisation, (ask) => then(ask, (token) => {
      const { website = null, register = null, group = null, affiliates = [], description = '', ...rest } = ask.body
      return admissions.saveOrganisation(token, { ...rest, website, register, group, affiliates, description })
    })),
    on(routes.saveContact, (ask) => then(ask, (token) => {
      const { role = null, mentor = false, ...rest } = ask.body
      return admissions.saveContact(token, { ...rest, role, mentor })
    })),
    on(routes.saveEligibility, (ask) => then(ask, (token) => admissions.saveEligibility(token, ask.body))),
    on(routes.saveDomain, (ask) => then(ask, (token) => admissions.saveDomain(token, ask.body.domain))),
    on(routes.checkDomain, (ask) => then(ask, (token) => admissions.checkOwnDomain(token))),
    on(routes.saveDisclosure, (ask) => then(ask, (token) => admissions.saveDisclosure(token, { mail: ask.body.mail, policy: ask.body.policy ?? null }))),
    on(routes.savePractice, (ask) => then(ask, (token) => {
      const given = Object.entries(ask.body.answers).map(([criterion, { effective, expires, link = null, ...rest }]): [string, PracticeAnswer] => [criterion, { ...rest, link, effective: moment(effective), expires: moment(expires) }])
      return admissions.savePractice(token, { practice: Object.fromEntries(given), claims: ask.body.claims })
    })),
    on(routes.addDocument, (ask) => then(ask, (token) => admissions.addDocument(token, ask.body))),
    on(routes.removeDocument, (ask) => then(ask, (token) => admissions.removeDocument(token, parseEvidenceId(ask.params.evidence)))),
    on(routes.releaseDocument, (ask) => then(ask, (token) => admissions.releaseDocument(token, parseEvidenceId(ask.params.evidence)))),
  ]
}

function applicantEndpoints(admissions: Admissions): Endpoint[] {
  const then = after(admissions)
  return [
    on(routes.submit, (ask) => then(ask, (token) => admissions.submit(token, { name: ask.body.name, title: ask.body.title }))),
    on(routes.askTestMail, (ask) => then(ask, (token) => admissions.askTestMail(token))),
    on(routes.answerQuestions, (ask) => then(ask, (token) => admissions.answerQuestions(token, ask.body.text))),
    on(routes.replyToComment, (ask) => then(ask, (token) => admissions.replyToComment(token, ask.params.comment as `comment_${string}`, ask.body.text))),
    on(routes.disputeEvidence, (ask) => then(ask, (token) => admissions.disputeEvidence(token, parseEvidenceId(ask.params.evidence), ask.body.reason))),
    on(routes.withdrawApplication, async (ask) => {
      await admissions.withdraw(tokenOf(ask), ask.body.reason ?? null)
      return done
    }),
    on(routes.appealDecision, (ask) => then(ask, (token) => admissions.appeal(token, ask.body.text))),
  ]
}

function sponsorEndpoints(admissions: Admissions): Endpoint[] {
  return [
    on(routes.sponsoring, async ({ actor }) => ({
      applications: (await admissions.sponsoring(actor)).map(({ known, comments, names, mine, bar, asked }) => ({ ...showCard({ known, comments, names }), submission: known.application.submission ?? '', mine, bar, asked })),
    })),
    on(routes.prepareAct, async ({ actor, body }) => {
      const { statement, payloadType, paeSha256, keyids, expires, words } = await admissions.prepareAct(actor, body)
      return { kind: body.kind, statement, payloadType, paeSha256, keyids, expires: iso(expires), words }
    }),
    on(routes.submitAct, async ({ actor, body }) => {
      const { at, ...outcome } = await admissions.submitAct(actor, body)
      return { ...outcome, at: iso(at) }
    }),
  ]
}

function deskEndpoints(admissions: Admissions): Endpoint[] {
  const file = async (actor: Actor, id: ApplicationId) => showHandled(await admissions.handled(actor, id))
  /** Does it, and shows the file as it is then. */
  const then = async (actor: Actor, text: string, work: (id: ApplicationId) => Promise<unknown>) => {
    const id = parseApplicationId(text)
    await work(id)
    return file(actor, id)
  }
  return [
    on(routes.queue, async ({ actor }) => {
      const { now, lines } = await admissions.queue(actor)
      return { asOf: iso(now), applications: lines.map(({ known, comments, names, handler, proposals, due }) => ({ ...showCard({ known, comments, names }), handler, proposals, due: due === null ? null : iso(due), overdue: due !== null && now >= due })) }
    }),
    on(routes.handled, ({ actor, params }) => file(actor, parseApplicationId(params.application))),
    on(routes.takeUp, ({ actor, params }) => then(actor, params.application, (id) => admissions.takeUp(actor, id))),
    on(routes.complete, ({ actor, params }) => then(actor, params.application, (id) => admissions.complete(actor, id))),
    on(routes.askMore, ({ actor, params, body }) => then(actor, params.application, (id) => admissions.askMore(actor, id, body.text))),
    on(routes.checkEvidence, ({ actor, params, body: { expires, ...body } }) => then(actor, params.application, (id) => admissions.checkEvidence(actor, id, parseEvidenceId(params.evidence), { ...body, expires: moment(expires) }))),
    on(routes.resolveDispute, ({ actor, params, body: { grade = null, ...body } }) => then(actor, params.application, (id) => admissions.resolveDispute(actor, id, parseEvidenceId(params.evidence), { ...body, grade }))),
    on(routes.measure, ({ actor, params }) => then(actor, params.application, (id) => admissions.measure(actor, id))),
    on(routes.openComments, ({ actor, params }) => then(actor, params.application, (id) => admissions.openComments(actor, id))),
    on(routes.hideComment, ({ actor, params, body }) => then(actor, params.application, (id) => admissions.proposeHiding(actor, id, params.comment as `comment_${string}`, body.rule))),
    on(routes.askSponsors, ({ actor, params, body }) => then(actor, params.application, (id) => admissions.askSponsors(actor, id, body.organisations))),
    on(routes.nameMentor, ({ actor, params, body }) => then(actor, params.application, (id) => admissions.nameMentor(actor, id, body.organisation))),
    on(routes.openBallot, ({ actor, params }) => then(actor, params.application, (id) => admissions.openBallot(actor, id))),
    on(routes.admit, ({ actor, params, body }) => then(actor, params.application, (id) => admissions.admit(actor, id, body.slug))),
    on(routes.decline, ({ actor, params, body }) => then(actor, params.application, (id) => admissions.proposeDecline(actor, id, body))),
    on(routes.confirmProposal, ({ actor, params }) => then(actor, params.application, (id) => admissions.confirm(actor, id, params.proposal, 'secretariat'))),
    on(routes.dropProposal, ({ actor, params }) => then(actor, params.application, (id) => admissions.drop(actor, id, params.proposal, 'secretariat'))),
  ]
}

function appealEndpoints(admissions: Admissions): Endpoint[] {
  const files = async (actor: Actor) => (await admissions.appeals(actor)).map(({ whole, proposals, mayDecide }) => ({ application: showApplication(whole), proposals: proposals.map(showProposal), mayDecide }))
  const one = async (actor: Actor, id: string) => {
    const found = (await files(actor)).find(({ application }) => application.id === id)
    if (found === undefined) throw new Refusal('unknown', 'admissions.unknown', 'there is no appeal about this application')
    return found
  }
  return [
    on(routes.appeals, async ({ actor }) => ({ appeals: await files(actor) })),
    on(routes.decideAppeal, async ({ actor, params, body }) => {
      await admissions.proposeAppeal(actor, parseApplicationId(params.application), body)
      return one(actor, params.application)
    }),
    on(routes.dropAppeal, async ({ actor, params }) => {
      await admissions.drop(actor, parseApplicationId(params.application), params.proposal, 'ombudsperson')
      return one(actor, params.application)
    }),
    on(routes.confirmAppeal, async ({ actor, params, body }) => {
      await admissions.confirm(actor, parseApplicationId(params.application), body.proposal, 'ombudsperson')
      return one(actor, params.application)
    }),
  ]
}

const placeOf = (cursor: string): number => readPlace(cursor, { room: 'admissions', field: 'after' })
