/** The room of the pledge and what it is handed: organisations and keys from the members, mails and jobs from the floor. */
import { CEREMONY_JOB, createPledges, mountPledgeFiles, pledgesEndpoints, REMINDERS_JOB, type Pledges, type PledgesSettings } from '../capabilities/pledges/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Door } from '../platform/http.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import type { Jobs } from '../platform/jobs.ts'

type Setting = Pick<PledgesSettings, 'database' | 'clock' | 'random' | 'journal' | 'mail' | 'origin' | 'attestationOf'> & { jobs: Jobs; members: sisters.Members }

const SOON = 300
const HOURLY = 3_600

export function openPledges({ jobs, members, ...rest }: Setting) {
  const pledges: Pledges = createPledges({
    ...rest,
    members: membersFor(),
    signing: {
      ...sisters.signingOf(members),
      readActs: (tx, many, now) => members.readActs(tx, many, now),
      needActiveKey: async (tx, keyid, organisation, at) => void (await sisters.activeSigner(tx, keyid, organisation, at)),
      doubts: sisters.loadDoubts,
    },
    later: async (tx, { kind, at, key }) => void (await jobs.enqueue(tx, { kind, payload: {}, runAt: at, key })),
  })
  return {
    pledges,
    endpoints: (): Endpoint[] => pledgesEndpoints(pledges),
    mount: (door: Door): void => mountPledgeFiles(door, pledges),
    handlers: (): Record<string, Handler> => ({
      [CEREMONY_JOB]: async () => void (await pledges.holdCeremonies()),
      [REMINDERS_JOB]: async () => void (await pledges.remind()),
    }),
    /** A ceremony has a job of its own for its moment; the round finds one whose job was lost. */
    every: () => [{ kind: CEREMONY_JOB, seconds: SOON }, { kind: REMINDERS_JOB, seconds: HOURLY }],
  }
}

const listed = ({ standing, ...organisation }: sisters.Organisation) => ({ ...organisation, state: standing.state, stateAt: standing.at })

function membersFor(): PledgesSettings['members'] {
  return {
    organisations: async (tx) => (await sisters.loadOrganisations(tx)).map(listed),
    async organisation(tx, id) {
      const found = await sisters.findOrganisation(tx, id)
      return found && listed(found)
    },
    allianceName: sisters.allianceName,
    mailsOf: sisters.managersMails,
    personName: async (tx, person) => (await sisters.peopleByIds(tx, [person]))[0]?.name ?? '',
  }
}
