/** What is loaded together: all acts of this room, the organisations, their signatures and the pledge; each within one read. */
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { Refusal } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Listed, Means } from '../means.ts'
import { principleOf, type ConductKind, type Logged } from '../model.ts'
import type { Accreditation } from '../model/assurance.ts'
import { boardOf, type Placed } from '../model/board.ts'
import { commitmentsOf, type Commitment } from '../model/commitments.ts'
import type { PledgeInForce, Signature, Speaker } from '../model/may.ts'
import { actWords } from '../model/words.ts'
import { countForgotten, loadActsAfter } from '../store/acts.ts'
import { countCases, loadAccreditations } from '../store/assurance.ts'

/** Everything at one moment. */
export type Conduct = {
  at: Micros
  /** Oldest first. */
  acts: readonly Logged[]
  commitments: ReadonlyMap<FactId, Commitment>
  board: readonly Placed[]
  /** By name. */
  organisations: readonly Listed[]
  signatures: ReadonlyMap<OrganisationId, Signature>
  pledge: PledgeInForce | undefined
  accreditations: readonly Accreditation[]
  cases: ReadonlyMap<FactId, number>
  doubts: ReadonlyMap<string, Micros>
}
export type Shown = { slug: string; name: string }
export type Book = ReturnType<typeof createBook>

export function createBook({ clock, members, pledge, signing }: Pick<Means, 'clock' | 'members' | 'pledge' | 'signing'>) {
  let known: readonly Logged[] = []
  let forgotten = 0

  /** They change only where a payload is taken away, so only new ones are read. Not within a transaction that writes. */
  async function acts(tx: Reader): Promise<readonly Logged[]> {
    const gone = await countForgotten(tx)
    if (gone !== forgotten) [known, forgotten] = [[], gone]
    const before = known
    const added = await loadActsAfter(tx, before.at(-1)?.seq ?? 0)
    if (added.length === 0) return before
    const all = [...before, ...added]
    if (gone === forgotten && all.at(-1)!.seq > (known.at(-1)?.seq ?? 0)) known = all
    return all
  }

  return {
    async conduct(tx: Reader): Promise<Conduct> {
      const at = clock()
      const all = await acts(tx)
      const commitments = commitmentsOf(all)
      return {
        at, acts: all, commitments, board: boardOf(commitments, at), organisations: await members.organisations(tx), signatures: await pledge.signatures(tx, at),
        pledge: await pledge.inForce(tx), accreditations: await loadAccreditations(tx), cases: await countCases(tx), doubts: await signing.doubts(tx),
      }
    },
  }
}

/** The principles of the version in force: P1, P2 … */
export const principlesOf = (pledge: PledgeInForce | undefined): string[] => [...new Set((pledge?.clauses ?? []).map(principleOf))].sort()

export const speakerOf = ({ id, name, kind, state }: Listed, signatures: Conduct['signatures']): Speaker => ({ id, name, kind, state, signature: signatures.get(id) })

export function findBySlug({ organisations }: Pick<Conduct, 'organisations'>, slug: string): Listed {
  const found = organisations.find((one) => one.slug === slug)
  if (found === undefined) throw new Refusal('unknown', 'commitments.organisation-unknown', `there is no organisation “${slug}”`)
  return found
}

export function nameOf({ organisations }: Pick<Conduct, 'organisations'>, id: string): Shown {
  const found = organisations.find((one) => one.id === id)
  return { slug: found?.slug ?? '', name: found?.name ?? '' }
}

/** When the hub took it counts: what a signer says of the time could be said by whoever has the key. */
export function doubtOf({ doubts }: Pick<Conduct, 'doubts'>, { keyid, at }: Pick<Logged, 'keyid' | 'at'>): Micros | null {
  const since = doubts.get(keyid)
  return since !== undefined && at >= since ? since : null
}

export function wordsOf(conduct: Pick<Conduct, 'organisations' | 'commitments'>, act: Pick<Logged, 'kind' | 'organisation' | 'says'>): string {
  const naming = { nameOf: (id: string) => nameOf(conduct, id).name || id, titleOf: (fact: string) => conduct.commitments.get(fact as FactId)?.act.says.title ?? fact }
  return actWords(nameOf(conduct, act.organisation).name, act as { kind: ConductKind } & Parameters<typeof actWords>[1], naming)
}
