/** Sharing for people: what was accepted, merged and refused, and who will see it. */
import { type CollectionId, type Tlp } from '@openaccord/names'
import { TLP_LEVELS } from '@openaccord/names'
import { need, type Actor } from '../../../kernel/index.ts'
import type { Batch, Remark } from '../intake/batch.ts'
import type { Judgement } from '../intake/judge.ts'
import type { Means } from '../means.ts'
import { loadCollection, type Collection } from '../store/collections.ts'
import { unknownCollection, type createIntake } from './intake.ts'
import { tlpOfLevel } from './wording.ts'

export type Audience = { tlp: Tlp | null; words: string; organisations: string[] | null; people: string[] | null }
export type Report = {
  total: number; accepted: number; merged: number; refused: Remark[]; warnings: Remark[]
  audiences: { tlp: Tlp | null; objects: number; words: string; organisations: string[] | null }[]
  sample: { id: string; type: string; title: string; tlp: Tlp | null }[]
}

const OWNER_ONLY = 5

export function createSharing({ database, members }: Means, { take, preview }: ReturnType<typeof createIntake>) {
  return {
    async share(actor: Actor, id: CollectionId, text: string): Promise<Report> {
      const { batch, judgement, refused } = await take(actor, id, Buffer.from(text), 'any')
      return report(actor, (await loadCollection(database, id))!, batch, judgement, refused)
    },

    async preview(actor: Actor, id: CollectionId, text: string): Promise<Report> {
      const { collection, batch, judgement, refused } = await preview(actor, id, Buffer.from(text))
      return report(actor, collection, batch, judgement, refused)
    },

    async audience(actor: Actor, id: CollectionId): Promise<Audience[]> {
      need(actor, 'threats.read')
      const collection = await loadCollection(database, id)
      if (collection === undefined || !actor.communities.has(collection.community)) throw unknownCollection()
      const marked = await Promise.all([0, 1, 2, 3, 4].map((level) => audienceAt(actor, collection, level)))
      // what comes without a mark has the collection's own; where there is none, it stays with its owner
      return [...marked, { ...(await audienceAt(actor, collection, collection.defaultLevel ?? OWNER_ONLY)), tlp: null }]
    },
  }

  async function report(actor: Actor, collection: Collection, batch: Batch, { fresh, merged, known }: Judgement, refused: readonly Remark[]): Promise<Report> {
    const counts = new Map<number, number>()
    const kept = [...fresh.map(({ row }) => row), ...merged.map(({ row }) => row), ...known]
    for (const row of kept) counts.set(batch.least[row]!, (counts.get(batch.least[row]!) ?? 0) + 1)
    const audiences: Report['audiences'] = []
    for (const [level, objects] of [...counts].sort(([a], [b]) => a - b)) {
      const { tlp, words, organisations } = await audienceAt(actor, collection, level)
      audiences.push({ tlp, objects, words, organisations })
    }
    return {
      total: batch.total,
      accepted: fresh.length,
      merged: merged.length + known.length,
      refused: [...refused],
      warnings: batch.warnings,
      audiences,
      sample: batch.sample.map(({ id, type, title, least }) => ({ id, type, title, tlp: tlpOfLevel(least) })),
    }
  }

  /** An empty audience is nobody, and says so. */
  async function audienceAt(actor: Actor, { community, redRecipients }: Collection, level: number): Promise<Audience> {
    const tlp = TLP_LEVELS[level] ?? null
    return database.read(async (tx): Promise<Audience> => {
      const name = (await members.findCommunity(tx, community))?.name ?? 'this community'
      if (level === 0) return { tlp, words: 'everyone, also without an account', organisations: null, people: null }
      if (level === OWNER_ONLY) return { tlp, words: 'your own organisation, nobody else', organisations: null, people: null }
      const all = await members.audienceOf(tx, community)
      const shown = await members.visibleAudience(tx, actor, community)
      if (level === 4) {
        const here = new Set(all.map(({ id }) => id))
        const people = (await members.peopleByIds(tx, redRecipients)).filter(({ state, organisation }) => state === 'active' && here.has(organisation)).map((person) => person.name)
        const words = people.length === 0 ? 'your own organisation, nobody else: nobody is named for TLP:RED here' : `${people.length === 1 ? 'one named person' : `${people.length} named people`} and your own organisation, nobody else`
        return { tlp, words, organisations: null, people: shown === undefined ? null : people }
      }
      const reached = all.filter(({ standing }) => level <= 2 || standing === 'member')
      const organisations = shown === undefined ? null : reached.map((each) => each.name)
      const who = level <= 2 ? 'organisations' : 'member organisations'
      const count = shown === undefined ? `the ${who}` : reached.length === 1 ? `one of the ${who}` : `${reached.length} ${who}`
      return { tlp, words: `${count} of ${name}, their people, nobody else`, organisations, people: null }
    })
  }
}
