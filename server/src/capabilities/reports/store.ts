/** How reports are kept: a row as it came, messages, and what happened since, never changed. Ciphertext alone. */
import type { FactId, Micros, OrganisationId, PersonId, ReportId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../platform/database.ts'
import { unknownReport, type Arrival, type Case, type Event, type HappeningKind, type Report } from './model.ts'

export type Kept = Report & { ciphertext: Uint8Array; claimSha256: string | null; claimUntil: Micros | null; mail: Uint8Array | null; speaks: string }
export type Message = { seq: number; from: 'reporter' | 'team'; at: Micros; bytes: number; ciphertext: Uint8Array | null }

type ReportRow = Row & {
  id: ReportId; organisation: OrganisationId; arrival: Arrival; language: string; at: number; recipient: string | null; access_sha256: string | null
  ciphertext_sha256: string; commitment: string; salt: Uint8Array; seal: FactId
}
type EventRow = Row & { seq: number; report: ReportId; kind: HappeningKind; at: number; person: PersonId | null; words: Uint8Array | null }
/** Words of events are sealed at rest: what opens them comes from the vault. */
export type OpenWords = (sealed: Uint8Array, about: string) => string
/** Where nobody reads them: they stay sealed. */
export const unread: OpenWords = () => ''

const REPORT = 'id, organisation, arrival, language, at, recipient, access_sha256, ciphertext_sha256, commitment, salt, seal'
const EVENT = 'seq, report, kind, at, person, words'
export const wordsAbout = (report: ReportId, kind: HappeningKind): string => `reports_event.words ${report} ${kind}`

export async function addReport(tx: Tx, r: Kept): Promise<void> {
  await tx.run(
    `insert into reports_report (${REPORT}, claim_sha256, claim_until, ciphertext, mail, speaks) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    r.id, r.organisation, r.arrival, r.language, r.at, r.recipient, r.accessSha256, r.ciphertextSha256, r.commitment, r.salt, r.seal, r.claimSha256, r.claimUntil, r.ciphertext, r.mail, r.speaks,
  )
}

/** One after the other, across all hubs; call it under the lock of this room. */
export async function addEvent(tx: Tx, report: ReportId, { kind, at, by = null, words = null }: { kind: HappeningKind; at: Micros; by?: PersonId | null; words?: Uint8Array | null }): Promise<void> {
  const last = await tx.get<{ seq: number | null }>('select max(seq) as seq from reports_event')
  await tx.run(`insert into reports_event (${EVENT}) values (?, ?, ?, ?, ?, ?)`, (last?.seq ?? 0) + 1, report, kind, at, by, words)
}

export async function addMessage(tx: Tx, report: ReportId, { from, at, ciphertext }: { from: 'reporter' | 'team'; at: Micros; ciphertext: Uint8Array }): Promise<void> {
  const last = await tx.get<{ seq: number | null }>('select max(seq) as seq from reports_message')
  await tx.run('insert into reports_message (seq, report, sender, at, bytes, ciphertext) values (?, ?, ?, ?, ?, ?)', (last?.seq ?? 0) + 1, report, from, at, ciphertext.length, ciphertext)
}

/** Those of one organisation, or all of them, newest first. */
export async function loadCases(tx: Reader, open: OpenWords, organisation?: OrganisationId): Promise<Case[]> {
  const where = organisation === undefined ? '' : 'where organisation = ?'
  const own = organisation === undefined ? [] : [organisation]
  const rows = await tx.all<ReportRow>(`select ${REPORT} from reports_report ${where} order by at desc, id`, ...own)
  const events = Map.groupBy(
    await tx.all<EventRow>(`select ${EVENT} from reports_event ${organisation === undefined ? '' : 'where report in (select id from reports_report where organisation = ?)'} order by seq`, ...own),
    ({ report }) => report,
  )
  return rows.map((row) => ({ report: reportOf(row), events: (events.get(row.id) ?? []).map((event) => eventOf(event, open)) }))
}

export async function findCase(tx: Reader, open: OpenWords, id: string): Promise<Case | undefined> {
  const row = await tx.get<ReportRow>(`select ${REPORT} from reports_report where id = ?`, id)
  return row && caseOf(tx, open, row)
}

export async function loadCase(tx: Reader, open: OpenWords, id: string): Promise<Case> {
  const found = await findCase(tx, open, id)
  if (found === undefined) throw unknownReport()
  return found
}

export async function caseByAccess(tx: Reader, open: OpenWords, accessSha256: string): Promise<Case | undefined> {
  const row = await tx.get<ReportRow>(`select ${REPORT} from reports_report where access_sha256 = ?`, accessSha256)
  return row && caseOf(tx, open, row)
}

export async function caseByClaim(tx: Reader, open: OpenWords, claimSha256: string, now: Micros): Promise<Case | undefined> {
  const row = await tx.get<ReportRow>(`select ${REPORT} from reports_report where claim_sha256 = ? and claim_until > ?`, claimSha256, now)
  return row && caseOf(tx, open, row)
}

/** Whoever opened the mailed link has the receipt from now on; the link is spent. */
export const takeReceipt = (tx: Tx, id: ReportId, { recipient, accessSha256 }: { recipient: string; accessSha256: string }): Promise<number> =>
  tx.run('update reports_report set recipient = ?, access_sha256 = ?, claim_sha256 = null, claim_until = null where id = ? and access_sha256 is null', recipient, accessSha256, id)

export const isAccessKnown = async (tx: Reader, accessSha256: string): Promise<boolean> => (await tx.get('select 1 as known from reports_report where access_sha256 = ?', accessSha256)) !== undefined

export const ciphertextOf = async (tx: Reader, id: ReportId): Promise<Uint8Array | null> =>
  (await tx.get<{ ciphertext: Uint8Array | null }>('select ciphertext from reports_report where id = ?', id))?.ciphertext ?? null

export async function messagesOf(tx: Reader, id: ReportId): Promise<Message[]> {
  const rows = await tx.all<Row & { seq: number; sender: 'reporter' | 'team'; at: number; bytes: number; ciphertext: Uint8Array | null }>('select seq, sender, at, bytes, ciphertext from reports_message where report = ? order by seq', id)
  return rows.map(({ sender, ...row }) => ({ ...row, from: sender }))
}

/** How many there are, those of the last day, and the bytes of one side. */
export async function messageLoad(tx: Reader, id: ReportId, from: 'reporter' | 'team', since: Micros): Promise<{ all: number; lately: number; bytes: number }> {
  const row = await tx.get<{ all_of_them: number; lately: number; bytes: number }>(
    'select count(*) as all_of_them, coalesce(sum(case when at > ? then 1 else 0 end), 0) as lately, coalesce(sum(case when ciphertext is null then 0 else bytes end), 0) as bytes from reports_message where report = ? and sender = ?', since, id, from,
  )
  return { all: Number(row?.all_of_them ?? 0), lately: Number(row?.lately ?? 0), bytes: Number(row?.bytes ?? 0) }
}

export const countSince = async (tx: Reader, organisation: OrganisationId, since: Micros): Promise<number> =>
  (await tx.get<{ many: number }>('select count(*) as many from reports_report where organisation = ? and at > ?', organisation, since))?.many ?? 0

/** Where news are mailed: never to an address that nobody has confirmed. */
export const mailOf = async (tx: Reader, id: ReportId): Promise<{ mail: Uint8Array; speaks: string } | undefined> =>
  tx.get<{ mail: Uint8Array; speaks: string }>('select mail, speaks from reports_report where id = ? and mail is not null and access_sha256 is not null', id)
/** Links that nobody took, and the addresses to which they were mailed. */
export const endClaims = (tx: Tx, now: Micros): Promise<number> => tx.run('update reports_report set mail = null, claim_sha256 = null, claim_until = null where claim_until <= ?', now)
export const forgetMail = (tx: Tx, id: ReportId): Promise<number> => tx.run('update reports_report set mail = null where id = ?', id)

/** What was sent is gone; that it came, and its commitment, stay. */
export async function thin(tx: Tx, id: ReportId): Promise<void> {
  await tx.run('update reports_report set ciphertext = null, mail = null where id = ?', id)
  await tx.run('update reports_message set ciphertext = null where report = ?', id)
}

/** Whether this reminder is the first; it is then kept. */
export const remindOnce = async (tx: Tx, what: string, at: Micros): Promise<boolean> => (await tx.run('insert into reports_reminder (what, at) values (?, ?) on conflict do nothing', what, at)) === 1

async function caseOf(tx: Reader, open: OpenWords, row: ReportRow): Promise<Case> {
  const events = await tx.all<EventRow>(`select ${EVENT} from reports_event where report = ? order by seq`, row.id)
  return { report: reportOf(row), events: events.map((event) => eventOf(event, open)) }
}

const reportOf = ({ access_sha256, ciphertext_sha256, ...row }: ReportRow): Report => ({ ...row, accessSha256: access_sha256, ciphertextSha256: ciphertext_sha256 })
const eventOf = ({ seq, report, kind, at, person, words }: EventRow, open: OpenWords): Event => ({ seq, kind, at, by: person, words: words === null ? null : open(words, wordsAbout(report, kind)) })
