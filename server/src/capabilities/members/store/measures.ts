/** How measures about organisations are kept: every one that was ever asked for, in order. */
import type { OrganisationId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Ground, Measure, MeasureKind, Pause } from '../model/measures.ts'

type MeasureRow = Row & {
  organisation: OrganisationId; n: number; what: MeasureKind; ground: Ground | null; reason: string; asked_by: PersonId; asked_at: number
  confirmed_by: PersonId | null; confirmed_at: number | null; until_at: number | null; ended_by: PersonId | null; ended_at: number | null
}
const COLUMNS = 'organisation, n, what, ground, reason, asked_by, asked_at, confirmed_by, confirmed_at, until_at, ended_by, ended_at'

/** Oldest first. */
export async function loadMeasures(tx: Reader, organisation: OrganisationId): Promise<Measure[]> {
  const rows = await tx.all<MeasureRow>(`select ${COLUMNS} from members_measure where organisation = ? order by n`, organisation)
  return rows.map(measureOf)
}

/** Pauses of all organisations that were confirmed and ran after `since`, oldest first. */
export async function loadPauses(tx: Reader, since: number): Promise<Measure[]> {
  const rows = await tx.all<MeasureRow>(
    `select ${COLUMNS} from members_measure where what = 'pause' and confirmed_at is not null and coalesce(ended_at, until_at) > ? order by confirmed_at, organisation`, since,
  )
  return rows.map(measureOf)
}

export async function addMeasure(tx: Tx, m: Measure): Promise<void> {
  await tx.run(
    `insert into members_measure (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    m.organisation, m.n, m.what, m.ground, m.reason, m.askedBy, m.askedAt, m.confirmedBy, m.confirmedAt, m.until, m.endedBy, m.endedAt,
  )
}

export async function saveMeasure(tx: Tx, m: Measure): Promise<void> {
  await tx.run(
    'update members_measure set confirmed_by = ?, confirmed_at = ?, until_at = ?, ended_by = ?, ended_at = ? where organisation = ? and n = ?',
    m.confirmedBy, m.confirmedAt, m.until, m.endedBy, m.endedAt, m.organisation, m.n,
  )
}

function measureOf(row: MeasureRow): Measure {
  return {
    organisation: row.organisation, n: row.n, what: row.what, ground: row.ground, reason: row.reason, askedBy: row.asked_by, askedAt: row.asked_at,
    confirmedBy: row.confirmed_by, confirmedAt: row.confirmed_at, until: row.until_at, endedBy: row.ended_by, endedAt: row.ended_at,
  }
}

/** The latest pause of the organisation `o`, as one word list for the look-up that every request makes. */
export const LATEST_PAUSE = `(select m.confirmed_at || ' ' || coalesce(m.ended_at, m.until_at) || ' ' || m.ground || ' ' || m.reason
  from members_measure m where m.organisation = o.id and m.what = 'pause' and m.confirmed_at is not null order by m.n desc limit 1) as pause`

export function latestPauseOf(words: string | null): Pause | undefined {
  const [, from, until, ground, reason] = /^(\d+) (\d+) (\S+) (.*)$/s.exec(words ?? '') ?? []
  return from === undefined ? undefined : { from: Number(from), until: Number(until), ground: ground as Ground, reason: reason ?? '' }
}
