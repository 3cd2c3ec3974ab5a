/** Splitting and merging. A new case keeps the parties' ids and the embargo as it stands; in a merger the earliest agreed end holds. Cases that belong together hear of each other. */
import { newId, type CaseId } from '@openaccord/names'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { conflict, fault, type PartyId } from '../model.ts'
import { isIn, withoutOwner, type Cell, type Party } from '../model/fold.ts'
import { cleanLine, cleanText, needRoom } from '../model/limits.ts'
import { aboutParty, needMove } from '../model/may.ts'
import { addHead, addParty } from '../store.ts'
import { addText, textsOf } from '../store/texts.ts'
import { ALL, byOf, type Asking, type Book, type Opened, type Work } from './book.ts'
import { ask, enter, mailInvitation, tellSiblings, type By } from './enter.ts'
import { nextNumber } from './open.ts'

/** What the embargo's own files do when cases part or come together, in the same transaction. `same`: a party of the one as it is called in the other. */
export type Ties = {
  split(tx: Tx, from: Work, into: Work, by: By): Promise<void>
  merge(tx: Tx, from: Work, into: Work, same: ReadonlyMap<PartyId, PartyId>, by: By): Promise<void>
}
export type Split = { title: string; summary: string; vulnerabilities: number[]; parties: string[] }

export function createRelateVerbs(means: Means, book: Book, ties: Ties) {
  const { random, vault } = means

  return {
    splitCase: (asking: Asking, id: string, wish: Split): Promise<{ case: CaseId }> =>
      book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'split')
        const parties = partiesOf(opened, wish.parties)
        const moved = movedOf(opened, wish.vulnerabilities)
        const by = byOf(opened)
        const child = newId('case', random)
        await tellSiblings(tx, book, opened, 'A case that belongs to this one was split.')
        await addHead(tx, { id: child, opened: opened.now, report: null })
        await book.begin(tx, child, async (work) => {
          const { id: owner, organisation, roles, invited } = opened.party
          await addParty(tx, { id: owner, case: child, organisation, linkHash: null })
          const summary = wish.summary.trim() === '' ? '' : cleanText(wish.summary, '/summary')
          work.append({ kind: 'opened', title: cleanLine(wish.title, '/title'), summary, vulnerabilities: moved.map((one, at) => ({ ...one, n: at + 1 })), owner, from: 'split' }, ALL, by)
          work.append({ kind: 'joined', party: owner, organisation, guest: null, roles: [...roles], shown: true, invited }, ALL, by)
          work.append({ kind: 'thread-opened', thread: 1, is: 'all', parties: [], title: 'Everyone' }, ALL, by)
          work.append({ kind: 'split-off', from: opened.id }, ALL, by)
          await bringReport(tx, opened, work, by)
          for (const party of parties) await bring(tx, opened, work, party, by)
          await ties.split(tx, opened, work, by)
          const renumbered = new Map(moved.map(({ n }, at) => [n, at + 1]))
          for (const party of [opened.party, ...parties]) bringRow(work, party, opened.state().matrix.get(party.id), renumbered, by)
        })
        opened.append({ kind: 'split', into: child, vulnerabilities: moved.map(({ n }) => n) }, ALL, by)
        return { case: child }
      }),

    /** What was written stays where it is, readable; the work goes on in the other case. */
    mergeCase: (asking: Asking, id: string, { into }: { into: string }): Promise<{ case: CaseId }> =>
      book.change(asking, id, async (opened, tx) => {
        needMove(opened, 'merge')
        if (into === opened.id) throw fault('into', '/into', 'a case is brought into another one', 'choose the other case')
        const by = byOf(opened)
        const there = await book.changeWithin(tx, into as CaseId, async (work) => {
          const target = await mine(tx, asking, work)
          needRoom('vulnerabilities', work.state().vulnerabilities.length + opened.state().vulnerabilities.length - 1)
          const own = { party: target.id, person: by.person }
          const same = await bringParties(tx, opened, work, own)
          const numbers = new Map<number, number>()
          for (const { n, ...one } of opened.state().vulnerabilities) {
            const next = nextNumber(work.entries())
            numbers.set(n, next)
            work.append({ kind: 'vulnerability-added', vulnerability: { n: next, ...one } }, ALL, own)
          }
          work.append({ kind: 'merged-in', from: opened.id }, ALL, own)
          await ties.merge(tx, opened, work, same, own)
          for (const [before, after] of same) {
            const party = work.state().parties.get(after)
            if (party !== undefined) bringRow(work, party, opened.state().matrix.get(before), numbers, own)
          }
          return work.id
        })
        await tellSiblings(tx, book, opened, 'A case that belongs to this one was brought into another.', there)
        opened.append({ kind: 'merged', into: there }, ALL, by)
        return { case: there }
      }),
  }

  /** The other case is open, and the same organisation owns it; otherwise it is as if there were none. */
  async function mine(tx: Tx, asking: Asking, work: Work): Promise<Party> {
    const found = await book.viewing(tx, await book.callersOf(tx, asking, work.id), work.state(), work.terms())
    if (found === undefined || !found.party.roles.includes('owner')) throw fault('into', '/into', 'your organisation owns no open case with this id', 'choose another case')
    if (work.state().state !== 'open') throw conflict('closed', 'the other case is closed')
    return found.party
  }

  /** Who has not accepted what stands is asked to first, there as here. */
  async function bring(tx: Tx, from: Work, work: Work, party: Party, by: By): Promise<void> {
    const guest = party.organisation === null ? { name: party.guest ?? '', mail: party.mail } : null
    const { link } = await ask(tx, work, { organisation: party.organisation, guest, roles: party.roles, words: party.words }, { by, id: party.id, random })
    if (isIn(party) && !from.terms().lapsed.has(party.id)) enter(work, party, by)
    else await mailInvitation(tx, means, { of: work.id, organisation: party.organisation, guest, link })
  }

  /** Parties of one case in another: the same organisation is the same party, everybody else is asked in. */
  async function bringParties(tx: Tx, from: Work, into: Work, by: By): Promise<Map<PartyId, PartyId>> {
    const same = new Map<PartyId, PartyId>()
    for (const party of from.state().parties.values()) {
      const there = [...into.state().parties.values()].find(({ id, organisation }) => id === party.id || (organisation !== null && organisation === party.organisation))
      const isHere = there !== undefined && (isIn(there) || there.standing === 'invited')
      if (isHere) same.set(party.id, there.id)
      if (isHere || (!isIn(party) && party.standing !== 'invited')) continue
      needRoom('parties', into.state().parties.size)
      const guest = party.organisation === null ? { name: party.guest ?? '', mail: party.mail } : null
      const asked = await ask(tx, into, { organisation: party.organisation, guest, roles: withoutOwner(party.roles), words: null }, { by, id: there?.id ?? party.id, random })
      same.set(party.id, asked.party)
      await mailInvitation(tx, means, { of: into.id, organisation: party.organisation, guest, link: asked.link })
    }
    return same
  }

  async function bringReport(tx: Tx, from: Work, into: Work, by: By): Promise<void> {
    const { report } = from.state()
    const text = report === null ? undefined : (await textsOf(tx, vault, [{ id: report.text, version: 1 }])).get(report.text)
    if (report === null || text === undefined) return
    const id = newId('text', random)
    await addText(tx, vault, { id, version: 1, case: into.id, at: text.at, text: text.text })
    into.append({ kind: 'report-brought', text: id, report: report.report }, ALL, by)
  }
}

