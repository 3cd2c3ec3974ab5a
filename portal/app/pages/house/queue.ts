/** What the secretariat's day is gathered from: each room's own queue, read as this person. */
import { ApiError } from '@openaccord/api'
import type { Me } from '../../context.ts'
import type { Asked } from '../../page.ts'

export const ROOMS = ['applications', 'ballots', 'accord', 'concerns'] as const
/** One thing that waits. `whose`: ours, a second person's of us, or somebody else's. */
export type Line = {
  key: string
  room: (typeof ROOMS)[number]
  what: string
  whose: 'us' | 'second' | 'others'
  who: string
  due: string | null
  overdue: boolean
  to: string
}
export type Lapsing = { key: string; slug: string; name: string; what: 'signature'; at: string; overdue: boolean }

const SOON_MS = 60 * 86_400_000

export async function gatherToday({ api, now }: Asked & { me: Me }) {
  const [applications, work, running, proposals, keys, register] = await Promise.all([
    allowed(api.admissions.queue()), allowed(api.ballots.work()), allowed(api.ballots.ballots({ query: { state: 'running', limit: 200 } })), allowed(api.pledges.proposals()), allowed(api.keys.own()),
    api.pledges.register({ query: { list: 'signatory', limit: 500 } }),
  ])
  const soon = now.getTime() + SOON_MS
  const lapsing = register.entries.flatMap(({ slug, name, due }): Lapsing[] => (due === null || Date.parse(due) > soon ? [] : [{ key: `${slug} signature`, slug, name, what: 'signature', at: due, overdue: Date.parse(due) <= now.getTime() }]))
  return {
    applications: applications?.applications ?? [],
    work: work?.work ?? [], running: running?.ballots ?? [], proposals: proposals?.proposals ?? [],
    keys: (keys?.keys ?? []).filter(({ waitingFor }) => waitingFor !== null),
    lapsing: lapsing.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
  }
}

export type Gathered = Awaited<ReturnType<typeof gatherToday>>

/** Nothing where this person's roles do not include a room. */
async function allowed<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return null
    throw error
  }
}
