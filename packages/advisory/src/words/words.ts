/**
 * An advisory in plain sentences for each audience: keys and values, so that pages can say them in their own language.
 * What authors wrote themselves comes first, as it stands; sentences made of the rest follow.
 */
import { parseCvss, scoreCvss } from '@openaccord/vulns'
import { listProducts, meantBy, productsOf, type Listed } from '../draft/products.ts'
import type { Affectedness, Audience, AudienceNotes, Draft, RemedyKind, Vulnerability } from '../draft/types.ts'
import { spansOf } from '../ranges.ts'

export type Question = keyof AudienceNotes

/** One sentence: the author's own, in the language of the advisory, or one to be said with `key` and `values`. */
export type Sentence =
  | { readonly text: string; readonly language: string }
  | { readonly key: SentenceKey; readonly values: Readonly<Record<string, string | number>>; readonly path: string }

export interface Section {
  readonly question: Question
  readonly sentences: readonly Sentence[]
}

export interface Words {
  readonly language: string
  /** Said before everything else, to everyone: that it is withdrawn, or a draft. */
  readonly notices: readonly Sentence[]
  readonly audiences: Readonly<Record<Audience, readonly Section[]>>
}

export type SentenceKey =
  | 'withdrawn' | 'replaced' | 'draft' | 'flaw' | 'description' | 'severity' | 'exploited' | 'exploited-since'
  | 'affected' | 'fixed' | 'not-affected' | 'investigating' | 'because'
  | 'every-version' | 'versions-before' | 'versions-until' | 'versions-from' | 'versions-between'
  | 'do-fix' | 'do-optional-fix' | 'do-workaround' | 'do-mitigation' | 'wait-fix' | 'no-fix' | 'none-yet' | 'nothing-to-do' | 'recommended'

/** The sentences in English; `{name}` is a value. */
export const SENTENCES: Readonly<Record<SentenceKey, string>> = {
  withdrawn: 'This advisory was withdrawn: {reason}',
  replaced: '{id} takes its place: {url}',
  draft: 'This is a draft. It may change, and must not be passed on.',
  flaw: '{name}: {description}',
  description: '{description}',
  severity: 'Its severity is {severity} ({score} of 10, CVSS {version}).',
  exploited: 'About attacks: {details}',
  'exploited-since': 'It has been used in attacks since {since}. {details}',
  affected: '{product} is affected.',
  fixed: '{product} is not affected any more: it has the fix.',
  'not-affected': '{product} is not affected.',
  investigating: 'Whether {product} is affected is being looked into.',
  because: '{product}: {because}',
  'every-version': 'Every version of {product} is affected.',
  'versions-before': 'Versions of {product} before {to} are affected.',
  'versions-until': 'Versions of {product} up to and with {to} are affected.',
  'versions-from': 'Versions of {product} from {from} on are affected.',
  'versions-between': 'Versions of {product} from {from} to {to} are affected{end}.',
  'do-fix': '{product}: {details}',
  'do-optional-fix': '{product}, if you wish: {details}',
  'do-workaround': '{product}, until it is fixed: {details}',
  'do-mitigation': '{product}, to make it less bad: {details}',
  'wait-fix': '{product}: a fix is being prepared. {details}',
  'no-fix': '{product}: there will be no fix. {details}',
  'none-yet': '{product}: there is nothing to do yet. {details}',
  'nothing-to-do': 'There is nothing that you need to do.',
  recommended: 'The version to use is {product}.',
}

/** The model of a finished or unfinished draft; it says what is there. */
export function toWords(draft: Draft): Words {
  const listed = listProducts(draft)
  const section = (audience: Audience, question: Question): Section => {
    const own = draft.head.audiences?.[audience]?.[question]
    const made = draft.head.withdrawn === undefined ? draft.vulnerabilities.flatMap((one, at) => MAKERS[question](one, `/vulnerabilities/${at}`, audience, listed)) : []
    const sentences = [...(own === undefined ? [] : [{ text: own, language: draft.head.language }]), ...made]
    const isEmpty = sentences.length === 0 && question === 'action' && draft.vulnerabilities.length > 0
    return { question, sentences: isEmpty ? [{ key: 'nothing-to-do', values: {}, path: '' }] : sentences }
  }
  const of = (audience: Audience): Section[] => (['what', 'affected', 'action'] as const).map((question) => section(audience, question)).filter(({ sentences }) => sentences.length > 0)
  return { language: draft.head.language, notices: noticesOf(draft), audiences: { people: of('people'), administrators: of('administrators'), developers: of('developers') } }
}

/** The sentence in English, or in whatever `sentences` has; an author's own as it is. */
export function sayWords(sentence: Sentence, sentences: Readonly<Record<SentenceKey, string>> = SENTENCES): string {
  if ('text' in sentence) return sentence.text
  return sentences[sentence.key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(sentence.values[name] ?? ''))
}

