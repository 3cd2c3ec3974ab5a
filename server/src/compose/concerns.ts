/** The room of concerns and what it is handed: organisations and keys from the members, ballots, groups from the pledge, activity from every room, checkpoints from the ledger. */
import { concernsEndpoints, createConcerns, LAPSE_JOB, LOTS_JOB, TEND_JOB, type Concerns, type ConcernsSettings } from '../capabilities/concerns/index.ts'
import { lastShared } from '../capabilities/exchange/index.ts'
import { checkpointOver, open, seal } from '../capabilities/ledger/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import { registerIn } from '../capabilities/pledges/index.ts'
import type { Micros, OrganisationId } from '@openaccord/names'
import { MINUTE, type Random } from '../kernel/index.ts'
import type { Database } from '../platform/database.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import type { Jobs } from '../platform/jobs.ts'

type Setting = Pick<ConcernsSettings, 'database' | 'clock' | 'random' | 'journal' | 'mail' | 'origin' | 'ballots' | 'effort'> & { jobs: Jobs; members: sisters.Members }

const SOON = 60
const HOURLY = 3_600

export function openConcerns({ jobs, members, ...rest }: Setting) {
  let quiet = false
  const concerns: Concerns = createConcerns({
    ...rest,
    ...concernsMeans(members, rest),
    later: async (tx, { kind, at, key }) => void (await jobs.enqueue(tx, { kind, payload: {}, runAt: at, key })),
  })
  return {
    concerns,
    async quietly<T>(work: () => Promise<T>): Promise<T> {
      quiet = true
      try {
        return await work()
      } finally {
        quiet = false
      }
    },
    endpoints: (): Endpoint[] => concernsEndpoints(concerns),
    handlers: (): Record<string, Handler> => ({
      [LOTS_JOB]: async () => void (await concerns.drawPanels()),
      [LAPSE_JOB]: async () => void (quiet || (await concerns.walkLadders())),
      [TEND_JOB]: async () => {
        await concerns.followBallots()
        await concerns.tend()
      },
    }),
    every: () => [{ kind: LOTS_JOB, seconds: SOON }, { kind: LAPSE_JOB, seconds: HOURLY }, { kind: TEND_JOB, seconds: HOURLY }],
  }
}

/** What comes from other rooms; its own tests take the same. */
export function concernsMeans(members: sisters.Members, { database, clock, random }: { database: Database; clock: () => Micros; random: Random }): Pick<ConcernsSettings, 'members' | 'signing' | 'sealing' | 'groups' | 'activity' | 'checkpointOver'> {
  const shared = keptFor(10 * MINUTE, clock, () => lastShared(database))
  return {
    members: {
      organisations: async (tx) => (await sisters.loadOrganisations(tx)).map(({ id, slug, name, kind, since, standing: { state, at: stateAt } }) => ({ id, slug, name, kind, since, state, stateAt })),
      allianceName: sisters.allianceName,
      mailsOf: sisters.managersMails,
      mailsOfRight: sisters.mailsOfRight,
      isOmbudsperson: (tx, person) => sisters.personHasRight(tx, person, 'concerns.screen'),
      suspend: (tx, organisation, reason, by, now) => members.suspendWithin(tx, organisation, { reason, by, now }),
      restore: (tx, organisation, by, now) => members.restoreWithin(tx, organisation, { by, now }),
      remove: (tx, organisation, by, now) => members.removeWithin(tx, organisation, { by, now }),
    },
    signing: sisters.signingOf(members),
    sealing: { seal: (wish) => seal(random, wish), open },
    async groups(tx) {
      const organisations = (await sisters.loadOrganisations(tx)).map(({ standing, ...organisation }) => ({ ...organisation, state: standing.state, stateAt: standing.at }))
      const { groups } = await registerIn(tx, organisations, clock())
      return new Map([...groups].flatMap(([name, ids]) => ids.map((id) => [id, name] as const)))
    },
    /** Any signed act, whatever it says, and anything shared. */
    async activity(tx) {
      const latest = new Map<OrganisationId, Micros>(await sisters.lastActs(tx))
      for (const [organisation, at] of await shared()) latest.set(organisation, Math.max(at, latest.get(organisation) ?? 0))
      return latest
    },
    checkpointOver,
  }
}

/** A figure that is dear to come by and may be a little old. */
function keptFor<T>(micros: Micros, clock: () => Micros, make: () => Promise<T>): () => Promise<T> {
  let kept: { at: Micros; value: Promise<T> } | undefined
  return () => {
    const now = clock()
    if (kept === undefined || now < kept.at || now - kept.at >= micros) {
      const value = make()
      kept = { at: now, value }
      value.catch(() => (kept = undefined))
    }
    return kept.value
  }
}
