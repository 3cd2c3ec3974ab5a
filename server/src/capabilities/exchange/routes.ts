/** The contract's routes of this room: what was parsed goes to one verb, and its answer goes back. */
import { contract } from '@openaccord/api'
import { parseCollectionId, parseCommunityId, parseOrganisationId, parsePersonId } from '@openaccord/names'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import type { Exchange } from './verbs.ts'

const routes = contract.exchange
const DONE = { done: true } as const

export function exchangeEndpoints(exchange: Exchange): Endpoint[] {
  return [
    on(routes.collections, async ({ actor }) => ({ collections: await exchange.collections(actor) })),
    on(routes.collection, ({ actor, params }) => exchange.collection(actor, parseCollectionId(params.collection))),
    on(routes.createCollection, ({ actor, body: { community, redRecipients, ...body } }) =>
      exchange.createCollection(actor, { ...body, community: parseCommunityId(community), redRecipients: redRecipients?.map(parsePersonId) })),
    on(routes.describeCollection, ({ actor, params, body: { redRecipients, ...body } }) =>
      exchange.describeCollection(actor, parseCollectionId(params.collection), { ...body, ...(redRecipients === undefined ? {} : { redRecipients: redRecipients.map(parsePersonId) }) })),
    on(routes.audience, async ({ actor, params }) => ({ levels: await exchange.audience(actor, parseCollectionId(params.collection)) })),
    on(routes.lately, () => exchange.lately()),
    on(routes.search, ({ actor, query: { source, collection, ...query } }) =>
      exchange.search(actor, {
        ...query,
        ...(source === undefined ? {} : { source: source.map(parseOrganisationId) }),
        ...(collection === undefined ? {} : { collection: collection.map(parseCollectionId) }),
      })),
    on(routes.object, ({ actor, params, query: { version, collection } }) =>
      exchange.object(actor, params.id, { version, collection: collection === undefined ? undefined : parseCollectionId(collection) })),
    on(routes.preview, ({ actor, body }) => exchange.preview(actor, parseCollectionId(body.collection), body.text)),
    on(routes.share, ({ actor, body }) => exchange.share(actor, parseCollectionId(body.collection), body.text)),
    on(routes.remove, async ({ actor, params, query }) => {
      await exchange.removeObject(actor, parseCollectionId(query.collection), params.id)
      return DONE
    }),
    on(routes.warningLists, async () => ({ lists: await exchange.warningLists() })),
    on(routes.loadWarningList, ({ actor, body }) => exchange.loadWarningList(actor, body.list)),
    on(routes.removeWarningList, async ({ actor, query }) => {
      await exchange.removeWarningList(actor, query.name)
      return DONE
    }),
  ]
}
