/** The ladder of those from whom nothing is heard: stated and mailed step by step; and restoring, by two persons. */
import type { Micros, OrganisationId } from '@openaccord/names'
import { canDo, iso, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import { tell, type Listed, type Means } from '../means.ts'
import { conflict } from '../model.ts'
import { dueRung, ladderOf, type Ladder, type LadderStep, type Rung, type Walker } from '../model/lapse.ts'
import { sha256Of } from '../secrets.ts'
import { addRung, loadRungs, rungsOf } from '../store/ladder.ts'
import { lapseMail } from '../wording.ts'
import { cleanText, walkerOf, type Book } from './book.ts'

export const LAPSE_JOB = 'concerns.lapse'
export type ShownLadder = { organisation: Listed; ladder: Ladder; rungs: Rung[]; walker: Walker }
export type Restoration = { organisation: Listed; first: Actor['person'] | null; reasons: string | null }

export function createLadderVerbs(means: Means, book: Book) {
  const { database, clock, journal, members, activity, origin } = means

  async function walk(tx: Reader, now: Micros): Promise<ShownLadder[]> {
    const rungs = await loadRungs(tx)
    const active = await activity(tx)
    return (await members.organisations(tx)).filter(({ kind }) => kind !== 'secretariat').map((organisation) => {
      const walker = walkerOf(organisation, active)
      const own = rungs.get(organisation.id) ?? []
      return { organisation, walker, rungs: own, ladder: ladderOf(walker, own, now) }
    })
  }

  /** One step of one organisation: stated, done where it is to be done, mailed. False where nothing was due any more. */
  async function step(tx: Tx, organisation: Listed, now: Micros): Promise<boolean> {
    const rungs = await rungsOf(tx, organisation.id)
    const walker = walkerOf(organisation, await activity(tx))
    const due = dueRung(walker, rungs, now)
    if (due === undefined) return false
    const stated = { organisation: organisation.id, ground: 'no-activity' as const }
    const mails = await members.mailsOf(tx, organisation.id)
    if (due.step === 'suspended' && walker.state === 'active') await members.suspend(tx, organisation.id, 'nothing was heard for eight months; two notices were sent', null, now)
    if (due.step === 'removed' && walker.state !== 'left') await members.remove(tx, organisation.id, null, now)
    const after = nextAfter(walker, [...rungs, rungOf(organisation.id, due, now)], now)
    const fact = await tell(journal, tx, factOf(due.step), due.step === 'suspended' || due.step === 'removed' ? stated : { organisation: organisation.id, step: due.step, lastActivity: iso(walker.lastActivity), ...(after === null ? {} : { due: iso(after) }) }, now)
    await addRung(tx, { ...rungOf(organisation.id, due, now), fact })
    const alliance = (await members.allianceName(tx)) ?? ''
    if (due.step !== 'restored') for (const to of mails) await means.mail(tx, lapseMail(to, { alliance, origin, organisation: organisation.name, step: due.step, due: after }))
    return true
  }

  return {
    ladder: async (slug: string): Promise<ShownLadder> => {
      const now = clock()
      return database.read(async (tx) => {
        const found = (await walk(tx, now)).find(({ organisation }) => organisation.slug === slug)
        if (found === undefined) throw new Refusal('unknown', 'concerns.organisation-unknown', 'there is no such organisation')
        return found
      })
    },

    /** Everyone that is not simply active. */
    ladders: async (): Promise<ShownLadder[]> => (await database.read((tx) => walk(tx, clock()))).filter(({ ladder: { state } }) => state !== 'active' && state !== 'silent' && state !== 'left'),

    /** For compose: how an organisation stands by its ladder, in the very second. */
    ladderStates: async (tx: Reader, now: Micros): Promise<Map<OrganisationId, Ladder>> => new Map((await walk(tx, now)).map(({ organisation, ladder }) => [organisation.id, ladder])),

    /** Once an hour or more often. Returns how many steps were stated. */
    async walkLadders(): Promise<number> {
      const now = clock()
      const due = (await database.read((tx) => walk(tx, now))).filter(({ walker, rungs }) => dueRung(walker, rungs, now) !== undefined)
      let stated = 0
      // What came due while nobody looked is stated in its order, each with the instant from which it counts.
      for (const { organisation } of due) while (await book.change((tx, moment) => stepOf(tx, organisation.id, moment))) stated++
      return stated
    },

    /** By the ombudsperson or the secretariat, and then by another person of either, none of them of the organisation. */
    async restore(actor: Actor, slug: string, wish: { reasons: string }): Promise<'waits-for-second' | 'restored'> {
      const person = needMayRestore(actor)
      return book.change(async (tx, now) => {
        const organisation = await book.bySlug(tx, slug)
        if ((await book.kin(tx, organisation.id)).includes(actor.organisation!)) throw new Refusal('forbidden', 'concerns.own-case', 'this is your own organisation or an affiliate of it: others restore it')
        const { rungs, ladder } = await book.ladder(tx, organisation, now)
        if (ladder.state !== 'suspended' || organisation.state !== 'suspended') throw conflict('not-suspended', `${organisation.name} is not suspended`)
        const first = restorationOf(rungs)
        const rung = { organisation: organisation.id, at: now, effective: now, ground: ladder.ground, concern: null, ballot: null, by: person }
        if (first === undefined) {
          await addRung(tx, { ...rung, step: 'restore-proposed', words: cleanText(wish.reasons, '/reasons'), fact: null })
          return 'waits-for-second'
        }
        if (actor.via.kind === 'token') throw new Refusal('forbidden', 'concerns.person-needed', 'a second person restores it, signed in; a token does not')
        if (first.by === person) throw new Refusal('forbidden', 'concerns.same-person', 'another person restores it: one has proposed it already, and that was you')
        const independent = canDo(actor, 'concerns.screen') || (first.by !== null && (await members.isOmbudsperson(tx, first.by)))
        if (!independent) throw new Refusal('forbidden', 'concerns.ombudsperson-needed', 'one of the two who restore a signatory is an ombudsperson: the secretariat alone does not')
        await members.restore(tx, organisation.id, person, now)
        const fact = await tell(journal, tx, 'restored', { organisation: organisation.id, reasonsSha256: sha256Of(first.words ?? '') }, now)
        await addRung(tx, { ...rung, step: 'restored', words: first.words, fact })
        return 'restored'
      })
    },

    async restorations(actor: Actor): Promise<Restoration[]> {
      needMayRestore(actor)
      const all = await database.read((tx) => walk(tx, clock()))
      return all.filter(({ ladder, organisation }) => ladder.state === 'suspended' && organisation.state === 'suspended').map(({ organisation, rungs }) => {
        const first = restorationOf(rungs)
        return { organisation, first: first?.by ?? null, reasons: first?.words ?? null }
      })
    },
  }

  async function stepOf(tx: Tx, id: OrganisationId, now: Micros): Promise<boolean> {
    const organisation = (await book.rollOf(tx)).get(id)
    return organisation !== undefined && step(tx, organisation, now)
  }
}

function needMayRestore(actor: Actor) {
  const { person } = need(actor, canDo(actor, 'concerns.screen') ? 'concerns.screen' : 'members.admit')
  return person
}

/** Proposed since it was suspended last. */
const restorationOf = (rungs: readonly Rung[]): Rung | undefined => {
  const last = rungs.findLastIndex(({ step }) => step === 'suspended' || step === 'restored')
  return rungs.slice(last + 1).find(({ step }) => step === 'restore-proposed')
}

const factOf = (step: LadderStep): string => (step === 'suspended' || step === 'removed' ? step : 'lapse-noticed')
const rungOf = (organisation: OrganisationId, { step, effective }: { step: LadderStep; effective: Micros }, now: Micros): Rung =>
  ({ seq: Infinity, organisation, step, at: now, effective, ground: 'no-activity', concern: null, ballot: null, words: null, by: null, fact: null })
const nextAfter = (walker: Walker, rungs: readonly Rung[], now: Micros): Micros | null => ladderOf(walker, rungs, now).next?.at ?? null
