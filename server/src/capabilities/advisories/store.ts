/** How drafts are kept: each saved version and each thing that happened for good, what they say sealed by the vault. */
import type { Draft } from '@openaccord/advisory'
import type { AdvisoryId, CaseId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../platform/database.ts'
import { unknownAdvisory, type DraftRow, type Event, type Happening, type PublishedFile, type Saved, type Vault } from './model.ts'

type RowOfDraft = Row & { id: AdvisoryId; organisation: OrganisationId; case_id: CaseId | null; at: number; person: PersonId; discarded: number | null; due: number | null }
type RowOfVersion = Row & { advisory: AdvisoryId; version: number; at: number; person: PersonId; sha256: string; body: Uint8Array }
type RowOfEvent = Row & { seq: number; advisory: AdvisoryId; kind: Happening['kind']; at: number; person: PersonId | null; body: Uint8Array }

const DRAFT = 'id, organisation, case_id, at, person, discarded, due'
const aboutVersion = (advisory: string, version: number): string => `advisories.version.body ${advisory} ${version}`
const aboutEvent = (advisory: string, seq: number): string => `advisories.event.body ${advisory} ${seq}`
const aboutReady = (advisory: string): string => `advisories.ready.body ${advisory}`

export async function addDraft(tx: Tx, { id, organisation, caseId, at, person }: Omit<DraftRow, 'discarded' | 'due'>): Promise<void> {
  await tx.run(`insert into advisories_draft (${DRAFT}) values (?, ?, ?, ?, ?, null, null)`, id, organisation, caseId, at, person)
}

export async function loadDraft(tx: Reader, id: string): Promise<DraftRow> {
  const row = await tx.get<RowOfDraft>(`select ${DRAFT} from advisories_draft where id = ?`, id)
  if (row === undefined) throw unknownAdvisory()
  return draftOf(row)
}

export const loadDraftsOf = async (tx: Reader, organisation: OrganisationId): Promise<DraftRow[]> =>
  (await tx.all<RowOfDraft>(`select ${DRAFT} from advisories_draft where organisation = ? order by at, id`, organisation)).map(draftOf)

/** Those whose moment has come, the oldest first. */
export const loadDue = async (tx: Reader, now: Micros): Promise<DraftRow[]> =>
  (await tx.all<RowOfDraft>(`select ${DRAFT} from advisories_draft where due <= ? order by due, id`, now)).map(draftOf)

export const setDue = (tx: Tx, id: AdvisoryId, due: Micros | null): Promise<number> => tx.run('update advisories_draft set due = ? where id = ?', due, id)
export const setDiscarded = (tx: Tx, id: AdvisoryId, at: Micros): Promise<number> => tx.run('update advisories_draft set discarded = ? where id = ?', at, id)

const draftOf = ({ id, organisation, case_id, at, person, discarded, due }: RowOfDraft): DraftRow => ({ id, organisation, caseId: case_id, at, person, discarded, due })

export async function addVersion(tx: Tx, vault: Vault, advisory: AdvisoryId, { version, at, person, sha256, draft, note }: Saved): Promise<void> {
  const body = vault.sealText(JSON.stringify({ draft, note }), aboutVersion(advisory, version))
  await tx.run('insert into advisories_version (advisory, version, at, person, sha256, body) values (?, ?, ?, ?, ?, ?)', advisory, version, at, person, sha256, body)
}

export async function loadVersion(tx: Reader, vault: Vault, advisory: AdvisoryId, version: number): Promise<Saved> {
  const row = await tx.get<RowOfVersion>('select * from advisories_version where advisory = ? and version = ?', advisory, version)
  if (row === undefined) throw unknownAdvisory()
  return versionOf(vault, row)
}

/** All of them, the oldest first. */
export const loadVersions = async (tx: Reader, vault: Vault, advisory: AdvisoryId): Promise<Saved[]> =>
  (await tx.all<RowOfVersion>('select * from advisories_version where advisory = ? order by version', advisory)).map((row) => versionOf(vault, row))

export async function newestVersion(tx: Reader, vault: Vault, advisory: AdvisoryId): Promise<Saved> {
  const row = await tx.get<RowOfVersion>('select * from advisories_version where advisory = ? order by version desc limit 1', advisory)
  if (row === undefined) throw unknownAdvisory()
  return versionOf(vault, row)
}

function versionOf(vault: Vault, { advisory, version, at, person, sha256, body }: RowOfVersion): Saved {
  const { draft, note } = JSON.parse(vault.openText(body, aboutVersion(advisory, version))) as { draft: Draft; note: string | null }
  return { version, at, person, sha256, draft, note }
}

/** One after the other, across all hubs; call it under the lock of this room. */
export async function addEvent(tx: Tx, vault: Vault, advisory: AdvisoryId, happening: Happening, { at, by = null }: { at: Micros; by?: PersonId | null }): Promise<Event> {
  const last = await tx.get<{ seq: number | null }>('select max(seq) as seq from advisories_event')
  const seq = (last?.seq ?? 0) + 1
  const { kind, ...body } = happening
  await tx.run('insert into advisories_event (seq, advisory, kind, at, person, body) values (?, ?, ?, ?, ?, ?)', seq, advisory, kind, at, by, vault.sealText(JSON.stringify(body), aboutEvent(advisory, seq)))
  return { ...happening, seq, at, by }
}

export const loadEvents = async (tx: Reader, vault: Vault, advisory: AdvisoryId): Promise<Event[]> =>
  (await tx.all<RowOfEvent>('select * from advisories_event where advisory = ? order by seq', advisory))
    .map(({ seq, kind, at, person, body }) => ({ ...(JSON.parse(vault.openText(body, aboutEvent(advisory, seq))) as object), kind, seq, at, by: person }) as Event)

export async function keepReady(tx: Tx, vault: Vault, advisory: AdvisoryId, ready: Ready): Promise<void> {
  await dropReady(tx, advisory)
  await tx.run('insert into advisories_ready (advisory, body) values (?, ?)', advisory, vault.sealText(JSON.stringify(ready), aboutReady(advisory)))
}

export async function loadReady(tx: Reader, vault: Vault, advisory: AdvisoryId): Promise<Ready | undefined> {
  const row = await tx.get<{ body: Uint8Array }>('select body from advisories_ready where advisory = ?', advisory)
  return row && (JSON.parse(vault.openText(row.body, aboutReady(advisory))) as Ready)
}

export const dropReady = (tx: Tx, advisory: AdvisoryId): Promise<number> => tx.run('delete from advisories_ready where advisory = ?', advisory)

/** What was signed, byte for byte: made once, so that a newer program does not print it otherwise. */
export type Ready = { draft: Draft; files: PublishedFile[] }