function partiesOf(opened: Opened, ids: readonly string[]): Party[] {
  return ids.filter((id) => id !== opened.party.id).map((id) => {
    const found = opened.state().parties.get(id as PartyId)
    if (found === undefined || (!isIn(found) && found.standing !== 'invited')) throw fault('parties', '/parties', 'these are parties that take part or are invited', 'choose among them')
    return found
  })
}

function movedOf(opened: Opened, numbers: readonly number[]) {
  const { vulnerabilities } = opened.state()
  const moved = vulnerabilities.filter(({ n }) => numbers.includes(n))
  if (moved.length !== numbers.length) throw fault('vulnerability-unknown', '/vulnerabilities', 'these are vulnerabilities of this case', 'choose among them')
  if (moved.length === vulnerabilities.length) throw fault('all-vulnerabilities', '/vulnerabilities', 'at least one stays', 'leave one out')
  return moved
}

/** What a vendor had stated goes along with the vulnerability, as recorded by who moves it. */
function bringRow(work: Work, party: Party, row: ReadonlyMap<number, Cell> | undefined, numbers: ReadonlyMap<number, number>, by: By): void {
  const here = work.state().parties.get(party.id) ?? party
  for (const [n, { state, justification, words }] of row ?? []) {
    const next = numbers.get(n)
    if (next !== undefined) work.append({ kind: 'stated', party: party.id, vulnerabilities: [next], state, justification, words }, aboutParty(here), by)
  }
}
