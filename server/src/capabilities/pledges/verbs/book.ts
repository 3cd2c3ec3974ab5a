/** What is loaded together: the acts that count, the organisations, the versions; each within one read. */
import { hash } from 'node:crypto'
import type { Micros } from '@openaccord/names'
import { canDo, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { adoptedOf, inForce, type Adopted, type Logged } from '../model.ts'
import { registerOf, type Register } from '../model/register.ts'
import { idsOf, readText } from '../model/text.ts'
import { isPublic, versionsOf, type Version, type TextCard } from '../model/versions.ts'
import { loadActsAfter, loadActsOfKind } from '../store/acts.ts'
import { countForgotten } from '../store/forget.ts'
import { findBySha256, loadCards, loadVersions, loadWords } from '../store/texts.ts'
import { loadProposals } from '../store/waiting.ts'

export const sha256Of = (text: string): string => hash('sha256', text, 'hex')

export type Book = ReturnType<typeof createBook>

export function createBook({ members }: Pick<Means, 'members'>) {
  let known: readonly Logged[] = []
  let forgotten = 0

  /** All acts that count, oldest first. They change only where a payload is taken away, so only new ones are read. Not within a transaction that writes. */
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
    acts,
    async register(tx: Reader, now: Micros): Promise<Register> {
      return registerOf(await acts(tx), await members.organisations(tx), now)
    },
  }
}

export const loadAdopted = async (tx: Reader): Promise<Adopted[]> => adoptedOf(await loadActsOfKind(tx, 'pledge-version'))

export async function loadAllVersions(tx: Reader, now: Micros): Promise<Version[]> {
  const proposals = (await loadProposals(tx)).filter(({ kind }) => kind === 'pledge-version')
  const proposed = new Set(proposals.map(({ says }): string => JSON.parse(says).pledge.version))
  return versionsOf(await loadVersions(tx), await loadCards(tx), await loadAdopted(tx), proposed, now)
}

/** Drafts are there for the secretariat only; nobody else hears of them. */
export const maySee = (actor: Actor, version: Version, now: Micros): boolean => canDo(actor, 'accord.keep') || isPublic(version, now)

export async function loadVersion(tx: Reader, actor: Actor, version: string, now: Micros): Promise<Version> {
  const found = (await loadAllVersions(tx, now)).find((one) => one.version === version)
  if (found === undefined || !maySee(actor, found, now)) throw new Refusal('unknown', 'pledges.version-unknown', `there is no version ${version} of the pledge`)
  return found
}

/** The ids of principles and clauses that acts may name: those of the version in force. */
export async function clausesInForce(tx: Reader, adopted: readonly Adopted[]): Promise<string[]> {
  const current = inForce(adopted)
  const [text] = current === undefined ? [] : await findBySha256(tx, current.sha256)
  return text === undefined ? [] : idsOf(readText(text.text))
}

export const wordsOf = (tx: Reader, card: TextCard): Promise<string> => loadWords(tx, card)