function noticesOf({ head }: Draft): Sentence[] {
  const { replacedBy } = head.withdrawn ?? {}
  return [
    ...(head.state === 'draft' ? [say('draft', {}, '/head/state')] : []),
    ...(head.withdrawn === undefined ? [] : [say('withdrawn', { reason: head.withdrawn.reason }, '/head/withdrawn')]),
    ...(replacedBy === undefined ? [] : [say('replaced', { id: replacedBy.id, url: replacedBy.url }, '/head/withdrawn/replacedBy')]),
  ]
}

function say(key: SentenceKey, values: Readonly<Record<string, string | number>>, path: string): Sentence {
  return { key, values, path }
}

type Make = (one: Vulnerability, path: string, audience: Audience, listed: ReadonlyMap<string, Listed>) => Sentence[]

const MAKERS: Readonly<Record<Question, Make>> = { what: whatItIs, affected: whoIsAffected, action: whatToDo }

function whatItIs(one: Vulnerability, path: string, audience: Audience): Sentence[] {
  const name = one.title ?? one.cve ?? one.ids?.[0]?.id ?? ''
  const flaw = [say(name === '' ? 'description' : 'flaw', { name, description: one.description }, `${path}/description`)]
  const best = (one.scores ?? []).map(({ vector }) => ({ cvss: parseCvss(vector), ...scoreCvss(parseCvss(vector)) })).sort((a, b) => (a.cvss.version < b.cvss.version ? 1 : -1))[0]
  const severity = best === undefined || audience === 'people' ? [] : [say('severity', { severity: best.severity.toLowerCase(), score: best.base, version: best.cvss.version }, `${path}/scores`)]
  const { details, since } = one.exploitation ?? {}
  const exploited = details === undefined ? [] : [since === undefined ? say('exploited', { details }, `${path}/exploitation`) : say('exploited-since', { details, since: since.slice(0, 'YYYY-MM-DD'.length) }, `${path}/exploitation`)]
  return [...flaw, ...severity, ...exploited]
}

function whoIsAffected(one: Vulnerability, path: string, audience: Audience, listed: ReadonlyMap<string, Listed>): Sentence[] {
  return one.statements.flatMap(({ because, product, state }, at) => {
    const here = `${path}/statements/${at}`
    const name = listed.get(product)?.name ?? product
    const said = state === 'affected' ? affectedWords(listed.get(product), name, here) : [say(STATES[state], { product: name }, here)]
    return because === undefined || audience === 'people' ? said : [...said, say('because', { product: name, because }, `${here}/because`)]
  })
}

const STATES: Readonly<Record<Affectedness, SentenceKey>> = { affected: 'affected', fixed: 'fixed', 'not-affected': 'not-affected', investigating: 'investigating' }

function affectedWords(one: Listed | undefined, name: string, path: string): Sentence[] {
  const range = one?.release?.range
  if (one?.release === undefined || range === undefined || one.release.name !== undefined) return [say('affected', { product: name }, path)]
  const { points, spans, without } = spansOf(range)
  const product = `${one.vendor} ${one.product}`
  if (without.length > 0) return [say('affected', { product: name }, path)]
  return [
    ...spans.map(({ high, low }) => {
      if (high === undefined) return low === undefined ? say('every-version', { product }, path) : say('versions-from', { product, from: low.version }, path)
      if (low === undefined) return say(high.isIn ? 'versions-until' : 'versions-before', { product, to: high.version }, path)
      return say('versions-between', { product, from: low.version, to: high.version, end: high.isIn ? '' : ` (${high.version} is not)` }, path)
    }),
    ...points.map((version) => say('affected', { product: `${product} ${version}` }, path)),
  ]
}

const REMEDIES: Readonly<Record<RemedyKind, SentenceKey>> = {
  fix: 'do-fix', 'optional-fix': 'do-optional-fix', workaround: 'do-workaround', mitigation: 'do-mitigation', 'fix-planned': 'wait-fix', 'no-fix-planned': 'no-fix', 'none-available': 'none-yet',
}

function whatToDo(one: Vulnerability, path: string, _audience: Audience, listed: ReadonlyMap<string, Listed>): Sentence[] {
  const nameOf = (id: string): string => listed.get(id)?.name ?? id
  const remedies = (one.remedies ?? []).map((remedy, at) => say(REMEDIES[remedy.kind], { product: meantBy(one, remedy).map(nameOf).join(', '), details: remedy.details }, `${path}/remedies/${at}`))
  const recommended = one.statements.flatMap(({ marks, product }, at) => (marks?.includes('recommended') === true ? [say('recommended', { product: nameOf(product) }, `${path}/statements/${at}`)] : []))
  return productsOf(one, 'affected').length === 0 && remedies.length === 0 ? [] : [...remedies, ...recommended]
}
