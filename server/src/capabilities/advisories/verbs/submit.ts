/** On the way to publication: asked for by one person, approved by another, bound to the very bytes; or taken back. */
import { checkDraft } from '@openaccord/advisory'
import type { Micros, OrganisationId } from '@openaccord/names'
import { DAY, MINUTE, need, type Actor } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import type { CaseBehind, Means } from '../means.ts'
import { conflict, fault, isOpen, labelOf, type Submitted } from '../model.ts'
import { assigned } from '../model/cve-pool.ts'
import { needMove } from '../model/standing.ts'
import { addEvent, dropReady, setDue } from '../store.ts'
import { loadCves, saveCve } from '../store/cves.ts'
import { findByPath } from '../store/editions.ts'
import { pathOf, type Book, type Opened } from './book.ts'
import { later, type DraftRead, type WriteVerbs } from './write.ts'

type Wish = { version: number; sha256: string; publishAt?: string | undefined; recipients?: readonly string[] | undefined }
const AT_MOST_AHEAD = 2 * 366 * DAY

export function createSubmitVerbs(means: Means, book: Book, write: Pick<WriteVerbs, 'checked' | 'readDraft'>) {
  const { vault } = means

  async function needPublishable(tx: Tx, { row, saved, edition, now }: Opened): Promise<void> {
    const wrong = checkDraft(saved.draft).find(({ level }) => level === 'error')
    const { publishable, findings } = await write.checked(tx, saved.draft, { organisation: row.organisation, advisory: row.id, at: later(now, edition) })
    const first = wrong ?? findings.find(({ level }) => level === 'error')
    if (!publishable) throw fault('unfinished', `/draft${first?.path ?? ''}`, first === undefined ? 'no CSAF document can be made of it' : `this draft is not finished: ${first.message}`, first?.fix ?? 'look at the findings')
    const taken = await findByPath(tx, pathOf(saved.draft, now))
    if (taken !== undefined && taken.advisory !== row.id) throw fault('tracking-id', '/draft/head/id', 'another published advisory has this name', 'choose another one')
    if (edition?.withdrawal === true) throw conflict('withdrawn', 'what was withdrawn is withdrawn for good: write a new advisory')
  }

  async function recipientsOf(tx: Tx, { row, saved }: Opened, slugs: readonly string[]): Promise<OrganisationId[]> {
    const open = isOpen(labelOf(saved.draft.head.tlp))
    if (open && slugs.length > 0) throw fault('recipients', '/recipients', `${saved.draft.head.tlp} is for everybody`, 'leave the recipients out, or choose AMBER or RED')
    if (labelOf(saved.draft.head.tlp) === 'red' && slugs.length === 0) throw fault('recipients', '/recipients', 'RED is for those whom it names', 'name at least one organisation')
    const roll = await book.rollOf(tx)
    return [...new Set(slugs)].map((slug) => {
      const found = [...roll.values()].find((one) => one.slug === slug)
      if (found === undefined) throw fault('recipients', '/recipients', `nobody here has the short name “${slug}”`, 'choose organisations of the register')
      return found.id
    }).filter((id) => id !== row.organisation)
  }

  const changed = (actor: Actor, id: string, work: (tx: Tx, opened: Opened) => Promise<void>): Promise<DraftRead> => book.change(async (tx, now) => {
    await work(tx, await book.opened(tx, actor, id, now))
    return write.readDraft(tx, actor, id)
  })

  return {
    submitDraft: (actor: Actor, id: string, wish: Wish): Promise<DraftRead> => changed(actor, id, async (tx, opened) => {
      const { person } = need(actor, 'advisories.publish')
      const { row, saved, standing, now } = opened
      needMove(standing, actor, 'submit')
      if (wish.version !== saved.version || wish.sha256 !== saved.sha256) throw conflict('not-newest', `version ${saved.version} is the newest: look at it, and submit that one`)
      await needPublishable(tx, opened)
      const publishAt = wish.publishAt === undefined ? null : momentOf(wish.publishAt, now)
      needAfterEmbargo(await book.caseBehind(tx, row), publishAt)
      const recipients = await recipientsOf(tx, opened, wish.recipients ?? [])
      await setApart(tx, opened)
      await addEvent(tx, vault, row.id, { kind: 'submitted', version: saved.version, sha256: saved.sha256, publishAt, recipients } satisfies Submitted, { at: now, by: person })
    }),

    recallDraft: (actor: Actor, id: string): Promise<DraftRead> => changed(actor, id, async (tx, { row, standing, now }) => {
      const { person } = need(actor, 'advisories.publish')
      needMove(standing, actor, 'recall')
      await addEvent(tx, vault, row.id, { kind: 'recalled' }, { at: now, by: person })
      await setDue(tx, row.id, null)
      await dropReady(tx, row.id)
    }),

    approveDraft: (actor: Actor, id: string, sha256: string): Promise<DraftRead> => changed(actor, id, async (tx, { row, standing, now }) => {
      const { person } = need(actor, 'advisories.publish')
      needMove(standing, actor, 'approve')
      needSameBytes(standing.submission!.asked.sha256, sha256)
      await addEvent(tx, vault, row.id, { kind: 'approved', sha256 }, { at: now, by: person })
    }),

    declineDraft: (actor: Actor, id: string, { sha256, words }: { sha256: string; words: string }): Promise<DraftRead> => changed(actor, id, async (tx, { row, standing, now }) => {
      const { person } = need(actor, 'advisories.publish')
      needMove(standing, actor, 'decline')
      needSameBytes(standing.submission!.asked.sha256, sha256)
      await addEvent(tx, vault, row.id, { kind: 'declined', sha256, words: words.trim() }, { at: now, by: person })
    }),
  }
}

/** Reserved ids of the own pool are set apart as soon as an advisory with them is on its way. */
async function setApart(tx: Tx, { row, saved, now }: Opened): Promise<void> {
  const named = new Set(saved.draft.vulnerabilities.flatMap(({ cve }) => cve ?? []))
  for (const entry of await loadCves(tx, row.organisation)) {
    if (entry.state === 'reserved' && named.has(entry.cve) && entry.advisory !== row.id) await saveCve(tx, row.organisation, assigned(entry, row.id, now))
  }
}

function needSameBytes(asked: string, given: string): void {
  if (asked !== given) throw conflict('other-bytes', 'this is not the draft that was submitted: look at it again')
}

function momentOf(text: string, now: Micros): Micros {
  const at = Date.parse(text) * 1000
  if (!Number.isFinite(at) || at % 1_000_000 !== 0) throw fault('moment', '/publishAt', 'a moment is a whole second', 'write it as 2026-01-31T12:00:00Z')
  if (at < now + MINUTE) throw fault('moment', '/publishAt', 'its moment lies at least a minute ahead', 'choose a later one, or leave it out')
  if (at > now + AT_MOST_AHEAD) throw fault('moment', '/publishAt', 'its moment lies at most two years ahead', 'choose an earlier one')
  return at
}

/** Not before the embargo of its case has ended. With no moment agreed, it cannot be under one at all. */
export function needAfterEmbargo(behind: CaseBehind | undefined, publishAt: Micros | null): void {
  const held = embargoHolds(behind, publishAt)
  if (held !== undefined) throw fault('embargo', '/publishAt', held, 'choose a moment after the end of the embargo')
}

export function embargoHolds(behind: CaseBehind | undefined, at: Micros | null): string | undefined {
  if (behind === undefined || (behind.embargo.state !== 'active' && behind.embargo.state !== 'revise')) return undefined
  const { until } = behind.embargo
  return at !== null && until !== null && at >= until ? undefined : 'its case is under embargo at that moment'
}
