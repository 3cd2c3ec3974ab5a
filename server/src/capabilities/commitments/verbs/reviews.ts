/** Assurance at work: who is accredited, the sealed cases of a review, and who may read them: its two sides, and nobody else. */
import { newId, type FactId, type OrganisationId } from '@openaccord/names'
import { canonical } from '@openaccord/facts'
import { canDo, isDay, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import { tell, write, type Means } from '../means.ts'
import { conflict, dayOf, isOf, startOf } from '../model.ts'
import { accreditationState, engagementState, isAccredited, isSide, type Accreditation, type Engaged, type SealedCase } from '../model/assurance.ts'
import { loadActsAfter } from '../store/acts.ts'
import { addAccreditation, addCase, countCases, endAccreditation, findCase, loadAccreditations, loadCases, loadCaseSecret, noteRead, sealOldCases, type CaseSecret } from '../store/assurance.ts'
import { nameOf, type Book, type Conduct, type Shown } from './book.ts'

export type ShownAssessor = Accreditation & Shown & { state: 'accredited' | 'ended' | 'expired' }
export type ShownEngagement = { act: Engaged; organisation: Shown; assessor: Shown; state: 'open' | 'over' | 'determined'; cases: number }
export type OpenCase = { case: SealedCase & { from: Shown } } & CaseSecret & { text: string }

const MOST_CASES = 40
const OLD_AT_ONCE = 50
const LONGEST_ACCREDITATION_YEARS = 3

export function createReviewVerbs({ database, clock, random, journal, members, seal, vault }: Means, book: Book) {
  const shownCase = async (tx: Reader, one: SealedCase) => ({ ...one, from: nameOf({ organisations: await members.organisations(tx) }, one.by) })

  return {
    /** What was kept in clear before the hub had a vault; nothing, from the second start on. How many were sealed. */
    async sealOldCases(): Promise<number> {
      let sealed = 0
      for (let now = -1; now !== 0; sealed += now) {
        now = await database.transact(async (tx) => {
          await tx.lock('commitments')
          return sealOldCases(tx, vault, OLD_AT_ONCE)
        })
      }
      return sealed
    },

    assessors: (): Promise<ShownAssessor[]> => database.read(async (tx) => {
      const organisations = await members.organisations(tx)
      const now = clock()
      return (await loadAccreditations(tx)).map((one) => ({ ...one, ...nameOf({ organisations }, one.organisation), state: accreditationState(one, now) })).reverse()
    }),

    /** The reviews of the actor's organisation, on either side, newest first. Those of its own people who may not read cases see their number only. */
    async engagements(actor: Actor): Promise<{ engagement: ShownEngagement; cases: (SealedCase & { from: Shown })[] }[]> {
      const { organisation } = need(actor, 'acts.sign')
      return database.read(async (tx) => {
        const conduct = await book.conduct(tx)
        const found = []
        for (const act of conduct.acts.filter(isOf('assurance-engagement')).filter((one) => isSide(one, organisation)).reverse()) {
          const may = act.organisation === organisation || canDo(actor, 'assurance.assess')
          const cases = may ? await loadCases(tx, vault, act.fact) : []
          found.push({ engagement: shownEngagement(act, conduct), cases: cases.map((one) => ({ ...one, from: nameOf(conduct, one.by) })) })
        }
        return found
      })
    },

    /** State and commitment together, or neither. */
    async sealCase(actor: Actor, engagement: FactId, { title, text }: { title: string; text: string }): Promise<SealedCase & { from: Shown }> {
      const { organisation } = need(actor, 'acts.sign')
      return database.transact(async (tx) => {
        const now = clock()
        await tx.lock('commitments')
        const act = await needSide(tx, actor, engagement)
        if (engagementState(act, await loadActsAfter(tx, 0), now) !== 'open') throw conflict('engagement-over', 'this review is over: nothing is added to it')
        if (((await countCases(tx)).get(engagement) ?? 0) >= MOST_CASES) throw conflict('too-many', `a review has ${MOST_CASES} cases at most`)
        const id = newId('case', random)
        const payload = new TextEncoder().encode(canonical({ engagement, title, text }))
        const { body, commitment, salt } = seal({ about: [act.organisation, act.says.assessor, engagement], payload })
        const fact = await write(journal, tx, 'case-sealed', body, now)
        const one: SealedCase = { id, fact, at: now, engagement, by: organisation, commitment, size: payload.length, title, read: null }
        await addCase(tx, vault, one, { salt: Buffer.from(salt).toString('base64'), payload: Buffer.from(payload).toString('base64') })
        return shownCase(tx, one)
      })
    },

    /** By one of the two sides. That the assessor has opened it is kept: a determination names only cases that were read. */
    async readCase(actor: Actor, id: string): Promise<OpenCase> {
      const { organisation } = need(actor, 'acts.sign')
      return database.transact(async (tx) => {
        const found = await findCase(tx, vault, id)
        if (found === undefined) throw new Refusal('unknown', 'commitments.no-case', 'there is no such case of yours')
        const act = await needSide(tx, actor, found.engagement).catch((error: unknown) => {
          if (error instanceof Refusal && error.kind === 'unknown') throw new Refusal('unknown', 'commitments.no-case', 'there is no such case of yours')
          throw error
        })
        const secret = await loadCaseSecret(tx, vault, found.id)
        if (secret === undefined) throw conflict('key-lost', 'this case was sealed under a vault key that the hub no longer has, so nobody can read it here')
        if (act.says.assessor === organisation) await noteRead(tx, found.id, clock())
        const { text }: { text: string } = JSON.parse(Buffer.from(secret.payload, 'base64').toString())
        return { case: await shownCase(tx, found), salt: secret.salt, payload: secret.payload, text }
      })
    },

    async accreditAssessor(actor: Actor, { slug, until, basis }: { slug: string; until: string; basis: string }): Promise<ShownAssessor> {
      need(actor, 'accord.keep')
      return database.transact(async (tx) => {
        const now = clock()
        await tx.lock('commitments')
        const body = (await members.organisations(tx)).find((one) => one.slug === slug)
        if (body === undefined || body.kind !== 'partner' || body.state !== 'active') throw faulty('/slug', 'an active partner of the alliance', 'partners assess; signatories do not assess each other')
        if (!isDay(until) || startOf(until) <= now || startOf(until) > now + LONGEST_ACCREDITATION_YEARS * 366 * 86_400_000_000) throw faulty('/until', `a day after ${dayOf(now)}, within ${LONGEST_ACCREDITATION_YEARS} years`, 'write another day')
        if (isAccredited(body.id, await loadAccreditations(tx), now)) throw conflict('accredited-already', `${body.name} is accredited already: end that first`)
        const plain = basis.trim().replaceAll(/\s+/g, ' ')
        const fact = await tell(journal, tx, { fact: 'assessor.accredited', organisation: body.id, until, basis: plain }, now)
        const one: Accreditation = { fact, organisation: body.id, from: now, until, basis: plain, ended: null }
        await addAccreditation(tx, one)
        return { ...one, slug, name: body.name, state: 'accredited' }
      })
    },

    async endAccreditation(actor: Actor, slug: string, reason: string): Promise<ShownAssessor> {
      need(actor, 'accord.keep')
      return database.transact(async (tx) => {
        const now = clock()
        await tx.lock('commitments')
        const body = (await members.organisations(tx)).find((one) => one.slug === slug)
        const last = (await loadAccreditations(tx)).findLast(({ organisation }) => organisation === body?.id)
        if (body === undefined || last === undefined || accreditationState(last, now) !== 'accredited') throw conflict('not-accredited', `“${slug}” is not accredited, so there is nothing to end`)
        await tell(journal, tx, { fact: 'assessor.ended', organisation: body.id, reason: reason.trim().replaceAll(/\s+/g, ' ') }, now)
        await endAccreditation(tx, last.fact, now)
        return { ...last, slug, name: body.name, state: 'ended', ended: now }
      })
    },
  }
}

const faulty = (field: string, rule: string, fix: string): Refusal => new Refusal('unprocessable', 'commitments.assessor', `this is not taken: ${rule}`, { faults: [{ field, rule, fix }] })

export function shownEngagement(act: Engaged, conduct: Conduct): ShownEngagement {
  return { act, organisation: nameOf(conduct, act.organisation), assessor: nameOf(conduct, act.says.assessor as OrganisationId), state: engagementState(act, conduct.acts, conduct.at), cases: conduct.cases.get(act.fact) ?? 0 }
}

/** For a stranger it is not there, whatever rights he has. */
async function needSide(tx: Reader, actor: Actor, fact: string): Promise<Engaged> {
  const { organisation } = need(actor, 'acts.sign')
  const found = (await loadActsAfter(tx, 0)).filter(isOf('assurance-engagement')).find((act) => act.fact === fact)
  if (found === undefined || !isSide(found, organisation)) throw new Refusal('unknown', 'commitments.no-review', 'there is no such review of yours')
  if (found.says.assessor === organisation && !canDo(actor, 'assurance.assess')) throw new Refusal('forbidden', 'commitments.assessors-only', 'cases are for the assessors of your organisation')
  return found
}
