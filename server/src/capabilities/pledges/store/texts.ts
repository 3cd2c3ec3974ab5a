/** How versions of the pledge and their texts are kept. A text is never changed; the highest revision of a language counts. */
import type { Micros } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { TextCard, VersionRow } from '../model/versions.ts'

export type Text = TextCard & { text: string }

type DbVersion = Row & { version: string; title: string; major: number; language: string; drafted_at: number; comment_from: number | null; comment_until: number | null }
type DbText = Row & { version: string; language: string; revision: number; sha256: string; made_from: string | null; machine: number; translator: string | null; at: number }

const VERSION = 'version, title, major, language, drafted_at, comment_from, comment_until'
const CARD = 'version, language, revision, sha256, made_from, machine, translator, at'

export async function addVersion(tx: Tx, v: VersionRow): Promise<void> {
  await tx.run(`insert into pledges_version (${VERSION}) values (?, ?, ?, ?, ?, ?, ?)`, v.version, v.title, v.major ? 1 : 0, v.language, v.draftedAt, v.commentFrom, v.commentUntil)
}

export async function saveWindow(tx: Tx, version: string, from: Micros, until: Micros): Promise<void> {
  await tx.run('update pledges_version set comment_from = ?, comment_until = ? where version = ?', from, until, version)
}

export async function loadVersions(tx: Reader): Promise<VersionRow[]> {
  return (await tx.all<DbVersion>(`select ${VERSION} from pledges_version`)).map(versionOf)
}

export async function addText(tx: Tx, t: Text): Promise<void> {
  await tx.run(`insert into pledges_text (${CARD}, text) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`, t.version, t.language, t.revision, t.sha256, t.madeFrom, t.machine ? 1 : 0, t.translator, t.at, t.text)
}

/** All revisions of all texts, oldest first, without their words. */
export async function loadCards(tx: Reader): Promise<TextCard[]> {
  return (await tx.all<DbText>(`select ${CARD} from pledges_text order by version, language, revision`)).map(cardOf)
}

export async function loadWords(tx: Reader, { version, language, revision }: Pick<TextCard, 'version' | 'language' | 'revision'>): Promise<string> {
  const row = await tx.get<{ text: string }>('select text from pledges_text where version = ? and language = ? and revision = ?', version, language, revision)
  if (row === undefined) throw new Error(`the text ${version} ${language} ${revision} is gone`)
  return row.text
}

export async function findBySha256(tx: Reader, sha256: string): Promise<Text[]> {
  const rows = await tx.all<DbText & { text: string }>(`select ${CARD}, text from pledges_text where sha256 = ? order by version, language, revision`, sha256)
  return rows.map((row) => ({ ...cardOf(row), text: row.text }))
}

function versionOf({ drafted_at: draftedAt, comment_from: commentFrom, comment_until: commentUntil, major, version, title, language }: DbVersion): VersionRow {
  return { version, title, language, major: major === 1, draftedAt, commentFrom, commentUntil }
}
function cardOf({ version, language, revision, sha256, made_from: madeFrom, machine, translator, at }: DbText): TextCard {
  return { version, language, revision, sha256, madeFrom, machine: machine === 1, translator, at }
}
