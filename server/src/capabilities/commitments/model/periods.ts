/** Half-years, as `2026-H1`: from 1 January to the end of June, and from 1 July to the end of December, UTC. They sort as text. */
import type { Micros } from '@openaccord/names'

export const periodOf = (at: Micros): string => {
  const date = new Date(Math.floor(at / 1000))
  return `${date.getUTCFullYear()}-H${date.getUTCMonth() < 6 ? 1 : 2}`
}
const parts = (period: string): [year: number, half: number] => [Number(period.slice(0, 4)), Number(period.slice(6))]

/** Its first moment after. */
export function periodEnd(period: string): Micros {
  const [year, half] = parts(period)
  return (half === 1 ? Date.UTC(year, 6, 1) : Date.UTC(year + 1, 0, 1)) * 1000
}

export function nextPeriod(period: string): string {
  const [year, half] = parts(period)
  return half === 1 ? `${year}-H2` : `${year + 1}-H1`
}

/** From the first to the last, both with it; empty where the last is before the first. */
export function periodsBetween(first: string, last: string): string[] {
  const all: string[] = []
  for (let one = first; one <= last && all.length < 200; one = nextPeriod(one)) all.push(one)
  return all
}
