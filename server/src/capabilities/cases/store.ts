/** How cases are kept: an index in clear, the time line sealed entry by entry and bound into a chain. Nothing in it is ever changed. */
import type { CaseId, Micros, OrganisationId, ReportId } from '@openaccord/names'
import type { Random } from '../../kernel/index.ts'
import type { Reader, Row, Tx } from '../../platform/database.ts'
import type { Entry, PartyId } from './model.ts'
import { chainOf, sha256Of } from './model/chain.ts'
import { bundledOf } from './store/bundles.ts'

/** Of platform/vault.ts. */
export type Sealer = { sealText(text: string, about: string): Uint8Array; openText(sealed: Uint8Array, about: string): string; seal(bytes: Uint8Array, about: string): Uint8Array; open(sealed: Uint8Array, about: string): Uint8Array }
export type Head = { id: CaseId; opened: Micros; changed: Micros; state: 'open' | 'closed' | 'merged'; seq: number; chain: string; noticed: number; report: ReportId | null }
/** An entry as it is about to be kept: with the bytes that its hash is over. */
export type Drawn = { entry: Entry; text: string; chain: string }
type EntryRow = Row & { case_id: CaseId; seq: number; sealed: Uint8Array; chain: string }

const HEAD = 'id, opened, changed, state, seq, chain, noticed, report'
const SALT_BYTES = 16
/** Conditions in one statement; far below what either engine takes. */
const AT_ONCE = 200

export async function addHead(tx: Tx, { id, opened, report }: Pick<Head, 'id' | 'opened' | 'report'>): Promise<void> {
  await tx.run(`insert into cases_case (${HEAD}) values (?, ?, ?, 'open', 0, '', 0, ?)`, id, opened, opened, report)
}
export const saveHead = (tx: Tx, { id, changed, state, seq, chain }: Pick<Head, 'id' | 'changed' | 'state' | 'seq' | 'chain'>): Promise<number> =>
  tx.run('update cases_case set changed = ?, state = ?, seq = ?, chain = ? where id = ?', changed, state, seq, chain, id)
export const findHead = (tx: Reader, id: string): Promise<Head | undefined> => tx.get<Row & Head>(`select ${HEAD} from cases_case where id = ?`, id)
export const headsOf = (tx: Reader, organisation: OrganisationId): Promise<Head[]> =>
  tx.all<Row & Head>(`select ${HEAD.split(', ').map((name) => `c.${name}`).join(', ')} from cases_party p join cases_case c on c.id = p.case_id where p.organisation = ?`, organisation)
export const headsToTell = (tx: Reader, limit: number): Promise<Head[]> => tx.all<Row & Head>(`select ${HEAD} from cases_case where seq > noticed order by changed, id limit ?`, limit)
export const markNoticed = (tx: Tx, id: CaseId, seq: number): Promise<number> => tx.run('update cases_case set noticed = ? where id = ? and noticed < ?', seq, id, seq)
export const caseOfReport = (tx: Reader, report: ReportId): Promise<{ id: CaseId } | undefined> => tx.get<{ id: CaseId }>('select id from cases_case where report = ?', report)
export const countClosed = async (tx: Reader): Promise<number> => (await tx.get<{ many: number }>(`select count(*) as many from cases_case where state = 'closed'`))?.many ?? 0

export async function addParty(tx: Tx, party: { id: PartyId; case: CaseId; organisation: OrganisationId | null; linkHash: string | null }): Promise<void> {
  await tx.run('insert into cases_party (id, case_id, organisation, link_hash) values (?, ?, ?, ?)', party.id, party.case, party.organisation, party.linkHash)
}
export const saveLink = (tx: Tx, of: CaseId, id: PartyId, linkHash: string | null): Promise<number> => tx.run('update cases_party set link_hash = ? where case_id = ? and id = ?', linkHash, of, id)
/** In which of these cases an organisation has a place. */
export const casesOf = async (tx: Reader, organisation: OrganisationId): Promise<Set<CaseId>> =>
  new Set((await tx.all<{ case_id: CaseId }>('select case_id from cases_party where organisation = ?', organisation)).map(({ case_id: id }) => id))
