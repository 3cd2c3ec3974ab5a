/** Measures of the secretariat about an organisation: asked for by one person, confirmed by a second, ended by time or early. */
import type { OrganisationId, PersonId } from '@openaccord/names'
import { DAY, iso, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { MailMeans } from '../means.ts'
import { managersOf, type Organisation, type Person } from '../model.ts'
import { needSession } from '../model/credentials.ts'
import {
  askForMeasure, confirmMeasure, endMeasure, needsOmbudsperson, openMeasure, pauseOf, stateOfMeasure, type Measure, type MeasureState, type MeasureWish, type Pause,
} from '../model/measures.ts'
import { addAudit, type Where } from '../store/audit.ts'
import { addMeasure, loadMeasures, loadPauses, saveMeasure } from '../store/measures.ts'
import { loadAlliance, loadOrganisation, loadOrganisations, lockMembership, saveOrganisation } from '../store/organisations.ts'
import { loadPeople, loadPerson } from '../store/people.ts'
import { measureAskedMail, pausedMail, resumedMail, standingMail } from '../wording-measures.ts'
import { departAll, mailsOfRight } from './ladder.ts'

export type ShownMeasure = Measure & { state: MeasureState; askedByName: string; may: ('confirm' | 'end')[]; confirmedByName: string | null; needsOmbudsperson: boolean }
export type PublicPause = Pick<Organisation, 'slug' | 'name'> & Pick<Pause, 'from' | 'until' | 'ground'>

const PAUSES_SHOWN = 90 * DAY

type Decide = (tx: Tx, by: PersonId, organisation: Organisation, measures: Measure[], now: number) => Promise<Measure>

export function createMeasureVerbs(means: MailMeans & { contact: string | undefined }) {
  const { database, clock, random, tell, mail, origin } = means

  /** Load, decide, save; who did it stays in the audit log. Tokens neither ask nor confirm. */
  async function change(actor: Actor, id: OrganisationId, what: 'measure-asked' | 'measure-confirmed' | 'measure-ended', where: Where, decide: Decide): Promise<ShownMeasure[]> {
    const by = needSession(actor, 'decides nothing about organisations')
    const now = clock()
    return database.transact(async (tx) => {
      await lockMembership(tx)
      const next = await decide(tx, by, await loadOrganisation(tx, id), await loadMeasures(tx, id), now)
      await addAudit(tx, { what, person: by, subject: `${id} ${next.what} ${next.n}`, where }, now, random)
      return shown(tx, actor, await loadOrganisation(tx, id), now)
    })
  }

  const around = async (tx: Reader, { id, name, slug }: Organisation, inside: boolean) => ({
    alliance: (await loadAlliance(tx))?.name ?? 'the alliance', organisation: name, link: inside ? `${origin}/organisations/${id}` : `${origin}/register/${slug}`,
  })

  async function mailManagers(tx: Tx, organisation: Organisation, write: (to: string) => Parameters<typeof mail>[1]): Promise<void> {
    const people = await loadPeople(tx, organisation.id)
    const managers = managersOf(organisation, people)
    for (const { mail: to } of managers.length > 0 ? managers : people.filter(({ standing }) => standing.state === 'active')) await mail(tx, write(to))
  }

  /** What the second person's word brings about. */
  async function carryOut(tx: Tx, organisation: Organisation, measure: Measure, now: number): Promise<void> {
    const named = await around(tx, organisation, false)
    const pause = pauseOf(measure)
    if (pause !== undefined) {
      const contact = means.contact ?? (await loadAlliance(tx))?.contact ?? null
      await mailManagers(tx, organisation, (to) => pausedMail(to, pause, named, contact))
      return tell(tx, { fact: 'access.paused', organisation: organisation.id, ...toldOf(pause) })
    }
    await mailManagers(tx, organisation, (to) => standingMail(to, measure, named))
    const by = measure.confirmedBy
    if (measure.what === 'suspension') {
      await saveOrganisation(tx, { ...organisation, standing: { state: 'suspended', reason: measure.reason, at: now } })
      return tell(tx, { fact: 'organisation.suspended', organisation: organisation.id, by })
    }
    await saveOrganisation(tx, { ...organisation, standing: { state: 'left', at: now } })
    await departAll(tx, organisation, tell, { by, now })
  }

  return {
    /** For the secretariat and the ombudspersons: everything that was asked for about an organisation, newest first. */
    async measures(actor: Actor, id: OrganisationId): Promise<ShownMeasure[]> {
      needJudge(actor)
      const now = clock()
      return database.read(async (tx) => shown(tx, actor, await loadOrganisation(tx, id), now))
    },

    async askForMeasure(actor: Actor, id: OrganisationId, wish: MeasureWish, where: Where): Promise<ShownMeasure[]> {
      need(actor, 'members.admit')
      return change(actor, id, 'measure-asked', where, async (tx, by, organisation, measures, now) => {
        const next = askForMeasure(actor, by, organisation, measures, wish, now)
        await addMeasure(tx, next)
        const named = await around(tx, organisation, true)
        const own = (await loadPerson(tx, by)).mail
        const right = needsOmbudsperson(next, measures, now) ? 'concerns.screen' : 'members.admit'
        for (const to of await mailsOfRight(tx, right)) if (to !== own) await mail(tx, measureAskedMail(to, next, named))
        return next
      })
    },

    async confirmMeasure(actor: Actor, id: OrganisationId, where: Where): Promise<ShownMeasure[]> {
      needJudge(actor)
      return change(actor, id, 'measure-confirmed', where, async (tx, by, organisation, measures, now) => {
        const next = confirmMeasure(actor, await loadPerson(tx, by), organisation, measures, now)
        await saveMeasure(tx, next)
        await carryOut(tx, organisation, next, now)
        return next
      })
    },

    /** Takes back what waits; ends a pause before its time. */
    async endMeasure(actor: Actor, id: OrganisationId, where: Where): Promise<ShownMeasure[]> {
      needJudge(actor)
      return change(actor, id, 'measure-ended', where, async (tx, by, organisation, measures, now) => {
        const next = endMeasure(actor, by, organisation, measures, now)
        await saveMeasure(tx, next)
        const pause = pauseOf(next)
        if (pause === undefined) return next
        const named = await around(tx, organisation, false)
        await mailManagers(tx, organisation, (to) => resumedMail(to, named))
        await tell(tx, { fact: 'access.resumed', organisation: id, ...toldOf(pause) })
        return next
      })
    },

    /** For everyone: pauses that ran after `since`. No persons, and no reason beyond its ground. */
    pauses: (since = clock() - PAUSES_SHOWN): Promise<PublicPause[]> => database.read(async (tx) => {
      const organisations = new Map((await loadOrganisations(tx)).map((one) => [one.id, one]))
      return (await loadPauses(tx, since)).flatMap((measure) => {
        const [pause, organisation] = [pauseOf(measure), organisations.get(measure.organisation)]
        return pause === undefined || organisation === undefined ? [] : [{ slug: organisation.slug, name: organisation.name, from: pause.from, until: pause.until, ground: pause.ground }]
      })
    }),
  }
}

const toldOf = ({ from, until, ground }: Pause) => ({ from: iso(from), until: iso(until), ground })

function needJudge(actor: Actor): void {
  if (!actor.may.has('concerns.screen')) need(actor, 'members.admit')
}

function allows(decide: () => unknown): boolean {
  try {
    decide()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** What this actor could do with it: the same decisions, tried. */
function mayWith(actor: Actor, self: Person, organisation: Organisation, measures: readonly Measure[], now: number): ShownMeasure['may'] {
  if (actor.via.kind !== 'session') return []
  return [
    ...(allows(() => confirmMeasure(actor, self, organisation, measures, now)) ? ['confirm' as const] : []),
    ...(allows(() => endMeasure(actor, self.id, organisation, measures, now)) ? ['end' as const] : []),
  ]
}

async function shown(tx: Reader, actor: Actor, organisation: Organisation, now: number): Promise<ShownMeasure[]> {
  const id = organisation.id
  const measures = await loadMeasures(tx, id)
  const open = openMeasure(measures, now)
  const self = actor.person === undefined ? undefined : await loadPerson(tx, actor.person)
  const named: ShownMeasure[] = []
  for (const one of measures.toReversed()) {
    named.push({
      ...one, state: stateOfMeasure(one, now), askedByName: (await loadPerson(tx, one.askedBy)).name,
      confirmedByName: one.confirmedBy === null ? null : (await loadPerson(tx, one.confirmedBy)).name,
      may: one === open && self !== undefined ? mayWith(actor, self, organisation, measures, now) : [],
      needsOmbudsperson: one === open && one.confirmedAt === null && needsOmbudsperson(one, measures, now),
    })
  }
  return named
}
