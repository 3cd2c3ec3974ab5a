/** What every verb of this room loads: a draft with its newest version and where it stands; and the one way in which it changes. */
import { asDraft, AdvisoryError, type Draft, type Publisher } from '@openaccord/advisory'
import { documentPath, type Csaf } from '@openaccord/csaf'
import { canonical, type Json } from '@openaccord/facts'
import type { Micros, OrganisationId, PersonId } from '@openaccord/names'
import { hash } from 'node:crypto'
import { hidesText, need, PLAIN_TEXT, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Reader, Tx } from '../../../platform/database.ts'
import type { CaseBehind, Listed, Means } from '../means.ts'
import { fault, instantText, isOpen, labelOf, unknownAdvisory, type DraftRow, type Event, type Label, type Saved } from '../model.ts'
import { standingOf, type Standing } from '../model/standing.ts'
import { stampedDraft, type Author, type Before } from '../model/stamp.ts'
import { loadDraft, loadEvents, newestVersion } from '../store.ts'
import { newestEdition, type Whole } from '../store/editions.ts'
import { loadProfile, type Profile } from '../store/profiles.ts'

export type Opened = { row: DraftRow; saved: Saved; events: Event[]; standing: Standing; edition: Whole | undefined; author: Author; now: Micros }
export type Book = ReturnType<typeof createBook>

export function createBook(means: Means) {
  const { database, clock, members, vault, origin } = means

  async function organisation(tx: Reader, id: OrganisationId): Promise<Listed> {
    const found = (await members.organisations(tx)).find((one) => one.id === id)
    if (found === undefined) throw unknownAdvisory()
    return found
  }

  async function authorOf(tx: Reader, id: OrganisationId): Promise<Author & { listed: Listed }> {
    const listed = await organisation(tx, id)
    return { listed, slug: listed.slug, publisher: publisherOf(listed, await loadProfile(tx, id)) }
  }

  /** Somebody else's draft and one that is not there look the same. */
  async function opened(tx: Reader, actor: Actor, id: string, now = clock()): Promise<Opened> {
    const who = need(actor, 'advisories.publish')
    const row = await loadDraft(tx, id)
    if (row.organisation !== who.organisation) throw unknownAdvisory()
    return fill(tx, row, now)
  }

  async function fill(tx: Reader, row: DraftRow, now: Micros): Promise<Opened> {
    const saved = await newestVersion(tx, vault, row.id)
    const events = await loadEvents(tx, vault, row.id)
    return { row, saved, events, standing: standingOf(row, events, saved.version, now), edition: await newestEdition(tx, vault, row.id), author: await authorOf(tx, row.organisation), now }
  }

  return {
    organisation, authorOf, opened, fill,

    rollOf: async (tx: Reader): Promise<Map<OrganisationId, Listed>> => new Map((await members.organisations(tx)).map((one) => [one.id, one])),
    namesOf: (tx: Reader, people: readonly (PersonId | null)[]) => members.personNames(tx, [...new Set(people.filter((one) => one !== null))]),

    /** One transaction under the lock of this room: load, decide, save, tell. */
    change: <T>(work: (tx: Tx, now: Micros) => Promise<T>): Promise<T> => database.transact(async (tx) => {
      await tx.lock('advisories')
      return work(tx, clock())
    }),

    /** The case that a draft belongs to, where its organisation takes part in it. */
    async caseBehind(tx: Reader, { caseId, organisation: own }: Pick<DraftRow, 'caseId' | 'organisation'>): Promise<CaseBehind | undefined> {
      if (caseId === null) return undefined
      const found = await means.caseForAdvisory(tx, caseId)
      return found !== undefined && (found.owner === own || found.participants.includes(own)) ? found : undefined
    },

    /** As it will be published at that moment. */
    stamped: (draft: Draft, id: string, at: Micros): Draft => stampedDraft(draft, { at, page: `${origin}/advisories/${id}`, document: documentUrl(origin, draft, at) }),
  }
}

export const beforeOf = (edition: Whole | undefined): Before =>
  edition && { id: edition.draft.head.id, revisions: edition.draft.head.revisions, label: edition.label }

export const folderPath = (label: Label): string => (isOpen(label) ? `/.well-known/csaf/${label}/` : `/csaf-protected/${label}/`)

/** `2026/harbour-2026-7k3qd.json`, by the first release. */
export function pathOf({ head }: Draft, at: Micros): string {
  const first = head.revisions.length > 1 ? head.revisions[0]!.at : instantText(at)
  return documentPath({ document: { tracking: { id: head.id, initial_release_date: first } } } as Csaf)
}

export const documentUrl = (origin: string, draft: Draft, at: Micros): string => `${origin}${folderPath(labelOf(draft.head.tlp))}${pathOf(draft, at)}`

/** The hub says who publishes; the organisation says as what, and under which address. */
export function publisherOf({ name, website, slug, kind }: Pick<Listed, 'name' | 'website' | 'slug' | 'kind'>, profile: Profile | undefined): Publisher {
  const namespace = profile?.namespace ?? namespaceOf(website) ?? `https://${slug}.invalid`
  return {
    name, category: profile?.category ?? (kind === 'secretariat' ? 'coordinator' : 'vendor'), namespace,
    ...(profile?.contact == null ? {} : { contact: profile.contact }), ...(profile?.authority == null ? {} : { authority: profile.authority }),
  }
}

export const namespaceOf = (website: string | null): string | undefined =>
  website !== null && URL.canParse(website) && new URL(website).protocol === 'https:' ? new URL(website).origin : undefined

export const sha256 = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'hex')
export const draftSha256 = (draft: Draft): string => sha256(canonical(draft as unknown as Json))

/** A draft that a stranger sent: its shape, and no marks that hide or turn what is written. */
export function readDraftJson(value: unknown): Draft {
  const hidden = findHidden(value, '/draft')
  if (hidden !== undefined) throw fault('text', hidden, PLAIN_TEXT.rule, PLAIN_TEXT.fix)
  try {
    return asDraft(value)
  } catch (error) {
    if (!(error instanceof AdvisoryError)) throw error
    const faults = error.findings.slice(0, 50).map(({ path, message, fix }) => ({ field: `/draft${path}`, rule: message, fix }))
    throw new Refusal('unprocessable', 'advisories.draft', error.message.slice(0, 500), { faults, cause: error })
  }
}

function findHidden(value: unknown, pointer: string): string | undefined {
  if (typeof value === 'string') return hidesText(value) ? pointer : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const found = hidesText(name) ? pointer : findHidden(inner, `${pointer}/${name.slice(0, 80)}`)
    if (found !== undefined) return found
  }
  return undefined
}

