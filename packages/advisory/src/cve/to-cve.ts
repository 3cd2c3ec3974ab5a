/** The CNA container of a CVE record (format 5.x) from one vulnerability of a draft; a whole record around it. */
import { cweName } from '@openaccord/csaf'
import { parseCvss, scoreCvss, severityOf, type CnaContainer, type CveRecord } from '@openaccord/vulns'
import type { Exported, ExportOptions } from '../convert.ts'
import { aboutOne } from '../draft/draft.ts'
import type { Credit, Draft, Head, Reference, ReferenceKind, Remedy, Score, Ssvc, Vulnerability } from '../draft/types.ts'
import { AdvisoryError } from '../error.ts'
import { collectLosses, cut, present, some, type Losses } from '../losses.ts'
import { loseFields, loseHead, loseOthers } from '../lost.ts'
import { affectedOf } from './affected.ts'

export interface CveOptions extends ExportOptions {
  /** Which vulnerability; the first unless told. */
  readonly vulnerability?: number
  /** The CNA that the record is from; a UUID of version 4. */
  readonly cna?: { readonly orgId: string; readonly shortName?: string }
}

/** Stands where no CNA was given; CVE Services puts the submitter's own there. */
export const NO_CNA = '00000000-0000-4000-8000-000000000000'

const FORMAT = 'CVE'

/**
 * What a CNA submits: the published container, or the rejected one when the advisory is withdrawn. Throws `bad-draft`
 * when the draft is not finished, `nothing-to-say` when it has no such vulnerability.
 */
export function toCve(given: Draft, options: CveOptions = {}): Exported<CnaContainer> {
  const { draft, at, one } = aboutOne(given, options, 'a CVE record')
  const losses = collectLosses()
  loseOthers(draft, at, FORMAT, losses)
  const { generator } = options
  const providerMetadata = present({ orgId: options.cna?.orgId ?? NO_CNA, shortName: options.cna?.shortName })
  const withGenerator = generator === undefined ? {} : { x_generator: { engine: `${generator.name}${generator.version === undefined ? '' : ` ${generator.version}`}` } }
  if (draft.head.withdrawn !== undefined) return { document: { ...rejected(draft, at, losses), providerMetadata, ...withGenerator }, losses: losses.list }
  return { document: { providerMetadata, ...published(draft, one, `/vulnerabilities/${at}`, losses), ...withGenerator }, losses: losses.list }
}

/** A whole record, as published. Throws as `toCve` does, and `nothing-to-say` when the vulnerability has no CVE ID. */
export function toCveRecord(draft: Draft, options: CveOptions = {}): Exported<CveRecord> {
  const { document, losses } = toCve(draft, options)
  const cveId = draft.vulnerabilities[options.vulnerability ?? 0]?.cve
  if (cveId === undefined) throw new AdvisoryError('nothing-to-say', 'the vulnerability has no CVE ID; a record is about one')
  const { revisions, withdrawn } = draft.head
  const cveMetadata = present({
    cveId,
    assignerOrgId: document.providerMetadata.orgId,
    assignerShortName: options.cna?.shortName,
    state: withdrawn === undefined ? ('PUBLISHED' as const) : ('REJECTED' as const),
    datePublished: revisions[0]?.at,
    dateUpdated: revisions.at(-1)?.at,
    dateRejected: withdrawn?.at,
  })
  return { document: { dataType: 'CVE_RECORD', dataVersion: '5.1.1', cveMetadata, containers: { cna: document } }, losses: losses.filter(({ path }) => !/^\/vulnerabilities\/\d+\/cve$/.test(path)) }
}

