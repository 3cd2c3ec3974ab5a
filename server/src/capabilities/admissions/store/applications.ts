/** How applications are kept: what was saved of each, the links to it, and what happened to it, one row each, never changed. */
import type { ApplicationId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Draft, DomainProof, Event, Happening } from '../model.ts'
import type { Answers } from '../model/answers.ts'
import type { Vouched } from '../model/sponsors.ts'

type DraftRow = Row & { id: ApplicationId; begun_at: number; saved_at: number; answers: string; mail_confirmed: string | null; proof: string | null }
type EventRow = Row & { seq: number; fact: FactId; application: ApplicationId; what: string; at: number; person: PersonId | null; body: string }
const DRAFT = 'id, begun_at, saved_at, answers, mail_confirmed, proof'
const EVENT = 'seq, fact, application, what, at, person, body'

export async function addDraft(tx: Tx, { id, begunAt, savedAt, answers }: Draft): Promise<void> {
  await tx.run('insert into admissions_application (id, begun_at, saved_at, answers) values (?, ?, ?, ?)', id, begunAt, savedAt, JSON.stringify(answers))
}

export async function saveDraft(tx: Tx, { id, savedAt, answers, mailConfirmed, proof }: Draft): Promise<void> {
  await tx.run(
    'update admissions_application set saved_at = ?, answers = ?, mail = ?, mail_confirmed = ?, proof = ? where id = ?',
    savedAt, JSON.stringify(answers), answers.contact?.mail ?? mailConfirmed, mailConfirmed, proof === null ? null : JSON.stringify(proof), id,
  )
}

export async function findDraft(tx: Reader, id: ApplicationId): Promise<Draft | undefined> {
  const row = await tx.get<DraftRow>(`select ${DRAFT} from admissions_application where id = ?`, id)
  return row && draftOf(row)
}

/** Handed in, oldest first. */
export async function loadSubmitted(tx: Reader): Promise<Draft[]> {
  return (await tx.all<DraftRow>(`select ${DRAFT} from admissions_application where submitted_at is not null order by submitted_at, id`)).map(draftOf)
}

export async function noteSubmitted(tx: Tx, id: ApplicationId, at: Micros): Promise<void> {
  await tx.run('update admissions_application set submitted_at = ? where id = ?', at, id)
}
export async function noteOrganisation(tx: Tx, id: ApplicationId, organisation: OrganisationId): Promise<void> {
  await tx.run('update admissions_application set organisation = ? where id = ?', organisation, id)
}

/** Drafts that were not touched since. */
export async function loadIdleDrafts(tx: Reader, before: Micros): Promise<Draft[]> {
  return (await tx.all<DraftRow>(`select ${DRAFT} from admissions_application where submitted_at is null and saved_at <= ? order by saved_at, id limit 2000`, before)).map(draftOf)
}
export const countDrafts = async (tx: Reader): Promise<number> =>
  (await tx.get<{ many: number }>('select count(*) as many from admissions_application where submitted_at is null'))?.many ?? 0

/** A draft that was never handed in goes without a trace. */
export async function removeDraft(tx: Tx, id: ApplicationId): Promise<void> {
  for (const table of ['link', 'evidence', 'document', 'reminder']) await tx.run(`delete from admissions_${table} where application = ?`, id)
  await tx.run('delete from admissions_application where id = ? and submitted_at is null', id)
}

/** Applications whose contact has this address and opened a link sent to it. */
export async function findByMail(tx: Reader, mail: string): Promise<ApplicationId[]> {
  return (await tx.all<{ id: ApplicationId }>('select id from admissions_application where mail_confirmed = ? order by begun_at desc, id limit 5', mail)).map(({ id }) => id)
}

