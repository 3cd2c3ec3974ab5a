/** What was published: editions with their files for good, and by what they are found. Of closed ones everything is sealed. */
import type { Draft } from '@openaccord/advisory'
import type { AdvisoryId, FactId, Micros, OrganisationId } from '@openaccord/names'
import type { Reader, Row, Tx, Value } from '../../../platform/database.ts'
import { isOpen, unknownAdvisory, type Card, type Edition, type Format, type Label, type Loss, type Vault } from '../model.ts'

export type KeptFile = { format: Format; name: string; mediaType: string; size: number; sha256: string; sha512: string; signature: string; losses: Loss[]; bytes: Uint8Array }
export type FileLine = Omit<KeptFile, 'bytes' | 'signature'>
export type Whole = Edition & { card: Card; draft: Draft; envelope: string; salt: string | null; recipients: OrganisationId[] }
type Body = Pick<Whole, 'card' | 'draft' | 'envelope' | 'salt' | 'recipients'>
type RowOfEdition = Row & {
  advisory: AdvisoryId; number: number; version: string; organisation: OrganisationId; released: number; published: number; label: Label; path: string
  withdrawal: number; fact: FactId | null; draft_sha256: string; saved_version: number; card: string | null; body: Uint8Array
}
type RowOfFile = Row & { format: Format; name: string; media_type: string; size: number; sha256: string; sha512: string; signature: string; losses: string; bytes: Uint8Array; number: number; position: number }

const EDITION = 'e.advisory, e.number, e.version, e.organisation, e.released, e.published, e.label, e.path, e.withdrawal, e.fact, e.draft_sha256, e.saved_version, e.card, e.body'
const aboutBody = (advisory: string, number: number): string => `advisories.edition.body ${advisory} ${number}`
const aboutFile = (advisory: string, number: number, position: number): string => `advisories.file.bytes ${advisory} ${number} ${position}`

/** Who reads: nobody's organisation sees what is open only; `all` is the hub's own check of itself. */
export type Reading = { organisation: OrganisationId | null } | 'all'

/** Which of the newest editions (`e`) this reader may see, as a condition. */
export function sightOf(reading: Reading): { sql: string; values: Value[] } {
  if (reading === 'all') return { sql: '1 = 1', values: [] }
  const { organisation } = reading
  if (organisation === null) return { sql: `e.label = 'white'`, values: [] }
  return {
    sql: `(e.label = 'white' or e.organisation = ? or exists (select 1 from advisories_audience a where a.advisory = e.advisory and a.organisation in (?, '*')))`,
    values: [organisation, organisation],
  }
}

export async function addEdition(tx: Tx, vault: Vault, edition: Edition, body: Body, files: readonly KeptFile[], words: string): Promise<void> {
  const { advisory, number, version, organisation, released, published, label, path, withdrawal, fact, draftSha256, savedVersion } = edition
  const open = isOpen(label)
  const text = new TextEncoder().encode(JSON.stringify(body))
  await tx.run('update advisories_edition set newest = 0 where advisory = ?', advisory)
  await tx.run(
    'insert into advisories_edition (advisory, number, version, organisation, released, published, label, path, withdrawal, newest, fact, draft_sha256, saved_version, card, words, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)',
    advisory, number, version, organisation, released, published, label, path, Number(withdrawal), fact, draftSha256, savedVersion,
    open ? JSON.stringify(body.card) : null, open ? words : null, open ? text : vault.seal(text, aboutBody(advisory, number)),
  )
  for (const [position, file] of files.entries()) {
    const { format, name, mediaType, size, sha256, sha512, signature, losses, bytes } = file
    await tx.run(
      'insert into advisories_file (advisory, number, position, format, name, media_type, size, sha256, sha512, signature, losses, bytes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      advisory, number, position, format, name, mediaType, size, sha256, sha512, signature, JSON.stringify(losses), open ? bytes : vault.seal(bytes, aboutFile(advisory, number, position)),
    )
  }
  await replace(tx, 'advisories_audience', 'organisation', advisory, open ? [] : body.recipients.length > 0 ? body.recipients : ['*'])
}

