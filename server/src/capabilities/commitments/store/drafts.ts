/** How an organisation's draft of its attestation is kept: one at a time, gone once it is published. */
import type { OrganisationId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Draft } from '../model/attestations.ts'

type DraftRow = Row & { says: string; sha256: string; person: string; at: number; sent: number | null; approved_at: number | null; approved_role: string | null; approved_sha256: string | null }
const COLUMNS = 'says, sha256, person, at, sent, approved_at, approved_role, approved_sha256'

export async function findDraft(tx: Reader, organisation: OrganisationId): Promise<Draft | undefined> {
  const row = await tx.get<DraftRow>(`select ${COLUMNS} from commitments_draft where organisation = ?`, organisation)
  return row && draftOf(row)
}

export async function saveDraft(tx: Tx, organisation: OrganisationId, { says, sha256, by, at, sent, approved }: Draft): Promise<void> {
  await removeDraft(tx, organisation)
  await tx.run(`insert into commitments_draft (organisation, ${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    organisation, JSON.stringify(says), sha256, by, at, sent, approved?.at ?? null, approved?.role ?? null, approved?.sha256 ?? null)
}

export const removeDraft = async (tx: Tx, organisation: OrganisationId): Promise<void> => void (await tx.run('delete from commitments_draft where organisation = ?', organisation))

function draftOf({ says, sha256, person, at, sent, approved_at: approvedAt, approved_role: role, approved_sha256: approvedSha }: DraftRow): Draft {
  const approved = approvedAt === null || role === null || approvedSha === null ? null : { at: approvedAt, role, sha256: approvedSha }
  return { says: JSON.parse(says), sha256, by: person, at, sent, approved }
}
