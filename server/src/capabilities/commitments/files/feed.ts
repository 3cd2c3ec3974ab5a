/** The feed of conduct: one entry an act, newest first. */
import { iso } from '../../../kernel/index.ts'
import type { FeedEntry } from '../../../platform/feed.ts'
import { doubtOf, nameOf, type Conduct } from '../verbs/book.ts'
import type { ShownAct } from '../verbs/look.ts'

export function conductEntries(conduct: Conduct, acts: readonly ShownAct[]): FeedEntry[] {
  return acts.map(({ act, words }) => {
    const doubt = doubtOf(conduct, act)
    const told = doubt === null ? words : `${words} The key that signed this is in doubt since ${iso(doubt)}, before it entered.`
    return { address: `/log/acts/${act.fact}`, title: told, at: act.at, author: nameOf(conduct, act.organisation).name, words: told, tags: [act.kind] }
  })
}
