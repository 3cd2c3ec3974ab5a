/** What every verb of this room loads: the case, where it stands, whom it concerns; and the one way in which a case changes. */
import type { ConcernId, Micros, OrganisationId } from '@openaccord/names'
import { plainText, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { Listed, Means } from '../means.ts'
import { fault, type Case } from '../model.ts'
import { ladderOf, type Ladder, type Rung, type Walker } from '../model/lapse.ts'
import { ballotsOf, standingOf, type Standing } from '../model/standing.ts'
import type { Desk } from '../model/may.ts'
import { loadCase, mailOf } from '../store.ts'
import { rungsOf } from '../store/ladder.ts'
import { newsMail } from '../wording.ts'

export type Roll = ReadonlyMap<OrganisationId, Listed>
/** A case as its verb sees it, within its transaction. */
export type Opened = { subject: Case; standing: Standing; desk: Desk; now: Micros; roll: Roll }
export type Book = ReturnType<typeof createBook>

export function createBook(means: Means) {
  const { database, clock, members, groups, mail, origin } = means

  const rollOf = async (tx: Reader): Promise<Roll> => new Map((await members.organisations(tx)).map((one) => [one.id, one]))

  /** The organisation and those under one control with it. */
  async function kin(tx: Reader, organisation: OrganisationId | null): Promise<OrganisationId[]> {
    if (organisation === null) return []
    const all = await groups(tx)
    const group = all.get(organisation)
    return group === undefined ? [organisation] : [...new Set([organisation, ...[...all].filter(([, name]) => name === group).map(([id]) => id)])]
  }

  /** A ballot that has ended moves its concern on in the same second, also before a job has noted it. */
  async function current(tx: Reader, subject: Case, now: Micros): Promise<Case> {
    const open = ballotsOf(subject.events).find(({ outcome }) => outcome === null)
    if (open === undefined) return subject
    const { outcome, finalAt } = await means.ballots.ballotStanding(tx, open.ballot, now)
    if (outcome === null) return subject
    const seq = (subject.events.at(-1)?.seq ?? 0) + 1
    return { ...subject, events: [...subject.events, { kind: 'ballot-ended', ballot: open.ballot, outcome, seq, at: finalAt ?? now, by: null, fact: null }] }
  }

  async function opened(tx: Reader, actor: Actor, id: string, now: Micros): Promise<Opened> {
    const subject = await current(tx, await loadCase(tx, id), now)
    const roll = await rollOf(tx)
    const { organisation } = subject.filing
    const own = await kin(tx, organisation)
    return { subject, standing: standingOf(subject, now), desk: { actor, own, suspended: organisation !== null && roll.get(organisation)?.state === 'suspended' }, now, roll }
  }

  return {
    rollOf, kin, opened, current,

    async bySlug(tx: Reader, slug: string): Promise<Listed> {
      const found = (await members.organisations(tx)).find((one) => one.slug === slug)
      if (found === undefined) throw fault('organisation-unknown', '/organisation', `nobody here has the short name “${slug}”`, 'choose an organisation of the register')
      return found
    },

    /** One transaction under the lock of this room: load, decide, save, tell. */
    change: <T>(work: (tx: Tx, now: Micros) => Promise<T>): Promise<T> => database.transact(async (tx) => {
      await tx.lock('concerns')
      return work(tx, clock())
    }),

    /** Whoever filed it hears that there is something new, never what: mails are read by others. */
    async tellFiler(tx: Tx, concern: ConcernId): Promise<void> {
      const kept = await mailOf(tx, concern)
      if (kept === undefined) return
      await mail(tx, newsMail(kept.mail, { alliance: (await members.allianceName(tx)) ?? '', origin, speaks: kept.speaks }))
    },

    async tellOrganisation(tx: Tx, organisation: OrganisationId, made: (to: string, alliance: string) => { to: string; subject: string; text: string }): Promise<void> {
      const alliance = (await members.allianceName(tx)) ?? ''
      for (const to of await members.mailsOf(tx, organisation)) await mail(tx, made(to, alliance))
    },

    async tellRight(tx: Tx, right: 'concerns.screen' | 'members.admit', made: (to: string, alliance: string) => { to: string; subject: string; text: string }): Promise<void> {
      const alliance = (await members.allianceName(tx)) ?? ''
      for (const to of await members.mailsOfRight(tx, right)) await mail(tx, made(to, alliance))
    },

    async ladder(tx: Reader, organisation: Listed, now: Micros): Promise<{ ladder: Ladder; rungs: Rung[]; walker: Walker }> {
      const rungs = await rungsOf(tx, organisation.id)
      const walker = walkerOf(organisation, await means.activity(tx))
      return { walker, rungs, ladder: ladderOf(walker, rungs, now) }
    },
  }
}

export const walkerOf = ({ id, state, stateAt, kind, since }: Listed, activity: ReadonlyMap<OrganisationId, Micros>): Walker =>
  ({ id, state, stateAt, signatory: kind === 'signatory', lastActivity: Math.max(since, activity.get(id) ?? 0) })

/** In its one form, and not empty. */
export function cleanText(text: string, field: string): string {
  const clean = plainText(text, 'concerns', field)
  if (clean === '') throw fault('empty', field, 'there is nothing written', 'write at least a word')
  return clean
}
