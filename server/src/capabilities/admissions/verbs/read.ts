/** Reading applications: what everyone may, what the applicant sees by its link, what the secretariat sees, and the ombudsperson's appeals. */
import type { ApplicationId, EvidenceId, OrganisationId, PersonId } from '@openaccord/names'
import { canDo, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Means, Named } from '../means.ts'
import { applicationOf, type State } from '../model.ts'
import type { Missing } from '../model/answers.ts'
import type { Evidence } from '../model/evidence.ts'
import { barOf } from '../model/sponsors.ts'
import { standingOf } from '../model/standing.ts'
import type { Wait } from '../model/terms.ts'
import { loadAllEvents, loadSubmitted } from '../store/applications.ts'
import { countComments, findSeal, loadActs, loadComments, loadProposals, type Comment, type LoggedAct, type Proposal, type Seal } from '../store/beside.ts'
import { findEvidence, loadDocument, loadEvidence } from '../store/evidence.ts'
import { missingFor } from './applicant.ts'
import { findKnown, knownOf, loadKnown, votersNow, type Known } from './book.ts'
import { ownApplication } from './links.ts'

export type Names = ReadonlyMap<OrganisationId, Pick<Named, 'slug' | 'name'>>
export type Listed = { known: Known; comments: number; names: Names }
/** Everything about one application; who may see what of it is decided where it is shown. */
export type Whole = Known & { now: number; evidence: Evidence[]; comments: Comment[]; acts: LoggedAct[]; names: Names; seal: Seal | undefined; missing: Missing[] }
export type NamedProposal = Proposal & { byName: string }
export type ReadVerbs = ReturnType<typeof createReadVerbs>

export const ENDED: ReadonlySet<State> = new Set(['member', 'withdrawn', 'lapsed', 'declined'])

