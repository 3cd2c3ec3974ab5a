/** What the form of each act of this room says, as the hub prepares it: empty fields are left out, and the hub fills in what follows from the rest. */
import { COMMITMENT_ACTS_HERE } from '@openaccord/api'
import type { Filled } from '../../page.ts'

export type ConductAct = (typeof COMMITMENT_ACTS_HERE)[number]
export const isConductAct = (kind: string): kind is ConductAct => (COMMITMENT_ACTS_HERE as readonly string[]).includes(kind)

export const CATEGORIES = ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6'] as const
export const ANSWERS = ['received', 'refused', 'challenged', 'complied', 'pending'] as const

type Says = Record<string, unknown>
const orNone = (name: string, value: unknown): Says => (value === '' || (Array.isArray(value) && value.length === 0) ? {} : { [name]: value })
export const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
const officerOf = ({ text }: Filled): Says => ({ officer: { name: text('officer'), title: text('officerTitle') } })
const evidenceOf = ({ text }: Filled): Says => (text('evidenceLink') === '' && text('evidenceTitle') === '' ? {} : { evidence: [{ title: text('evidenceTitle'), link: text('evidenceLink'), ...orNone('sha256', text('evidenceSha256').toLowerCase()) }] })
const measuredOf = (filled: Filled): Says => ({ ...orNone('value', filled.text('value')), ...orNone('on', filled.text('on')), ...evidenceOf(filled) })

const READ: Readonly<Record<ConductAct, (filled: Filled) => Says>> = {
  'commitment': ({ text, all }) => ({
    title: text('title'), clause: text('clause'), metric: text('metric'), baseline: { value: text('baseline'), on: text('baselineOn') }, target: text('target'), due: text('due'),
    scope: { products: linesOf(text('products')), regions: linesOf(text('regions')) }, owner: text('owner'), source: text('source'), every: text('every'), tags: { qualities: all('qualities') },
    language: text('language'), ...orNone('text', text('text')), ...orNone('replaces', text('replaces')),
  }),
  'commitment-acceptance': (filled) => ({ commitment: filled.text('commitment'), ...officerOf(filled) }),
  'commitment-progress': (filled) => ({ commitment: filled.text('commitment'), ...measuredOf(filled), outlook: filled.text('outlook'), ...orNone('note', filled.text('note')) }),
  'commitment-move': ({ text }) => ({ commitment: text('commitment'), due: text('due'), reason: text('reason') }),
  'commitment-closing': (filled) => ({ commitment: filled.text('commitment'), result: filled.text('result'), ...measuredOf(filled), ...orNone('reason', filled.text('reason')) }),
  'commitment-correction': (filled) => ({ corrects: filled.text('corrects'), ...measuredOf(filled), reason: filled.text('reason') }),
  'attestation': () => ({}),
  'attestation-correction': (filled) => {
    const [attestation = '', fact = ''] = filled.text('fact').split(' ')
    return { attestation, fact, says: filled.text('says'), ...orNone('value', filled.text('value')), ...evidenceOf(filled), reason: filled.text('reason') }
  },
  'request-statement': (filled) => ({
    period: filled.text('period'), requests: requestsOf(filled), text: filled.text('text'), language: filled.text('language'), ...orNone('report', filled.text('report')), ...officerOf(filled),
    ...orNone('corrects', filled.text('corrects')), ...orNone('reason', filled.text('reason')),
  }),
  'stage-evidence': (filled) => ({ product: filled.text('product'), stage: filled.text('stage'), claim: filled.text('claim'), ...evidenceOf(filled), from: filled.text('from'), until: filled.text('until') }),
  'stage-evidence-withdrawal': ({ text }) => ({ evidence: text('evidence'), reason: text('reason') }),
  'assurance-engagement': ({ text }) => ({ assessor: text('assessor'), scope: text('scope'), until: text('until') }),
  'assurance-determination': ({ text }) => ({
    engagement: text('engagement'), finding: text('finding'), process: text('process'), summary: text('summary'), language: text('language'), assessors: linesOf(text('assessors')), ...orNone('verified', linesOf(text('verified'))),
  }),
}

export const saysOf = (kind: ConductAct, filled: Filled): Says => READ[kind](filled)

/** Seven categories for the whole world by choosing; further lines by country as text. What cannot be read goes as it is, and the hub says what is wrong. */
function requestsOf({ text }: Filled): Says[] {
  const world = CATEGORIES.map((category) => ({ category, where: 'worldwide', ...Object.fromEntries((category === 'G0' ? ['received'] : ANSWERS).map((field) => [field, text(`${category}-${field}`)])) }))
  const more = linesOf(text('more')).map((line) => {
    const [category = '', where = '', ...bands] = line.split(/[\s,;]+/)
    return { category, where, ...Object.fromEntries(ANSWERS.map((field, at) => [field, bands[at]] as const).filter(([, band]) => band !== undefined)) }
  })
  return [...world, ...more]
}

/** Names of inputs where the hub names a field otherwise. */
export const RENAMED: Readonly<Record<string, string>> = Object.fromEntries(['', 'says.'].flatMap((before): [string, string][] => [
  [`${before}officer.name`, 'officer'], [`${before}officer.title`, 'officerTitle'], [`${before}baseline.value`, 'baseline'], [`${before}baseline.on`, 'baselineOn'], [`${before}metric.id`, 'metric'], [`${before}metric.version`, 'metric'],
  [`${before}scope.products`, 'products'], [`${before}scope.products.0`, 'products'], [`${before}scope.regions`, 'regions'], [`${before}scope.regions.0`, 'regions'], [`${before}tags.qualities`, 'qualities'], [`${before}evidence`, 'evidenceLink'],
  [`${before}evidence.0.title`, 'evidenceTitle'], [`${before}evidence.0.link`, 'evidenceLink'], [`${before}evidence.0.sha256`, 'evidenceSha256'], [`${before}requests`, 'more'], [`${before}commitment`, 'commitment'],
  ...['title', 'clause', 'target', 'due', 'owner', 'source', 'every', 'language', 'text', 'replaces', 'commitment', 'value', 'on', 'outlook', 'note', 'reason', 'result', 'corrects', 'says', 'period', 'report', 'product', 'stage', 'claim', 'from', 'until', 'assessor', 'scope', 'engagement', 'finding', 'process', 'summary', 'assessors', 'verified', 'fact', 'metric'].map((field): [string, string] => [`${before}${field}`, field]),
]).concat([['envelope.signatures', 'envelope']]))
