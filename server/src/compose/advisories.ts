/** The room of advisories and what it is handed: organisations and keys from the members, cases in as much as they hold a publication, the hub's own door. */
import { advisoriesEndpoints, createAdvisories, MIRROR_JOB, mountAdvisoryFiles, PUBLISH_JOB, type Advisories, type AdvisoriesSettings } from '../capabilities/advisories/index.ts'
import { seal } from '../capabilities/ledger/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import type { Random } from '../kernel/index.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Door } from '../platform/http.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import type { Jobs } from '../platform/jobs.ts'

type Setting = Pick<AdvisoriesSettings, 'database' | 'clock' | 'random' | 'journal' | 'vault' | 'origin' | 'contact' | 'fetch' | 'caseForAdvisory'> & { jobs: Jobs; members: sisters.Members }

const SOON = 60
const SIX_HOURS = 21_600

export function openAdvisories({ jobs, members, ...rest }: Setting) {
  let door: Door | undefined
  const advisories: Advisories = createAdvisories({
    ...rest,
    ...advisoriesMeans(members, rest),
    /** Within this process, so that a look at oneself spends nobody's requests. */
    async askOwn(path) {
      if (door === undefined) throw new Error('the door is not there yet')
      const answer = await door.localFetch({})(path, { redirect: 'manual' })
      return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() }
    },
    later: async (tx, { kind, at, key }) => void (await jobs.enqueue(tx, { kind, payload: {}, runAt: at, key })),
  })
  return {
    advisories,
    endpoints: (): Endpoint[] => advisoriesEndpoints(advisories),
    mount(own: Door): void {
      door = own
      mountAdvisoryFiles(own, advisories)
    },
    handlers: (): Record<string, Handler> => ({
      [PUBLISH_JOB]: async () => void (await advisories.publishDue()),
      [MIRROR_JOB]: async () => void (await advisories.mirror()),
    }),
    /** Each publication has a job for its moment; the round finds one whose job was lost. */
    every: () => [{ kind: PUBLISH_JOB, seconds: SOON }, { kind: MIRROR_JOB, seconds: SIX_HOURS }],
  }
}

/** What comes from other rooms; its own tests take the same. */
export function advisoriesMeans(members: sisters.Members, { random }: { random: Random }): Pick<AdvisoriesSettings, 'members' | 'signing' | 'sealing'> {
  return {
    members: {
      organisations: async (tx) => (await sisters.loadOrganisations(tx)).map(({ id, slug, name, kind, website, standing: { state } }) => ({ id, slug, name, kind, website, state })),
      allianceName: sisters.allianceName,
      personNames: async (tx, people) => new Map((await sisters.peopleByIds(tx, people)).map(({ id, name }) => [id, name])),
    },
    signing: {
      ...sisters.signingOf(members),
      needActiveKey: async (tx, keyid, organisation, at) => void (await sisters.activeSigner(tx, keyid, organisation, at)),
    },
    sealing: { seal: (wish) => seal(random, wish) },
  }
}
