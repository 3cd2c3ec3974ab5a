/** The rooms and what each is handed: narrow arguments, never the whole house. */
import { createExchange, exchangeEndpoints, taxiiRoutes, type Exchange } from '../capabilities/exchange/index.ts'
import { createMembers, type Members } from '../capabilities/members/index.ts'
import * as sisters from '../capabilities/members/index.ts'
import type { Config } from '../config.ts'
import type { Clock, Random } from '../kernel/index.ts'
import type { Database } from '../platform/database.ts'
import type { Endpoint } from '../platform/endpoint.ts'
import type { Door } from '../platform/http.ts'
import type { Handler } from '../platform/jobs-worker.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Journal } from '../platform/journal.ts'
import type { Log } from '../platform/log.ts'
import { parseFrom, type Mail } from '../platform/mail.ts'
import type { Metrics } from '../platform/metrics.ts'
import { createOutbound } from '../platform/outbound.ts'

export type RoomSettings = {
  config: Config
  database: Database
  journal: Journal
  jobs: Jobs
  clock: Clock
  random: Random
  log: Log
  metrics: Metrics
  cursorKey: Uint8Array
  origin: string
  mailed: ((mail: Mail) => void) | undefined
}
export type Rooms = Awaited<ReturnType<typeof createRooms>>

export async function createRooms({ config, database, journal, jobs, clock, random, log, cursorKey, origin, mailed }: RoomSettings) {
  const outbound = createOutbound({ allow: config.outboundAllow })
  const members: Members = createMembers({
    database, journal, clock, random, origin,
    demo: config.demo,
    contact: parseFrom(config.mail.from).address,
    async mail(tx, mail) {
      await jobs.enqueue(tx, { kind: 'mail.send', payload: mail })
      mailed?.(mail)
    },
    askForLink: async (tx, wish) => void (await jobs.enqueue(tx, { kind: 'members.send-sign-in-link', payload: wish })),
    ...(config.oidc && { oidc: { ...config.oidc, fetch: outbound.webFetch } }),
    trouble: (error) => log.warn({ error }, 'when something was last used could not be kept'),
  })
  const exchange: Exchange = createExchange({
    database, clock, random, cursorKey, origin,
    members: { ...sisters, peopleByIds: async (tx, ids) => (await sisters.peopleByIds(tx, ids)).map((person) => ({ ...person, state: person.standing.state })) },
    journal: { write: (tx, { fact: kind, at, ...body }) => journal.write(tx, { room: 'exchange', kind, at, body }) },
    maxContentBytes: config.maxContentBytes,
    trouble: (error) => log.warn({ error }, 'the search index could not go on; it tries again'),
  })
  return {
    members,
    exchange,
    oidc: members.oidc,
    exchangeEndpoints: (): Endpoint[] => exchangeEndpoints(exchange),
    mountTaxii: (door: Door): void => taxiiRoutes(exchange, door),
    searchBehind: (): Promise<number> => exchange.searchBehind(),
    exchangeHandlers: (): Record<string, Handler> => ({ 'exchange.sweep': async () => void (await exchange.sweep()) }),
    exchangeEvery: () => [{ kind: 'exchange.sweep', seconds: 3_600 }],
    async close(): Promise<void> {
      await exchange.close()
      await members.close()
    },
  }
}
