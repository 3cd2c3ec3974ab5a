/** What the secretariat's day is gathered from: each room's own queue, read as this person. */
import { ApiError, type Client } from '@openaccord/api'
import type { Me } from '../../context.ts'
import type { Asked } from '../../page.ts'
import type { Remindable } from './remind.tsx'

export const ROOMS = ['applications', 'ballots', 'accord', 'concerns'] as const
/** One thing that waits. `whose`: ours, a second person's of us, or somebody else's. */
export type Line = {
  key: string
  room: (typeof ROOMS)[number]
  what: string
  whose: 'us' | 'second' | 'others'
  who: string
  /** More about who is waited for. */
  why?: string
  due: string | null
  overdue: boolean
  to: string
  /** Where who is waited for can be reminded by hand. */
  remind?: Remindable
}
/** What lapses at one moment, of one organisation or of several. */
export type Lapsing = { key: string; organisations: { slug: string; name: string }[]; what: 'signature' | 'attestation' | 'statement' | 'standing'; at: string; overdue: boolean }

const SOON_MS = 60 * 86_400_000

export async function gatherToday({ api, now }: Asked & { me: Me }) {
  const [applications, work, running, proposals, keys, concerns, publications, reminders] = await Promise.all([
    allowed(api.admissions.queue()), allowed(api.ballots.work()), allowed(api.ballots.ballots({ query: { state: 'running', limit: 200 } })), allowed(api.pledges.proposals()), allowed(api.keys.own()),
    allowed(api.concerns.screenQueue()), allowed(api.concerns.publications()), allowed(api.reminders.reminders()),
  ])
  return {
    applications: applications?.applications ?? [], work: work?.work ?? [], running: running?.ballots ?? [], proposals: proposals?.proposals ?? [],
    keys: (keys?.keys ?? []).filter(({ waitingFor }) => waitingFor !== null), concerns: concerns?.concerns ?? [], publications: publications?.publications ?? [], reminders: reminders?.reminders ?? [],
    lapsing: await lapsingBefore(api, now.getTime(), now.getTime() + SOON_MS),
  }
}

/** What ends by time alone: signatures, attestations, statements, and the ladder of those from whom nothing comes. */
async function lapsingBefore(api: Client, now: number, soon: number): Promise<Lapsing[]> {
  const [{ entries }, { organisations }, { ladders }, { organisations: attestations }] = await Promise.all([
    api.pledges.register({ query: { list: 'signatory', limit: 500 } }), api.commitments.requests({ query: {} }), api.concerns.ladders(), api.commitments.attestationStandings(),
  ])
  const all = [
    ...entries.map(({ slug, name, due }) => ({ slug, name, what: 'signature' as const, at: due })),
    ...attestations.map(({ slug, name, standing: { state, due, expires } }) => ({ slug, name, what: 'attestation' as const, at: state === 'expired' ? null : (expires ?? due) })),
    ...organisations.map(({ slug, name, standing: { state, late, lapses } }) => ({ slug, name, what: 'statement' as const, at: state === 'lapsed' ? null : state === 'late' ? lapses : late })),
    ...ladders.map(({ organisation, next }) => ({ ...organisation, what: 'standing' as const, at: next?.at ?? null })),
  ]
  const soonest = new Map<string, Lapsing>()
  for (const { slug, name, what, at } of all) {
    if (at === null || Date.parse(at) > soon) continue
    const key = `${what} ${at}`
    const line = soonest.get(key) ?? { key, organisations: [], what, at, overdue: Date.parse(at) <= now }
    line.organisations.push({ slug, name })
    soonest.set(key, line)
  }
  return [...soonest.values()].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
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
