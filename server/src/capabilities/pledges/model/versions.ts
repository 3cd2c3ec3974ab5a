/** The versions of the pledge as they stand: state, texts in each language, and how far a translation is behind. */
import type { FactId, Micros } from '@openaccord/names'
import { compareVersions, inForce, type Adopted } from '../model.ts'

/** As they are kept. */
export type VersionRow = { version: string; title: string; major: boolean; language: string; draftedAt: Micros; commentFrom: Micros | null; commentUntil: Micros | null }
export type TextCard = { version: string; language: string; revision: number; sha256: string; madeFrom: string | null; machine: boolean; translator: string | null; at: Micros }

export type VersionState = 'draft' | 'comment' | 'proposed' | 'adopted' | 'superseded'
export type TextState = 'of-record' | 'current' | 'behind' | 'machine'
export type ShownText = TextCard & { state: TextState; behind: number }
export type Version = VersionRow & {
  state: VersionState
  /** The text of record now. */
  sha256: string
  recordAt: Micros
  adopted: Micros | null
  signBy: Micros | null
  superseded: Micros | null
  replaces: string | null
  fact: FactId | null
  /** The text of record first, then by language. */
  texts: ShownText[]
}

/** Newest first. `proposed`: versions whose adoption waits for a second person. */
export function versionsOf(rows: readonly VersionRow[], cards: readonly TextCard[], adopted: readonly Adopted[], proposed: ReadonlySet<string>, now: Micros): Version[] {
  return rows.map((row) => versionOf(row, cards.filter(({ version }) => version === row.version), adopted, proposed, now))
    .sort((a, b) => compareVersions(b.version, a.version))
}

function versionOf(row: VersionRow, cards: readonly TextCard[], adopted: readonly Adopted[], proposed: ReadonlySet<string>, now: Micros): Version {
  const records = cards.filter(({ language }) => language === row.language).sort((a, b) => a.revision - b.revision)
  const record = records.at(-1)
  if (record === undefined) throw new Error(`version ${row.version} has no text of record`)
  const index = adopted.findIndex(({ version }) => version === row.version)
  const act = adopted[index]
  const open = row.commentFrom !== null && row.commentFrom <= now
  const state = act !== undefined ? (inForce(adopted) === act ? 'adopted' : 'superseded') : proposed.has(row.version) ? 'proposed' : open ? 'comment' : 'draft'
  return {
    ...row, state, sha256: record.sha256, recordAt: record.at, adopted: act?.at ?? null, signBy: act?.signBy ?? null,
    superseded: act === undefined ? null : (adopted[index + 1]?.at ?? null), replaces: act?.replaces ?? inForceBefore(row.version, adopted), fact: act?.fact ?? null,
    texts: textsOf(records, cards, row.language),
  }
}

/** What a draft would replace. */
const inForceBefore = (version: string, adopted: readonly Adopted[]): string | null =>
  adopted.findLast((one) => compareVersions(one.version, version) < 0)?.version ?? null

function textsOf(records: readonly TextCard[], cards: readonly TextCard[], language: string): ShownText[] {
  const latest = new Map(cards.toSorted((a, b) => a.revision - b.revision).map((card) => [card.language, card]))
  return [...latest.values()].map((card): ShownText => {
    if (card.language === language) return { ...card, state: 'of-record', behind: 0 }
    const made = records.findLastIndex(({ sha256 }) => sha256 === card.madeFrom)
    const behind = records.length - 1 - made
    return { ...card, behind, state: behind > 0 ? 'behind' : card.machine ? 'machine' : 'current' }
  }).sort((a, b) => Number(b.language === language) - Number(a.language === language) || (a.language < b.language ? -1 : 1))
}

/** Everyone reads what is or was open for comment, and what was adopted. */
export const isPublic = ({ state, commentFrom }: Version, now: Micros): boolean =>
  state === 'adopted' || state === 'superseded' || (commentFrom !== null && commentFrom <= now)
