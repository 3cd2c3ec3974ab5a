/** What every verb of this room begins with: the application as it stands, and how something that happened is stated and kept. */
import { canonical, SALT_BYTES, sealedBytes, type Json } from '@openaccord/facts'
import type { ApplicationId, Micros, PersonId } from '@openaccord/names'
import { iso, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import { state, type Means } from '../means.ts'
import { applicationOf, unknown, type Application, type Event, type Happening } from '../model.ts'
import { leastGrade, sizeOf } from '../model/answers.ts'
import type { Evidence } from '../model/evidence.ts'
import { barredUntil, sponsorsNow, type Voter } from '../model/sponsors.ts'
import { standingOf, type Outside, type Standing } from '../model/standing.ts'
import { sha256 } from '../secrets.ts'
import { addSeal } from '../store/beside.ts'
import { addEvent, findDraft, loadEvents, loadVouched } from '../store/applications.ts'
import { receiptMail } from '../wording.ts'

/** An application with what other rooms know of it, at one moment. */
export type Known = { application: Application; standing: Standing; outside: Outside; voters: readonly Voter[] }
type Rooms = Pick<Means, 'ballots' | 'signedAt' | 'voters' | 'removals'>

export async function findKnown(tx: Reader, rooms: Rooms, id: ApplicationId, now: Micros, voters?: readonly Voter[]): Promise<Known | undefined> {
  const draft = await findDraft(tx, id)
  if (draft === undefined) return undefined
  return knownOf(tx, rooms, applicationOf(draft, await loadEvents(tx, id)), now, voters)
}

export async function knownOf(tx: Reader, rooms: Rooms, application: Application, now: Micros, given?: readonly Voter[]): Promise<Known> {
  const voters = given ?? (application.submittedAt === null ? [] : await votersNow(tx, rooms, now))
  const { ballot, organisation, since } = application
  const outside: Outside = {
    ballot: ballot === null ? undefined : await rooms.ballots.standing(tx, ballot.id, now),
    signedAt: organisation === null ? null : await rooms.signedAt(tx, organisation, since),
    sponsors: sponsorsNow(application, voters),
  }
  return { application, outside, voters, standing: standingOf(application, outside, now) }
}

/** With what is held against those who vouched for others. */
export async function votersNow(tx: Reader, { voters, removals }: Pick<Means, 'voters' | 'removals'>, now: Micros): Promise<Voter[]> {
  const [all, removed] = [await voters(tx, now), await removals(tx)]
  if (removed.size === 0) return all
  const vouched = await loadVouched(tx)
  return all.map((voter) => {
    const until = barredUntil(voter.organisation, vouched, removed, now)
    return until === undefined ? voter : { ...voter, barredUntil: until }
  })
}

/** One that was handed in: drafts are not told of. */
export async function loadKnown(tx: Reader, rooms: Rooms, id: ApplicationId, now: Micros): Promise<Known> {
  const known = await findKnown(tx, rooms, id, now)
  if (known === undefined || known.application.submittedAt === null) throw unknown()
  return known
}

export const nameOf = ({ answers: { organisation } }: Pick<Application, 'answers'>): string => organisation?.name ?? ''

/** Stated and kept, in the same transaction. What is told of it stands in the table of packages/facts. */
export async function happen(tx: Tx, { journal }: Pick<Means, 'journal'>, application: Application, happening: Happening, { at, by = null }: { at: Micros; by?: PersonId | null }): Promise<Event> {
  const written = await state(journal, tx, { kind: happening.what, at, body: toldOf(application, happening) })
  const event = { ...happening, ...written, at, by }
  await addEvent(tx, application.id, event)
  return event
}

function toldOf(application: Application, happening: Happening): Json {
  const base = { application: application.id }
  switch (happening.what) {
    case 'submitted': {
      const { organisation, domain } = application.answers
      return { ...base, submission: happening.submission, name: organisation!.name, country: organisation!.country, size: sizeOf(organisation!.people), domain: domain! }
    }
    case 'answered': return { ...base, submission: happening.submission }
    case 'comments-opened': return { ...base, until: iso(happening.until) }
    case 'commented':
    case 'comment-answered': return { ...base, comment: happening.comment, sha256: happening.sha256 }
    case 'comment-hidden': return { ...base, comment: happening.comment, rule: happening.rule }
    case 'sponsors-asked': return { ...base, organisations: happening.organisations }
    case 'mentor-named':
    case 'admitted': return { ...base, organisation: happening.organisation }
    case 'ballot-opened': return { ...base, ballot: happening.ballot }
    case 'ballot-ended': return { ...base, ballot: happening.ballot, outcome: happening.outcome }
    case 'declined': return { ...base, codes: happening.codes, reasons: happening.reasons }
    case 'appealed': return { ...base, sha256: sha256(happening.text) }
    case 'appeal-decided': return { ...base, outcome: happening.outcome, reasons: happening.reasons }
    case 'domain-looked-at': return { ...base, before: happening.before, control: happening.control, worse: happening.worse }
    default: return base
  }
}

/** The same about a piece of evidence, with what was found of it. */
export async function happenTo(tx: Tx, { journal }: Pick<Means, 'journal'>, what: Extract<Happening, { evidence: unknown }>['what'], evidence: Evidence, { at, by = null }: { at: Micros; by?: PersonId | null }): Promise<void> {
  const { id, application, criterion, grade, sha256: hash, checked, dispute, rules } = evidence
  const told: Json = {
    application, evidence: id, criterion, grade, ...(hash === null ? {} : { sha256: hash }), ...(rules === null ? {} : { rules }),
    ...(what === 'evidence-checked' && checked !== null ? { result: checked.result } : {}), ...(what === 'dispute-closed' && dispute?.closed ? { outcome: dispute.closed.outcome } : {}),
  }
  const written = await state(journal, tx, { kind: what, at, body: told })
  await addEvent(tx, application, { what, evidence: id, ...written, at, by })
}

/** What was handed in, as a salted commitment in the log: whoever has salt and text can show that it was this. */
export async function sealSubmission(tx: Tx, { journal, random }: Pick<Means, 'journal' | 'random'>, application: Application, evidence: readonly Evidence[], at: Micros): Promise<string> {
  const given = evidence.filter(({ supersededAt, kind }) => supersededAt === null && kind !== 'measurement')
  const text = canonical({
    application: application.id, at: iso(at), answers: application.answers as unknown as Json,
    evidence: given.map(({ id, criterion, kind, title, link, sha256: hash }) => ({ id, criterion, kind, title, link, sha256: hash })),
  })
  const salt = random(SALT_BYTES)
  const payload = new TextEncoder().encode(text)
  const commitment = sha256(sealedBytes(salt, payload))
  const { fact } = await state(journal, tx, { kind: 'submission-sealed', at, body: { about: [application.id], sealed: { commitment, size: payload.length } } })
  await addSeal(tx, { commitment, application: application.id, salt: Buffer.from(salt).toString('base64'), text, fact, at })
  return commitment
}

/** To the contact whose address was confirmed; nobody else hears from us. */
export async function receipt(tx: Tx, { mail, members, origin }: Pick<Means, 'mail' | 'members' | 'origin'>, application: Application, happened: string, next: string | null = null): Promise<void> {
  if (application.mailConfirmed === null) return
  const alliance = (await members.allianceName(tx)) ?? 'the alliance'
  await mail(tx, receiptMail(application.mailConfirmed, { alliance, origin, name: nameOf(application), id: application.id, happened, next }))
}

/**
 * Nobody decides on their own case: not the applicant's people, nor those of its domain, of an organisation it declares
 * as affiliated, or of one that sponsors it.
 */
export async function needUnconcerned(tx: Reader, { members }: Pick<Means, 'members'>, actor: Actor, { application, voters }: Known): Promise<PersonId> {
  const person = actor.person!
  const { answers: { organisation, domain, contact }, sponsors } = application
  const mail = (await members.person(tx, person))?.mail.toLowerCase() ?? ''
  const host = mail.slice(mail.lastIndexOf('@') + 1)
  const related = voters.filter(({ slug }) => organisation?.affiliates.includes(slug)).map((voter) => voter.organisation)
  const own = application.organisation === actor.organisation || related.includes(actor.organisation!) || sponsors.some((one) => one.organisation === actor.organisation)
  const theirs = mail !== '' && (mail === contact?.mail || host === domain || (domain !== null && host.endsWith(`.${domain}`)))
  if (own || theirs) throw new Refusal('forbidden', 'admissions.own-case', 'you or your organisation have a part in this application: somebody else decides on it')
  return person
}

export const leastOf = (application: Application) => leastGrade(application.answers)
