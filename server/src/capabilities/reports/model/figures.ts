/** What a team’s closed reports say of its first replies. Below five nothing is told: a figure of few tells of single reports. */
import type { Micros } from '@openaccord/names'
import { standingOf, type Case } from '../model.ts'
import { workingDaysBetween } from './working-days.ts'

export type Figures = { closed: number; few: boolean; medianDays: number | null; withinFive: number | null }
export const LEAST_CLOSED = 5

/** What was held invalid counts as well: whoever wrote it waited as long. */
export function figuresOf(cases: readonly Case[], now: Micros): Figures {
  const days = cases.flatMap((subject) => {
    const { state, firstReply } = standingOf(subject, now)
    return state === 'closed' && firstReply !== null ? [workingDaysBetween(subject.report.at, firstReply)] : []
  }).sort((a, b) => a - b)
  if (days.length < LEAST_CLOSED) return { closed: days.length, few: true, medianDays: null, withinFive: null }
  const middle = (days[Math.floor((days.length - 1) / 2)]! + days[Math.ceil((days.length - 1) / 2)]!) / 2
  return { closed: days.length, few: false, medianDays: Math.round(middle * 10) / 10, withinFive: days.filter((each) => each <= 5).length }
}

export function figureWords({ closed, few, medianDays, withinFive }: Figures): string {
  if (few) return closed === 0 ? 'no report has been closed yet' : 'too few reports have been closed to tell'
  return `first reply after ${medianDays} working days in the middle; ${withinFive} of ${closed} within five`
}
