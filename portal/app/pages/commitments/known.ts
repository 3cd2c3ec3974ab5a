/** What the form of an act offers to choose from, gathered for that kind alone. */
import type { Me } from '../../context.ts'
import type { Asked } from '../../page.ts'
import type { Commitment } from '../../ui/conduct.tsx'
import type { ConductAct } from './says.ts'

type Choice = { value: string; label: string }
export type Known = {
  person: string
  today: string
  /** The act that the page was opened for. */
  about: string
  clauses: Choice[]
  metrics: Choice[]
  commitments: Choice[]
  figures: Choice[]
  facts: Choice[]
  evidence: Choice[]
  assessors: Choice[]
  engagements: Choice[]
  period: string
  text: string
}

const TAKES_OPEN: ReadonlySet<ConductAct> = new Set(['commitment-progress', 'commitment-move', 'commitment-closing'])
const OPEN: ReadonlySet<Commitment['state']> = new Set(['accepted', 'on-track', 'at-risk', 'update-overdue', 'late'])

export async function gather({ api, me, url, now, words }: Asked & { me: Me }, kind: ConductAct): Promise<Known> {
  const about = url.searchParams.get('about') ?? ''
  const known: Known = { person: me.person.name, today: now.toISOString().slice(0, 10), about, clauses: [], metrics: [], commitments: [], figures: [], facts: [], evidence: [], assessors: [], engagements: [], period: '', text: '' }
  const by = { params: { slug: me.organisation.slug } }
  const own = async () => (await api.commitments.commitments({ query: { organisation: me.organisation.slug, limit: 500 } })).commitments

  if (kind === 'commitment') {
    const { current } = await api.pledges.pledgeVersions()
    const reading = current === null ? null : (await api.pledges.pledge({ params: { version: current }, query: {} })).reading
    const clauses = reading?.principles.flatMap(({ id, title, clauses: below }) => [{ value: id, label: `${id} ${title}` }, ...below.map((clause) => ({ value: clause.id, label: `${clause.id} ${short(clause.text)}` }))]) ?? []
    const metrics = (await api.commitments.metrics()).metrics.filter(({ current: newest }) => newest).map(({ id, name, principles }) => ({ value: id, label: `${name} (${principles.join(', ')})` }))
    const closed = (await own()).filter(({ state, replacedBy, closed: end }) => end?.result === 'replaced' && replacedBy === null && (state === 'replaced' || state === 'missed'))
    return { ...known, clauses, metrics, commitments: closed.map(choice) }
  }
  if (kind === 'commitment-acceptance') return { ...known, commitments: (await own()).filter(({ state }) => state === 'proposed').map(choice) }
  if (TAKES_OPEN.has(kind)) return { ...known, commitments: (await own()).filter(({ state, moved }) => OPEN.has(state) && (kind !== 'commitment-move' || moved === null) || (kind === 'commitment-closing' && state === 'proposed')).map(choice) }
  if (kind === 'commitment-correction') {
    const measured = await Promise.all((await own()).filter(({ latest }) => latest !== null).slice(0, 50).map(({ id }) => api.commitments.commitment({ params: { id } })))
    return { ...known, figures: measured.flatMap(({ commitment, measures }) => measures.map(({ fact, value, on }) => ({ value: fact, label: `${commitment.title}: ${value} (${on})` }))) }
  }
  if (kind === 'attestation-correction') {
    const { attestations } = await api.commitments.attestations(by)
    return { ...known, facts: attestations.flatMap(({ fact, until, facts }) => facts.map((each, at) => ({ value: `${fact} ${at}`, label: `${until}: ${each.says}` }))) }
  }
  if (kind === 'request-statement') {
    const { standing, statements } = await api.commitments.requestsOf(by)
    return { ...known, period: standing.owed ?? '', text: statements[0]?.text ?? '', facts: statements.filter(({ correctedBy }) => correctedBy === null).map(({ fact, period }) => ({ value: fact, label: words.t('requests.correct', { period }) })) }
  }
  if (kind === 'stage-evidence-withdrawal') {
    const { matrix } = await api.commitments.requestsOf(by)
    return { ...known, evidence: matrix.products.flatMap(({ product, cells }) => cells.flatMap(({ fact, stage }) => (fact === null ? [] : [{ value: fact, label: `${product}, ${words.t(`stage.${stage}`)}` }]))) }
  }
  if (kind === 'assurance-engagement') {
    const { assessors } = await api.commitments.assessors()
    return { ...known, assessors: assessors.filter(({ state }) => state === 'accredited').map(({ organisation, name }) => ({ value: organisation, label: name })) }
  }
  if (kind === 'assurance-determination') {
    const { engagements } = await api.commitments.engagements()
    return { ...known, engagements: engagements.filter(({ engagement }) => engagement.state === 'open' && engagement.assessor.slug === me.organisation.slug).map(({ engagement: { fact, organisation } }) => ({ value: fact, label: organisation.name })) }
  }
  return known
}

const choice = ({ fact, title, due }: Commitment): Choice => ({ value: fact, label: `${title} (${due})` })
const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 78).trimEnd()}…` : text)