export type Link = { application: ApplicationId; purpose: 'resume' | 'contact-test'; mail: string | null; madeAt: Micros }
export async function addLink(tx: Tx, hash: string, { application, purpose, mail, madeAt }: Link): Promise<void> {
  await tx.run('insert into admissions_link (hash, application, purpose, mail, made_at) values (?, ?, ?, ?, ?)', hash, application, purpose, mail, madeAt)
}
export async function findLink(tx: Reader, hash: string, purpose: Link['purpose']): Promise<Link | undefined> {
  const row = await tx.get<{ application: ApplicationId; mail: string | null; made_at: number }>('select application, mail, made_at from admissions_link where hash = ? and purpose = ?', hash, purpose)
  return row && { application: row.application, purpose, mail: row.mail, madeAt: row.made_at }
}
export const countLinks = async (tx: Reader, application: ApplicationId, since: Micros): Promise<number> =>
  (await tx.get<{ many: number }>('select count(*) as many from admissions_link where application = ? and mail is not null and made_at > ?', application, since))?.many ?? 0
/** Only the newest test mail counts. */
export async function removeTestLinks(tx: Tx, application: ApplicationId): Promise<void> {
  await tx.run('delete from admissions_link where application = ? and purpose = ?', application, 'contact-test')
}
/** Links that were mailed to an address that is no longer the contact's. */
export async function removeLinksTo(tx: Tx, application: ApplicationId, mail: string): Promise<void> {
  await tx.run('delete from admissions_link where application = ? and mail = ?', application, mail)
}

export async function addEvent(tx: Tx, application: ApplicationId, { seq, fact, at, by, ...happening }: Event): Promise<void> {
  const { what, ...body } = happening as Happening
  await tx.run(`insert into admissions_event (${EVENT}) values (?, ?, ?, ?, ?, ?, ?)`, seq, fact, application, what, at, by, JSON.stringify(body))
}

/** Oldest first. */
export async function loadEvents(tx: Reader, application: ApplicationId): Promise<Event[]> {
  return (await tx.all<EventRow>(`select ${EVENT} from admissions_event where application = ? order by seq`, application)).map(eventOf)
}

/** Of all applications, by each. */
export async function loadAllEvents(tx: Reader): Promise<Map<ApplicationId, Event[]>> {
  const found = new Map<ApplicationId, Event[]>()
  for (const row of await tx.all<EventRow>(`select ${EVENT} from admissions_event order by seq`)) {
    const list = found.get(row.application) ?? []
    list.push(eventOf(row))
    found.set(row.application, list)
  }
  return found
}

/** Who vouched for each organisation that was admitted, and did not take it back before. */
export async function loadVouched(tx: Reader): Promise<Vouched[]> {
  const rows = await tx.all<EventRow & { member: OrganisationId }>(`select ${EVENT.split(', ').map((column) => `e.${column}`).join(', ')}, a.organisation as member from admissions_event e join admissions_application a on a.id = e.application where a.organisation is not null and e.what in ('sponsored', 'sponsor-withdrew') order by e.seq`)
  const vouched = new Map<OrganisationId, Map<FactId, OrganisationId>>()
  for (const row of rows) {
    const [event, sponsors] = [eventOf(row), vouched.get(row.member) ?? new Map<FactId, OrganisationId>()]
    vouched.set(row.member, sponsors)
    if (event.what === 'sponsored') sponsors.set(event.fact, event.organisation)
    if (event.what === 'sponsor-withdrew') sponsors.delete(event.sponsorship)
  }
  return [...vouched].map(([organisation, sponsors]) => ({ organisation, sponsors: [...sponsors.values()] }))
}

/** True when it had not been sent. */
export async function noteReminder(tx: Tx, application: ApplicationId, what: string, since: Micros, days: number): Promise<boolean> {
  return (await tx.run('insert into admissions_reminder (application, what, since, days) values (?, ?, ?, ?) on conflict do nothing', application, what, since, days)) === 1
}

function draftOf({ id, begun_at: begunAt, saved_at: savedAt, answers, mail_confirmed: mailConfirmed, proof }: DraftRow): Draft {
  const read: Answers = JSON.parse(answers)
  const shown: DomainProof | null = proof === null ? null : JSON.parse(proof)
  return { id, begunAt, savedAt, answers: read, mailConfirmed, proof: shown }
}

function eventOf({ seq, fact, what, at, person, body }: EventRow): Event {
  const read: Record<string, unknown> = JSON.parse(body)
  return { ...read, what, seq, fact, at, by: person } as Event
}
