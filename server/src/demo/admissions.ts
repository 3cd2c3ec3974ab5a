/**
 * Organisations that ask to join the sample alliance, one for each way an application can stand: each begun, filled in,
 * looked at and decided on as anybody's would be.
 */
import { dnsName } from '../capabilities/members/index.ts'
import type { House } from '../compose/house.ts'
import type { Actor } from '../kernel/index.ts'
import { solveEffort } from '../platform/effort.ts'
import { APPLICANTS, type Applicant } from './applicants.ts'
import { makeKey, registerKey, sealUp, type Desk } from './keys.ts'
import { statePledgeAct, type Scene, type Seated, type Stage } from './story.ts'

const BROWSER = { address: '127.0.0.1', userAgent: 'sample alliance', previous: undefined }
const TOKEN_DAYS = 366
/** One that is known by its link. */
type Open = Applicant & { id: Parameters<House['admissions']['application']>[0]; token: string }
/** Where a newcomer's people and signing desk are entered, and the links of applicants. */
export type Guests = { seat(person: Seated): void; desk(desk: Desk): void; link(name: string, address: string): void }

const at = (day: number, play: () => Promise<unknown>): Scene => ({ day, play })

export function admissionScenes(stage: Stage, guests: Guests): Scene[] {
  const { house, secretariat: { first, second } } = stage
  const { admissions } = house
  const opened = new Map<string, Open>()
  const of = (slug: string): Open => opened.get(slug)!
  const ballotOf = async (slug: string): Promise<string> => (await admissions.application(of(slug).id)).application.ballot!.id

  const draft = (slug: string, day: number): Scene => at(day, async () => {
    const open = await begin(house, stage.mails, APPLICANTS[slug]!)
    opened.set(slug, open)
    guests.link(open.organisation.name, `${house.url}/apply/form/organisation?token=${open.token}`)
    await fillIn(stage, open)
  })
  const submit = (slug: string, day: number): Scene[] => [draft(slug, day), at(day + 0.1, () => admissions.submit(of(slug).token, { name: of(slug).contact, title: 'Managing director' }))]
  const takenUp = (slug: string, day: number): Scene => at(day, () => admissions.takeUp(first, of(slug).id))
  /** The test mail answered, everything there. */
  const complete = (slug: string, day: number): Scene[] => [...submit(slug, day), takenUp(slug, day + 1), at(day + 1.2, () => answerTest(stage, of(slug))), at(day + 2, () => admissions.complete(first, of(slug).id))]
  const reviewed = (slug: string, day: number): Scene[] => [...complete(slug, day), at(day + 4, () => admissions.measure(first, of(slug).id)), at(day + 5, () => checkAll(house, first, of(slug)))]
  const comments = (slug: string, day: number): Scene[] => [...reviewed(slug, day), at(day + 8, () => admissions.openComments(first, of(slug).id))]
  const sponsor = (slug: string, by: string, day: number): Scene => at(day, () => vouch(stage, by, of(slug)))
  /** Through both windows to the ballot: 24 days after it was begun. */
  const ballot = (slug: string, day: number, sponsors: readonly [string, string]): Scene[] => [
    ...comments(slug, day), sponsor(slug, sponsors[0], day + 12), sponsor(slug, sponsors[1], day + 15),
    at(day + 23, () => admissions.openBallot(first, of(slug).id)),
    at(day + 30.1, async () => {
      const id = await ballotOf(slug)
      await house.ballots.freeze(first, id)
      const { motions } = await house.ballots.move(first, id, 'open-voting')
      await house.ballots.confirm(second, id, motions[0]!.id)
    }),
  ]
  const votes = (slug: string, day: number, voters: readonly string[]): Scene[] => voters.map((voter, index) => at(day + 31 + index / 2, async () => castVote(stage, voter, await ballotOf(slug))))
  /** Counted, certified, and final 15 days after the vote was opened. */
  const adopted = (slug: string, day: number, sponsors: readonly [string, string], voters: readonly string[]): Scene[] => [
    ...ballot(slug, day, sponsors), ...votes(slug, day, voters),
    at(day + 37.2, () => house.ballots.turn()),
    at(day + 38, async () => certify(stage, await ballotOf(slug))),
    at(day + 45.1, () => house.ballots.turn()),
    at(day + 45.2, () => admissions.round()),
  ]

  return [
    ...adopted('orchard-payroll', -70, ['lumen-cloud', 'cedar-bank'], ['northgate-grid', 'ferrous-works', 'small-lantern', 'meridian-health', 'pelican-mail']),
    at(-24, () => admissions.admit(first, of('orchard-payroll').id, 'orchard-payroll')),
    at(-23, () => settleIn(stage, of('orchard-payroll'), guests)),
    at(-22, () => statePledgeAct({ house, desks: stage.desks }, 'orchard-payroll', 'pledge-signature', {
      legalName: of('orchard-payroll').organisation.legalName, officer: { name: of('orchard-payroll').contact, title: 'Managing director' }, authority: { kind: 'register-extract' }, scope: { reach: 'group' },
    })),
    ...adopted('saltmarsh-sensors', -55, ['ferrous-works', 'meridian-health'], ['northgate-grid', 'lumen-cloud', 'small-lantern', 'pelican-mail', 'cedar-bank']),
    at(-8, () => admissions.admit(first, of('saltmarsh-sensors').id, 'saltmarsh-sensors')),
    ...adopted('cobalt-ledger', -47, ['cedar-bank', 'pelican-mail'], ['northgate-grid', 'lumen-cloud', 'small-lantern', 'meridian-health', 'ferrous-works']),
    ...ballot('heron-hosting', -33, ['lumen-cloud', 'pelican-mail']), ...votes('heron-hosting', -33, ['northgate-grid', 'ferrous-works']),
    ...comments('basalt-routers', -54), sponsor('basalt-routers', 'kestrel-telecom', -27),
    at(-0.5, () => admissions.askSponsors(first, of('basalt-routers').id, ['northgate-grid', 'lumen-cloud'])),
    ...comments('sparrow-notes', -14),
    at(-11, () => admissions.nameMentor(first, of('sparrow-notes').id, 'small-lantern')),
    ...commentScenes(house, () => of('sparrow-notes')),
    ...complete('halcyon-interception', -40),
    at(-29, async () => {
      const reasons = 'Its own website offers an “interception suite” to law enforcement abroad, with exploits for telephones. It declared to sell nothing of the kind. The page is captured in the file.'
      const proposal = await admissions.proposeDecline(first, of('halcyon-interception').id, { codes: ['offensive-business', 'evidence-false'], reasons })
      await admissions.confirm(second, of('halcyon-interception').id, proposal, 'secretariat')
    }),
    at(-12, () => admissions.appeal(of('halcyon-interception').token, 'The suite was sold with the subsidiary that made it, in spring. The page was left by mistake and is gone. We ask for a second look at the contract of sale, which we have sent.')),
    ...complete('garnet-ads', -150),
    at(-128, async () => {
      const proposal = await admissions.proposeDecline(second, of('garnet-ads').id, { codes: ['evidence-missing'], reasons: 'For six of nine questions there is neither a page nor a document, and two letters about it were not answered.' })
      await admissions.confirm(first, of('garnet-ads').id, proposal, 'secretariat')
    }),
    ...complete('fennel-games', -135),
    at(-122, () => admissions.askMore(first, of('fennel-games').id, 'Which of your games still receive security updates, and until when? Please add the page on which players can read it.')),
    ...complete('quartz-locks', -17),
    at(-8.5, () => admissions.askMore(second, of('quartz-locks').id, 'Your locks are updated through a phone. How does a customer without one get a fix? Please describe it in “updates”.')),
    ...complete('tern-analytics', -12), at(-5, () => admissions.measure(second, of('tern-analytics').id)),
    ...submit('marlin-freight', -11), takenUp('marlin-freight', -10),
    ...submit('willow-translate', -20), at(-15, () => admissions.withdraw(of('willow-translate').token, 'We are becoming a part of another company and will apply with it.')),
    ...submit('juniper-clinics', -0.6),
    draft('kelp-studio', -2),
    at(-0.05, () => admissions.round()),
  ]
}