export const setFact = (tx: Tx, advisory: AdvisoryId, number: number, fact: FactId): Promise<number> => tx.run('update advisories_edition set fact = ? where advisory = ? and number = ?', fact, advisory, number)

/** By what the newest edition is found. */
export async function indexEdition(tx: Tx, advisory: AdvisoryId, { purls, cves }: { purls: readonly string[]; cves: readonly string[] }): Promise<void> {
  await replace(tx, 'advisories_package', 'purl', advisory, purls)
  await replace(tx, 'advisories_vulnerability', 'cve', advisory, cves)
}

async function replace(tx: Tx, table: string, column: string, advisory: AdvisoryId, values: readonly string[]): Promise<void> {
  await tx.run(`delete from ${table} where advisory = ?`, advisory)
  for (const value of new Set(values)) await tx.run(`insert into ${table} (advisory, ${column}) values (?, ?)`, advisory, value)
}

export async function touchFolders(tx: Tx, labels: Iterable<Label>, at: Micros): Promise<void> {
  for (const label of new Set(labels)) {
    await tx.run('insert into advisories_folder (label, changed) values (?, ?) on conflict (label) do update set changed = excluded.changed', label, at)
  }
}
export const folderTimes = async (tx: Reader): Promise<Map<Label, Micros>> =>
  new Map((await tx.all<{ label: Label; changed: number }>('select label, changed from advisories_folder')).map(({ label, changed }) => [label, changed]))

export type Asked = { reading: Reading; cve?: string | undefined; purl?: string | undefined; organisation?: OrganisationId | undefined; label?: Label | undefined; words?: readonly string[]; before?: { at: number; id: string } | undefined; limit?: number | undefined }

/** The newest editions with their cards, the one that was published last first. Words of closed ones are looked at by the caller. */
export async function loadNewest(tx: Reader, vault: Vault, asked: Asked): Promise<(Edition & { card: Card })[]> {
  const { sql, values } = conditionOf(asked)
  const limit = asked.limit === undefined ? '' : ` limit ${Math.trunc(asked.limit)}`
  const rows = await tx.all<RowOfEdition>(`select ${EDITION} from advisories_edition e where ${sql} order by e.published desc, e.advisory desc${limit}`, ...values)
  return rows.map((row) => ({ ...editionOf(row), card: row.card === null ? bodyOf(vault, row).card : (JSON.parse(row.card) as Card) }))
}

export async function countNewest(tx: Reader, asked: Asked): Promise<{ total: number; members: Map<OrganisationId, number> }> {
  const { sql, values } = conditionOf(asked)
  const rows = await tx.all<{ organisation: OrganisationId; many: number }>(`select e.organisation, count(*) as many from advisories_edition e where ${sql} group by e.organisation`, ...values)
  return { total: rows.reduce((sum, { many }) => sum + many, 0), members: new Map(rows.map(({ organisation, many }) => [organisation, many])) }
}

function conditionOf({ reading, cve, purl, organisation, label, words = [], before }: Asked): { sql: string; values: Value[] } {
  const sight = sightOf(reading)
  const parts: { sql: string; values: Value[] }[] = [{ sql: 'e.newest = 1', values: [] }, sight]
  if (cve !== undefined) parts.push({ sql: 'exists (select 1 from advisories_vulnerability v where v.advisory = e.advisory and v.cve = ?)', values: [cve] })
  if (purl !== undefined) parts.push({ sql: 'exists (select 1 from advisories_package p where p.advisory = e.advisory and p.purl = ?)', values: [purl] })
  if (organisation !== undefined) parts.push({ sql: 'e.organisation = ?', values: [organisation] })
  if (label !== undefined) parts.push({ sql: 'e.label = ?', values: [label] })
  for (const word of words) parts.push({ sql: `(e.words is null or e.words like ? escape '!')`, values: [`%${word.replace(/[!%_]/g, '!$&')}%`] })
  if (before !== undefined) parts.push({ sql: '(e.published < ? or (e.published = ? and e.advisory < ?))', values: [before.at, before.at, before.id] })
  return { sql: parts.map((part) => part.sql).join(' and '), values: parts.flatMap((part) => part.values) }
}

