/** Founding ceremonies: each organisation signs beforehand, and at one moment all signatures enter the log together. */
import { newId, type FactId, type Micros, type OrganisationId } from '@openaccord/names'
import { DAY, iso, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import { tell, type Means, type Opened } from '../means.ts'
import { conflict, type Signed } from '../model.ts'
import { needCurrent } from '../model/may.ts'
import { addCeremony, findCeremony, loadCeremonies, loadSeats, saveCeremonyState, saveSeat, type Ceremony, type Seat } from '../store/waiting.ts'
import { loadAdopted } from './book.ts'
import type { Outcome } from './submit.ts'
import { logActs, needMayState, signedOf, type Taken } from './taking.ts'

export type ShownSeat = { organisation: OrganisationId; slug: string; name: string; state: 'missing' | 'prepared' | 'signed' | 'refused'; reason: string | null; fact: FactId | null }
export type ShownCeremony = Ceremony & { organisations: ShownSeat[] }
export type CeremonyVerbs = ReturnType<typeof createCeremonyVerbs>

export const CEREMONY_JOB = 'pledges.hold-ceremonies'
const LONGEST_WAIT = 366 * DAY

export function createCeremonyVerbs(means: Means) {
  const { database, clock, random, journal, members, signing } = means

  async function show(tx: Reader, ceremony: Ceremony): Promise<ShownCeremony> {
    const known = new Map((await members.organisations(tx)).map((one) => [one.id, one]))
    const organisations = (await loadSeats(tx, ceremony.id)).map((seat): ShownSeat => ({
      organisation: seat.organisation, slug: known.get(seat.organisation)?.slug ?? '', name: known.get(seat.organisation)?.name ?? '', state: seatState(seat), reason: seat.refused, fact: seat.fact,
    }))
    return { ...ceremony, organisations: organisations.sort((a, b) => (a.name < b.name ? -1 : 1)) }
  }

  /** All at once: whose key or standing has changed since is told, and does not hold up the others. */
  async function enter(tx: Tx, ceremony: Ceremony, now: Micros): Promise<void> {
    const good: { seat: Seat; taken: Taken }[] = []
    const seats = await loadSeats(tx, ceremony.id)
    for (const seat of seats.filter(({ envelope }) => envelope !== null)) {
      const opened = signing.open(seat.envelope ?? '')
      const signed = signedOf(opened)
      const keyid = opened.signatures[0]?.keyid ?? ''
      try {
        await needMayState(tx, means, signed, now)
        await signing.needActiveKey(tx, keyid, signed.organisation, signed.signedAt)
        good.push({ seat, taken: { signed, envelope: opened.envelope, statement: opened.sha256, keyid } })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        await saveSeat(tx, { ...seat, envelope: null, refused: reasonOf(error) })
      }
    }
    const acts = good.length === 0 ? [] : await logActs(tx, means, good.map(({ taken }) => taken), now)
    for (const [index, { seat }] of good.entries()) await saveSeat(tx, { ...seat, envelope: null, fact: acts[index]!.fact })
    await saveCeremonyState(tx, ceremony.id, 'held')
    const signed = good.map(({ seat }) => seat.organisation)
    await tell(journal, tx, { fact: 'ceremony.held', ceremony: ceremony.id, signed, missing: seats.map(({ organisation }) => organisation).filter((id) => !signed.includes(id)) }, now)
  }

  return {
    ceremonies: (): Promise<ShownCeremony[]> => database.read(async (tx) => {
      const shown: ShownCeremony[] = []
      for (const one of await loadCeremonies(tx)) shown.push(await show(tx, one))
      return shown
    }),
    ceremony: (id: string): Promise<ShownCeremony> => database.read(async (tx) => show(tx, await load(tx, id))),

    async openCeremony(actor: Actor, { title, at, organisations }: { title: string; at: Micros; organisations: readonly string[] }): Promise<ShownCeremony> {
      need(actor, 'accord.keep')
      return database.transact(async (tx) => {
        const now = clock()
        await tx.lock('pledges')
        if (at <= now) throw wrong('/at', 'the moment is still to come', `write an instant after ${iso(now)}`)
        if (at > now + LONGEST_WAIT) throw wrong('/at', 'the moment is within a year', 'write an earlier one')
        const { version, sha256 } = needCurrent(await loadAdopted(tx))
        const known = new Map((await members.organisations(tx)).map((one) => [one.slug, one]))
        const seats = [...new Set(organisations)].map((slug, index) => {
          const one = known.get(slug)
          if (one === undefined) throw wrong(`/organisations/${index}`, `there is no organisation “${slug}”`, 'write short names of organisations of this alliance')
          if (one.kind !== 'signatory') throw wrong(`/organisations/${index}`, `${one.name} is a ${one.kind} and does not sign`, 'leave it out')
          return one.id
        })
        const ceremony: Ceremony = { id: newId('ceremony', random), title: title.trim(), version, sha256, at, state: 'open', openedAt: now }
        await addCeremony(tx, ceremony, seats)
        await means.later(tx, { kind: CEREMONY_JOB, at, key: ceremony.id })
        await tell(journal, tx, { fact: 'ceremony.opened', ceremony: ceremony.id, version, sha256, moment: iso(at), organisations: seats }, now)
        return show(tx, ceremony)
      })
    },

    async cancelCeremony(actor: Actor, id: string): Promise<ShownCeremony> {
      need(actor, 'accord.keep')
      return database.transact(async (tx) => {
        const now = clock()
        await tx.lock('pledges')
        const ceremony = await load(tx, id)
        needOpen(ceremony, now)
        for (const seat of await loadSeats(tx, ceremony.id)) await saveSeat(tx, { ...seat, envelope: null, preparedAt: null })
        await saveCeremonyState(tx, ceremony.id, 'cancelled')
        await tell(journal, tx, { fact: 'ceremony.cancelled', ceremony: ceremony.id }, now)
        return show(tx, { ...ceremony, state: 'cancelled' })
      })
    },

    /** Takes a signature for its moment; handed in again, the later one counts. */
    async hold(actor: Actor, id: string, opened: Opened, signed: Signed): Promise<Outcome> {
      if (signed.kind !== 'pledge-signature') throw conflict('ceremony-signs', 'in a ceremony the pledge is signed; other acts are handed in by themselves')
      return database.transact(async (tx) => {
        const now = clock()
        await tx.lock('pledges')
        const ceremony = await load(tx, id)
        needOpen(ceremony, now)
        const seat = (await loadSeats(tx, ceremony.id)).find(({ organisation }) => organisation === signed.organisation)
        if (seat === undefined) throw new Refusal('forbidden', 'pledges.not-in-ceremony', 'your organisation is not among those of this ceremony: sign by yourselves, or ask the secretariat')
        await needMayState(tx, means, signed, now)
        await signing.readAct(tx, opened.envelope, { kind: signed.kind, actor, now })
        await saveSeat(tx, { ...seat, envelope: opened.envelope, preparedAt: now })
        return { outcome: 'held', kind: signed.kind, at: now, fact: null, proposal: null, ceremony: ceremony.id }
      })
    },

    /** Holds every ceremony whose moment has come. Told twice, it does no harm. */
    async holdCeremonies(): Promise<number> {
      return database.transact(async (tx) => {
        const now = clock()
        await tx.lock('pledges')
        const due = (await loadCeremonies(tx)).filter(({ state, at }) => state === 'open' && at <= now).sort((a, b) => a.at - b.at)
        for (const ceremony of due) await enter(tx, ceremony, now)
        return due.length
      })
    },
  }
}

/** Everyone reads it: that a key is in doubt is public only once its organisation has said so. */
const reasonOf = ({ code, message }: Refusal): string => (code === 'members.act-signature' ? 'the key that signed it signs no longer' : message)

async function load(tx: Reader, id: string): Promise<Ceremony> {
  const found = await findCeremony(tx, id)
  if (found === undefined) throw new Refusal('unknown', 'pledges.ceremony-unknown', 'there is no such ceremony')
  return found
}

function seatState({ envelope, fact, refused }: Seat): ShownSeat['state'] {
  if (fact !== null) return 'signed'
  if (refused !== null) return 'refused'
  return envelope === null ? 'missing' : 'prepared'
}

function needOpen({ state, at }: Ceremony, now: Micros): void {
  if (state === 'cancelled') throw conflict('ceremony-cancelled', 'this ceremony was cancelled')
  if (state === 'held' || at <= now) throw conflict('ceremony-over', 'the moment of this ceremony has come')
}

const wrong = (field: string, rule: string, fix: string): Refusal => new Refusal('unprocessable', 'pledges.ceremony', rule, { faults: [{ field, rule, fix }] })
