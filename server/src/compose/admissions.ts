/** The room of applications and what it is handed: organisations and keys from the members, voters and signatures from the pledge, ballots, the machine check of a domain. */
import { createHash } from 'node:crypto'
import { parseApplicationId } from '@openaccord/names'
import { admissionsEndpoints, createAdmissions, LINKS_JOB, mountDocuments, ROUND_JOB, type Admissions, type AdmissionsSettings } from '../capabilities/admissions/index.ts'
import type { Ballots, BallotsSettings } from '../capabilities/ballots/index.ts'
import type { Baselines } from '../capabilities/baselines/index.ts'
import { removalsByBallot } from '../capabilities/concerns/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import { signedAfter } from '../capabilities/pledges/index.ts'
import { Refusal } from '../kernel/index.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Door } from '../platform/http.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import type { Jobs } from '../platform/jobs.ts'
import { OutboundError, type Outbound } from '../platform/outbound.ts'
import { votersOf } from './ballots.ts'

type Setting = Pick<AdmissionsSettings, 'database' | 'clock' | 'random' | 'journal' | 'mail' | 'origin' | 'effort' | 'checkDomain'> & {
  jobs: Jobs
  members: sisters.Members
  ballots: Pick<Ballots, 'openBallot' | 'ballotStanding' | 'withdrawBallot'>
  baselines: Pick<Baselines, 'runBaseline'>
  fetch: Outbound['fetch']
}

const HOURLY = 3_600

export function openAdmissions({ jobs, members, ballots, baselines, fetch, ...rest }: Setting) {
  const admissions: Admissions = createAdmissions({
    ...rest,
    ...admissionsMeans(members, ballots),
    voters: votersOf((tx, now) => admissions.probation(tx, now)),
    measure: measureBy(baselines),
    capture: captureBy(fetch),
    askForLinks: async (tx, mail) => void (await jobs.enqueue(tx, { kind: LINKS_JOB, payload: { mail } })),
  })
  return {
    admissions,
    endpoints: (): Endpoint[] => admissionsEndpoints(admissions),
    mount: (door: Door): void => mountDocuments(door, admissions),
    handlers: (): Record<string, Handler> => ({
      [ROUND_JOB]: () => admissions.round(),
      [LINKS_JOB]: ({ payload }) => admissions.sendLinks((payload as { mail: string }).mail),
    }),
    every: () => [{ kind: ROUND_JOB, seconds: HOURLY }],
  }
}

/** What comes from other rooms; its own tests take the same. */
export function admissionsMeans(members: sisters.Members, ballots: Setting['ballots']): Pick<AdmissionsSettings, 'members' | 'signing' | 'ballots' | 'signedAt' | 'removals'> {
  return {
    members: {
      organisations: async (tx) => (await sisters.loadOrganisations(tx)).map(({ id, slug, name, kind, standing, since }) => ({ id, slug, name, kind, state: standing.state, since })),
      allianceName: sisters.allianceName,
      mailsOf: sisters.managersMails,
      person: async (tx, person) => (await sisters.peopleByIds(tx, [person])).map(({ name, mail }) => ({ name, mail }))[0],
      admit: async (actor, { mail, ...words }) => (await members.admitOrganisation(actor, { ...words, kind: 'signatory', invite: { mail, roles: ['representative'] } })).id,
    },
    signing: sisters.signingOf(members),
    ballots: {
      open: async (tx, { application, by, ...wish }) => (await ballots.openBallot(tx, { ...wish, by, kind: 'admission', subject: { room: 'admissions', id: application } })).id,
      standing: async (tx, id, now) => ({ id, ...(await ballots.ballotStanding(tx, id, now)) }),
      withdraw: (tx, id, now) => ballots.withdrawBallot(tx, id, now),
    },
    signedAt: signedAfter,
    removals: removalsByBallot,
  }
}

/** An applicant's domain is looked at again before the text of its ballot is fixed; other rooms' subjects have none. */
export const beforeFreezingBy = (admissions: () => Pick<Admissions, 'beforeFreezing'>): NonNullable<BallotsSettings['beforeFreezing']> => async ({ room, id }) => {
  if (room === 'admissions') await admissions().beforeFreezing(parseApplicationId(id))
}

const MOST_CAPTURED = 2_097_152
/** RFC 2606 §2: nobody's, so nobody is asked. */
const RESERVED = /\.(?:example|test|invalid|localhost)$/

/** A page that cannot be read is not held against anyone: the person who checks says what was seen. */
function captureBy(fetch: Setting['fetch']): AdmissionsSettings['capture'] {
  return async (link) => {
    const host = URL.parse(link)?.hostname
    if (host === undefined || RESERVED.test(host)) return undefined
    try {
      const { status, bytes } = await fetch(link, { maxBytes: MOST_CAPTURED, timeoutMs: 10_000, maxRedirects: 3 })
      return status === 200 ? { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length } : undefined
    } catch (error) {
      if (error instanceof OutboundError) return undefined
      throw error
    }
  }
}

/** Names that are nobody's on the internet are not measured; that the hub has too much to do is said. */
function unlessReserved(error: unknown): undefined {
  if (error instanceof Refusal && error.kind === 'unprocessable') return undefined
  throw error
}

/** The report as evidence: which rules, what each said, and the hash of all of it. */
function measureBy({ runBaseline }: Setting['baselines']): AdmissionsSettings['measure'] {
  return async (domain) => {
    const report = await runBaseline(domain).catch(unlessReserved)
    if (report === undefined) return undefined
    const { results } = report
    return {
      at: Date.parse(report.observedAt) * 1000,
      rules: results.map(({ id, version }) => `${id} ${version}`).join(', '),
      findings: results.map(({ id, verdict, points, maximum }) => ({ check: id, result: verdict, points, maximum })),
      sha256: createHash('sha256').update(JSON.stringify(report)).digest('hex'),
      address: `/check/${domain}`,
    }
  }
}
