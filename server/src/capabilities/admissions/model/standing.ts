/** How an application stands at a moment, and who is waited for: from what happened, from the rooms beside, and from time alone. */
import type { BallotId, FactId, Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import type { Application, Declined, Sponsor, State } from '../model.ts'
import { isEmpty } from './answers.ts'
import { EMPTY_LAPSES, IDLE_LAPSES, SECOND_REVIEW_DAYS, TERMS, wait, workingDaysLater, yearLater, type Wait } from './terms.ts'

/** As the ballots' room says it. `finalAt`: when nothing about it can change any more. */
export type BallotStanding = { id: BallotId; state: string; outcome: 'adopted' | 'rejected' | 'no-quorum' | 'failed' | 'withdrawn' | null; finalAt: Micros | null; fact: FactId | null }
/** What other rooms know of it. `sponsors`: how many count now, and since when there were enough. */
export type Outside = { ballot: BallotStanding | undefined; signedAt: Micros | null; sponsors: { count: number; enoughSince: Micros | null } }
export type Standing = {
  state: State
  since: Micros
  /** The one to say first stands first. */
  waits: Wait[]
  /** When it ends by itself, while the applicant is waited for. */
  lapses: Micros | null
  probation: { from: Micros; until: Micros } | null
  declined: Declined | null
  /** Until when it may be appealed. */
  appealUntil: Micros | null
}
export const SPONSORS_NEEDED = 2

const still = (state: State, since: Micros, waits: Wait[] = []): Standing => ({ state, since, waits, lapses: null, probation: null, declined: null, appealUntil: null })

export function standingOf(application: Application, outside: Outside, now: Micros): Standing {
  const { phase, since, activeAt } = application
  switch (phase) {
    case 'draft': return draft(application, now)
    case 'submitted': return withTest(application, still('submitted', since, [wait('take-up', since, now)]), now)
    case 'completeness-check': return withTest(application, still(phase, since, [wait('check-completeness', since, now)]), now)
    case 'evidence-review': return still(phase, since, [wait('review-evidence', since, now, application.reviews > 1 ? { days: SECOND_REVIEW_DAYS } : {})])
    case 'more-information': return idle(still(phase, since, [wait('answer-questions', since, now)]), Math.max(since, activeAt), now)
    case 'comment-window': return commenting(application, outside, now)
    case 'ballot': return voting(application, outside, now)
    case 'signing': return signing(application, outside, now)
    case 'declined': return declined(application, application.declined ?? byBallot(outside), now)
    case 'appeal': return { ...still(phase, since, [wait('decide-appeal', since, now)]), declined: application.declined ?? byBallot(outside) }
    case 'withdrawn': return still(phase, since)
  }
}

function draft({ since, activeAt, answers }: Application, now: Micros): Standing {
  const lasts = isEmpty(answers) ? EMPTY_LAPSES : IDLE_LAPSES
  return idle(still('draft', since, [wait('finish-draft', activeAt, now, { days: lasts / DAY })]), activeAt, now, lasts)
}

/** Lapsed by time alone, in the same second. */
function idle(standing: Standing, from: Micros, now: Micros, lasts = IDLE_LAPSES): Standing {
  const lapses = from + lasts
  return now >= lapses ? still('lapsed', lapses) : { ...standing, lapses }
}

/** While the disclosure contact has not answered, the applicant is waited for as well, and first once the rest has been looked at. */
function withTest({ testMail, activeAt }: Application, standing: Standing, now: Micros): Standing {
  if (testMail === null || testMail.answeredAt !== null) return standing
  const test = wait('answer-test-mail', testMail.sentAt, now)
  const waits = standing.state === 'submitted' ? [...standing.waits, test] : [test, ...standing.waits]
  return idle({ ...standing, waits }, activeAt, now)
}

/** When the disclosure contact had to answer. */
export const testMailDue = (sentAt: Micros): Micros => workingDaysLater(sentAt, TERMS['answer-test-mail'].days)

function commenting({ since, commentsUntil }: Application, outside: Outside, now: Micros): Standing {
  const until = commentsUntil!
  return now < until ? still('comment-window', since, [wait('comments', since, now, { due: until })]) : endorsing(until, outside, now)
}

function endorsing(since: Micros, { sponsors: { count, enoughSince } }: Outside, now: Micros): Standing {
  if (count >= SPONSORS_NEEDED) return still('endorsement', since, [wait('open-ballot', Math.max(since, enoughSince ?? since), now)])
  const turn = since + TERMS['find-sponsors'].days * DAY
  return still('endorsement', since, [now < turn ? wait('find-sponsors', since, now) : wait('find-sponsors-for-applicant', turn, now)])
}

/**
 * How many of those by whom the ballot was opened still vouch: taken back before its end, too few are left, and it decides
 * nothing. Another may only come forward for a ballot of its own, whose text names it.
 */
export function sponsorsOfBallot({ sponsors, ballot }: Pick<Application, 'sponsors' | 'ballot'>): Sponsor[] {
  return ballot === null ? [] : sponsors.filter(({ at, withdrawn }) => at <= ballot.openedAt && withdrawn === null)
}

function voting(application: Application, outside: Outside, now: Micros): Standing {
  const { ballot } = outside
  const openedAt = application.ballot!.openedAt
  const { outcome = null, finalAt = null } = ballot ?? {}
  const isOver = outcome !== null && finalAt !== null && finalAt <= now
  if (!isOver) return still('ballot', openedAt, [wait('vote', openedAt, now, finalAt === null ? {} : { due: finalAt })])
  // what was adopted for two who vouched admits nobody for whom only one does
  if (outcome === 'adopted' && sponsorsOfBallot(application).length < SPONSORS_NEEDED) return endorsing(finalAt, outside, now)
  if (outcome === 'adopted') return still('accepted', finalAt, [wait('admit', finalAt, now)])
  if (outcome === 'rejected') return declined(application, byBallot(outside), now)
  return endorsing(finalAt, outside, now)
}

/** What the signatories did not adopt is declined by nobody else. */
function byBallot({ ballot }: Outside): Declined {
  if (ballot === undefined || ballot.finalAt === null) throw new Error('declined by a ballot that has not ended')
  return { at: ballot.finalAt, codes: ['not-adopted-by-ballot'], reasons: 'The signatories did not adopt it; each no vote has its reason in the roll-call.', persons: [], organisation: null }
}

function signing({ since }: Application, { signedAt }: Outside, now: Micros): Standing {
  if (signedAt === null) {
    const term = wait('sign', since, now)
    return now >= term.due ? still('lapsed', term.due) : { ...still('signing', since, [term]), lapses: term.due }
  }
  const until = yearLater(signedAt)
  const probation = { from: signedAt, until }
  if (now >= until) return { ...still('member', until), probation }
  return { ...still('probation', signedAt, [wait('probation', signedAt, now, { due: until })]), probation }
}

function declined({ appeal }: Application, why: Declined, now: Micros): Standing {
  const upheld = appeal?.decided?.outcome === 'upheld' && appeal.decided.at >= why.at ? appeal.decided : undefined
  const since = upheld?.at ?? why.at
  const term = wait('may-appeal', why.at, now)
  const open = upheld === undefined && !term.overdue
  return { ...still('declined', since, open ? [term] : []), declined: why, appealUntil: open ? term.due : null }
}
