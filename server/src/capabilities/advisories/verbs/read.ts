/** What readers see: lists, one advisory with its versions, a file. One condition decides every read: store/editions.ts, `sightOf`. */
import type { AdvisoryId } from '@openaccord/names'
import { canDo, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Listed, Means } from '../means.ts'
import { fault, isOpen, unknownAdvisory, type Card, type Edition, type Label } from '../model.ts'
import { changesBetween, type Changed } from '../model/changes.ts'
import { packageKey, stateOfPurl, wordsOf, type ProductState } from '../model/card.ts'
import { countNewest, editionAt, loadEditions, loadFile, loadFiles, loadNewest, type FileLine, type KeptFile, type Reading, type Whole } from '../store/editions.ts'
import type { Book } from './book.ts'

export type Shown = Edition & { card: Card; organisationOf: Listed | undefined; match: ProductState | null; first: number }
export type AdvisoryRead = { shown: Shown; editions: (Whole & { files: FileLine[] })[] }
type Asked = { q?: string | undefined; cve?: string | undefined; purl?: string | undefined; slug?: string | undefined; before?: { at: number; id: string } | undefined; limit: number }
export type ReadVerbs = ReturnType<typeof createReadVerbs>
const FEED_LENGTH = 100

/** Members read what is for members as long as their organisation takes part. */
export const readingOf = (actor: Actor): Reading => ({ organisation: canDo(actor, 'threats.read') || canDo(actor, 'advisories.publish') ? (actor.organisation ?? null) : null })
export const PUBLIC: Reading = { organisation: null }

export function createReadVerbs({ database, vault, members }: Means, book: Book) {
  async function shown(tx: Reader, edition: Edition & { card: Card }, roll: ReadonlyMap<string, Listed>, purl: string | undefined, reading: Reading): Promise<Shown> {
    const match = purl === undefined ? null : stateOfPurl((await loadEditions(tx, vault, edition.advisory, reading)).at(-1)!.draft, purl)
    return { ...edition, organisationOf: roll.get(edition.organisation), match, first: Date.parse(edition.card.released) * 1000 }
  }

  return {
    async advisories(actor: Actor, { q, cve, purl, slug, before, limit }: Asked) {
      const reading = readingOf(actor)
      const key = purl === undefined ? undefined : packageKey(purl)
      if (purl !== undefined && key === undefined) throw fault('purl', '/purl', 'this is no package URL', 'write it as pkg:npm/name@1.2.3')
      return database.read(async (tx) => {
        const roll = await book.rollOf(tx)
        const organisation = slug === undefined ? undefined : [...roll.values()].find((one) => one.slug === slug)?.id
        if (slug !== undefined && organisation === undefined) return { advisories: [], total: 0, members: [], next: undefined }
        const words = wordsOf(q)
        const asked = { reading, cve, purl: key, organisation, words }
        const rows = await loadNewest(tx, vault, { ...asked, before, limit: limit + 1 })
        // what is closed has no words in the store: it is looked into here
        const page = rows.slice(0, limit)
        const found = page.filter(({ label, card }) => isOpen(label) || words.every((word) => `${card.trackingId}\n${card.title}\n${card.cves.join('\n')}\n${card.products.join('\n')}`.toLowerCase().includes(word)))
        const { total, members: counts } = await countNewest(tx, asked)
        const advisories: Shown[] = []
        for (const edition of found) advisories.push(await shown(tx, edition, roll, purl, reading))
        const last = page.at(-1)
        return {
          advisories, total: total - (page.length - found.length),
          members: [...counts].flatMap(([id, many]) => { const one = roll.get(id); return one === undefined ? [] : [{ slug: one.slug, name: one.name, advisories: many }] }).sort((a, b) => b.advisories - a.advisories || (a.slug < b.slug ? -1 : 1)),
          next: rows.length > limit && last !== undefined ? { at: last.published, id: last.advisory } : undefined,
        }
      })
    },

    advisory: (actor: Actor, id: string): Promise<AdvisoryRead> => database.read(async (tx) => {
      const editions = await loadEditions(tx, vault, id, readingOf(actor))
      const files = await loadFiles(tx, id as AdvisoryId)
      const newest = editions.at(-1)!
      return { shown: await shown(tx, newest, await book.rollOf(tx), undefined, readingOf(actor)), editions: editions.map((edition) => ({ ...edition, files: files.filter(({ number }) => number === edition.number) })) }
    }),

    advisoryChanges: (actor: Actor, id: string, from: string, to: string): Promise<Changed[]> => database.read(async (tx) => {
      const editions = await loadEditions(tx, vault, id, readingOf(actor))
      const [a, b] = [from, to].map((version) => editions.find((one) => one.version === version))
      if (a === undefined || b === undefined) throw unknownAdvisory()
      return changesBetween(a.draft, b.draft)
    }),

    /** A file of a published version by its name. */
    file: (actor: Actor, id: string, version: string, name: string): Promise<{ file: KeptFile; edition: Edition }> => database.read(async (tx) => {
      const edition = (await loadEditions(tx, vault, id, readingOf(actor))).find((one) => one.version === version)
      const file = edition && (await loadFile(tx, vault, edition, name))
      if (edition === undefined || file === undefined) throw unknownAdvisory()
      return { file, edition }
    }),

    /** The document in CSAF 2.0 under its path of a folder. */
    document: (reading: Reading, label: Label, path: string): Promise<KeptFile> => database.read(async (tx) => {
      const edition = await editionAt(tx, label, path, reading)
      const file = edition && (await loadFile(tx, vault, edition))
      if (file === undefined) throw unknownAdvisory()
      return file
    }),

    /** For feeds that anybody may read. */
    recent: (slug: string | undefined) => database.read(async (tx) => {
      const roll = await book.rollOf(tx)
      const one = slug === undefined ? undefined : [...roll.values()].find((listed) => listed.slug === slug)
      if (slug !== undefined && one === undefined) throw unknownAdvisory()
      const newest = await loadNewest(tx, vault, { reading: PUBLIC, organisation: one?.id, limit: FEED_LENGTH })
      const editions: (Edition & { card: Card; organisationOf: Listed | undefined; summary: string })[] = []
      for (const edition of newest) editions.push({ ...edition, organisationOf: roll.get(edition.organisation), summary: summaryOf((await loadEditions(tx, vault, edition.advisory, PUBLIC)).at(-1)!) })
      return { alliance: (await members.allianceName(tx)) ?? '', organisation: one, editions }
    }),
  }
}

/** What people are told first; plain text. */
function summaryOf({ draft: { head, vulnerabilities } }: Whole): string {
  const people = head.audiences?.people
  const told = [head.withdrawn === undefined ? undefined : `Withdrawn: ${head.withdrawn.reason}`, people?.what, people?.affected, people?.action].filter((part) => part !== undefined)
  return told.length > 0 ? told.join('\n\n') : (vulnerabilities[0]?.description ?? head.notes?.[0]?.text ?? '')
}