function rejected({ head }: Draft, at: number, losses: Losses): Omit<CnaContainer, 'providerMetadata'> {
  const { language, withdrawn } = head
  const why = 'a rejected record has its reasons only'
  for (const name of Object.keys(head)) if (name !== 'withdrawn') losses.add(`/head/${name}`, `the ${name}`, why)
  losses.add('/products', 'the products', why)
  losses.add(`/vulnerabilities/${at}`, 'the vulnerability', why)
  losses.add('/head/withdrawn/at', 'when it was withdrawn', 'the record says it beside the container')
  const reason = cut(withdrawn?.reason ?? '', 4096, '/head/withdrawn/reason', losses, FORMAT)
  const replacedBy = withdrawn?.replacedBy?.id
  const isCve = replacedBy !== undefined && /^CVE-\d{4}-\d{4,19}$/.test(replacedBy)
  if (withdrawn?.replacedBy !== undefined) losses.add(isCve ? '/head/withdrawn/replacedBy/url' : '/head/withdrawn/replacedBy', 'what replaces it', 'CVE names CVE IDs only')
  return present({ rejectedReasons: [...english(language, `Withdrawn by ${head.publisher.name}.`), { lang: language, value: reason }], replacedBy: isCve ? [replacedBy] : undefined })
}

const isEnglish = (language: string): boolean => /^en(?:$|-)/i.test(language)
/** The format wants an English text in every list of texts. */
const english = (language: string, value: string): { lang: string; value: string }[] => (isEnglish(language) ? [] : [{ lang: 'en', value: value.slice(0, 4096) }])

const HEAD = ['id', 'title', 'language', 'references', 'credits']
const FIELDS = ['cve', 'title', 'description', 'english', 'weaknesses', 'disclosed', 'scores', 'ssvc', 'exploitation', 'statements', 'remedies', 'timeline', 'references', 'credits']

function published(draft: Draft, one: Vulnerability, path: string, losses: Losses): Omit<CnaContainer, 'providerMetadata'> {
  const { head } = draft
  loseHead(draft, HEAD, FORMAT, losses)
  loseFields(one, path, FIELDS, FORMAT, losses)
  if (one.english !== undefined && isEnglish(head.language)) losses.add(`${path}/english`, 'a second English description', 'the first one is English')
  if (one.cve !== undefined) losses.add(`${path}/cve`, 'the CVE ID', 'a container stands in the record that has it')
  losses.add('/head/title', 'the title of the advisory', 'the record has the title of the vulnerability, or this one where it has none')
  if (one.exploitation?.since !== undefined) losses.add(`${path}/exploitation/since`, 'since when it is exploited', 'CVE has no field for it')
  const text = (value: string, at: string): { lang: string; value: string } => ({ lang: head.language, value: cut(value, 4096, at, losses, FORMAT) })
  const remedies = (kinds: readonly Remedy['kind'][]) =>
    (one.remedies ?? []).flatMap((remedy, at) => (kinds.includes(remedy.kind) ? [text(remedy.details, `${path}/remedies/${at}/details`)] : []))
  loseRemedies(one, path, losses)
  return present({
    title: cut(one.title ?? head.title, 256, `${path}/title`, losses, FORMAT),
    datePublic: one.disclosed,
    descriptions: [text(one.description, `${path}/description`), ...english(head.language, one.english ?? `${head.title} (${head.publisher.name}, ${head.id}); described in the language ${head.language}.`)],
    affected: affectedOf(draft, one, path, losses),
    references: referencesOf(head, one, path, losses),
    problemTypes: some((one.weaknesses ?? []).map((id) => ({ descriptions: [{ lang: 'en', description: `${id} ${cweName(id)}`, cweId: id, type: 'CWE' }] }))),
    metrics: some([...(one.scores ?? []).map((score, at) => metric(score, `${path}/scores/${at}`, losses)), ...(one.ssvc ?? []).map(ssvcMetric)]),
    solutions: withEnglish(head.language, remedies(['fix', 'optional-fix', 'fix-planned', 'no-fix-planned', 'none-available'])),
    workarounds: withEnglish(head.language, remedies(['workaround', 'mitigation'])),
    exploits: withEnglish(head.language, one.exploitation === undefined ? [] : [text(one.exploitation.details, `${path}/exploitation/details`)]),
    timeline: some((one.timeline ?? []).map(({ at, what }) => ({ time: at, lang: head.language, value: what }))),
    credits: some([...creditsOf(one.credits, path, head.language, losses), ...creditsOf(head.credits, '/head', head.language, losses)]),
    source: { advisory: head.id },
  })
}

