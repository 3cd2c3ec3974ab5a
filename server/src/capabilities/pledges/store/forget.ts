/**
 * When a payload is taken out of the log, what this room has copied from it goes as well: names of people and free text.
 * What the register is folded from stays: which act it was, of which version, and when.
 */
import type { FactId } from '@openaccord/names'
import type { Tx } from '../../../platform/database.ts'
import { REMOVED, type PledgeActKind } from '../model.ts'

type Says = Record<string, unknown>

/** Of facts of other rooms nothing is kept here. A statement is its text: without it nothing is left to show. */
export async function forgetActs(tx: Tx, facts: readonly string[]): Promise<void> {
  for (const fact of facts) {
    const act = await tx.get<{ fact: FactId; kind: PledgeActKind; says: string }>('select fact, kind, says from pledges_act where fact = ?', fact)
    if (act === undefined) continue
    if (act.kind === 'statement') await tx.run('delete from pledges_act where fact = ?', fact)
    else await tx.run('update pledges_act set says = ?, forgotten = 1 where fact = ?', JSON.stringify(whatStays(JSON.parse(act.says) as Says)), fact)
  }
}

const TEXTS: ReadonlySet<string> = new Set(['legalName', 'law', 'effect', 'reason', 'note'])

function whatStays(says: Says): Says {
  return Object.fromEntries(Object.entries(says).map(([field, value]) => {
    if (field === 'officer') return [field, { name: REMOVED, title: REMOVED }]
    if (field === 'authority') return [field, { kind: (value as Says)['kind'] }]
    if (field === 'scope') return [field, { reach: (value as Says)['reach'] }]
    return [field, TEXTS.has(field) ? REMOVED : value]
  }))
}

/** Grows whenever something was forgotten, on whichever hub. */
export const countForgotten = async (tx: Pick<Tx, 'get'>): Promise<number> =>
  Number((await tx.get<{ n: number }>('select count(*) as n from pledges_act where forgotten = 1'))?.n ?? 0)