/** Every edition of one advisory that may be read, the oldest first, where its newest one may be. */
export async function loadEditions(tx: Reader, vault: Vault, advisory: string, reading: Reading): Promise<Whole[]> {
  const sight = sightOf(reading)
  const newest = await tx.get<Row>(`select 1 as there from advisories_edition e where e.advisory = ? and e.newest = 1 and ${sight.sql}`, advisory, ...sight.values)
  if (newest === undefined) throw unknownAdvisory()
  const rows = await tx.all<RowOfEdition>(`select ${EDITION} from advisories_edition e where e.advisory = ? order by e.number`, advisory)
  return rows.map((row) => ({ ...editionOf(row), ...bodyOf(vault, row) })).filter((whole) => sees(whole, reading))
}

/** What was closed when it was published is not opened by a later revision that is. */
function sees({ label, organisation, recipients }: Whole, reading: Reading): boolean {
  if (reading === 'all' || isOpen(label)) return true
  const reader = reading.organisation
  return reader !== null && (reader === organisation || recipients.length === 0 || recipients.includes(reader))
}

/** The newest one, whoever asks: for what the room itself goes on from. */
export async function newestEdition(tx: Reader, vault: Vault, advisory: AdvisoryId): Promise<Whole | undefined> {
  const row = await tx.get<RowOfEdition>(`select ${EDITION} from advisories_edition e where e.advisory = ? and e.newest = 1`, advisory)
  return row && { ...editionOf(row), ...bodyOf(vault, row) }
}

export async function findByPath(tx: Reader, path: string): Promise<{ advisory: AdvisoryId; label: Label } | undefined> {
  return tx.get<Row & { advisory: AdvisoryId; label: Label }>('select advisory, label from advisories_edition where path = ? and newest = 1', path)
}

export async function loadFiles(tx: Reader, advisory: AdvisoryId): Promise<(FileLine & { number: number })[]> {
  const rows = await tx.all<RowOfFile>('select number, position, format, name, media_type, size, sha256, sha512, losses from advisories_file where advisory = ? order by number, position', advisory)
  return rows.map((row) => ({ ...lineOf(row), number: row.number }))
}

/** One file of an edition by its name, or the one in CSAF 2.0 where none is said. */
export async function loadFile(tx: Reader, vault: Vault, { advisory, number, label }: Pick<Edition, 'advisory' | 'number' | 'label'>, name?: string): Promise<KeptFile | undefined> {
  const row = name === undefined
    ? await tx.get<RowOfFile>(`select * from advisories_file where advisory = ? and number = ? and format = 'csaf-2.0'`, advisory, number)
    : await tx.get<RowOfFile>('select * from advisories_file where advisory = ? and number = ? and name = ?', advisory, number, name)
  if (row === undefined) return undefined
  return { ...lineOf(row), signature: row.signature, bytes: isOpen(label) ? row.bytes : vault.open(row.bytes, aboutFile(advisory, number, row.position)) }
}

/** The newest edition under this path of a folder, where it may be read. */
export async function editionAt(tx: Reader, label: Label, path: string, reading: Reading): Promise<Edition | undefined> {
  const sight = sightOf(reading)
  const row = await tx.get<RowOfEdition>(`select ${EDITION} from advisories_edition e where e.label = ? and e.path = ? and e.newest = 1 and ${sight.sql}`, label, path, ...sight.values)
  return row && editionOf(row)
}

const lineOf = ({ format, name, media_type, size, sha256, sha512, losses }: RowOfFile): FileLine => ({ format, name, mediaType: media_type, size, sha256, sha512, losses: JSON.parse(losses) as Loss[] })

function editionOf({ advisory, number, version, organisation, released, published, label, path, withdrawal, fact, draft_sha256, saved_version }: RowOfEdition): Edition {
  return { advisory, number, version, organisation, released, published, label, path, withdrawal: withdrawal === 1, fact, draftSha256: draft_sha256, savedVersion: saved_version }
}

function bodyOf(vault: Vault, { advisory, number, label, body }: RowOfEdition): Body {
  const bytes = isOpen(label) ? body : vault.open(body, aboutBody(advisory, number))
  return JSON.parse(new TextDecoder().decode(bytes)) as Body
}
