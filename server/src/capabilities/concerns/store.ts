/** How concerns are kept: a row as it was filed, and what happened since, never changed. */
import type { ConcernId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../platform/database.ts'
import { unknownConcern, type Case, type ConcernKind, type Event, type Filing, type Happening } from './model.ts'

export type Kept = Filing & { receiptHash: string; mail: string | null; speaks: string; commitment: string; salt: Uint8Array; payload: Uint8Array }
type FilingRow = Row & {
  id: ConcernId
  kind: ConcernKind
  organisation: OrganisationId | null
  page: string | null
  title: string
  text: string
  language: string
  at: number
  seal: FactId
}
type EventRow = Row & { seq: number; concern: ConcernId; kind: Happening['kind']; at: number; person: PersonId | null; fact: FactId | null; body: string }

const FILING = 'id, kind, organisation, page, title, text, language, at, seal'
const EVENT = 'seq, concern, kind, at, person, fact, body'

export async function addFiling(tx: Tx, f: Kept): Promise<void> {
  await tx.run(
    `insert into concerns_filing (${FILING}, receipt_hash, mail, speaks, commitment, salt, payload) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    f.id, f.kind, f.organisation, f.page, f.title, f.text, f.language, f.at, f.seal, f.receiptHash, f.mail, f.speaks, f.commitment, f.salt, f.payload,
  )
}

/** One after the other, across all hubs; call it under the lock of this room. */
export async function addEvent(tx: Tx, concern: ConcernId, happening: Happening, { at, by = null, fact = null }: { at: Micros; by?: PersonId | null | undefined; fact?: FactId | null }): Promise<Event> {
  const last = await tx.get<{ seq: number | null }>('select max(seq) as seq from concerns_event')
  const seq = (last?.seq ?? 0) + 1
  const { kind, ...body } = happening
  await tx.run(`insert into concerns_event (${EVENT}) values (?, ?, ?, ?, ?, ?, ?)`, seq, concern, kind, at, by, fact, JSON.stringify(body))
  return { ...happening, seq, at, by, fact } as Event
}

export async function loadCase(tx: Reader, id: string): Promise<Case> {
  const filing = await tx.get<FilingRow>(`select ${FILING} from concerns_filing where id = ?`, id)
  if (filing === undefined) throw unknownConcern()
  return { filing, events: await eventsOf(tx, filing.id) }
}

export async function caseByReceipt(tx: Reader, receiptHash: string): Promise<(Case & { secret: Pick<Kept, 'commitment' | 'salt' | 'payload' | 'mail'> }) | undefined> {
  const row = await tx.get<FilingRow & { commitment: string; salt: Uint8Array; payload: Uint8Array; mail: string | null }>(
    `select ${FILING}, commitment, salt, payload, mail from concerns_filing where receipt_hash = ?`, receiptHash,
  )
  if (row === undefined) return undefined
  const { commitment, salt, payload, mail, ...filing } = row
  return { filing, events: await eventsOf(tx, filing.id), secret: { commitment, salt, payload, mail } }
}

/** Everything, oldest first: an alliance has hundreds, not millions. */
export async function loadCases(tx: Reader): Promise<Case[]> {
  const filings = await tx.all<FilingRow>(`select ${FILING} from concerns_filing order by at, id`)
  const events = Map.groupBy(await tx.all<EventRow>(`select ${EVENT} from concerns_event order by seq`), ({ concern }) => concern)
  return filings.map((filing) => ({ filing, events: (events.get(filing.id) ?? []).map(eventOf) }))
}

export const mailOf = async (tx: Reader, id: ConcernId): Promise<{ mail: string; speaks: string } | undefined> =>
  tx.get<{ mail: string; speaks: string }>('select mail, speaks from concerns_filing where id = ? and mail is not null', id)

/** The address is forgotten where nothing more will come. */
export const forgetMail = (tx: Tx, id: ConcernId): Promise<number> => tx.run('update concerns_filing set mail = null where id = ?', id)
export const loadMailed = async (tx: Reader): Promise<ConcernId[]> => (await tx.all<{ id: ConcernId }>('select id from concerns_filing where mail is not null')).map(({ id }) => id)

/** How many were filed about one organisation lately, over all kinds. */
export const countSince = async (tx: Reader, organisation: OrganisationId, since: Micros): Promise<number> =>
  (await tx.get<{ many: number }>('select count(*) as many from concerns_filing where organisation = ? and at > ?', organisation, since))?.many ?? 0

async function eventsOf(tx: Reader, id: ConcernId): Promise<Event[]> {
  return (await tx.all<EventRow>(`select ${EVENT} from concerns_event where concern = ? order by seq`, id)).map(eventOf)
}

const eventOf = ({ seq, kind, at, person, fact, body }: EventRow): Event => ({ ...(JSON.parse(body) as object), kind, seq, at, by: person, fact }) as Event

/** The case in which this finding was proposed. */
export async function caseOfFinding(tx: Reader, finding: FactId): Promise<Case> {
  const row = await tx.get<{ concern: ConcernId }>(`select concern from concerns_event where kind = 'finding-proposed' and fact = ?`, finding)
  if (row === undefined) throw unknownConcern()
  return loadCase(tx, row.concern)
}
