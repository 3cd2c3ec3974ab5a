/** What people wrote, how it is kept: sealed, every version. And notes of one organisation, and files. */
import type { CaseId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { TextId } from '../model.ts'
import type { Sealer } from '../store.ts'

export type Text = { id: TextId; version: number; at: Micros; text: string }
export type Note = { id: string; organisation: OrganisationId; person: PersonId; at: Micros; text: string }
type TextRow = Row & { id: TextId; version: number; at: number; sealed: Uint8Array }
type NoteRow = Row & { id: string; organisation: OrganisationId; person: PersonId; at: number; sealed: Uint8Array }

const AT_ONCE = 500

export async function addText(tx: Tx, sealer: Sealer, { id, version, case: of, at, text }: Text & { case: CaseId }): Promise<void> {
  await tx.run('insert into cases_text (id, version, case_id, at, sealed) values (?, ?, ?, ?, ?)', id, version, of, at, sealer.sealText(text, textPlace(id, version)))
}

/** Every version of one text, oldest first. */
export async function versionsOf(tx: Reader, sealer: Sealer, id: TextId): Promise<Text[]> {
  return (await tx.all<TextRow>('select id, version, at, sealed from cases_text where id = ? order by version', id)).map((row) => textOf(row, sealer))
}

/** Every version of one text, for good. */
export const removeText = (tx: Tx, of: CaseId, id: TextId): Promise<number> => tx.run('delete from cases_text where id = ? and case_id = ?', id, of)

/** These versions, those that there are. */
export async function textsOf(tx: Reader, sealer: Sealer, wanted: readonly { id: TextId; version: number }[]): Promise<Map<TextId, Text>> {
  const found = new Map<TextId, Text>()
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE)
    const where = some.map(() => '(id = ? and version = ?)').join(' or ')
    for (const row of await tx.all<TextRow>(`select id, version, at, sealed from cases_text where ${where}`, ...some.flatMap(({ id, version }) => [id, version]))) found.set(row.id, textOf(row, sealer))
  }
  return found
}

export async function addNote(tx: Tx, sealer: Sealer, { id, organisation, person, at, text, case: of }: Note & { case: CaseId }): Promise<void> {
  await tx.run('insert into cases_note (id, case_id, organisation, person, at, sealed) values (?, ?, ?, ?, ?, ?)', id, of, organisation, person, at, sealer.sealText(text, notePlace(id, organisation)))
}
export async function notesOf(tx: Reader, sealer: Sealer, of: CaseId, organisation: OrganisationId): Promise<Note[]> {
  const rows = await tx.all<NoteRow>('select id, organisation, person, at, sealed from cases_note where case_id = ? and organisation = ? order by at desc, id', of, organisation)
  return rows.map(({ sealed, ...note }) => ({ ...note, text: sealer.openText(sealed, notePlace(note.id, organisation)) }))
}
export const removeNote = (tx: Tx, of: CaseId, organisation: OrganisationId, id: string): Promise<number> => tx.run('delete from cases_note where id = ? and case_id = ? and organisation = ?', id, of, organisation)
export const countNotes = async (tx: Reader, of: CaseId, organisation: OrganisationId): Promise<number> =>
  (await tx.get<{ many: number }>('select count(*) as many from cases_note where case_id = ? and organisation = ?', of, organisation))?.many ?? 0

export async function addFile(tx: Tx, sealer: Sealer, { id, case: of, content }: { id: string; case: CaseId; content: Uint8Array }): Promise<void> {
  await tx.run('insert into cases_file (id, case_id, sealed) values (?, ?, ?)', id, of, sealer.seal(content, filePlace(id, of)))
}
export async function fileContent(tx: Reader, sealer: Sealer, of: CaseId, id: string): Promise<Uint8Array | undefined> {
  const row = await tx.get<{ sealed: Uint8Array }>('select sealed from cases_file where id = ? and case_id = ?', id, of)
  return row && sealer.open(row.sealed, filePlace(id, of))
}
export const removeFile = (tx: Tx, of: CaseId, id: string): Promise<number> => tx.run('delete from cases_file where id = ? and case_id = ?', id, of)

const textOf = ({ sealed, ...text }: TextRow, sealer: Sealer): Text => ({ ...text, text: sealer.openText(sealed, textPlace(text.id, text.version)) })
const textPlace = (id: TextId, version: number): string => `cases_text.sealed ${id} ${version}`
const notePlace = (id: string, organisation: OrganisationId): string => `cases_note.sealed ${id} ${organisation}`
const filePlace = (id: string, of: CaseId): string => `cases_file.sealed ${id} ${of}`
