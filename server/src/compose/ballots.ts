/** The room of ballots and what it is handed: voters from the members, the pledge and the admissions; keys from the members; seals and proofs from the ledger. */
import { ballotsEndpoints, createBallots, mountBallotFiles, TURN_JOB, type Ballots, type BallotsSettings, type Voter } from '../capabilities/ballots/index.ts'
import { open, seal, type LedgerRoom } from '../capabilities/ledger/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import { isGood, registerIn } from '../capabilities/pledges/index.ts'
import type { OrganisationId } from '@openaccord/names'
import type { Random } from '../kernel/index.ts'
import type { Reader } from '../platform/database.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Door } from '../platform/http.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import type { Jobs } from '../platform/jobs.ts'

/** Signatories whose probation has not ended at that moment; their organisations have no vote. */
export type OnProbation = (tx: Reader, now: number) => Promise<ReadonlySet<OrganisationId>>
type Setting = Pick<BallotsSettings, 'database' | 'clock' | 'random' | 'journal' | 'mail' | 'origin'> & {
  jobs: Jobs
  members: sisters.Members
  ledger: () => Pick<LedgerRoom, 'together'>
  onProbation?: OnProbation
  beforeFreezing?: BallotsSettings['beforeFreezing']
}

const SOON = 60

export function openBallots({ jobs, members, ledger, onProbation, ...rest }: Setting) {
  const ballots: Ballots = createBallots({
    ...rest,
    ...ballotsMeans(members, rest.random),
    voters: votersOf(onProbation),
    prove: (facts) => ledger().together(facts),
    later: async (tx, { kind, at, key }) => void (await jobs.enqueue(tx, { kind, payload: {}, runAt: at, key })),
  })
  return {
    ballots,
    endpoints: (): Endpoint[] => ballotsEndpoints(ballots),
    mount: (door: Door): void => mountBallotFiles(door, ballots),
    handlers: (): Record<string, Handler> => ({ [TURN_JOB]: async () => void (await ballots.turn()) }),
    /** The close of a vote has a job of its own; the round finds one whose job was lost, and states what ended by itself. */
    every: () => [{ kind: TURN_JOB, seconds: SOON }],
  }
}

/** What comes from other rooms; its own tests take the same. */
export function ballotsMeans(members: sisters.Members, random: Random): Pick<BallotsSettings, 'members' | 'signing' | 'sealing'> {
  return {
    members: {
      names: async (tx) => new Map((await sisters.loadOrganisations(tx)).map(({ id, slug, name }) => [id, { slug, name }])),
      secretariat: async (tx) => (await sisters.loadOrganisations(tx)).find(({ kind }) => kind === 'secretariat')?.id,
      allianceName: sisters.allianceName,
      mailsOf: sisters.managersMails,
      personName: async (tx, person) => (await sisters.peopleByIds(tx, [person]))[0]?.name ?? '',
    },
    signing: sisters.signingOf(members),
    sealing: {
      seal: (wish) => seal(random, wish),
      open,
    },
  }
}

/**
 * Signatories, each with how it stands at that moment: a vote has who stands by a signature of the pledge in force, is not
 * suspended and not on probation. Fewer than 50 people are small (EU recommendation 2003/361), and whoever says nothing is.
 */
export const votersOf = (onProbation: OnProbation = async () => new Set()): BallotsSettings['voters'] => async (tx, now) => {
  const organisations = (await sisters.loadOrganisations(tx)).map(({ standing, ...organisation }) => ({ ...organisation, state: standing.state, stateAt: standing.at }))
  const { entries } = await registerIn(tx, organisations, now)
  const probation = await onProbation(tx, now)
  return entries.filter(({ list }) => list === 'signatory').map(({ organisation: { id, slug, name, size }, group, state }): Voter => ({
    organisation: id, slug, name, group: group ?? null, size: size === 'medium' || size === 'large' ? 'large' : 'small',
    standing: state === 'suspended' ? 'suspended' : !isGood(state) ? 'lapsed' : probation.has(id) ? 'probation' : 'voting',
  }))
}
