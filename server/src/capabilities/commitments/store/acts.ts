/** How acts are kept: one row each, never changed. */
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import { REMOVED, type ConductKind, type Logged } from '../model.ts'

type ActRow = Row & { seq: number; fact: FactId; kind: ConductKind; organisation: OrganisationId; at: number; signed_at: number; keyid: string; payload: string; says: string }
export type NewAct = Logged & { statement: string }

const COLUMNS = 'seq, fact, kind, organisation, at, signed_at, keyid, payload, says'

export async function addAct(tx: Tx, { seq, fact, kind, organisation, at, signedAt, keyid, payload, statement, says }: NewAct): Promise<void> {
  await tx.run(`insert into commitments_act (${COLUMNS}, statement) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, seq, fact, kind, organisation, at, signedAt, keyid, payload, JSON.stringify(says), statement)
}

/** Oldest first, after that number. */
export async function loadActsAfter(tx: Reader, seq: number): Promise<Logged[]> {
  return (await tx.all<ActRow>(`select ${COLUMNS} from commitments_act where seq > ? order by seq`, seq)).map(loggedOf)
}

/** The act that entered with this statement already. */
export const findTaken = (tx: Reader, statement: string): Promise<{ fact: FactId; at: Micros; organisation: OrganisationId; kind: ConductKind } | undefined> =>
  tx.get<Row & { fact: FactId; at: Micros; organisation: OrganisationId; kind: ConductKind }>('select fact, at, organisation, kind from commitments_act where statement = ?', statement)

/** Grows whenever something was forgotten, on whichever hub. */
export const countForgotten = async (tx: Reader): Promise<number> =>
  Number((await tx.get<{ n: number }>('select count(*) as n from commitments_act where forgotten = 1'))?.n ?? 0)

type Says = Record<string, unknown>

/**
 * The payload of an act was taken out of the log: names of people and free text that were copied from it go as well. Figures,
 * dates and bands stay, for the states are folded from them. Of facts of other rooms nothing is kept here.
 */
export async function forgetConduct(tx: Tx, facts: readonly string[]): Promise<void> {
  for (const fact of facts) {
    const act = await tx.get<{ says: string }>('select says from commitments_act where fact = ?', fact)
    if (act !== undefined) await tx.run('update commitments_act set says = ?, forgotten = 1 where fact = ?', JSON.stringify(whatStays(JSON.parse(act.says))), fact)
  }
}

const TEXTS: ReadonlySet<string> = new Set(['title', 'text', 'note', 'reason', 'says', 'claim', 'process', 'summary', 'owner', 'source'])

function whatStays(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(whatStays)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value as Says).map(([field, inner]) => {
    if (field === 'officer') return [field, { name: REMOVED, title: REMOVED }]
    if (field === 'evidence' && Array.isArray(inner)) return [field, []]
    if (TEXTS.has(field) && typeof inner === 'string') return [field, REMOVED]
    // a commitment's scope names products: they are what it is about, and stay
    return [field, field === 'scope' ? (typeof inner === 'string' ? REMOVED : inner) : whatStays(inner)]
  }))
}

function loggedOf({ signed_at: signedAt, says, ...row }: ActRow): Logged {
  // our own writing: what came in was read by packages/facts
  return { ...row, signedAt, says: JSON.parse(says) } as unknown as Logged
}
