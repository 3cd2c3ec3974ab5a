/** What anyone may read: the board, one commitment, attestations, requests of governments, what protects products, assurance. */
import { parseCommitmentId, type FactId, type Micros, type OrganisationId } from '@openaccord/names'
import { DAY, need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { factOfCommitment, isOf, type Logged } from '../model.ts'
import { assuranceStanding, determinationsOf, verifiedEvidence } from '../model/assurance.ts'
import { attestationsOf, attestationStanding, hasLapsed, type AttestationStanding } from '../model/attestations.ts'
import { countsOf, deliveredOf, filteredBoard, type BoardFilter, type Counts, type Delivered, type Placed } from '../model/board.ts'
import { standingOf } from '../model/commitments.ts'
import { changeOf, type Change } from '../model/changes.ts'
import { dutiesOf, type Duty } from '../model/duties.ts'
import { cellsOf, currentStatements, mayNotSay, breachesIn, statementsOf, statementStanding, type Cell, type Statement, type StatementStanding } from '../model/requests.ts'
import { matrixOf, type Matrix } from '../model/stages.ts'
import { findBySlug, nameOf, principlesOf, speakerOf, wordsOf, type Book, type Conduct, type Shown } from './book.ts'
import { shownEngagement, type ShownEngagement } from './reviews.ts'

export type ShownAct = { act: Logged; words: string }
export type BoardPage = { conduct: Conduct; counts: Counts; found: number; page: Placed[]; next: string | undefined; organisations: Shown[]; delivered: (Delivered & Shown)[] }
export type OneStatement = { act: Statement; correctedBy: FactId | null; change: Change }
export type RequestsOf = { conduct: Conduct; organisation: Shown; standing: StatementStanding; statements: OneStatement[]; matrix: Matrix; assurance: { standing: ReturnType<typeof assuranceStanding>; determinations: Logged<'assurance-determination'>[]; engagements: ShownEngagement[] }; attestation: AttestationStanding }
export type RequestsWish = { period?: string | undefined; category?: string | undefined; where?: string | undefined; since?: Micros | undefined }
export type Requests = { conduct: Conduct; period: string | null; periods: string[]; cells: Cell[]; organisations: (Shown & { standing: StatementStanding; mayNotSay: boolean; breaches: number })[]; changes: Change[] }

const CHANGES_SHOWN = 30
const OWED_SOON = 60 * DAY

export function createLookVerbs({ database }: Pick<Means, 'database'>, book: Book) {
  const look = <T>(work: (conduct: Conduct, tx: Reader) => T | Promise<T>): Promise<T> => database.read(async (tx) => work(await book.conduct(tx), tx))

  return {
    /** A page of the board, by original date. `after` is the id of the last commitment that was seen. */
    board: ({ organisation, ...filter }: Omit<BoardFilter, 'organisation'> & { organisation?: string | undefined }, { after, limit }: { after?: string | undefined; limit: number }): Promise<BoardPage> => look((conduct) => {
      const own = organisation === undefined ? undefined : findBySlug(conduct, organisation).id
      const found = filteredBoard(conduct.board, { ...filter, ...(own === undefined ? {} : { organisation: own }) })
      const start = after === undefined ? 0 : found.findIndex(({ commitment }) => commitment.act.fact === after) + 1
      if (after !== undefined && start === 0) throw new Refusal('unprocessable', 'commitments.cursor', 'the board has changed under this page: begin again', { faults: [{ field: '/after', rule: 'a cursor from the page before', fix: 'leave it out' }] })
      const page = found.slice(start, start + limit)
      return {
        conduct, counts: countsOf(own === undefined ? conduct.board : found), found: found.length, page, next: start + limit < found.length ? page.at(-1)?.commitment.act.fact : undefined,
        organisations: [...new Set(conduct.board.map(({ commitment }) => commitment.organisation))].map((id) => nameOf(conduct, id)).sort((a, b) => (a.slug < b.slug ? -1 : 1)),
        delivered: deliveredIn(conduct).filter(({ organisation: id }) => own === undefined || id === own),
      }
    }),

    commitment: (id: string): Promise<{ conduct: Conduct; placed: Placed; history: ShownAct[] }> => look((conduct) => {
      const fact = factOfCommitment(parseCommitmentId(id))
      const commitment = conduct.commitments.get(fact)
      if (commitment === undefined) throw new Refusal('unknown', 'commitments.unknown', 'there is no such commitment')
      const facts = new Set<string>([fact, ...commitment.measures.map(({ act }) => act.fact)])
      const concerns = ({ says, fact: own }: Logged): boolean => facts.has(own) || ('commitment' in says && says.commitment === fact) || ('corrects' in says && facts.has(says.corrects ?? ''))
      const history = conduct.acts.filter(concerns).map((act) => ({ act, words: wordsOf(conduct, act) })).reverse()
      return { conduct, placed: { commitment, standing: standingOf(commitment, conduct.at) }, history }
    }),

    act: (fact: string): Promise<{ conduct: Conduct; shown: ShownAct }> => look((conduct) => {
      const act = conduct.acts.find((one) => one.fact === fact)
      if (act === undefined) throw new Refusal('unknown', 'commitments.act-unknown', 'there is no such act')
      return { conduct, shown: { act, words: wordsOf(conduct, act) } }
    }),

    /** Newest first, for the feed. */
    recentActs: (limit: number): Promise<{ conduct: Conduct; acts: ShownAct[] }> => look((conduct) => ({ conduct, acts: conduct.acts.slice(-limit).reverse().map((act) => ({ act, words: wordsOf(conduct, act) })) })),

    attestations: (slug: string): Promise<{ conduct: Conduct; organisation: Shown; standing: AttestationStanding; attestations: Logged<'attestation'>[]; corrections: Logged<'attestation-correction'>[] }> => look((conduct) => {
      const { id, name } = findBySlug(conduct, slug)
      const own = conduct.acts.filter(({ organisation }) => organisation === id)
      return { conduct, organisation: { slug, name }, standing: attestationFor(conduct, id), attestations: attestationsOf(own).toReversed(), corrections: own.filter(isOf('attestation-correction')) }
    }),

    requests: ({ period, category, where, since }: RequestsWish): Promise<Requests> => look((conduct) => {
      const statements = statementsOf(conduct.acts)
      const current = currentStatements(statements)
      const periods = [...new Set(current.map(({ says }) => says.period))].sort().reverse()
      const chosen = period ?? periods[0] ?? null
      const inPeriod = current.filter(({ says }) => says.period === chosen)
      const cells = cellsOf(inPeriod).filter((cell) => (category === undefined || cell.category === category) && (where === undefined || cell.where === where))
      const organisations = conduct.organisations.flatMap((one) => {
        const standing = requestsFor(conduct, one.id)
        const stated = inPeriod.find(({ organisation }) => organisation === one.id)?.says.requests ?? []
        return standing === undefined || one.state === 'left' ? [] : [{ slug: one.slug, name: one.name, standing, mayNotSay: mayNotSay(stated), breaches: breachesIn(stated).length }]
      })
      const news = statements.filter(({ at }) => since === undefined || at >= since).slice(-CHANGES_SHOWN).reverse()
      return { conduct, period: chosen, periods, cells, organisations, changes: news.map((one) => changeOf(one, statements.filter(({ organisation }) => organisation === one.organisation))) }
    }),

    requestsOf: (slug: string): Promise<RequestsOf> => look((conduct) => {
      const { id, name } = findBySlug(conduct, slug)
      const own = conduct.acts.filter(({ organisation }) => organisation === id)
      const statements = statementsOf(own)
      const promised = conduct.board.filter(({ commitment, standing }) => commitment.organisation === id && standing.state !== 'withdrawn').flatMap(({ commitment }) => commitment.act.says.scope.products)
      return {
        conduct, organisation: { slug, name }, standing: requestsFor(conduct, id) ?? NOTHING_OWED,
        statements: statements.map((act) => ({ act, correctedBy: statements.find(({ says }) => says.corrects === act.fact)?.fact ?? null, change: changeOf(act, statements) })).reverse(),
        matrix: matrixOf(own, promised, verifiedEvidence(conduct.acts, id, conduct.at), conduct.at),
        assurance: {
          standing: assuranceStanding(conduct.acts, id, conduct.signatures.get(id)?.since, conduct.at), determinations: determinationsOf(conduct.acts, id).reverse(),
          engagements: conduct.acts.filter(isOf('assurance-engagement')).filter(({ organisation }) => organisation === id).map((act) => shownEngagement(act, conduct)).reverse(),
        },
        attestation: attestationFor(conduct, id),
      }
    }),

    /** Of every signatory that has not left, by name. */
    attestationStandings: (): Promise<{ conduct: Conduct; organisations: (Shown & { standing: AttestationStanding })[] }> => look((conduct) => ({
      conduct,
      organisations: conduct.organisations.filter(({ id, state }) => conduct.signatures.has(id) && state !== 'left').map(({ id, slug, name }) => ({ slug, name, standing: attestationFor(conduct, id) })),
    })),

    /** What a signatory owes now, or within 60 days; undefined where it owes nothing of the kind. */
    owes: (slug: string, what: 'attestation' | 'statement'): Promise<{ id: OrganisationId; name: string; until: Micros | null } | undefined> => look((conduct) => {
      const found = conduct.organisations.find((one) => one.slug === slug && one.state !== 'left' && conduct.signatures.has(one.id))
      if (found === undefined) return undefined
      const standing = what === 'attestation' ? attestationFor(conduct, found.id) : (requestsFor(conduct, found.id) ?? NOTHING_OWED)
      const until = 'late' in standing ? (standing.state === 'late' ? standing.lapses : standing.late) : (standing.expires ?? standing.due)
      if (standing.state === 'fresh' && (until === null || until > conduct.at + OWED_SOON)) return undefined
      return { id: found.id, name: found.name, until }
    }),

    /** For the badge: whether the attestation has lapsed, and when that changes by time alone. Undefined: nothing is owed. */
    attestationOf: (slug: string): Promise<{ lapsed: boolean; state: AttestationStanding['state']; changes: Micros | null } | undefined> => database.read(async (tx) => {
      const conduct = await book.conduct(tx)
      const found = conduct.organisations.find((one) => one.slug === slug)
      if (found === undefined || !conduct.signatures.has(found.id)) return undefined
      const { state, changes } = attestationFor(conduct, found.id)
      return { lapsed: hasLapsed(state), state, changes }
    }),

    async duties(actor: Actor): Promise<{ duties: Duty[]; attestation: AttestationStanding | undefined; statement: StatementStanding | undefined }> {
      const { organisation } = need(actor, 'acts.sign')
      return look((conduct) => {
        const listed = conduct.organisations.find(({ id }) => id === organisation)
        if (listed === undefined) return { duties: [], attestation: undefined, statement: undefined }
        const speaker = speakerOf(listed, conduct.signatures)
        const titleOf = (fact: string): string => nameOf(conduct, conduct.acts.find((act) => act.fact === fact)?.organisation ?? '').name
        const duties = dutiesOf({ speaker, acts: conduct.acts, board: conduct.board, principles: principlesOf(conduct.pledge), titleOf, now: conduct.at })
        return { duties, attestation: speaker.signature && attestationFor(conduct, organisation), statement: requestsFor(conduct, organisation) }
      })
    },

    conduct: (): Promise<Conduct> => look((conduct) => conduct),
  }
}

const NOTHING_OWED: StatementStanding = { state: 'fresh', owed: null, due: null, late: null, lapses: null, period: null, fact: null, published: null, missing: [], changes: null }
const NOTHING_ATTESTED: AttestationStanding = { state: 'due', fact: null, published: null, due: null, expires: null, changes: null }

export function attestationFor(conduct: Conduct, id: Conduct['organisations'][number]['id']): AttestationStanding {
  return attestationStanding(conduct.acts.filter(({ organisation }) => organisation === id), conduct.signatures.get(id)?.since, conduct.at) ?? NOTHING_ATTESTED
}

export function requestsFor(conduct: Conduct, id: Conduct['organisations'][number]['id']): StatementStanding | undefined {
  return statementStanding(statementsOf(conduct.acts).filter(({ organisation }) => organisation === id), conduct.signatures.get(id)?.since, conduct.at)
}

/** Every signatory that has not left, by name. */
export function deliveredIn(conduct: Conduct): (Delivered & Shown)[] {
  const principles = principlesOf(conduct.pledge)
  return conduct.organisations.flatMap(({ id, slug, name, state }) => {
    const signature = conduct.signatures.get(id)
    return signature === undefined || state === 'left' ? [] : [{ ...deliveredOf(id, signature.since, principles, conduct.board, conduct.at), slug, name }]
  })
}
