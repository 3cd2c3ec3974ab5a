/** The room of cases and what it is handed: organisations, people and keys from the members, accepted reports, seals from the ledger. */
import { casesEndpoints, createCases, EMBARGO_JOB, embargoEndpoints, mountCaseFiles, mountEmbargoFiles, NOTICES_JOB, type Cases, type CasesSettings } from '../capabilities/cases/index.ts'
import { open, seal, type LedgerRoom } from '../capabilities/ledger/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import { deskOf, reportForCase } from '../capabilities/reports/index.ts'
import { Refusal, type Random } from '../kernel/index.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Door } from '../platform/http.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import type { Jobs } from '../platform/jobs.ts'

type Setting = Pick<CasesSettings, 'database' | 'clock' | 'random' | 'journal' | 'vault' | 'mail' | 'origin'> & { jobs: Jobs; members: sisters.Members; ledger: () => Pick<LedgerRoom, 'evidence'> }

const SOON = 60

export function openCases({ jobs, members, ledger, ...rest }: Setting) {
  const cases: Cases = createCases({
    ...rest,
    ...casesMeans(members, rest),
    contacts: async (tx, organisation) => (await deskOf(tx, organisation))?.contacts.map(({ mail }) => mail) ?? [],
    evidence: async (fact, opened) => covered(() => ledger().evidence(fact, opened)),
    later: async (tx, { kind, at, key }) => void (await jobs.enqueue(tx, { kind, payload: {}, runAt: at, key })),
  })
  return {
    cases,
    endpoints: (): Endpoint[] => [...casesEndpoints(cases), ...embargoEndpoints(cases)],
    mount(door: Door): void {
      mountCaseFiles(door, cases)
      mountEmbargoFiles(door, cases)
    },
    handlers: (): Record<string, Handler> => ({ [NOTICES_JOB]: async () => void (await cases.notify()), [EMBARGO_JOB]: async () => void (await cases.turnEmbargoes(cases.remindOfClocks)) }),
    every: () => [{ kind: NOTICES_JOB, seconds: SOON }, { kind: EMBARGO_JOB, seconds: SOON }],
  }
}

/** What comes from other rooms; its own tests take the same. */
export function casesMeans(members: sisters.Members, { random }: { random: Random }): Pick<CasesSettings, 'members' | 'signing' | 'sealing' | 'reports' | 'contacts' | 'evidence'> {
  return {
    members: {
      organisations: async (tx) => (await sisters.loadOrganisations(tx)).map(({ id, slug, name, kind, standing: { state } }) => ({ id, slug, name, kind, state })),
      allianceName: sisters.allianceName,
      colleagues: sisters.colleaguesOf,
      names: async (tx, people) => new Map((await sisters.peopleByIds(tx, [...new Set(people)])).map(({ id, name }) => [id, name])),
    },
    contacts: async () => [],
    evidence: async () => undefined,
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

/** Undefined until a checkpoint covers the entry. */
async function covered<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
