/** Taking acts: what was handed in is held against the rules, stated, and kept, in one transaction. */
import type { Act } from '@openaccord/facts'
import type { Micros } from '@openaccord/names'
import { Refusal } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { isPledgeAct, type Logged, type Signed } from '../model.ts'
import { goneBy, successionsOf, type Listed, type Succession } from '../model/register.ts'
import { needMay } from '../model/may.ts'
import { positionOf } from '../model/standing.ts'
import { addActs, loadActsOf, loadActsOfKind, type NewAct } from '../store/acts.ts'
import { clausesInForce, loadAdopted, sha256Of } from './book.ts'

export type Taken = { signed: Signed; envelope: string; statement: string; keyid: string }

/** The act in an envelope as this room knows it; other rooms' acts are not taken here. */
export function signedOf({ act }: { act: Act }): Signed {
  const { kind, organisation, at, says } = act
  if (!isPledgeAct(kind)) {
    throw new Refusal('unprocessable', 'pledges.act-kind', `acts of the kind “${kind}” are not handed in here`, {
      faults: [{ field: '/statement/predicateType', rule: 'an act of the pledge', fix: 'keys are registered and ended at their own addresses' }],
    })
  }
  return { kind, organisation, signedAt: Date.parse(at) * 1000, says } as Signed
}

/** May this organisation state this now? Loads what the rules look at. */
export async function needMayState(tx: Tx, { members }: Pick<Means, 'members'>, signed: Signed, now: Micros): Promise<void> {
  const body = await members.organisation(tx, signed.organisation)
  if (body === undefined) throw new Refusal('unknown', 'pledges.organisation-unknown', 'there is no such organisation')
  const acts = await loadActsOf(tx, signed.organisation)
  const adopted = await loadAdopted(tx)
  needStands(body, successionsOf(await loadActsOfKind(tx, 'succession')), now)
  const clauses = signed.kind === 'statement' || signed.kind === 'conflict-of-law' ? await clausesInForce(tx, adopted) : []
  needMay(signed, { name: body.name, body, acts, position: positionOf(acts), adopted, clauses, now })
}

/** Who merged into another or was renamed states nothing more under the old name. */
export function needStands({ id, name }: Listed, successions: readonly Succession[], now: Micros): void {
  if (goneBy(successions.findLast(({ predecessor }) => predecessor === id), now) === undefined) return
  throw new Refusal('conflict', 'pledges.succeeded', `${name} has gone into another organisation, which speaks for itself`)
}

/** Into the journal and the table, in the order given. Call it last. */
export async function logActs(tx: Tx, { journal }: Pick<Means, 'journal'>, taken: readonly Taken[], now: Micros): Promise<Logged[]> {
  const facts = await journal.write(tx, ...taken.map(({ signed, envelope }) => ({ room: 'pledges', kind: signed.kind, at: now, body: { about: aboutOf(signed), act: envelope } })))
  const acts = taken.map(({ signed, envelope, statement, keyid }, index): NewAct => {
    const fact = facts[index]
    if (fact === undefined) throw new Error('the journal took less than it was given')
    return { ...signed, seq: fact.seq, fact: fact.id, at: now, keyid, payload: sha256Of(envelope), statement } as NewAct
  })
  await addActs(tx, acts)
  return acts
}

const MOST_ABOUT = 50

/** By which ids the entry is found: organisations, and the text of the pledge by its hash. */
function aboutOf(signed: Signed): string[] {
  const ids: string[] = [signed.organisation]
  if ('pledge' in signed.says) ids.push(signed.says.pledge.sha256)
  if (signed.kind === 'succession') ids.push(signed.says.predecessor, signed.says.successor)
  if (signed.kind === 'affiliation') ids.push(...signed.says.organisations)
  if (signed.kind === 'conflict-of-law-lifted') ids.push(signed.says.declaration)
  return [...new Set(ids)].slice(0, MOST_ABOUT)
}

