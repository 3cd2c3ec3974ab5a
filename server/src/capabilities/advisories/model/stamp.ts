/**
 * What of a draft is the hub's to write: who publishes it, under which name, its revisions and withdrawal, and where it
 * stands. A saved draft has the revision that is being written as its last one; its moment is stamped in at publication.
 */
import { DRAFT_FORMAT, type Draft, type Head, type Publisher, type Revision } from '@openaccord/advisory'
import { documentFileName } from '@openaccord/csaf'
import type { Micros } from '@openaccord/names'
import type { Random } from '../../../kernel/index.ts'
import { fault, instantText, labelOf, type Label } from '../model.ts'

export type Author = { slug: string; publisher: Publisher }
/** What was published before: the newest edition's revisions, name and label. */
export type Before = { id: string; revisions: readonly Revision[]; label: Label } | undefined

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A name that tells nothing of how many drafts there are: chance, not a count. */
export function freshTrackingId(slug: string, at: Micros, random: Random): string {
  const chance = Array.from(random(6), (byte) => ALPHABET[byte % ALPHABET.length]).join('')
  return `${slug.toUpperCase()}-${instantText(at).slice(0, 4)}-${chance}`
}

/** File names are made of it, so it begins with the short name of its organisation: nobody takes another one's. */
export function needTrackingId(id: string, slug: string, before: Before): void {
  if (before !== undefined && before.id !== id) throw fault('tracking-id', '/draft/head/id', `a published advisory keeps its name, ${before.id}`, `write ${before.id}`)
  const name = documentFileName(id)
  if (!name.startsWith(`${slug}-`) || name.length > slug.length + 60 || name === `${slug}-.json`) {
    throw fault('tracking-id', '/draft/head/id', 'the name of an advisory begins with the short name of its organisation', `write something like ${slug.toUpperCase()}-2026-001`)
  }
}

export function emptyDraft({ title, language, id, publisher, at }: { title: string; language: string; id: string; publisher: Publisher; at: Micros }): Draft {
  return {
    format: DRAFT_FORMAT,
    head: { id, title, kind: 'advisory', state: 'final', language, tlp: 'CLEAR', publisher, revisions: [{ number: '1', at: instantText(at), summary: 'First release.' }] },
    products: { vendors: [] },
    vulnerabilities: [],
  }
}

type Wish = { author: Author; before: Before; /** When the open revision was begun. */ begun: Micros; summary: string | undefined; withdrawn: string | undefined }

/** The draft as it is kept. Its last revision is the open one. */
export function keptDraft(draft: Draft, { author, before, begun, summary, withdrawn }: Wish): Draft {
  const { withdrawn: _, references, ...head } = draft.head
  needTrackingId(head.id, author.slug, before)
  const published = before?.revisions ?? []
  const number = String(published.length + 1)
  const given = summary ?? head.revisions.at(-1)?.summary
  const last = published.at(-1)?.summary
  const open: Revision = { number, at: instantText(begun), summary: withdrawn !== undefined ? 'Withdrawn.' : given !== undefined && given !== last ? given : published.length === 0 ? 'First release.' : 'Revised.' }
  const own = (references ?? []).filter(({ kind }) => kind !== 'self')
  return {
    ...draft,
    head: {
      ...head,
      // what is saved says how it will be published
      state: head.state === 'draft' ? 'final' : head.state,
      publisher: author.publisher,
      revisions: [...published, open],
      ...(own.length === 0 ? {} : { references: own }),
      ...(withdrawn === undefined ? {} : { withdrawn: { at: open.at, reason: withdrawn }, state: 'final' as const }),
    } satisfies Head,
  }
}

/** The draft as it is published at that moment: the open revision gets its time, and readers are told where it stands. */
export function stampedDraft(draft: Draft, { at, page, document }: { at: Micros; page: string; document: string }): Draft {
  const text = instantText(at)
  const { withdrawn, revisions, references = [] } = draft.head
  const open = revisions.at(-1)!
  return {
    ...draft,
    head: {
      ...draft.head,
      revisions: [...revisions.slice(0, -1), { ...open, at: text }],
      references: [{ url: document, summary: 'This advisory, for machines', kind: 'self' }, { url: page, summary: 'This advisory, for people', kind: 'self' }, ...references],
      ...(withdrawn === undefined ? {} : { withdrawn: { ...withdrawn, at: text } }),
    },
  }
}

/** The last revision's time is not a sign of change where nothing else is. */
export const revisedAt = ({ head }: Draft): string => head.revisions.at(-1)?.at ?? ''
export const versionOf = ({ head }: Draft): string => head.revisions.at(-1)?.number ?? '1'

/** What was open stays open: nobody can take back what everybody has read. */
export function needLabel(draft: Draft, before: Before): void {
  const [was, is] = [before?.label, labelOf(draft.head.tlp)]
  const order: readonly Label[] = ['white', 'green', 'amber', 'red']
  if (was !== undefined && order.indexOf(is) > order.indexOf(was)) {
    throw fault('label', '/draft/head/tlp', 'what was published more openly cannot be closed again', 'keep its label, or withdraw it')
  }
}
