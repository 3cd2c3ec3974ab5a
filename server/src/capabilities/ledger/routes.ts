/** The contract's routes of this room: what was parsed goes to one verb, and its answer goes back. */
import { contract } from '@openaccord/api'
import { microsOfIso } from '../../kernel/index.ts'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import type { LedgerVerbs } from './verbs.ts'

const routes = contract.ledger

const microsMaybe = (text: string | undefined) => (text === undefined ? undefined : microsOfIso(text))

export function ledgerEndpoints(verbs: LedgerVerbs): Endpoint[] {
  return [
    on(routes.status, () => verbs.status()),
    on(routes.entries, ({ query: { since, until, ...query } }) => verbs.entries({ ...query, since: microsMaybe(since), until: microsMaybe(until) })),
    on(routes.entry, ({ params }) => verbs.entry(params.entry)),
    on(routes.seals, ({ query }) => verbs.seals(query.state, query.limit)),
    on(routes.removePayload, ({ actor, params, body }) => verbs.removePayload(actor, params.entry, body.reason)),
  ]
}
