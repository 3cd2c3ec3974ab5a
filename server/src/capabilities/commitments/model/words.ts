/** What an act says, in one plain sentence of English: for people before they sign, in feeds and in histories. Neutral where it tells of governments. */
import type { ActBody } from '@openaccord/facts'
import type { ConductKind } from '../model.ts'
import { findMetric } from './metrics.ts'
import { breachesIn } from './requests.ts'

type Says = { [K in ConductKind]: { kind: K; says: ActBody<K> } }[ConductKind]
/** `titleOf` gives the title of a commitment by the id of its act, `nameOf` the name of an organisation. */
export type Naming = { nameOf: (id: string) => string; titleOf: (fact: string) => string }

const RESULTS = { 'met': 'met', 'partly-met': 'partly met', 'missed': 'missed', 'replaced': 'to be replaced', 'withdrawn': 'withdrawn' } as const
const FINDINGS = { 'yes': 'makes efforts in good faith, with improvement over time', 'not-yet': 'does not yet make efforts in good faith with improvement over time', 'no': 'does not make efforts in good faith with improvement over time' } as const

export function actWords(name: string, act: Says, { nameOf, titleOf }: Naming): string {
  switch (act.kind) {
    case 'commitment': return `${name} proposes to commit itself under ${act.says.clause}: ${act.says.title} (${metricName(act.says.metric)} from ${act.says.baseline.value} to ${act.says.target}, by ${act.says.due}).`
    case 'commitment-acceptance': return `${act.says.officer.name}, ${act.says.officer.title}, takes on for ${name}: ${titleOf(act.says.commitment)}`
    case 'commitment-progress': return `${name} reports ${act.says.value} on ${act.says.on}, ${act.says.outlook === 'on-track' ? 'on track' : 'at risk'}: ${titleOf(act.says.commitment)}`
    case 'commitment-move': return `${name} moves the date to ${act.says.due}; the original date goes on to count: ${titleOf(act.says.commitment)}`
    case 'commitment-closing': return `${name} closes as ${RESULTS[act.says.result]}${act.says.value === undefined ? '' : `, with ${act.says.value}`}: ${titleOf(act.says.commitment)}`
    case 'commitment-correction': return `${name} corrects a figure it gave to ${act.says.value}, measured on ${act.says.on}.`
    case 'attestation': return `${name} attests to version ${act.says.pledge.version} of the pledge for ${act.says.from} to ${act.says.until}, by ${act.says.officer.name}, ${act.says.officer.title}, with ${count(act.says.facts.length, 'fact')}.`
    case 'attestation-correction': return `${name} corrects a fact of an attestation.`
    case 'request-statement': return requestWords(name, act.says)
    case 'stage-evidence': return `${name} shows what protects ${act.says.product} in ${act.says.stage}, until ${act.says.until}.`
    case 'stage-evidence-withdrawal': return `${name} takes back evidence of what protects a product.`
    case 'assurance-engagement': return `${name} asks ${nameOf(act.says.assessor)} to review how it handles requests of governments, until ${act.says.until}.`
    case 'assurance-determination': return `${name} finds, from ${count(act.says.cases.length, 'sealed case')}, that ${nameOf(act.says.reviewed)} ${FINDINGS[act.says.finding]}.`
  }
}

function requestWords(name: string, says: ActBody<'request-statement'>): string {
  const complied = [...new Set(breachesIn(says.requests).map(({ category }) => category))]
  const tail = complied.length === 0 ? '' : ` It says that it complied with requests of ${complied.join(', ')}.`
  return `${name} ${says.corrects === undefined ? 'states' : 'corrects'} what governments asked of it in ${says.period}.${tail}`
}

const metricName = (named: { id: string; version: string }): string => findMetric(named)?.name ?? named.id
const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
