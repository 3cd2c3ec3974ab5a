/** Who is waited for at each step, to do what, for how many days: data, so that every page says it in the same words. */
import type { Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'

export type Party = 'applicant' | 'secretariat' | 'public' | 'sponsors' | 'signatories' | 'ombudsperson'
export const TERMS = {
  'finish-draft': { party: 'applicant', days: 90 },
  'take-up': { party: 'secretariat', days: 3 },
  'check-completeness': { party: 'secretariat', days: 10 },
  'answer-test-mail': { party: 'applicant', days: 5, working: true },
  'review-evidence': { party: 'secretariat', days: 20 },
  'answer-questions': { party: 'applicant', days: 30 },
  'comments': { party: 'public', days: 14 },
  'find-sponsors': { party: 'applicant', days: 30 },
  'find-sponsors-for-applicant': { party: 'secretariat', days: 30 },
  'open-ballot': { party: 'secretariat', days: 5 },
  'vote': { party: 'signatories', days: 24 },
  'admit': { party: 'secretariat', days: 5 },
  'sign': { party: 'applicant', days: 30 },
  'may-appeal': { party: 'applicant', days: 30 },
  'decide-appeal': { party: 'ombudsperson', days: 30 },
  'probation': { party: 'applicant', days: 365 },
} as const satisfies Record<string, { party: Party; days: number; working?: true }>
export type Term = keyof typeof TERMS
export type Wait = { party: Party; what: Term; since: Micros; due: Micros; day: number; days: number; working: boolean; overdue: boolean }

/** Questions come again: then the review is half as long. */
export const SECOND_REVIEW_DAYS = 10
/** Where the applicant is waited for, it ends by itself after so long without a word; reminders go out before. */
export const IDLE_LAPSES = 90 * DAY
/** A draft in which nothing was ever saved holds nothing that could be lost. */
export const EMPTY_LAPSES = 14 * DAY
export const IDLE_REMINDERS = [30, 60] as const
export const SIGN_REMINDERS = [7, 23] as const

/**
 * Who vouched for more than this many organisations that were removed by a ballot within so long sponsors nobody for so long,
 * from the last of those removals on.
 */
export const SPONSOR_BAR = { removals: 2, within: 3 * 365 * DAY, lasts: 365 * DAY } as const

/** One term from its beginning. `due` where it is not so many days later: a window that was set, a ballot's own clock. */
export function wait(what: Term, since: Micros, now: Micros, { days = TERMS[what].days, due }: { days?: number; due?: Micros } = {}): Wait {
  const working = 'working' in TERMS[what]
  const end = due ?? (working ? workingDaysLater(since, days) : since + days * DAY)
  const all = due === undefined ? days : Math.ceil((due - since) / DAY)
  const gone = working ? workingDaysBetween(since, now) : Math.floor(Math.max(0, now - since) / DAY)
  return { party: TERMS[what].party, what, since, due: end, day: gone, days: all, working, overdue: now >= end }
}

/** Saturdays and Sundays (UTC) do not count. Holidays differ from country to country: five days allow for them. */
const isWorking = (at: Micros): boolean => ![0, 6].includes(new Date(at / 1000).getUTCDay())

export function workingDaysLater(since: Micros, days: number): Micros {
  let at = since
  for (let left = days; left > 0;) {
    at += DAY
    if (isWorking(at)) left -= 1
  }
  return at
}

/** Whole working days that have gone by; counted up to a year. */
export function workingDaysBetween(since: Micros, now: Micros): number {
  let days = 0
  for (let at = since + DAY; at <= now && days < 260; at += DAY) if (isWorking(at)) days += 1
  return days
}

/** The same day and time of the next year; 29 February becomes the 28th. */
export function yearLater(at: Micros): Micros {
  const date = new Date(Math.floor(at / 1000))
  const [month, day] = [date.getUTCMonth(), date.getUTCDate()]
  date.setUTCFullYear(date.getUTCFullYear() + 1, month, month === 1 && day === 29 ? 28 : day)
  return date.getTime() * 1000 + (at % 1000)
}
