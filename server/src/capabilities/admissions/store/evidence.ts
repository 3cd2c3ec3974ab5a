/** How evidence and documents are kept. A document's bytes lie apart, so that nobody reads them who only lists. */
import type { ApplicationId, EvidenceId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Evidence } from '../model/evidence.ts'

type EvidenceRow = Row & { id: EvidenceId; application: ApplicationId; criterion: string; received_at: number; body: string }
const COLUMNS = 'id, application, criterion, received_at, body'

export async function addEvidence(tx: Tx, evidence: Evidence): Promise<void> {
  const { id, application, criterion, receivedAt, ...body } = evidence
  await tx.run(`insert into admissions_evidence (${COLUMNS}) values (?, ?, ?, ?, ?)`, id, application, criterion, receivedAt, JSON.stringify(body))
}

export async function saveEvidence(tx: Tx, evidence: Evidence): Promise<void> {
  const { id, application: _application, criterion: _criterion, receivedAt: _receivedAt, ...body } = evidence
  await tx.run('update admissions_evidence set body = ? where id = ?', JSON.stringify(body), id)
}

/** Oldest first. */
export async function loadEvidence(tx: Reader, application: ApplicationId): Promise<Evidence[]> {
  return (await tx.all<EvidenceRow>(`select ${COLUMNS} from admissions_evidence where application = ? order by received_at, id`, application)).map(evidenceOf)
}

export async function findEvidence(tx: Reader, id: EvidenceId): Promise<Evidence | undefined> {
  const row = await tx.get<EvidenceRow>(`select ${COLUMNS} from admissions_evidence where id = ?`, id)
  return row && evidenceOf(row)
}

export async function removeEvidence(tx: Tx, id: EvidenceId): Promise<void> {
  await tx.run('delete from admissions_document where evidence = ?', id)
  await tx.run('delete from admissions_evidence where id = ?', id)
}

export async function addDocument(tx: Tx, evidence: EvidenceId, application: ApplicationId, content: Uint8Array): Promise<void> {
  await tx.run('insert into admissions_document (evidence, application, content) values (?, ?, ?)', evidence, application, content)
}
export const loadDocument = async (tx: Reader, evidence: EvidenceId): Promise<Uint8Array | undefined> =>
  (await tx.get<{ content: Uint8Array }>('select content from admissions_document where evidence = ?', evidence))?.content

function evidenceOf({ id, application, criterion, received_at: receivedAt, body }: EvidenceRow): Evidence {
  const read: Omit<Evidence, 'id' | 'application' | 'criterion' | 'receivedAt'> = JSON.parse(body)
  return { id, application, criterion, receivedAt, ...read }
}
