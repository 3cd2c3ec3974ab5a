/** Sponsors: signatories that vouch for an applicant by a signed act, for named facts and how they know them; and that may take it back. */
import { LEAST_SPONSOR_FACTS, type Act } from '@openaccord/facts'
import type { ApplicationId, FactId, Micros, OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { PreparedAct } from '../../members/index.ts'
import { state, type Means, type Opened } from '../means.ts'
import { conflict, type Sponsor } from '../model.ts'
import { needMove, canMove } from '../model/moves.ts'
import { SPONSORS_NEEDED, sponsorsOfBallot } from '../model/standing.ts'
import { SPONSOR_BAR } from '../model/terms.ts'
import { barOf, type Bar } from '../model/sponsors.ts'
import { sha256 } from '../secrets.ts'
import { addEvent } from '../store/applications.ts'
import { addAct, countComments, findTaken, type SponsorAct } from '../store/beside.ts'
import { loadKnown, nameOf, receipt, type Known } from './book.ts'
import type { ReadVerbs } from './read.ts'

export type SponsorKind = SponsorAct['kind']
export type Outcome = { outcome: 'logged'; kind: SponsorKind; at: Micros; fact: FactId; application: ApplicationId }
type Signed = SponsorAct & { organisation: OrganisationId }
const BARS: Record<Bar, string> = {
  'on-probation': 'an organisation on probation sponsors nobody yet',
  'not-in-good-standing': 'only a signatory in good standing sponsors an applicant',
  'sponsored-removed': `more than ${SPONSOR_BAR.removals} organisations that yours sponsored were removed within three years: it sponsors nobody for a year`,
  'affiliated': 'who is under one control with the applicant does not sponsor it',
  'own-group-sponsors': 'another organisation of your group sponsors it already: two sponsors are of two groups',
  'sponsors-already': 'your organisation sponsors it already',
}

export function createSponsorVerbs(means: Means, { all, namesOf }: Pick<ReadVerbs, 'all' | 'namesOf'>) {
  const { database, clock, journal, signing } = means

  async function logged(tx: Tx, actor: Actor, opened: Opened, signed: Signed): Promise<Outcome> {
    const { kind, organisation, says: { application: id } } = signed
    const taken = await findTaken(tx, opened.sha256)
    if (taken !== undefined && taken.organisation === actor.organisation) return { outcome: 'logged', kind: taken.kind, at: taken.at, fact: taken.fact, application: taken.application }
    const now = clock()
    const known = await loadKnown(tx, means, id, now)
    needMay(signed, known)
    const { keyid } = await signing.readAct(tx, opened.envelope, { kind, actor, now })
    const { fact, seq } = await state(journal, tx, { kind, at: now, body: { about: [organisation, id], act: opened.envelope } })
    const { kind: _kind, says } = signed
    await addAct(tx, { kind, says, seq, fact, application: id, organisation, at: now, keyid, payload: sha256(opened.envelope), statement: opened.sha256 } as Parameters<typeof addAct>[1])
    const base = { seq, fact, at: now, by: null, organisation }
    await addEvent(tx, id, signed.kind === 'sponsorship' ? { ...base, what: 'sponsored' } : { ...base, what: 'sponsor-withdrew', sponsorship: signed.says.sponsorship })
    const name = known.voters.find((one) => one.organisation === organisation)?.name ?? 'A signatory'
    await receipt(tx, means, known.application, signed.kind === 'sponsorship' ? `${name} sponsors it` : `${name} no longer sponsors it`)
    if (signed.kind === 'sponsorship-withdrawal' && known.standing.state === 'ballot') await stopBallot(tx, known, organisation, now)
    return { outcome: 'logged', kind, at: now, fact, application: id }
  }

  /** Fewer than are needed: before the voting the ballot stops; later it runs to its end and admits nobody, see `model/standing.ts`. */
  async function stopBallot(tx: Tx, { application, outside: { ballot } }: Known, organisation: OrganisationId, now: Micros): Promise<void> {
    const left = sponsorsOfBallot(application).filter((one) => one.organisation !== organisation)
    if (left.length >= SPONSORS_NEEDED || ballot === undefined) return
    const before = ['draft', 'discussion', 'frozen'].includes(ballot.state)
    if (before) await means.ballots.withdraw(tx, ballot.id, now)
    await receipt(tx, means, application, before ? 'the ballot was stopped' : 'its ballot can no longer admit it', `Fewer than ${SPONSORS_NEEDED} sponsors are left. Once there are ${SPONSORS_NEEDED} again, the secretariat opens another ballot.`)
  }

  return {
    /** `envelope` is the text exactly as it was signed. The same one again has the same fact. */
    async submitAct(actor: Actor, { envelope }: { envelope: string }): Promise<Outcome> {
      need(actor, 'acts.sign')
      const opened = signing.open(envelope)
      const signed = signedOf(opened)
      return database.transact(async (tx) => {
        await tx.lock('admissions')
        return logged(tx, actor, opened, signed)
      })
    },

    /** What follows from the application is filled in: its name, what was handed in, one's own sponsorship. */
    async prepareAct(actor: Actor, { kind, says }: { kind: SponsorKind; says: Record<string, unknown> }): Promise<PreparedAct & { words: string }> {
      const { organisation } = need(actor, 'acts.sign')
      const id = says['application']
      if (typeof id !== 'string' || !/^application_[0-9a-hjkmnp-tv-z]{20}$/.test(id)) throw new Refusal('unprocessable', 'admissions.act', 'this act is about an application', { faults: [{ field: '/says/application', rule: 'the id of an application', fix: 'write application_… from its page' }] })
      const known = await database.read((tx) => loadKnown(tx, means, id as ApplicationId, clock()))
      if (kind === 'sponsorship') needOpen(organisation, known)
      const { application } = known
      const name = nameOf(application)
      const own = standingSponsor(application.sponsors, organisation)
      const filled = kind === 'sponsorship' ? { applicant: plainLine(name), submission: application.submission, ...says } : { ...(own === undefined ? {} : { sponsorship: own.fact }), ...says }
      const prepared = await signing.prepareAct(actor, { kind, says: filled })
      return { ...prepared, words: wordsOf(signedOf(signing.openStatement(prepared.statement)), name) }
    },

    /** For the organisation of the actor: what looks for sponsors, and whether it may be one. */
    sponsoring: (actor: Actor) => database.read(async (tx: Reader) => {
      const { organisation } = need(actor, 'acts.sign')
      const [comments, names] = [await countComments(tx), await namesOf(tx)]
      const open = (await all(tx, clock())).filter(({ standing }) => canMove('withdraw-sponsorship', standing.state))
      return open.map((known) => {
        const mine = standingSponsor(known.application.sponsors, organisation)?.fact ?? null
        const bar = canMove('sponsor', known.standing.state) ? (barOf(organisation, known.application, known.voters) ?? null) : ('not-open' as const)
        return { known, comments: comments.get(known.application.id) ?? 0, names, mine, bar, asked: known.application.asked.some((one) => one.organisation === organisation) }
      })
    }),
  }
}

/** The act in an envelope as this room knows it; other rooms' acts are not taken here. */
function signedOf({ act }: { act: Act }): Signed {
  if (act.kind === 'sponsorship') return { kind: act.kind, organisation: act.organisation, says: act.says }
  if (act.kind === 'sponsorship-withdrawal') return { kind: act.kind, organisation: act.organisation, says: act.says }
  throw new Refusal('unprocessable', 'admissions.act-kind', `acts of the kind “${act.kind}” are not handed in here`, { faults: [{ field: '/statement/predicateType', rule: 'a sponsorship or its withdrawal', fix: 'hand it in where it belongs' }] })
}

function needMay(signed: Signed, { application, standing, voters }: Known): void {
  if (signed.kind === 'sponsorship-withdrawal') {
    needMove('withdraw-sponsorship', standing.state)
    const own = standingSponsor(application.sponsors, signed.organisation)
    if (own === undefined || own.fact !== signed.says.sponsorship) throw bad('/sponsorship', 'your organisation has no standing sponsorship with this id', 'prepare the statement again')
    return
  }
  needOpen(signed.organisation, { application, standing, voters })
  const { applicant, submission, facts } = signed.says
  if (submission !== application.submission) throw bad('/submission', 'the applicant has handed in something else since', 'read it again, and prepare the statement anew')
  if (applicant !== plainLine(nameOf(application))) throw bad('/applicant', 'this is not the applicant’s name', 'prepare the statement again')
  const named = facts.map(({ fact }) => fact)
  if (new Set(named).size < named.length) throw bad('/facts', 'each fact is named once', 'take the second one out')
  const missing = LEAST_SPONSOR_FACTS.find((fact) => !named.includes(fact))
  if (missing !== undefined) throw bad('/facts', `every sponsor vouches for ${LEAST_SPONSOR_FACTS.join(', ')}`, `add “${missing}”, or do not sponsor`)
}

/** Who cannot sponsor is told so before anything is signed. */
function needOpen(organisation: OrganisationId, { application, standing, voters }: Pick<Known, 'application' | 'standing' | 'voters'>): void {
  needMove('sponsor', standing.state)
  const bar = barOf(organisation, application, voters)
  if (bar !== undefined) throw conflict(`sponsor-${bar}`, BARS[bar])
}

const standingSponsor = (sponsors: readonly Sponsor[], organisation: OrganisationId): Sponsor | undefined => sponsors.find((one) => one.organisation === organisation && one.withdrawn === null)

/** A name of one line, as a signed act holds it. */
export const plainLine = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)

function wordsOf(signed: Signed, name: string): string {
  if (signed.kind === 'sponsorship-withdrawal') return `Your organisation no longer vouches for ${name}.`
  return `Your organisation vouches for ${name}: ${signed.says.facts.map(({ fact, known }) => `${fact.replaceAll('-', ' ')} (${known.replaceAll('-', ' ')})`).join(', ')}.`
}

const bad = (field: string, rule: string, fix: string): Refusal => new Refusal('unprocessable', 'admissions.act', `this act is not taken: ${rule}`, { faults: [{ field: `/statement/predicate${field}`, rule, fix }] })
