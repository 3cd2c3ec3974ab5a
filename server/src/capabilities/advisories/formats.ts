/**
 * One draft, every format: which files come of it, under which names, and what each of them could not say. The formats
 * themselves are packages/advisory; here is what a publication makes of them.
 */
import { AdvisoryError, osvId, toCsaf20, toCsaf21, toCveRecord, toCycloneDx, toOpenVex, toOsv, type Draft, type Loss as FormatLoss } from '@openaccord/advisory'
import { documentFileName, validateCsaf } from '@openaccord/csaf'
import { type Finding, type Format, isOpen, labelOf, type Loss, type PublishedFile } from './model.ts'

export type Made = { format: Format; made: boolean; why: string | null; losses: Loss[]; files: PublishedFile[]; findings: Finding[] }
type Options = { ownCves: ReadonlySet<string>; origin: string }
type Document = { name: string; value: unknown; losses: readonly FormatLoss[] }

export const CSAF_TYPE = 'application/json; charset=utf-8'
const GENERATOR = { name: 'OpenAccord' }
const MEDIA_TYPES: Readonly<Record<Format, string>> = { 'csaf-2.0': CSAF_TYPE, 'csaf-2.1': CSAF_TYPE, cve: CSAF_TYPE, osv: CSAF_TYPE, openvex: CSAF_TYPE, cyclonedx: 'application/vnd.cyclonedx+json' }

/** `harbour-2026-7k3qd`: what every file name of an advisory begins with. */
export const baseName = (trackingId: string): string => documentFileName(trackingId).replace(/\.json$/, '')

/** Every format in a fixed order. What a format refuses is said, not thrown: whether it may be published is for the caller. */
export function formatsOf(draft: Draft, options: Options): Made[] {
  return MAKERS.map(([format, make]) => {
    try {
      const documents = make(draft, options)
      if (documents.length === 0) return { format, made: false, why: NOTHING[format] ?? 'It has nothing that this format is about.', losses: [], files: [], findings: [] }
      const files = documents.map(({ name, value, losses }) => ({ format, name, mediaType: MEDIA_TYPES[format], text: `${JSON.stringify(value, null, 2)}\n`, losses }))
      return { format, made: true, why: null, losses: documents.flatMap(({ losses }) => [...losses]), files, findings: format === 'csaf-2.0' ? csafFindings(documents[0]!.value) : [] }
    } catch (error) {
      if (!(error instanceof AdvisoryError)) throw error
      return { format, made: false, why: error.message, losses: [], files: [], findings: [] }
    }
  })
}

const NOTHING: Readonly<Partial<Record<Format, string>>> = { cve: 'None of its CVE ids is among those that your organisation keeps.' }

const MAKERS: readonly [Format, (draft: Draft, options: Options) => Document[]][] = [
  ['csaf-2.0', (draft, { origin }) => [named(draft, '.json', toCsaf20(draft, exportOptions(draft, origin)))]],
  ['csaf-2.1', (draft, { origin }) => [named(draft, '.csaf-2.1.json', toCsaf21(draft, exportOptions(draft, origin)))]],
  ['cve', (draft, { ownCves }) => draft.vulnerabilities.flatMap(({ cve }, vulnerability) =>
    cve !== undefined && ownCves.has(cve) ? [{ name: `${cve}.json`, ...valueOf(toCveRecord(draft, { vulnerability, generator: GENERATOR })) }] : [])],
  ['osv', (draft) => draft.vulnerabilities.map((_, vulnerability) => ({ name: `${baseName(osvId(draft, vulnerability))}.osv.json`, ...valueOf(toOsv(draft, { vulnerability })) }))],
  ['openvex', (draft, { origin }) => [named(draft, '.openvex.json', toOpenVex(draft, exportOptions(draft, origin)))]],
  ['cyclonedx', (draft, { origin }) => [named(draft, '.cdx.json', toCycloneDx(draft, exportOptions(draft, origin)))]],
]

function exportOptions(draft: Draft, origin: string): { base: string; generator: typeof GENERATOR } {
  const label = labelOf(draft.head.tlp)
  const folder = isOpen(label) ? `/.well-known/csaf/${label}/` : `/csaf-protected/${label}/`
  return { base: `${origin}${folder}${draft.head.revisions[0]?.at.slice(0, 4)}/`, generator: GENERATOR }
}

const valueOf = ({ document: value, losses }: { document: unknown; losses: readonly FormatLoss[] }): Pick<Document, 'value' | 'losses'> => ({ value, losses })
const named = ({ head }: Draft, ending: string, { document, losses }: { document: unknown; losses: readonly FormatLoss[] }): Document => ({ name: baseName(head.id) + ending, ...valueOf({ document, losses }) })

/** The tests of CSAF's section 6 on what was made. None of the mandatory ones may fail; the others are worth a look. */
function csafFindings(document: unknown): Finding[] {
  const { schema, tests } = validateCsaf(document, { mode: 'full' })
  const said = tests.flatMap(({ group, findings }) => findings.map((one) => ({ ...one, level: group === 'mandatory' ? ('error' as const) : ('note' as const) })))
  const shaped = schema.map((one) => ({ ...one, level: 'error' as const }))
  return [...shaped, ...said].slice(0, 200).map(({ level, path, rule, message, fix }) => ({ level, path, rule, message, fix, format: 'csaf-2.0' as const }))
}
