/** How checks are kept: rows and what they say. The one table holds a check while it waits and runs, and its report after. */
import type { Report } from '@openaccord/baseline'
import type { Micros } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../platform/database.ts'
import { FORGOTTEN_AFTER, KEPT_OBSERVATIONS, KEPT_REPORTS, type BaselineId, type Check, type CheckState } from './model.ts'

type CheckRow = Row & { id: BaselineId; domain: string; state: CheckState; asked_at: number; ended_at: number | null; answered: number; questions: number; sample: number; report: string | null }

const CHECK = 'id, domain, state, asked_at, ended_at, answered, questions, sample, report'

export async function addCheck(tx: Tx, { id, domain, asked, sample }: Pick<Check, 'id' | 'domain' | 'asked' | 'sample'>): Promise<void> {
  await tx.run(`insert into baselines_check (id, domain, state, asked_at, sample) values (?, ?, 'waiting', ?, ?)`, id, domain, asked, sample ? 1 : 0)
}

export async function findCheck(tx: Reader, id: string): Promise<Check | undefined> {
  return checkOf(await tx.get<CheckRow>(`select ${CHECK} from baselines_check where id = ?`, id))
}

/** The newest of a domain, whatever came of it. */
export async function newestCheck(tx: Reader, domain: string): Promise<Check | undefined> {
  return checkOf(await tx.get<CheckRow>(`select ${CHECK} from baselines_check where domain = ? order by asked_at desc, id desc limit 1`, domain))
}

/** Reports of a domain, newest first. */
export async function reportsOf(tx: Reader, domain: string, limit = KEPT_REPORTS): Promise<Check[]> {
  const rows = await tx.all<CheckRow>(`select ${CHECK} from baselines_check where domain = ? and state = 'done' order by asked_at desc, id desc limit ?`, domain, limit)
  return rows.map(whole)
}

export async function countWaiting(tx: Reader, before?: { asked: Micros; id: BaselineId }): Promise<number> {
  const found = before === undefined
    ? await tx.get<{ many: number }>(`select count(*) as many from baselines_check where state = 'waiting'`)
    : await tx.get<{ many: number }>(`select count(*) as many from baselines_check where state = 'waiting' and (asked_at < ? or (asked_at = ? and id < ?))`, before.asked, before.asked, before.id)
  return found?.many ?? 0
}

/** The one that waits longest, or one whose hub is gone, for this holder. */
export async function claimCheck(tx: Tx, { holder, now, until }: { holder: string; now: Micros; until: Micros }): Promise<Check | undefined> {
  const next = await tx.get<{ id: string }>(
    `select id from baselines_check where state = 'waiting' or (state = 'running' and lease_until <= ?) order by asked_at, id limit 1`, now,
  )
  if (next === undefined) return undefined
  await tx.run(`update baselines_check set state = 'running', holder = ?, lease_until = ?, answered = 0, questions = 0 where id = ?`, holder, until, next.id)
  return findCheck(tx, next.id)
}

export async function saveProgress(tx: Tx, id: BaselineId, holder: string, { answered, questions, report }: { answered: number; questions: number; report: Report }): Promise<void> {
  await tx.run(`update baselines_check set answered = ?, questions = ?, report = ? where id = ? and holder = ? and state = 'running'`, answered, questions, JSON.stringify(report), id, holder)
}

/** The end of a check; false where another holder has it. */
export async function endCheck(tx: Tx, id: BaselineId, holder: string, end: { state: 'done'; at: Micros; answered: number; report: Report; observations: string } | { state: 'opted-out' | 'failed'; at: Micros }): Promise<boolean> {
  const [report, observations, answered] = end.state === 'done' ? [JSON.stringify(end.report), end.observations, end.answered] : [null, null, 0]
  const changed = await tx.run(
    `update baselines_check set state = ?, ended_at = ?, report = ?, observations = ?, answered = ?, questions = ?, holder = null, lease_until = null where id = ? and holder = ? and state = 'running'`,
    end.state, end.at, report, observations, answered, answered, id, holder,
  )
  return changed === 1
}

/** Back among those that wait: the hub stops. */
export async function putBack(tx: Tx, holder: string): Promise<void> {
  await tx.run(`update baselines_check set state = 'waiting', holder = null, lease_until = null, report = null where holder = ? and state = 'running'`, holder)
}

/** What stays of a domain: its last reports, and of the newest of them what they were judged from. */
export async function trimDomain(tx: Tx, domain: string): Promise<void> {
  const rows = await tx.all<{ id: string }>(`select id from baselines_check where domain = ? and state = 'done' order by asked_at desc, id desc`, domain)
  for (const { id } of rows.slice(KEPT_OBSERVATIONS, KEPT_REPORTS)) await tx.run('update baselines_check set observations = null where id = ? and observations is not null', id)
  for (const { id } of rows.slice(KEPT_REPORTS)) await tx.run('delete from baselines_check where id = ?', id)
  const ended = await tx.all<{ id: string }>(`select id from baselines_check where domain = ? and state in ('failed', 'opted-out') order by asked_at desc, id desc`, domain)
  for (const { id } of ended.slice(1)) await tx.run('delete from baselines_check where id = ?', id)
}

/** It does not want to be measured: nothing that was measured is kept. */
export async function forgetDomain(tx: Tx, domain: string): Promise<void> {
  await tx.run(`delete from baselines_check where domain = ? and state = 'done'`, domain)
}

export const forgetOld = (tx: Tx, now: Micros): Promise<number> => tx.run(`delete from baselines_check where asked_at < ? and state not in ('waiting', 'running')`, now - FORGOTTEN_AFTER)

export async function findObservations(tx: Reader, id: string): Promise<string | undefined> {
  return (await tx.get<{ observations: string | null }>('select observations from baselines_check where id = ?', id))?.observations ?? undefined
}

const checkOf = (row: CheckRow | undefined): Check | undefined => row && whole(row)
function whole({ id, domain, state, asked_at: asked, ended_at: ended, answered, questions, sample, report }: CheckRow): Check {
  return { id, domain, state, asked, ended, answered, questions, sample: sample === 1, report: report === null ? null : (JSON.parse(report) as Report) }
}
