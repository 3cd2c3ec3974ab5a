/** The CVE ids that an organisation keeps: entered, set apart, rejected. Publishing and withdrawing move them in publish.ts. */
import { need, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { conflict, unknownAdvisory } from '../model.ts'
import { assigned, MOST_IDS, reserved, spent, type CveEntry } from '../model/cve-pool.ts'
import { loadDraft, newestVersion } from '../store.ts'
import { loadCves, saveCve } from '../store/cves.ts'
import type { Book } from './book.ts'

export type PoolEntry = CveEntry & { title: { id: string; trackingId: string; title: string } | null }

export function createCveVerbs({ database, vault }: Means, book: Book) {
  async function pool(tx: Reader, actor: Actor): Promise<PoolEntry[]> {
    const { organisation } = need(actor, 'advisories.publish')
    const entries = await loadCves(tx, organisation)
    const titles = new Map<string, PoolEntry['title']>()
    for (const id of new Set(entries.flatMap(({ advisory }) => advisory ?? []))) {
      const { draft } = await newestVersion(tx, vault, id)
      titles.set(id, { id, trackingId: draft.head.id, title: draft.head.title })
    }
    return entries.map((entry) => ({ ...entry, title: entry.advisory === null ? null : (titles.get(entry.advisory) ?? null) }))
  }

  const changed = (actor: Actor, cve: string, change: (entry: CveEntry, at: number, tx: Reader) => Promise<CveEntry> | CveEntry): Promise<PoolEntry[]> => book.change(async (tx, at) => {
    const { organisation } = need(actor, 'advisories.publish')
    const entry = (await loadCves(tx, organisation)).find((one) => one.cve === cve)
    if (entry === undefined) throw unknownAdvisory()
    await saveCve(tx, organisation, await change(entry, at, tx))
    return pool(tx, actor)
  })

  return {
    cveIds: (actor: Actor): Promise<PoolEntry[]> => database.read((tx) => pool(tx, actor)),

    /** Ids that are there already stay as they are. */
    reserveCveIds: (actor: Actor, ids: readonly string[]): Promise<PoolEntry[]> => book.change(async (tx, at) => {
      const { organisation } = need(actor, 'advisories.publish')
      const known = new Set((await loadCves(tx, organisation)).map(({ cve }) => cve))
      const fresh = [...new Set(ids)].filter((cve) => !known.has(cve))
      if (known.size + fresh.length > MOST_IDS) throw conflict('many-cves', `an organisation keeps ${MOST_IDS} ids at most`)
      for (const cve of fresh) await saveCve(tx, organisation, reserved(cve, at))
      return pool(tx, actor)
    }),

    assignCveId: (actor: Actor, cve: string, advisory: string | null): Promise<PoolEntry[]> => changed(actor, cve, async (entry, at, tx) => {
      const row = advisory === null ? null : await loadDraft(tx, advisory)
      if (row !== null && (row.organisation !== actor.organisation || row.discarded !== null)) throw unknownAdvisory()
      if (row === null && entry.advisory !== null) await needFree(tx, actor, entry)
      return assigned(entry, row?.id ?? null, at)
    }),

    rejectCveId: (actor: Actor, cve: string, reason: string): Promise<PoolEntry[]> => changed(actor, cve, (entry, at) => spent(entry, reason.trim(), at)),
  }

  /** What is on its way to publication keeps its ids. */
  async function needFree(tx: Reader, actor: Actor, entry: CveEntry): Promise<void> {
    const { standing } = await book.opened(tx, actor, entry.advisory!)
    if (standing.submission !== null) throw conflict('cve-taken', `${entry.cve} stands in a draft that is on its way: take that back first`)
  }
}
