/** The panel: called with a sealed value and a moment to come, drawn by the log, and those who have a conflict replaced. */
import { hash } from 'node:crypto'
import { drawPanel, panelSeed, type Candidate } from '@openaccord/facts'
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { iso, microsOfIso, need, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import { tell, type Means } from '../means.ts'
import { conflict, DRAW_AHEAD, fault, FIND_WITHIN, LEAST_CANDIDATES, type Case } from '../model.ts'
import { needMove, needSits } from '../model/may.ts'
import { panelsOf, standingOf } from '../model/standing.ts'
import { addEvent, loadCase } from '../store.ts'
import { addLot, loadLots, saveDrawn, type Lot } from '../store/ladder.ts'
import { drawnMail } from '../wording.ts'
import type { Book } from './book.ts'

export const LOTS_JOB = 'concerns.draw'
const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')

export function createPanelVerbs(means: Means, book: Book) {
  const { database, clock, random, journal, sealing, members, checkpointOver, later, origin } = means

  /** Active signatories that have nothing to do with the organisation, under one control with it or before on this panel. */
  async function candidatesFor(tx: Reader, { filing, events }: Case): Promise<Candidate[]> {
    const own = await book.kin(tx, filing.organisation)
    const groups = await means.groups(tx)
    const before = new Set(panelsOf(events).flatMap(({ seats, recused }) => [...seats, ...recused]))
    return (await members.organisations(tx))
      .filter(({ id, kind, state }) => kind === 'signatory' && state === 'active' && !own.includes(id) && !before.has(id))
      .map(({ id }) => ({ organisation: id, ...(groups.has(id) ? { group: groups.get(id) } : {}) }))
      .toSorted((a, b) => (a.organisation < b.organisation ? -1 : 1))
  }

  /** The moment has come: an entry of the log says so, and the first checkpoint over it decides. */
  async function stateDue(tx: Tx, lot: Lot, now: Micros): Promise<FactId> {
    const fact = await tell(journal, tx, 'panel-due', { concern: lot.concern, after: iso(lot.after) }, now)
    await addEvent(tx, lot.concern, { kind: 'panel-due' }, { at: now, fact })
    return fact
  }

  async function draw(tx: Tx, lot: Lot, now: Micros): Promise<boolean> {
    const subject = await loadCase(tx, lot.concern)
    const panel = panelsOf(subject.events).find(({ called }) => called.value === lot.fact)
    if (panel === undefined) throw new Error('a lot without a panel')
    if (panel.due === undefined) {
      await stateDue(tx, lot, now)
      return false
    }
    const checkpoint = await checkpointOver(tx, panel.due.fact!)
    if (checkpoint === undefined) return false
    const seed = panelSeed(lot.value, checkpoint.rootHash, sha256)
    const seats = drawPanel({ seed, candidates: panel.called.candidates }, sha256) as OrganisationId[]
    const opened = await tell(journal, tx, 'panel-value-opened', sealing.open({ about: [lot.concern], opens: lot.fact, commitment: lot.commitment, secret: { salt: lot.salt, payload: lot.value } }), now)
    const drawn = { due: panel.due.fact!, opened, openedValue: hexOf(lot.value), checkpointSize: checkpoint.size, rootHash: hexOf(checkpoint.rootHash), seed, panel: seats }
    const { openedValue: _, ...stated } = drawn
    const fact = await tell(journal, tx, 'panel-drawn', { concern: lot.concern, ...stated }, now)
    await addEvent(tx, lot.concern, { kind: 'panel-drawn', ...drawn }, { at: now, fact })
    await saveDrawn(tx, lot.fact)
    for (const seat of seats) await tellSeat(tx, seat, lot.concern, now)
    return true
  }

  async function tellSeat(tx: Tx, seat: OrganisationId, concern: string, now: Micros): Promise<void> {
    const name = (await book.rollOf(tx)).get(seat)?.name ?? seat
    await book.tellOrganisation(tx, seat, (to, alliance) => drawnMail(to, { alliance, origin, organisation: name, concern, due: now + FIND_WITHIN }))
  }

  return {
    callPanel: (actor: Actor, id: string, wish: { after?: string | undefined }): Promise<void> => {
      const { person } = need(actor, 'concerns.screen')
      return book.change(async (tx, now) => {
        const { subject, standing, desk } = await book.opened(tx, actor, id, now)
        needMove(subject, standing, desk, 'call-panel')
        const after = wish.after === undefined ? now + DRAW_AHEAD.least : microsOfIso(wish.after)
        if (after < now + DRAW_AHEAD.least || after > now + DRAW_AHEAD.most) throw fault('after', '/after', 'the moment lies between an hour and seven days ahead', 'leave it out for an hour from now')
        const candidates = await candidatesFor(tx, subject)
        if (candidates.length < LEAST_CANDIDATES) throw conflict('few-candidates', `there are only ${candidates.length} organisations to draw from, and a lot needs ${LEAST_CANDIDATES}`)
        const { filing } = subject
        const { body, secret } = sealing.seal({ about: [filing.id], payload: random(32), openBy: after + DRAW_AHEAD.most })
        const value = await tell(journal, tx, 'panel-value', body, now)
        const called = await tell(journal, tx, 'panel-called', {
          concern: filing.id, organisation: filing.organisation, value, after: iso(after), candidates: candidates.map(({ organisation, group }) => ({ organisation, ...(group === undefined ? {} : { group }) })),
        }, now)
        await addEvent(tx, filing.id, { kind: 'panel-called', value, after, candidates }, { at: now, by: person, fact: called })
        await addLot(tx, { concern: filing.id, fact: value, commitment: (body as { sealed: { commitment: string } }).sealed.commitment, salt: secret.salt, value: secret.payload, after })
        await later(tx, { kind: LOTS_JOB, at: after, key: `concerns-lot ${value}` })
      })
    },

    /** Draws every panel whose moment has come and whose checkpoint is there. Returns how many were drawn. */
    async drawPanels(): Promise<number> {
      if ((await database.read((tx) => loadLots(tx, clock()))).length === 0) return 0
      return book.change(async (tx, now) => {
        let drawn = 0
        for (const lot of await loadLots(tx, now)) if (await draw(tx, lot, now)) drawn++
        return drawn
      })
    },

    /** Before its finding: the next of the lot takes the seat, and hears of it. */
    recuse: (actor: Actor, id: string): Promise<void> => {
      const { person, organisation } = need(actor, 'acts.sign')
      return book.change(async (tx, now) => {
        const subject = await loadCase(tx, id)
        needSits(subject, standingOf(subject, now), organisation)
        const { called, drawn, seats, recused } = panelsOf(subject.events).at(-1)!
        if (subject.events.some((event) => (event.kind === 'finding-proposed' || event.kind === 'finding-position') && event.organisation === organisation && event.seq > called.seq)) {
          throw conflict('has-spoken', 'who has stated a finding, joined or dissented stays on the panel')
        }
        const panel = drawPanel({ seed: drawn!.seed, candidates: called.candidates, setAside: [...recused, organisation] }, sha256) as OrganisationId[]
        const fact = await tell(journal, tx, 'panel-recused', { concern: subject.filing.id, organisation, panel }, now)
        await addEvent(tx, subject.filing.id, { kind: 'panel-recused', organisation, panel }, { at: now, by: person, fact })
        for (const seat of panel.filter((one) => !seats.includes(one))) await tellSeat(tx, seat, subject.filing.id, now)
      })
    },
  }
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
