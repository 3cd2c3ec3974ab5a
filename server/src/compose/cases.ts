/** The room of cases and what it is handed: organisations, people and keys from the members, accepted reports, seals from the ledger. */
import { casesEndpoints, createCases, mountCaseFiles, NOTICES_JOB, type Cases, type CasesSettings } from '../capabilities/cases/index.ts'
import { open, seal } from '../capabilities/ledger/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import { reportForCase } from '../capabilities/reports/index.ts'
import type { Random } from '../kernel/index.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Door } from '../platform/http.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import type { Jobs } from '../platform/jobs.ts'

type Setting = Pick<CasesSettings, 'database' | 'clock' | 'random' | 'journal' | 'vault' | 'mail' | 'origin'> & { jobs: Jobs; members: sisters.Members }

const SOON = 60

export function openCases({ jobs, members, ...rest }: Setting) {
  const cases: Cases = createCases({
    ...rest,
    ...casesMeans(members, rest),
    later: async (tx, { kind, at, key }) => void (await jobs.enqueue(tx, { kind, payload: {}, runAt: at, key })),
  })
  return {
    cases,
    endpoints: (): Endpoint[] => casesEndpoints(cases),
    mount: (door: Door): void => mountCaseFiles(door, cases),
    handlers: (): Record<string, Handler> => ({ [NOTICES_JOB]: async () => void (await cases.notify()) }),
    every: () => [{ kind: NOTICES_JOB, seconds: SOON }],
  }
}

/** What comes from other rooms; its own tests take the same. */
export function casesMeans(members: sisters.Members, { random }: { random: Random }): Pick<CasesSettings, 'members' | 'signing' | 'sealing' | 'reports'> {
  return {
    members: {
      organisations: async (tx) => (await sisters.loadOrganisations(tx)).map(({ id, slug, name, kind, standing: { state } }) => ({ id, slug, name, kind, state })),
      allianceName: sisters.allianceName,
      colleagues: sisters.colleaguesOf,
      names: async (tx, people) => new Map((await sisters.peopleByIds(tx, [...new Set(people)])).map(({ id, name }) => [id, name])),
    },
    signing: sisters.signingOf(members),
    sealing: { seal: (wish) => seal(random, wish), open },
    reports: {
      /** Only one's own organisation's, and only by who may read its reports. */
      async accepted(tx, { organisation, may }, id) {
        const report = may.has('reports.triage') ? await reportForCase(tx, id) : undefined
        if (report === undefined || report.organisation !== organisation || report.state !== 'accepted') return undefined
        return { id: report.id, received: report.at }
      },
    },
  }
}
