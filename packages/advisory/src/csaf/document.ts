/** `/document` of CSAF 2.0 and 2.1 (§3.2.1, §3.2.2) from the head of a draft. */
import type { CsafDocument, Note as CsafNote, Acknowledgment } from '@openaccord/csaf'
import type { ExportOptions } from '../convert.ts'
import type { Credit, Draft, Head, Note, Reference } from '../draft/types.ts'
import { present, type Losses } from '../losses.ts'
import { AUDIENCES, NOTE_CATEGORY, noteWords, QUESTIONS, STRICT, SUPERSEDING, SUPERSESSION, WITHDRAWAL } from './words.ts'

export type CsafVersion = '2.0' | '2.1'

/** What 2.1 has more than 2.0 in `/document`. */
export type AnyDocument = Omit<CsafDocument, 'csaf_version' | 'distribution'> & { readonly csaf_version: CsafVersion; readonly distribution: object }

export function documentOf({ head }: Draft, version: CsafVersion, category: string, options: ExportOptions, losses: Losses): AnyDocument {
  const { generator } = options
  const last = head.revisions.at(-1)
  return present({
    acknowledgments: acknowledgments(head.credits, '/head', losses),
    aggregate_severity: head.severity,
    category,
    csaf_version: version,
    distribution: distributionOf(head, version, losses),
    lang: head.language,
    notes: notesOf(head, version, losses),
    publisher: present({
      category: head.publisher.category,
      contact_details: head.publisher.contact,
      issuing_authority: head.publisher.authority,
      name: head.publisher.name,
      namespace: head.publisher.namespace,
    }),
    references: [...references(head.references, '/head', losses), ...superseding(head)],
    source_lang: head.translatedFrom,
    title: head.title,
    tracking: present({
      aliases: head.aliases,
      current_release_date: last?.at ?? '',
      generator: generator === undefined ? undefined : { date: last?.at ?? '', engine: present({ name: generator.name, version: generator.version }) },
      id: head.id,
      initial_release_date: head.revisions[0]?.at ?? '',
      revision_history: head.revisions.map(({ at, number, summary }) => ({ date: at, number, summary })),
      status: head.state,
      version: last?.number ?? '',
    }),
  })
}

function distributionOf({ distribution, tlp }: Head, version: CsafVersion, losses: Losses): object {
  if (version === '2.1') return present({ text: distribution, tlp: { label: tlp } })
  if (tlp !== 'AMBER+STRICT') return present({ text: distribution, tlp: { label: tlp === 'CLEAR' ? 'WHITE' : tlp } })
  losses.add('/head/tlp', 'AMBER+STRICT', 'CSAF 2.0 knows AMBER only; the text beside it says STRICT')
  return { text: distribution === undefined ? STRICT : `${STRICT}\n${distribution}`, tlp: { label: 'AMBER' } }
}

function notesOf(head: Head, version: CsafVersion, losses: Losses): CsafNote[] {
  const words = noteWords(head.language)
  const told = AUDIENCES.flatMap((audience) =>
    QUESTIONS.flatMap((question): CsafNote[] => {
      const text = head.audiences?.[audience]?.[question]
      return text === undefined ? [] : [{ audience: words.audience[audience], category: NOTE_CATEGORY[question], text, title: words.title[question] }]
    }),
  )
  const { withdrawn } = head
  if (withdrawn !== undefined && version === '2.0') losses.add('/head/withdrawn', 'that it is withdrawn, as a state', 'CSAF 2.0 has none; a note and the last revision say it')
  const reason: CsafNote[] = withdrawn === undefined ? [] : [{ category: 'description', text: withdrawn.reason, title: withdrawn.replacedBy === undefined ? WITHDRAWAL : SUPERSESSION }]
  return [...reason, ...told, ...plainNotes(head.notes)]
}

export function plainNotes(notes: readonly Note[] = []): CsafNote[] {
  return notes.map(({ audience, kind, text, title }) => present({ audience, category: kind === 'legal' ? 'legal_disclaimer' as const : kind, text, title }))
}

function superseding({ withdrawn }: Head): { category: 'external'; summary: string; url: string }[] {
  const by = withdrawn?.replacedBy
  return by === undefined ? [] : [{ category: 'external', summary: `${SUPERSEDING}${by.id}`, url: by.url }]
}

/** References; CSAF tells only `self` from `external`. */
export function references(given: readonly Reference[] = [], path: string, losses: Losses): { category: 'external' | 'self'; summary: string; url: string }[] {
  return given.map(({ kind = 'web', summary, url }, at) => {
    if (kind !== 'self' && kind !== 'web') losses.add(`${path}/references/${at}/kind`, `that it is a reference to ${NOUNS[kind]}`, 'CSAF tells only the document itself from everything else')
    return { category: kind === 'self' ? 'self' : 'external', summary, url }
  })
}

const NOUNS = { advisory: 'an advisory', fix: 'the fix', report: 'the report', article: 'an article', evidence: 'a proof', package: 'the package' } as const

/** Thanks; CSAF has no field for the role. */
export function acknowledgments(credits: readonly Credit[] = [], path: string, losses: Losses): Acknowledgment[] {
  return credits.map(({ name, organization, role, summary, url }, at) => {
    if (role !== undefined) losses.add(`${path}/credits/${at}/role`, `the role ${role}`, 'CSAF thanks without roles')
    return present({ names: name === undefined ? undefined : [name], organization, summary, urls: url === undefined ? undefined : [url] })
  })
}