function withEnglish(language: string, texts: readonly { lang: string; value: string }[]): readonly { lang: string; value: string }[] | undefined {
  return texts.length === 0 ? undefined : [...texts, ...english(language, `Written in the language ${language}.`)]
}

function loseRemedies({ remedies = [] }: Vulnerability, path: string, losses: Losses): void {
  if (remedies.length > 0) losses.add(`${path}/remedies`, 'the kinds of the remedies, and for which products, when and how they are', 'CVE has two lists of texts, solutions and workarounds')
}

const TAGS: Readonly<Record<ReferenceKind, string | undefined>> = {
  self: 'vendor-advisory', advisory: 'third-party-advisory', fix: 'patch', report: 'issue-tracking', article: 'technical-description', evidence: 'exploit', package: 'product', web: undefined,
}

function referencesOf(head: Head, one: Vulnerability, path: string, losses: Losses): { url: string; name?: string; tags?: string[] }[] {
  const given: (readonly [reference: Reference, at: string])[] = [
    ...(one.references ?? []).map((reference, at) => [reference, `${path}/references/${at}`] as const),
    ...(head.references ?? []).map((reference, at) => [reference, `/head/references/${at}`] as const),
    ...(one.remedies ?? []).flatMap(({ url }, at) => (url === undefined ? [] : [[{ url, summary: 'Remedy' }, `${path}/remedies/${at}/url`] as const])),
  ]
  if ((head.references ?? []).length > 0) losses.add('/head/references', 'that they are the advisory’s, not the vulnerability’s', 'CVE has one list')
  const seen = new Set<string>()
  const references = given.flatMap(([{ kind = 'web', summary, url }, at]) => {
    if (seen.has(url)) {
      losses.add(at, 'a second reference to one page', 'CVE names a page once')
      return []
    }
    seen.add(url)
    if (kind === 'self') losses.add(`${at}/kind`, 'that it is the advisory itself', 'CVE knows advisories in general')
    const tag = TAGS[kind]
    return [present({ url, name: cut(summary, 512, `${at}/summary`, losses, FORMAT), tags: tag === undefined ? undefined : [tag] })]
  })
  // A record has one reference at least.
  return references.length > 0 ? references : [{ url: head.publisher.namespace, name: head.publisher.name.slice(0, 512) }]
}

function metric({ products, vector }: Score, path: string, losses: Losses): object {
  if (products !== undefined) losses.add(`${path}/products`, 'for which products the score is', 'CVE gives scores to the vulnerability')
  const cvss = parseCvss(vector)
  const { base } = scoreCvss(cvss)
  const field = `cvssV${cvss.version.replace('.', '_')}`
  return { format: 'CVSS', [field]: { version: cvss.version, vectorString: vector, baseScore: base, ...(cvss.version === '2.0' ? {} : { baseSeverity: severityOf(base) }) } }
}

function ssvcMetric({ outcome, path = [], role }: Ssvc): object {
  return { other: { type: 'ssvc', content: { role, outcome, options: path.map(({ point, value }) => ({ [point]: value })) } } }
}

function creditsOf(credits: readonly Credit[] = [], path: string, language: string, losses: Losses): object[] {
  return credits.map(({ name, organization, role, summary, url }, at) => {
    if (path === '/head' || organization !== undefined) losses.add(`${path}/credits/${at}`, 'name and organization apart', 'CVE has one text for both, with the vulnerability')
    if (summary !== undefined) losses.add(`${path}/credits/${at}/summary`, 'for what', 'CVE has no field for it')
    if (url !== undefined) losses.add(`${path}/credits/${at}/url`, 'a link', 'CVE has no field for it')
    const value = name === undefined ? (organization ?? '') : organization === undefined ? name : `${name} (${organization})`
    return present({ lang: language, value, type: role?.replaceAll('-', ' ') })
  })
}
