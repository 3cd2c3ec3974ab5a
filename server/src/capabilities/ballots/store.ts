/** How ballots are kept: rows of each table, loaded together. The only files that know SQL are this one and `store/`. */
import type { BallotId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../platform/database.ts'
import type { Attended, Ballot, Frozen, Group, Kind, Move, Text } from './model.ts'
import { confirmationOf } from './model/standing.ts'
import { loadParts } from './store/parts.ts'

type BallotRow = Row & {
  id: BallotId; kind: Kind; title: string; proposer: OrganisationId; secretariat: OrganisationId; room: string | null; subject: string | null; excluded: string; confirms: BallotId | null
  created_at: number; opened_at: number | null; withdrawn_at: number | null
  frozen_at: number | null; frozen_version: number | null; electorate: string | null; electorate_sha256: string | null; attendance: string | null
}
/** A ballot without what belongs to it. */
export type Head = Omit<Ballot, 'texts' | 'rounds' | 'votes' | 'contests' | 'questions' | 'comments' | 'motions' | 'confirmed'>

export async function addBallot(tx: Tx, b: Head): Promise<void> {
  await tx.run(
    'insert into ballots_ballot (id, kind, title, proposer, secretariat, room, subject, excluded, confirms, created_at, opened_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    b.id, b.kind, b.title, b.proposer, b.secretariat, b.subject?.room ?? null, b.subject?.id ?? null, JSON.stringify(b.excluded), b.confirms, b.createdAt, b.openedAt,
  )
}

export async function saveOpened(tx: Tx, id: BallotId, at: Micros): Promise<void> {
  await tx.run('update ballots_ballot set opened_at = ? where id = ?', at, id)
}
export async function saveTitle(tx: Tx, id: BallotId, title: string): Promise<void> {
  await tx.run('update ballots_ballot set title = ? where id = ?', title, id)
}
export async function saveWithdrawn(tx: Tx, id: BallotId, at: Micros): Promise<void> {
  await tx.run('update ballots_ballot set withdrawn_at = ? where id = ?', at, id)
}
export async function saveFrozen(tx: Tx, id: BallotId, { at, version, electorateSha256, attendance }: Frozen, electorate: string): Promise<void> {
  await tx.run(
    'update ballots_ballot set frozen_at = ?, frozen_version = ?, electorate = ?, electorate_sha256 = ?, attendance = ? where id = ?',
    at, version, electorate, electorateSha256, JSON.stringify(attendance), id,
  )
}

/** The present text of a draft is written over; from the opening on each stays. */
export async function saveText(tx: Tx, ballot: BallotId, { version, language, sha256, at, fact, text }: Text): Promise<void> {
  await tx.run(
    `insert into ballots_text (ballot, version, language, sha256, at, fact, text) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (ballot, version) do update set language = excluded.language, sha256 = excluded.sha256, at = excluded.at, fact = excluded.fact, text = excluded.text`,
    ballot, version, language, sha256, at, fact, text,
  )
}

export async function addRound(tx: Tx, ballot: BallotId, { round, from, until }: { round: number; from: Micros; until: Micros }): Promise<void> {
  await tx.run('insert into ballots_round (ballot, round, from_at, until_at) values (?, ?, ?, ?)', ballot, round, from, until)
}
export async function saveClosedEarly(tx: Tx, ballot: BallotId, round: number, at: Micros): Promise<void> {
  await tx.run('update ballots_round set closed_early = ? where ballot = ? and round = ?', at, ballot, round)
}
export async function saveTallied(tx: Tx, ballot: BallotId, round: number, { fact, sha256 }: { fact: FactId; sha256: string }): Promise<void> {
  await tx.run('update ballots_round set tally_fact = ?, tally_sha256 = ? where ballot = ? and round = ?', fact, sha256, ballot, round)
}
export async function saveCertified(tx: Tx, ballot: BallotId, round: number, { fact, at }: { fact: FactId; at: Micros }): Promise<void> {
  await tx.run('update ballots_round set certificate = ?, certified_at = ? where ballot = ? and round = ?', fact, at, ballot, round)
}

export async function addMotion(tx: Tx, m: { id: string; ballot: BallotId; move: Move; person: PersonId; at: Micros }): Promise<void> {
  await tx.run('insert into ballots_motion (id, ballot, move, person, at) values (?, ?, ?, ?, ?)', m.id, m.ballot, m.move, m.person, m.at)
}
export async function removeMotion(tx: Tx, id: string): Promise<void> {
  await tx.run('delete from ballots_motion where id = ?', id)
}
export async function removeMotions(tx: Tx, ballot: BallotId): Promise<void> {
  await tx.run('delete from ballots_motion where ballot = ?', ballot)
}

export async function addEntries(tx: Tx, ballot: BallotId, entries: readonly { seq: number; id: FactId; kind: string; at: Micros }[]): Promise<void> {
  for (const { seq, id, kind, at } of entries) await tx.run('insert into ballots_entry (seq, ballot, fact, kind, at) values (?, ?, ?, ?, ?)', seq, ballot, id, kind, at)
}
export const loadEntries = (tx: Reader, ballot: BallotId): Promise<{ fact: FactId; kind: string; at: Micros }[]> =>
  tx.all<{ fact: FactId; kind: string; at: number }>('select fact, kind, at from ballots_entry where ballot = ? order by seq', ballot)

/** True for who states it first. `what` is an end of the ballot, or a reminder. */
export const noteStated = async (tx: Tx, ballot: BallotId, what: string, fact: FactId | null): Promise<boolean> =>
  (await tx.run('insert into ballots_stated (ballot, what, fact) values (?, ?, ?) on conflict do nothing', ballot, what, fact)) === 1
export async function saveStated(tx: Tx, ballot: BallotId, what: string, fact: FactId): Promise<void> {
  await tx.run('update ballots_stated set fact = ? where ballot = ? and what = ?', fact, ballot, what)
}
export const findStated = async (tx: Reader, ballot: BallotId, what: string): Promise<FactId | null | undefined> =>
  (await tx.get<{ fact: FactId | null }>('select fact from ballots_stated where ballot = ? and what = ?', ballot, what))?.fact

/** How many an organisation has in draft or discussion, of those opened after that moment. */
export const countRunning = async (tx: Reader, organisation: OrganisationId, since: Micros): Promise<number> =>
  Number((await tx.get<{ n: number }>(
    `select count(*) as n from ballots_ballot b where proposer = ? and withdrawn_at is null and (opened_at is null or opened_at > ?)
     and not exists (select 1 from ballots_round r where r.ballot = b.id)`, organisation, since,
  ))?.n ?? 0)

const COLUMNS = 'id, kind, title, proposer, secretariat, room, subject, excluded, confirms, created_at, opened_at, withdrawn_at, frozen_at, frozen_version, electorate, electorate_sha256, attendance'

/** The whole of it, or undefined. */
export async function findBallot(tx: Reader, id: BallotId): Promise<Ballot | undefined> {
  const row = await tx.get<BallotRow>(`select ${COLUMNS} from ballots_ballot where id = ?`, id)
  return row && (await wholeOf(tx, [row]))[0]
}

/** Newest first; `before` is the moment and id of the last one that was seen. */
export async function loadBallots(tx: Reader, { before, limit }: { before?: { at: Micros; id: string } | undefined; limit: number }): Promise<Ballot[]> {
  const where = before === undefined ? '' : 'where created_at < ? or (created_at = ? and id < ?)'
  const values = before === undefined ? [] : [before.at, before.at, before.id]
  return wholeOf(tx, await tx.all<BallotRow>(`select ${COLUMNS} from ballots_ballot ${where} order by created_at desc, id desc limit ?`, ...values, limit))
}

/** Those with something to open, to state or to remind of. */
export async function loadUnended(tx: Reader): Promise<Ballot[]> {
  return wholeOf(tx, await tx.all<BallotRow>(
    `select ${COLUMNS} from ballots_ballot b where opened_at is not null and withdrawn_at is null
     and not exists (select 1 from ballots_stated s where s.ballot = b.id and s.what = 'settled') order by created_at, id`,
  ))
}

/** The last ballots whose voting ended before that moment, newest first. */
export async function loadClosedBefore(tx: Reader, at: Micros, limit: number): Promise<Ballot[]> {
  const rows = await tx.all<BallotRow & { closed: number }>(
    `select ${COLUMNS}, (select max(coalesce(closed_early, until_at)) from ballots_round r where r.ballot = b.id) as closed from ballots_ballot b
     where exists (select 1 from ballots_round r where r.ballot = b.id) and not exists (select 1 from ballots_round r where r.ballot = b.id and coalesce(closed_early, until_at) > ?)
     order by closed desc, id desc limit ?`, at, limit,
  )
  return wholeOf(tx, rows)
}

async function wholeOf(tx: Reader, rows: readonly BallotRow[]): Promise<Ballot[]> {
  const whole: Ballot[] = []
  for (const row of rows) whole.push({ ...headOf(row), frozen: frozenOf(row), ...(await loadParts(tx, row.id)), confirmed: row.kind === 'emergency' ? await loadConfirmation(tx, row.id) : null })
  return whole
}

/** No emergency confirms another, so this ends. */
async function loadConfirmation(tx: Reader, id: BallotId): Promise<Ballot['confirmed']> {
  return confirmationOf(await wholeOf(tx, await tx.all<BallotRow>(`select ${COLUMNS} from ballots_ballot where confirms = ? and kind <> 'emergency' order by created_at, id`, id)))
}

function headOf({ room, subject, excluded, created_at: createdAt, opened_at: openedAt, withdrawn_at: withdrawnAt, id, kind, title, proposer, secretariat, confirms }: BallotRow) {
  const heard: OrganisationId[] = JSON.parse(excluded)
  return { id, kind, title, proposer, secretariat, confirms, createdAt, openedAt, withdrawnAt, excluded: heard, subject: room === null || subject === null ? null : { room, id: subject } }
}

function frozenOf({ frozen_at: at, frozen_version: version, electorate, electorate_sha256: sha256, attendance }: BallotRow): Frozen | null {
  if (at === null || version === null || electorate === null || sha256 === null) return null
  const groups: Group[] = JSON.parse(electorate)
  const attended: Attended[] = JSON.parse(attendance ?? '[]')
  return { at, version, electorate: groups, electorateSha256: sha256, attendance: attended }
}