export function createReadVerbs(means: Means) {
  const { database, clock, members } = means

  /** All that were handed in, oldest first. */
  async function all(tx: Reader, now: number): Promise<Known[]> {
    const drafts = await loadSubmitted(tx)
    if (drafts.length === 0) return []
    const [events, voters] = [await loadAllEvents(tx), await votersNow(tx, means, now)]
    const known: Known[] = []
    for (const draft of drafts) known.push(await knownOf(tx, means, applicationOf(draft, events.get(draft.id) ?? []), now, voters))
    return known
  }

  async function whole(tx: Reader, known: Known, now: number): Promise<Whole> {
    const { application } = known
    return {
      ...known, now, evidence: await loadEvidence(tx, application.id), comments: await loadComments(tx, application.id), acts: await loadActs(tx, application.id), names: await namesOf(tx),
      seal: application.submission === null ? undefined : await findSeal(tx, application.submission), missing: application.submittedAt === null ? await missingFor(tx, application) : [],
    }
  }

  const namesOf = async (tx: Reader): Promise<Names> => new Map((await members.organisations(tx)).map(({ id, slug, name }) => [id, { slug, name }]))
  const personName = async (tx: Reader, person: PersonId): Promise<string> => (await members.person(tx, person))?.name ?? ''

  async function proposalsOf(tx: Reader, id: ApplicationId, of: 'secretariat' | 'ombudsperson'): Promise<NamedProposal[]> {
    const found: NamedProposal[] = []
    for (const proposal of await loadProposals(tx, id)) if ((proposal.what === 'appeal') === (of === 'ombudsperson')) found.push({ ...proposal, byName: await personName(tx, proposal.person) })
    return found
  }

  return {
    all,
    namesOf,
    whole,

    /** Newest first. */
    applications: ({ state, open, after, limit }: { state?: State | undefined; open?: boolean | undefined; after?: number | undefined; limit: number }) => database.read(async (tx) => {
      const now = clock()
      const [comments, byId] = [await countComments(tx), await namesOf(tx)]
      const found = (await all(tx, now)).reverse().filter(({ standing }) => (state === undefined || standing.state === state) && (open === undefined || ENDED.has(standing.state) !== open))
      const from = after ?? 0
      const page = found.slice(from, from + limit).map((known): Listed => ({ known, comments: comments.get(known.application.id) ?? 0, names: byId }))
      return { now, found: found.length, page, next: from + limit < found.length ? from + limit : undefined }
    }),

    application: (id: ApplicationId): Promise<Whole> => database.read(async (tx) => {
      const now = clock()
      return whole(tx, await loadKnown(tx, means, id, now), now)
    }),

    /** By the secret of its link. */
    own: (token: string | undefined): Promise<Whole> => database.read(async (tx) => {
      const now = clock()
      const known = await findKnown(tx, means, await ownApplication(tx, token), now)
      if (known === undefined) throw new Refusal('gone', 'admissions.link-gone', 'this application was ended')
      return whole(tx, known, now)
    }),

    /** Under way, the nearest date first; what is overdue stands at the top. */
    queue: (actor: Actor) => database.read(async (tx) => {
      need(actor, 'admissions.handle')
      const now = clock()
      const [comments, byId, proposals] = [await countComments(tx), await namesOf(tx), await loadProposals(tx)]
      const open = (await all(tx, now)).filter(({ standing: { state } }) => !ENDED.has(state) && state !== 'probation')
      const lines = []
      for (const known of open.toSorted((a, b) => dueOf(a) - dueOf(b))) {
        const { id, handler } = known.application
        lines.push({
          known, comments: comments.get(id) ?? 0, names: byId, handler: handler === null ? null : await personName(tx, handler),
          proposals: proposals.filter(({ application, what }) => application === id && what !== 'appeal').length, due: known.standing.waits[0]?.due ?? null,
        })
      }
      return { now, lines }
    }),

    handled: (actor: Actor, id: ApplicationId) => database.read(async (tx) => {
      need(actor, 'admissions.handle')
      const now = clock()
      const known = await loadKnown(tx, means, id, now)
      const { handler } = known.application
      return {
        whole: await whole(tx, known, now), proposals: await proposalsOf(tx, id, 'secretariat'), handler: handler === null ? null : await personName(tx, handler),
        couldSponsor: known.voters.filter(({ organisation }) => barOf(organisation, known.application, known.voters) === undefined).map(({ slug, name }) => ({ slug, name })),
      }
    }),

    appeals: (actor: Actor) => database.read(async (tx) => {
      need(actor, 'concerns.screen')
      const now = clock()
      const files = []
      for (const known of (await all(tx, now)).filter(({ application }) => application.appeal !== null).reverse()) {
        const { declined, state } = known.standing
        const involved = declined !== null && (declined.persons.includes(actor.person!) || declined.organisation === actor.organisation)
        files.push({ whole: await whole(tx, known, now), proposals: await proposalsOf(tx, known.application.id, 'ombudsperson'), mayDecide: state === 'appeal' && !involved && !known.application.sponsors.some(({ organisation }) => organisation === actor.organisation) })
      }
      return files
    }),

    /** A document: for the applicant by its link, for the secretariat, and for everyone once it was released. Others hear that there is none. */
    document: (actor: Actor, token: string | undefined, id: EvidenceId): Promise<{ evidence: Evidence; content: Uint8Array }> => database.read(async (tx) => {
      const evidence = await findEvidence(tx, id)
      const content = evidence?.kind === 'document' ? await loadDocument(tx, id) : undefined
      if (evidence === undefined || content === undefined) throw noDocument()
      const own = token === undefined ? undefined : await ownApplication(tx, token).catch(ignoreRefusal)
      const known = await findKnown(tx, means, evidence.application, clock())
      const handedIn = known !== undefined && known.application.submittedAt !== null
      if (own === evidence.application || (handedIn && (evidence.releasedAt !== null || canDo(actor, 'admissions.handle')))) return { evidence, content }
      throw noDocument()
    }),

    /** Organisations that signed after an admission here and have no vote yet, or have not signed: for the ballots' room. */
    probation: async (tx: Reader, now: number): Promise<Set<OrganisationId>> => {
      const on = new Set<OrganisationId>()
      const events = await loadAllEvents(tx)
      for (const draft of await loadSubmitted(tx)) {
        const application = applicationOf(draft, events.get(draft.id) ?? [])
        if (application.organisation === null) continue
        const signedAt = await means.signedAt(tx, application.organisation, application.since)
        const standing = standingOf(application, { ballot: undefined, signedAt, sponsors: { count: 0, enoughSince: null } }, now)
        if (standing.state !== 'member') on.add(application.organisation)
      }
      return on
    },
  }
}

const dueOf = ({ standing: { waits } }: Known): number => waits.reduce((least, { due }: Wait) => Math.min(least, due), Number.MAX_SAFE_INTEGER)
const noDocument = (): Refusal => new Refusal('unknown', 'admissions.document-unknown', 'there is no such document, or it is not for you')
const ignoreRefusal = (error: unknown): undefined => {
  if (error instanceof Refusal) return undefined
  throw error
}
