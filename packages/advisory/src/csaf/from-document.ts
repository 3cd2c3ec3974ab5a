/** The head of a draft from `/document` of CSAF 2.0 or 2.1. */
import type { AudienceNotes, Audience, Credit, Head, Kind, Note, NoteKind, PublisherCategory, Reference, Revision, Tlp, Withdrawal } from '../draft/types.ts'
import { present, some, type Losses } from '../losses.ts'
import { instantOf, oneLine, type Reading } from '../reading.ts'
import { takeLink } from '../taken.ts'
import { recogniseNote, STRICT, SUPERSEDING, SUPERSESSION, WITHDRAWAL } from './words.ts'

export function readHead(document: Reading, kind: Kind, losses: Losses): Head {
  document.skip('csaf_version', 'category')
  const tracking = document.inner('tracking')
  const revisions = readRevisions(tracking, losses)
  const { audiences, notes, reason } = readNotes(document)
  const references = readReferences(document, losses)
  const superseding = references.find(({ summary }) => summary.startsWith(SUPERSEDING))
  const withdrawn = readWithdrawal(reason, superseding, revisions)
  const severity = document.inner('aggregate_severity')
  const fields = {
    id: tracking.text('id') ?? '',
    title: oneLine(document.text('title') ?? '', 256, '/document/title', losses),
    kind,
    state: (tracking.text('status') ?? 'draft') as Head['state'],
    language: readLanguage(document, losses),
    translatedFrom: document.text('source_lang'),
    ...readDistribution(document, losses),
    publisher: readPublisher(document, losses),
    withdrawn,
    severity: severity.isThere ? present({ text: severity.text('text') ?? '', namespace: takeLink(severity.text('namespace'), '/document/aggregate_severity/namespace', losses) }) : undefined,
    aliases: some(tracking.texts('aliases')),
    audiences,
    notes: some(notes),
    references: some(references.filter((one) => withdrawn === undefined || one !== superseding)),
    credits: some(readCredits(document, losses)),
  }
  return { ...present(fields), revisions }
}

function readLanguage(document: Reading, losses: Losses): string {
  const language = document.text('lang')
  if (language === undefined) losses.add('/document/lang', 'the language', 'the document does not say; en is assumed')
  return language ?? 'en'
}

function readDistribution(document: Reading, losses: Losses): { tlp: Tlp; distribution?: string } {
  const distribution = document.inner('distribution')
  const label = distribution.inner('tlp').text('label')
  const text = distribution.text('text')
  if (label === undefined) losses.add('/document/distribution', 'a TLP label', 'the document has none; AMBER is assumed until somebody says otherwise')
  if (label === 'AMBER' && text?.startsWith(STRICT) === true) return present({ tlp: 'AMBER+STRICT' as const, distribution: text.slice(STRICT.length + 1) || undefined })
  return present({ tlp: (label === 'WHITE' ? 'CLEAR' : (label ?? 'AMBER')) as Tlp, distribution: text })
}

function readPublisher(document: Reading, losses: Losses): Head['publisher'] {
  const publisher = document.inner('publisher')
  const category = publisher.text('category') ?? 'other'
  if (category === 'multiplier') losses.add('/document/publisher/category', 'the category multiplier', 'a draft calls it other')
  return present({
    name: oneLine(publisher.text('name') ?? '', 512, '/document/publisher/name', losses),
    category: (category === 'multiplier' ? 'other' : category) as PublisherCategory,
    namespace: takeLink(publisher.text('namespace'), '/document/publisher/namespace', losses) ?? '',
    contact: publisher.text('contact_details'),
    authority: publisher.text('issuing_authority'),
  })
}

function readRevisions(tracking: Reading, losses: Losses): Revision[] {
  const revisions = tracking
    .list('revision_history')
    .map((one) => ({ number: one.text('number') ?? '', at: instantOf(one.text('date')) ?? '', summary: oneLine(one.text('summary') ?? '', 1024, `${one.path}/summary`, losses) }))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const rows = [['initial_release_date', revisions[0]?.at, 'first'], ['current_release_date', revisions.at(-1)?.at, 'last']] as const
  for (const [name, at, which] of rows) {
    if (instantOf(tracking.text(name)) !== at) losses.add(`/document/tracking/${name}`, 'this time', `a draft takes the time of its ${which} revision`)
  }
  if (tracking.text('version') !== revisions.at(-1)?.number) losses.add('/document/tracking/version', 'this version', 'a draft has the number of its last revision')
  return revisions
}

function readNotes(document: Reading): { audiences: Head['audiences']; notes: Note[]; reason: string | undefined } {
  const audiences = new Map<Audience, AudienceNotes>()
  const notes: Note[] = []
  let reason: string | undefined
  for (const one of document.list('notes')) {
    const note = readNote(one)
    const ours = recogniseNote(note.audience, note.title)
    if (ours !== undefined && audiences.get(ours.audience)?.[ours.question] === undefined) {
      audiences.set(ours.audience, { ...audiences.get(ours.audience), [ours.question]: note.text })
    } else if (reason === undefined && note.kind === 'description' && (note.title === WITHDRAWAL || note.title === SUPERSESSION)) reason = note.text
    else notes.push(note)
  }
  return { audiences: audiences.size === 0 ? undefined : Object.fromEntries(audiences), notes, reason }
}

export function readNote(one: Reading): Note {
  const category = one.text('category') ?? 'other'
  return present({ kind: (category === 'legal_disclaimer' ? 'legal' : category) as NoteKind, text: one.text('text') ?? '', title: one.text('title'), audience: one.text('audience') })
}

function readWithdrawal(reason: string | undefined, superseding: Reference | undefined, revisions: readonly Revision[]): Withdrawal | undefined {
  if (reason === undefined) return undefined
  const replacedBy = superseding === undefined ? undefined : { id: superseding.summary.slice(SUPERSEDING.length), url: superseding.url }
  return present({ at: revisions.at(-1)?.at ?? '', reason, replacedBy })
}

export function readReferences(from: Reading, losses: Losses): Reference[] {
  return from.list('references').flatMap((one): Reference[] => {
    const url = takeLink(one.text('url'), `${one.path}/url`, losses)
    const summary = oneLine(one.text('summary') ?? '', 1024, `${one.path}/summary`, losses)
    const isSelf = one.text('category') === 'self'
    return url === undefined ? [] : [{ url, summary, ...(isSelf ? { kind: 'self' as const } : {}) }]
  })
}

export function readCredits(from: Reading, losses: Losses): Credit[] {
  return from.list('acknowledgments').flatMap((one): Credit[] => {
    const [url, ...others] = one.texts('urls')
    if (others.length > 0) losses.add(`${one.path}/urls`, `${others.length} of its links`, 'a draft has one link for a credit')
    const summary = one.text('summary')
    const rest = present({
      organization: one.text('organization'),
      summary: summary === undefined ? undefined : oneLine(summary, 1024, `${one.path}/summary`, losses),
      url: takeLink(url, `${one.path}/urls/0`, losses),
    })
    const names = one.texts('names')
    if (names.length > 0) return names.map((name) => ({ name, ...rest }))
    if (rest.organization !== undefined) return [rest]
    losses.add(one.path, 'thanks to nobody by name', 'a credit has a name or an organization')
    return []
  })
}