async function begin({ effort, admissions }: House, mails: Stage['mails'], applicant: Applicant): Promise<Open> {
  const challenge = await effort.challenge('application')
  const { application: id } = await admissions.begin({ mail: applicant.mail, effort: { challenge: challenge.challenge, number: solveEffort(challenge) }, address: BROWSER.address })
  const token = tokenTo(mails, applicant.mail)
  await admissions.open(token)
  return { ...applicant, id, token }
}

async function fillIn({ house: { admissions }, zone }: Stage, { token, organisation, domain, mail, contact, practice, claims }: Open): Promise<void> {
  await admissions.saveOrganisation(token, organisation)
  await admissions.saveContact(token, { name: contact, mail, role: null, mentor: organisation.people < 50 })
  await admissions.saveEligibility(token, { ownership: 'private', sanctions: 'none', insolvency: 'none', offensive: 'none' })
  await admissions.saveDomain(token, domain)
  if (practice === undefined) return
  const { application: { id, proof } } = await admissions.own(token)
  zone.put(dnsName(domain), `openaccord1 application=${id} token=${proof!.token}`)
  await admissions.checkOwnDomain(token)
  await admissions.saveDisclosure(token, { mail: `security@${domain}`, policy: organisation.people < 50 ? null : `https://${domain}/security` })
  await admissions.savePractice(token, { practice, claims })
}

