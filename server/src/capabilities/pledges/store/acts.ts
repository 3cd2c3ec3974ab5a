/** How acts are kept: one row each, never changed. Statements are many and count for nothing in the register. */
import type { ActBody } from '@openaccord/facts'
import type { FactId, OrganisationId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Logged, PledgeActKind } from '../model.ts'

type ActRow = Row & {
  seq: number
  fact: FactId
  kind: PledgeActKind
  organisation: OrganisationId
  at: number
  signed_at: number
  keyid: string
  payload: string
  says: string
}
export type NewAct = Logged & { statement: string }

const COLUMNS = 'seq, fact, kind, organisation, at, signed_at, keyid, payload, says'

export async function addActs(tx: Tx, acts: readonly NewAct[]): Promise<void> {
  await tx.bulk('pledges_act', {
    seq: Float64Array.from(acts, ({ seq }) => seq),
    fact: acts.map(({ fact }) => fact),
    kind: acts.map(({ kind }) => kind),
    organisation: acts.map(({ organisation }) => organisation),
    at: Float64Array.from(acts, ({ at }) => at),
    signed_at: Float64Array.from(acts, ({ signedAt }) => signedAt),
    keyid: acts.map(({ keyid }) => keyid),
    payload: acts.map(({ payload }) => payload),
    statement: acts.map(({ statement }) => statement),
    says: acts.map(({ says }) => JSON.stringify(says)),
  }, acts.length)
}

/** What counts for the register, oldest first, after that number. */
export async function loadActsAfter(tx: Reader, seq: number): Promise<Logged[]> {
  const rows = await tx.all<ActRow>(`select ${COLUMNS} from pledges_act where seq > ? and kind <> 'statement' order by seq`, seq)
  return rows.map(loggedOf)
}

export async function loadActsOf(tx: Reader, organisation: OrganisationId): Promise<Logged[]> {
  const rows = await tx.all<ActRow>(`select ${COLUMNS} from pledges_act where organisation = ? and kind <> 'statement' order by seq`, organisation)
  return rows.map(loggedOf)
}

/** Acts of these kinds, oldest first: versions, successions, affiliations. */
export async function loadActsOfKind(tx: Reader, ...kinds: PledgeActKind[]): Promise<Logged[]> {
  const rows = await tx.all<ActRow>(`select ${COLUMNS} from pledges_act where kind in (${kinds.map(() => '?').join(', ')}) order by seq`, ...kinds)
  return rows.map(loggedOf)
}

export async function findAct(tx: Reader, fact: FactId): Promise<Logged | undefined> {
  const row = await tx.get<ActRow>(`select ${COLUMNS} from pledges_act where fact = ?`, fact)
  return row && loggedOf(row)
}

/** The acts that entered with one of these statements already. */
export async function findTaken(tx: Tx, statements: readonly string[]): Promise<Map<string, { fact: FactId; at: number }>> {
  const rows = await tx.many<{ statement: string; fact: FactId; at: number }>('select statement, fact, at from pledges_act where statement = any(?)', [], statements)
  return new Map(rows.map(({ statement, fact, at }) => [statement, { fact, at }]))
}

/** Newest first. */
export async function loadStatements(tx: Reader, { organisation, before, limit }: { organisation?: OrganisationId | undefined; before?: number | undefined; limit: number }): Promise<Logged<'statement'>[]> {
  const where = [`kind = 'statement'`, ...(organisation === undefined ? [] : ['organisation = ?']), ...(before === undefined ? [] : ['seq < ?'])]
  const values = [organisation, before].filter((value) => value !== undefined)
  const rows = await tx.all<ActRow>(`select ${COLUMNS} from pledges_act where ${where.join(' and ')} order by seq desc limit ?`, ...values, limit)
  return rows.map(loggedOf).filter((act): act is Logged<'statement'> => act.kind === 'statement')
}

function loggedOf({ signed_at: signedAt, says, ...row }: ActRow): Logged {
  const body: ActBody<PledgeActKind> = JSON.parse(says)
  return { ...row, signedAt, says: body } as Logged
}
