/** The room of commitments and what it is handed: organisations and keys from the members, texts and signatures from the pledge, seals from the ledger. */
import { commitmentsEndpoints, CONDUCT_REMINDERS_JOB, createCommitments, mountCommitmentFiles, type Commitments, type CommitmentsSettings } from '../capabilities/commitments/index.ts'
import { seal } from '../capabilities/ledger/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import { affiliateGroups, pledgeBySha256, pledgeInForce, signaturesAt } from '../capabilities/pledges/index.ts'
import type { Random } from '../kernel/index.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Door } from '../platform/http.ts'
import type { Handler } from '../platform/jobs-worker.ts'

type Setting = Pick<CommitmentsSettings, 'database' | 'clock' | 'random' | 'journal' | 'mail' | 'origin' | 'vault'> & { members: sisters.Members }

const HOURLY = 3_600

export async function openCommitments({ members, ...rest }: Setting) {
  const commitments: Commitments = createCommitments({ ...rest, ...commitmentsMeans(members, rest.random) })
  await commitments.sealOldCases()
  return {
    commitments,
    endpoints: (): Endpoint[] => commitmentsEndpoints(commitments),
    mount: (door: Door): void => mountCommitmentFiles(door, commitments),
    handlers: (): Record<string, Handler> => ({ [CONDUCT_REMINDERS_JOB]: async () => void (await commitments.remind()) }),
    every: () => [{ kind: CONDUCT_REMINDERS_JOB, seconds: HOURLY }],
  }
}

/** What comes from other rooms; its own tests take the same. */
export function commitmentsMeans(members: sisters.Members, random: Random): Pick<CommitmentsSettings, 'members' | 'pledge' | 'signing' | 'seal'> {
  return {
    members: {
      organisations: async (tx) => (await sisters.loadOrganisations(tx)).map(({ id, slug, name, kind, standing }) => ({ id, slug, name, kind, state: standing.state })),
      allianceName: sisters.allianceName,
      mailsOf: sisters.managersMails,
    },
    pledge: { inForce: pledgeInForce, bySha256: pledgeBySha256, signatures: signaturesAt, groups: affiliateGroups },
    signing: { ...sisters.signingOf(members), doubts: sisters.loadDoubts },
    seal({ about, payload }) {
      const { body, secret } = seal(random, { about, payload })
      const { sealed } = body as { sealed: { commitment: string } }
      return { body, commitment: sealed.commitment, salt: secret.salt }
    },
  }
}