async function answerTest({ house, mails }: Stage, { domain }: Open): Promise<void> {
  await house.admissions.answerTestMail(tokenTo(mails, `security@${domain}`))
}

async function checkAll({ admissions }: House, actor: Actor, { id }: Open): Promise<void> {
  for (const one of (await admissions.application(id)).evidence) {
    if (one.kind === 'measurement') continue
    await admissions.checkEvidence(actor, id, one.id, { result: 'pass', grade: one.kind === 'claim' ? 'E1' : 'E2', note: 'read and compared', expires: null })
  }
}

async function vouch({ house, desks }: Stage, slug: string, { id }: Open): Promise<void> {
  const { robot, key } = desks.get(slug)!
  const facts = [{ fact: 'exists-as-it-says', known: 'visited' }, { fact: 'people-known', known: 'worked-together' }, { fact: 'handles-reports', known: 'customer', note: 'They fixed what we reported within a fortnight.' }]
  const { statement } = await house.admissions.prepareAct(robot, { kind: 'sponsorship', says: { application: id, facts } })
  await house.admissions.submitAct(robot, { envelope: await sealUp(statement, key) })
}

async function castVote({ house, desks }: Stage, slug: string, ballot: string): Promise<void> {
  const { robot, key } = desks.get(slug)!
  const { statement } = await house.ballots.prepareAct(robot, { kind: 'vote', says: { ballot, position: 'yes' } })
  await house.ballots.submitAct(robot, { envelope: await sealUp(statement, key) })
}

async function certify({ house, desks }: Stage, ballot: string): Promise<void> {
  const { robot, key } = desks.get('secretariat')!
  const { statement } = await house.ballots.prepareAct(robot, { kind: 'ballot-certificate', says: { ballot } })
  await house.ballots.submitAct(robot, { envelope: await sealUp(statement, key) })
}

function commentScenes({ effort, admissions }: House, of: () => Open): Scene[] {
  const comment = (day: number, name: string, language: string, text: string): Scene => ({
    day,
    play: async () => {
      const challenge = await effort.challenge('application-comment')
      return admissions.comment(of().id, { name, language, text, effort: { challenge: challenge.challenge, number: solveEffort(challenge) }, address: BROWSER.address })
    },
  })
  return [
    comment(-5, 'A teacher in Porto', 'pt', 'Usamos as notas deles na escola há três anos. Quando uma cópia falhou, disseram-no no mesmo dia.'),
    comment(-4, 'Mwende, security researcher', 'en', 'I reported a weakness in their export last year. A person answered the next morning, and it was fixed in nine days. Their page does not say for how long older versions are kept safe: will it?'),
    { day: -3, play: async () => {
      const { comments } = await admissions.application(of().id)
      await admissions.replyToComment(of().token, comments[1]!.id, 'Thank you. Two years for each version; since this morning the page says so.')
    } },
    comment(-1, '', 'en', 'Ten people cannot be on call every night. What happens on a Sunday?'),
  ]
}

/** The contact accepts its invitation, brings a second person, and the organisation has a key. */
async function settleIn(stage: Stage, { organisation, contact, mail, domain }: Open, guests: Guests): Promise<void> {
  const { house: { members }, mails } = stage
  const slug = domain.replace('.example', '')
  const join = async (name: string, to: string): Promise<Actor> => {
    const { secret } = await members.acceptInvitation({ token: tokenTo(mails, to), name }, BROWSER)
    const actor = await members.authenticate({ sessionCookie: secret, address: BROWSER.address, userAgent: BROWSER.userAgent })
    guests.seat({ organisation: slug, name, actor, role: 'representative' })
    return actor
  }
  const first = await join(contact, mail)
  const colleague = `board@${domain}`
  await members.invite(first, first.organisation!, { mail: colleague, roles: ['representative'] })
  const second = await join(`Board of ${organisation.name}`, colleague)
  const { secret } = await members.makeToken(first, { name: 'Signing desk', scopes: [...first.may], days: TOKEN_DAYS }, BROWSER)
  const robot = await members.authenticate({ authorization: `Bearer ${secret}`, address: BROWSER.address, userAgent: BROWSER.userAgent })
  const desk: Desk = { slug, robot, first, second, key: await makeKey() }
  guests.desk(desk)
  await registerKey(stage.house, stage.zone, desk, desk.key)
}

function tokenTo(mails: Stage['mails'], to: string): string {
  const found = /[?&]token=([\w-]+)/.exec(mails.findLast((mail) => mail.to === to && mail.text.includes('token='))?.text ?? '')?.[1]
  if (found === undefined) throw new Error(`no link was mailed to ${to}`)
  return found
}