export async function partyByLink(tx: Reader, linkHash: string): Promise<{ party: PartyId; case: CaseId } | undefined> {
  const row = await tx.get<{ id: PartyId; case_id: CaseId }>('select id, case_id from cases_party where link_hash = ?', linkHash)
  return row && { party: row.id, case: row.case_id }
}

/** The hash is over the entry with a salt of its own, so that it tells nothing of what cannot be read. */
export function drawEntry(entry: Omit<Entry, 'hash'>, before: string, random: Random): Drawn {
  const text = JSON.stringify({ salt: Buffer.from(random(SALT_BYTES)).toString('base64url'), ...entry })
  const hash = sha256Of(text)
  return { entry: { ...entry, hash } as Entry, text, chain: chainOf(before, hash) }
}

export async function addEntries(tx: Tx, sealer: Sealer, id: CaseId, drawn: readonly Drawn[]): Promise<void> {
  if (drawn.length === 0) return
  const columns = {
    case_id: { every: id }, seq: drawn.map(({ entry }) => entry.seq), at: drawn.map(({ entry }) => entry.at),
    sealed: drawn.map(({ entry, text }) => sealer.sealText(text, entryPlace(id, entry.seq))), chain: drawn.map(({ chain }) => chain),
  }
  await tx.bulk('cases_entry', columns, drawn.length)
}

/** Entries after what is known already, by case, oldest first; of what is not known at all the bundles first. `whole`: they are all there and bound to what was known. */
export async function loadEntries(tx: Reader, sealer: Sealer, known: readonly { id: CaseId; seq: number; chain: string }[]): Promise<Map<CaseId, { entries: Entry[]; chain: string; whole: boolean }>> {
  const bundled = await bundledOf(tx, sealer, known.flatMap(({ id, seq }) => (seq === 0 ? [id] : [])))
  const behind = known.map(({ id, seq, chain }) => ({ id, seq: bundled.get(id)?.entries.length ?? seq, chain: bundled.get(id)?.chain ?? chain }))
  const rows: EntryRow[] = []
  for (let at = 0; at < behind.length; at += AT_ONCE) {
    const some = behind.slice(at, at + AT_ONCE)
    const where = some.map(() => '(case_id = ? and seq > ?)').join(' or ')
    rows.push(...(await tx.all<EntryRow>(`select case_id, seq, sealed, chain from cases_entry where ${where} order by case_id, seq`, ...some.flatMap(({ id, seq }) => [id, seq]))))
  }
  const byCase = Map.groupBy(rows, ({ case_id: id }) => id)
  return new Map(behind.map(({ id, seq, chain }) => {
    const { entries, ...bound } = bind(byCase.get(id) ?? [], { seq, chain }, sealer)
    return [id, { ...bound, entries: [...(bundled.get(id)?.entries ?? []), ...entries] }]
  }))
}

function bind(rows: readonly EntryRow[], before: { seq: number; chain: string }, sealer: Sealer): { entries: Entry[]; chain: string; whole: boolean } {
  let { seq, chain } = before
  let whole = true
  const entries = rows.map((row) => {
    const text = sealer.openText(row.sealed, entryPlace(row.case_id, row.seq))
    const hash = sha256Of(text)
    chain = chainOf(chain, hash)
    whole &&= row.seq === ++seq && row.chain === chain
    const { salt: _, ...entry } = JSON.parse(text) as { salt: string } & Omit<Entry, 'hash'>
    return { ...entry, hash } as Entry
  })
  return { entries, chain, whole }
}

const entryPlace = (id: CaseId, seq: number): string => `cases_entry.sealed ${id} ${seq}`
