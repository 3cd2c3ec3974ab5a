/** The gate's lists: our own and those that were loaded. Changes reach the intake thread of every hub. */
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import { OWN_LISTS } from '../intake/own-lists.ts'
import { parseWarningList } from '../intake/warning-lists.ts'
import type { Means } from '../means.ts'
import { describeWarningLists, loadWarningLists, onWarningLists, removeWarningList, saveWarningList } from '../store/warning-lists.ts'

export function createWarningListVerbs({ database, clock, intake, tell }: Means) {
  /** Before the first body is read, and whenever something changed. */
  async function refresh(): Promise<void> {
    intake.setLists([...OWN_LISTS, ...(await database.read(loadWarningLists))])
  }
  let ready: Promise<void> | undefined
  const stop = onWarningLists(database, () => void (ready = refresh()).catch(() => (ready = undefined)))

  return {
    /** Resolves once the lists are at the gate; asked by every intake. */
    listsReady: (): Promise<void> => (ready ??= refresh().catch((error: unknown) => {
      ready = undefined
      throw error
    })),
    stopLists: stop,

    async warningLists(): Promise<{ name: string; description: string; kind: string; version: number; values: number; ours: boolean }[]> {
      const loaded = await database.read(describeWarningLists)
      const own = OWN_LISTS.map(({ name, description, kind, version, values }) => ({ name, description, kind, version, values: values.length, ours: true }))
      return [...own, ...loaded.map((list) => ({ ...list, ours: false }))]
    },

    async loadWarningList(actor: Actor, given: unknown): Promise<{ name: string; values: number }> {
      const { person: by } = need(actor, 'communities.curate')
      const list = parseWarningList(given)
      if (OWN_LISTS.some(({ name }) => name === list.name)) throw new Refusal('conflict', 'exchange.list-is-ours', `“${list.name}” is a list of the hub’s own; give this one another name`)
      await database.transact(async (tx) => {
        await saveWarningList(tx, list, clock())
        await tell(tx, { fact: 'exchange.warning-list-loaded', name: list.name, by })
      })
      await (ready = refresh())
      return { name: list.name, values: list.values.length }
    },

    async removeWarningList(actor: Actor, name: string): Promise<void> {
      const { person: by } = need(actor, 'communities.curate')
      await database.transact(async (tx) => {
        if (!(await removeWarningList(tx, name))) throw new Refusal('unknown', 'exchange.list-unknown', 'no loaded list has this name; the hub’s own lists stay')
        await tell(tx, { fact: 'exchange.warning-list-removed', name, by })
      })
      await (ready = refresh())
    },
  }
}
