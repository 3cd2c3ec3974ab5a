/** Writing: a new draft, a new version of one, what is wrong with it, what it would become, and what changed. */
import { checkDraft, normalizeDraft, type Draft } from '@openaccord/advisory'
import { newId, type AdvisoryId, type CaseId, type Micros, type OrganisationId, type PersonId } from '@openaccord/names'
import { need, SECOND, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import { formatsOf, type Made } from '../formats.ts'
import { importText } from '../imports.ts'
import type { Means } from '../means.ts'
import { conflict, fault, type Finding, type Format, type Loss, type PublishedFile, type Saved } from '../model.ts'
import { changesBetween, type Changed } from '../model/changes.ts'
import { checkPlaces } from '../model/checks.ts'
import { isOwnRecord, type CveEntry } from '../model/cve-pool.ts'
import { emptyDraft, freshTrackingId, keptDraft, needLabel } from '../model/stamp.ts'
import { needMove } from '../model/standing.ts'
import { addDraft, addVersion, loadDraftsOf, loadVersion, loadVersions, setDiscarded } from '../store.ts'
import { freeCvesOf, loadCves } from '../store/cves.ts'
import { loadProducts } from '../store/products.ts'
import { beforeOf, draftSha256, publisherOf, readDraftJson, type Book, type Opened } from './book.ts'

export const MOST_DRAFTS = 5_000
export const MOST_VERSIONS = 2_000
export type Checked = { publishable: boolean; findings: Finding[]; formats: Made[] }
export type DraftRead = Opened & { checked: Checked; versions: Saved[]; names: ReadonlyMap<PersonId, string>; embargo: { until: Micros | null; words: string } | undefined; actor: Actor; recipients: { slug: string; name: string }[] }
export type WriteVerbs = ReturnType<typeof createWriteVerbs>

type Wish = { title?: string | undefined; language?: string | undefined; case?: string | undefined; draft?: unknown; note?: string | undefined }
type Save = { base: number; draft: unknown; summary?: string | undefined; note?: string | undefined }

export function createWriteVerbs(means: Means, book: Book) {
  const { database, vault, random } = means

  /** Against what the hub knows: the organisation's products and ids, and every format. */
  async function checked(tx: Reader, draft: Draft, { organisation, advisory, at }: { organisation: OrganisationId; advisory: AdvisoryId | null; at: Micros }): Promise<Checked> {
    const [pool, products] = [await loadCves(tx, organisation), await loadProducts(tx, vault, organisation)]
    const shaped = checkDraft(draft)
    const findings: Finding[] = [...shaped.map((one) => ({ ...one, format: null })), ...checkPlaces(draft, { pool, products, advisory })]
    const stamped = book.stamped(draft, advisory ?? 'advisory_', at)
    const formats = shaped.some(({ level }) => level === 'error') ? [] : formatsOf(stamped, { ownCves: ownCves(draft, pool, advisory), origin: means.origin })
    findings.push(...formats.flatMap((made) => made.findings))
    return { publishable: !findings.some(({ level }) => level === 'error') && formats.some(({ format, made }) => format === 'csaf-2.0' && made), findings, formats }
  }

  /** Somebody else's draft and one that is not there look the same. */
  async function draftBehind(tx: Reader, actor: Actor, of: string | undefined): Promise<{ advisory: AdvisoryId | null; at: Micros }> {
    if (of === undefined) return { advisory: null, at: means.clock() }
    const { row, now, edition } = await book.opened(tx, actor, of)
    return { advisory: row.id, at: later(now, edition) }
  }

  async function read(tx: Reader, actor: Actor, opened: Opened): Promise<DraftRead> {
    const { row, saved, standing, events, now } = opened
    const versions = await loadVersions(tx, vault, row.id)
    const names = await book.namesOf(tx, [...versions.map(({ person }) => person), ...events.map(({ by }) => by)])
    const roll = await book.rollOf(tx)
    const behind = await book.caseBehind(tx, row)
    return {
      ...opened, versions, names, actor,
      checked: await checked(tx, saved.draft, { organisation: row.organisation, advisory: row.id, at: later(now, opened.edition) }),
      recipients: (standing.submission?.asked.recipients ?? []).flatMap((id) => roll.get(id) ?? []).map(({ slug, name }) => ({ slug, name })),
      embargo: behind && embargoWords(behind.embargo),
    }
  }

  async function save(tx: Tx, opened: Opened, draft: Draft, wish: { person: PersonId; summary?: string | undefined; note?: string | undefined; withdrawn?: string | undefined }): Promise<Saved> {
    const { row, saved, standing, edition, author, now } = opened
    if (saved.version >= MOST_VERSIONS) throw conflict('many-versions', `${MOST_VERSIONS} versions of this draft are saved already`)
    const before = beforeOf(edition)
    needLabel(draft, before)
    // one open revision has one moment at which it was begun, so that versions of it differ in nothing else
    const begun = standing.ahead && standing.editions + 1 === saved.draft.head.revisions.length ? Date.parse(saved.draft.head.revisions.at(-1)!.at) * 1000 : later(now, edition)
    const kept = normalizeDraft(keptDraft(draft, { author, before, begun, summary: wish.summary, withdrawn: wish.withdrawn }))
    const next: Saved = { version: saved.version + 1, at: now, person: wish.person, sha256: draftSha256(kept), draft: kept, note: wish.note ?? null }
    await addVersion(tx, vault, row.id, next)
    return next
  }

  return {
    checked,
    readDraft: (tx: Reader, actor: Actor, id: string) => book.opened(tx, actor, id).then((opened) => read(tx, actor, opened)),

    async createDraft(actor: Actor, wish: Wish): Promise<DraftRead> {
      const { person, organisation } = need(actor, 'advisories.publish')
      const given = wish.draft === undefined ? undefined : readDraftJson(wish.draft)
      return book.change(async (tx, now) => {
        const author = await book.authorOf(tx, organisation)
        if ((await loadDraftsOf(tx, organisation)).length >= MOST_DRAFTS) throw conflict('many-drafts', `your organisation has ${MOST_DRAFTS} drafts already`)
        const row = { id: newId('advisory', random), organisation, caseId: (wish.case ?? null) as CaseId | null, at: now, person }
        if (row.caseId !== null && (await book.caseBehind(tx, row)) === undefined) throw fault('case', '/case', 'there is no such case in which your organisation takes part', 'leave it out, or open it from the case')
        const id = freshTrackingId(author.slug, now, random)
        const empty = emptyDraft({ title: wish.title ?? 'A new advisory', language: wish.language ?? 'en', id, publisher: author.publisher, at: now })
        // what was named by another publisher's scheme gets a name of ours, and keeps the other one beside it
        const draft = given === undefined ? empty : renamed(given, author.slug, id)
        const kept = normalizeDraft(keptDraft(withTitle(draft, wish.title), { author, before: undefined, begun: now, summary: 'First release.', withdrawn: undefined }))
        await addDraft(tx, row)
        await addVersion(tx, vault, row.id, { version: 1, at: now, person, sha256: draftSha256(kept), draft: kept, note: wish.note ?? null })
        return read(tx, actor, await book.opened(tx, actor, row.id, now))
      })
    },

    async saveDraft(actor: Actor, id: string, { base, draft, summary, note }: Save): Promise<DraftRead> {
      const { person } = need(actor, 'advisories.publish')
      const given = readDraftJson(draft)
      return book.change(async (tx, now) => {
        const opened = await book.opened(tx, actor, id, now)
        needMove(opened.standing, actor, 'save')
        if (base !== opened.saved.version) throw conflict('not-newest', `version ${opened.saved.version} was saved meanwhile: look at what changed, and save on top of it`)
        // a withdrawal is prepared by its own verb; here it is kept, or taken back by leaving it out
        const withdrawn = given.head.withdrawn === undefined || !opened.standing.ahead ? undefined : opened.saved.draft.head.withdrawn?.reason
        await save(tx, opened, given, { person, summary, note, withdrawn })
        return read(tx, actor, await book.opened(tx, actor, id, now))
      })
    },

    async withdrawAdvisory(actor: Actor, id: string, reason: string): Promise<DraftRead> {
      const { person } = need(actor, 'advisories.publish')
      return book.change(async (tx, now) => {
        const opened = await book.opened(tx, actor, id, now)
        needMove(opened.standing, actor, 'withdraw')
        readDraftJson({ ...opened.edition!.draft, head: { ...opened.edition!.draft.head, distribution: reason.trim() } })
        // what is withdrawn is what readers have, not what was being changed
        await save(tx, opened, opened.edition!.draft, { person, note: 'Withdrawal', withdrawn: reason.trim() })
        return read(tx, actor, await book.opened(tx, actor, id, now))
      })
    },

    discardDraft: (actor: Actor, id: string): Promise<void> => book.change(async (tx, now) => {
      const { row, standing } = await book.opened(tx, actor, id, now)
      needMove(standing, actor, 'discard')
      await setDiscarded(tx, row.id, now)
      await freeCvesOf(tx, row.organisation, row.id, now)
    }),

    drafts: (actor: Actor) => database.read(async (tx) => {
      const { organisation } = need(actor, 'advisories.publish')
      const rows = await loadDraftsOf(tx, organisation)
      const opened: Opened[] = []
      for (const row of rows) if (row.discarded === null) opened.push(await book.fill(tx, row, means.clock()))
      const names = await book.namesOf(tx, opened.map(({ saved }) => saved.person))
      const { listed, publisher } = await book.authorOf(tx, organisation)
      return { drafts: opened.sort((a, b) => changedAt(b) - changedAt(a)), names, publisher, named: listed.website !== null || publisher.namespace !== publisherOf({ ...listed, website: null }, undefined).namespace }
    }),

    draft: (actor: Actor, id: string): Promise<DraftRead> => database.read(async (tx) => read(tx, actor, await book.opened(tx, actor, id))),

    draftVersion: (actor: Actor, id: string, version: number) => database.read(async (tx) => {
      const { row } = await book.opened(tx, actor, id)
      const saved = await loadVersion(tx, vault, row.id, version)
      return { saved, names: await book.namesOf(tx, [saved.person]) }
    }),

    draftChanges: (actor: Actor, id: string, from: number, to: number): Promise<Changed[]> => database.read(async (tx) => {
      const { row } = await book.opened(tx, actor, id)
      return changesBetween((await loadVersion(tx, vault, row.id, from)).draft, (await loadVersion(tx, vault, row.id, to)).draft)
    }),

    /** `of`: one of its organisation's own drafts, which this is to be a version of. */
    async checkDraft(actor: Actor, value: unknown, of?: string): Promise<Checked> {
      const { organisation } = need(actor, 'advisories.publish')
      const unshaped = checkDraft(value).filter(({ level }) => level === 'error')
      if (unshaped.length > 0 && !isDraft(value)) return { publishable: false, findings: unshaped.map((one) => ({ ...one, format: null })), formats: [] }
      const draft = readDraftJson(value)
      return database.read(async (tx) => {
        const { advisory, at } = await draftBehind(tx, actor, of)
        return checked(tx, draft, { organisation, advisory, at })
      })
    },

    async previewDraft(actor: Actor, value: unknown, format: Format | undefined, of?: string): Promise<PublishedFile[]> {
      const { organisation } = need(actor, 'advisories.publish')
      const draft = readDraftJson(value)
      const wrong = checkDraft(draft).find(({ level }) => level === 'error')
      if (wrong !== undefined) throw fault('draft', `/draft${wrong.path}`, wrong.message, wrong.fix)
      return database.read(async (tx) => {
        const [pool, { advisory, at }] = [await loadCves(tx, organisation), await draftBehind(tx, actor, of)]
        const made = formatsOf(book.stamped(draft, advisory ?? 'advisory_', at), { ownCves: ownCves(draft, pool, advisory), origin: means.origin })
        return made.filter((one) => format === undefined || one.format === format).flatMap(({ files }) => files)
      })
    },

    importDraft(actor: Actor, text: string, format: Format | undefined): { format: Format; draft: Draft; losses: readonly Loss[] } {
      need(actor, 'advisories.publish')
      return importText(text, format)
    },
  }
}

/** Ids whose records are this advisory's to publish: those of its organisation's own pool. */
export const ownCves = (draft: Draft, pool: readonly CveEntry[], advisory: AdvisoryId | null): Set<string> => {
  const entries = new Map(pool.map((entry) => [entry.cve, entry]))
  return new Set(draft.vulnerabilities.flatMap(({ cve }) => (cve !== undefined && isOwnRecord(entries.get(cve), advisory ?? 'advisory_') ? [cve] : [])))
}

/** A revision is later than the one before, by whole seconds. */
export const later = (now: Micros, edition: Opened['edition']): Micros => Math.max(now, (edition?.released ?? 0) + SECOND)

const changedAt = ({ saved, events }: Opened): number => Math.max(saved.at, events.at(-1)?.at ?? 0)

const withTitle = (draft: Draft, title: string | undefined): Draft => (title === undefined ? draft : { ...draft, head: { ...draft.head, title } })

function renamed(draft: Draft, slug: string, id: string): Draft {
  if (draft.head.id.toLowerCase().startsWith(`${slug}-`)) return draft
  return { ...draft, head: { ...draft.head, id, aliases: [...new Set([...(draft.head.aliases ?? []), draft.head.id])] } }
}

function isDraft(value: unknown): boolean {
  try {
    readDraftJson(value)
    return true
  } catch {
    return false
  }
}

function embargoWords({ state, until }: { state: string; until: Micros | null }): { until: Micros | null; words: string } | undefined {
  const active = state === 'active' || state === 'revise'
  if (!active) return undefined
  return { until, words: until === null ? 'Its case is under embargo: it is not published before that ends.' : 'Its case is under embargo: it is not published before that moment.' }
}

