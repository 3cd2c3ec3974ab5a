/** The room of reminders and what it is handed: who is waited for, as each room says it. */
import { parseApplicationId, parseBallotId } from '@openaccord/names'
import type { Admissions } from '../capabilities/admissions/index.ts'
import type { Ballots } from '../capabilities/ballots/index.ts'
import type { Commitments } from '../capabilities/commitments/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import { createReminders, REMIND_JOB, remindersEndpoints, type Reminders, type RemindersSettings } from '../capabilities/reminders/index.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import type { Jobs } from '../platform/jobs.ts'

type Rooms = { admissions: Pick<Admissions, 'waitsForApplicant'>; ballots: Pick<Ballots, 'silentVoters'>; commitments: Pick<Commitments, 'owes'> }
type Setting = Omit<RemindersSettings, 'awaited' | 'allianceName' | 'later'> & { jobs: Jobs; rooms: Rooms }

export function openReminders({ jobs, rooms, ...rest }: Setting) {
  const reminders: Reminders = createReminders({
    ...rest,
    awaited: awaitedIn(rest.database, rooms),
    allianceName: sisters.allianceName,
    later: async (tx, { kind, at, key, payload }) => void (await jobs.enqueue(tx, { kind, payload, runAt: at, key })),
  })
  return {
    reminders,
    endpoints: (): Endpoint[] => remindersEndpoints(reminders),
    handlers: (): Record<string, Handler> => ({ [REMIND_JOB]: ({ payload }) => reminders.send((payload as { reminder: string }).reminder) }),
  }
}

/** What is written to whom: an organisation by those who answer for it, an applicant by the address it has confirmed. */
export function awaitedIn(database: RemindersSettings['database'], { admissions, ballots, commitments }: Rooms): RemindersSettings['awaited'] {
  const organisations = (found: readonly { id: Parameters<typeof sisters.managersMails>[1]; name: string }[]) =>
    database.read(async (tx) => Promise.all(found.map(async ({ id, name }) => ({ name, mails: await sisters.managersMails(tx, id) }))))

  return async (about) => {
    if (about.startsWith('application_')) return admissions.waitsForApplicant(parseApplicationId(about))
    if (about.startsWith('ballot_')) {
      const found = await ballots.silentVoters(parseBallotId(about))
      return found && { who: await organisations(found.organisations), what: `your vote on “${found.title}” is missing`, until: found.until, path: `/accord/ballots/${about}/vote` }
    }
    const [, what, slug] = /^(attestation|statement) ([a-z0-9-]+)$/.exec(about) ?? []
    if (what === undefined || slug === undefined) return undefined
    const found = await commitments.owes(slug, what as 'attestation' | 'statement')
    return found && { who: await organisations([found]), what: what === 'attestation' ? 'the attestation of this year is due' : 'the statement of what governments asked is due', until: found.until, path: '/accord' }
  }
}
