/** What a domain shows now, beside what it showed when everyone was asked: only what was found out both times is compared. */
import type { Micros } from '@openaccord/names'
import type { Application, Of } from '../model.ts'
import type { Evidence } from './evidence.ts'

export type Worse = { check: string; before: string; now: string }
export type DomainNews = {
  /** The measurement that was there when comments were opened, and the newest. */
  since: Micros | null
  measuredAt: Micros | null
  worse: Worse[]
  /** Whether the domain was still under the applicant's control, looked at last. */
  control: { result: Of<'domain-looked-at'>['control']; at: Micros } | null
}

/** Not measured, not applicable and error say nothing: they are neither better nor worse than anything. */
const RANK: Readonly<Record<string, number>> = { pass: 2, notice: 1, fail: 0 }

export function gotWorse(before: Pick<Evidence, 'findings'>, now: Pick<Evidence, 'findings'>): Worse[] {
  const earlier = new Map(before.findings.map(({ check, result }) => [check, result]))
  return now.findings.flatMap(({ check, result }) => {
    const was = earlier.get(check)
    const [a, b] = [was === undefined ? undefined : RANK[was], RANK[result]]
    return was !== undefined && a !== undefined && b !== undefined && b < a ? [{ check, before: was, now: result }] : []
  })
}

const measured = (all: readonly Evidence[]): Evidence[] => all.filter(({ kind, findings }) => kind === 'measurement' && findings.length > 0)

export function domainNews({ commentsFrom, events }: Pick<Application, 'commentsFrom' | 'events'>, evidence: readonly Evidence[]): DomainNews {
  const all = measured(evidence)
  const base = commentsFrom === null ? undefined : all.findLast(({ receivedAt }) => receivedAt <= commentsFrom)
  const newest = all.at(-1)
  const looked = events.findLast((event) => event.what === 'domain-looked-at')
  return {
    since: base?.observedAt ?? null,
    measuredAt: newest?.observedAt ?? null,
    worse: base === undefined || newest === undefined ? [] : gotWorse(base, newest),
    control: looked === undefined ? null : { result: looked.control, at: looked.at },
  }
}
