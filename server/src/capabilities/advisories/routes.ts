/** The contract's routes of this room: parse, call one verb, show. */
import { contract } from '@openaccord/api'
import { iso } from '../../kernel/index.ts'
import { readMoment } from '../../platform/cursor.ts'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import { showAdvisory, showCard, showChecked, showDraft, showDraftCard, showPool, showProduct, showProvider, showSelfCheck } from './routes/show.ts'
import type { Advisories } from './verbs.ts'
import { AGGREGATOR_PATH } from './verbs/mirror.ts'

const { advisories: routes } = contract
const DONE = { done: true } as const
const json = (value: unknown): Record<string, unknown> => value as Record<string, unknown>

export function advisoriesEndpoints(room: Advisories): Endpoint[] {
  return [...publicEndpoints(room), ...draftEndpoints(room), ...writingEndpoints(room), ...onTheWayEndpoints(room), ...keptEndpoints(room), ...providerEndpoints(room)]
}

function publicEndpoints(room: Advisories): Endpoint[] {
  return [
    on(routes.advisories, async ({ actor, query: { before, limit = 30, ...asked } }) => {
      const found = await room.advisories(actor, { ...asked, limit, before: before === undefined ? undefined : placeOf(before) })
      return { advisories: found.advisories.map(showCard), total: found.total, members: found.members, next: found.next === undefined ? null : `${found.next.at}.${found.next.id}` }
    }),
    on(routes.advisory, async ({ actor, params }) => showAdvisory(await room.advisory(actor, params.advisory), room.origin)),
    on(routes.advisoryChanges, async ({ actor, params, query }) => ({ changes: await room.advisoryChanges(actor, params.advisory, query.from, query.to) })),
    on(routes.provider, async () => showSelfCheck(await room.provider(), room.origin)),
    on(routes.providers, async () => ({ aggregator: room.origin + AGGREGATOR_PATH, providers: (await room.providers()).map(showProvider) })),
  ]
}

function draftEndpoints(room: Advisories): Endpoint[] {
  return [
    on(routes.drafts, async ({ actor }) => {
      const { drafts, names, publisher, named } = await room.drafts(actor)
      const { name, category, namespace, contact, authority } = publisher
      return { drafts: drafts.map((draft) => showDraftCard(draft, names)), publisher: { name, category, namespace: named ? namespace : null, contact: contact ?? null, authority: authority ?? null } }
    }),
    on(routes.createDraft, async ({ actor, body }) => showDraft(await room.createDraft(actor, body))),
    on(routes.draft, async ({ actor, params }) => showDraft(await room.draft(actor, params.advisory))),
    on(routes.draftVersion, async ({ actor, params }) => {
      const { saved: { version, draft, sha256, at, person, note }, names } = await room.draftVersion(actor, params.advisory, Number(params.version))
      return { version, draft: json(draft), sha256, at: iso(at), by: names.get(person) ?? '', note }
    }),
    on(routes.draftChanges, async ({ actor, params, query }) => ({ changes: await room.draftChanges(actor, params.advisory, Number(query.from), Number(query.to)) })),
    on(routes.saveDraft, async ({ actor, params, body }) => showDraft(await room.saveDraft(actor, params.advisory, body))),
    on(routes.discardDraft, async ({ actor, params }) => {
      await room.discardDraft(actor, params.advisory)
      return DONE
    }),
  ]
}

function writingEndpoints(room: Advisories): Endpoint[] {
  return [
    on(routes.checkDraft, async ({ actor, body }) => showChecked(await room.checkDraft(actor, body.draft, body.advisory))),
    on(routes.previewDraft, async ({ actor, body }) => ({ files: (await room.previewDraft(actor, body.draft, body.format, body.advisory)).map(({ losses, ...file }) => ({ ...file, losses: [...losses] })) })),
    on(routes.importDraft, async ({ actor, body }) => {
      const { format, draft, losses } = room.importDraft(actor, body.text, body.format)
      return { format, draft: json(draft), losses: [...losses] }
    }),
  ]
}

function onTheWayEndpoints(room: Advisories): Endpoint[] {
  return [
    on(routes.submitDraft, async ({ actor, params, body }) => showDraft(await room.submitDraft(actor, params.advisory, body))),
    on(routes.recallDraft, async ({ actor, params }) => showDraft(await room.recallDraft(actor, params.advisory))),
    on(routes.approveDraft, async ({ actor, params, body }) => showDraft(await room.approveDraft(actor, params.advisory, body.sha256))),
    on(routes.declineDraft, async ({ actor, params, body }) => showDraft(await room.declineDraft(actor, params.advisory, body))),
    on(routes.withdrawAdvisory, async ({ actor, params, body }) => showDraft(await room.withdrawAdvisory(actor, params.advisory, body.reason))),
    on(routes.prepareAct, async ({ actor, body }) => {
      const { statement, payloadType, paeSha256, keyids, expires, words } = await room.prepareAct(actor, body)
      return { kind: body.kind, statement, payloadType, paeSha256, keyids, expires: iso(expires), words }
    }),
    on(routes.submitAct, async ({ actor, body }) => {
      const { at, publishAt, ...entered } = await room.submitAct(actor, body)
      return { ...entered, at: iso(at), publishAt: iso(publishAt) }
    }),
  ]
}

function keptEndpoints(room: Advisories): Endpoint[] {
  return [
    on(routes.products, async ({ actor }) => ({ products: (await room.products(actor)).map(showProduct) })),
    on(routes.addProduct, async ({ actor, body }) => showProduct(await room.addProduct(actor, body))),
    on(routes.saveProduct, async ({ actor, params, body }) => showProduct(await room.saveProduct(actor, params.product, body))),
    on(routes.removeProduct, async ({ actor, params }) => {
      await room.removeProduct(actor, params.product)
      return DONE
    }),
    on(routes.cveIds, async ({ actor }) => showPool(await room.cveIds(actor))),
    on(routes.reserveCveIds, async ({ actor, body }) => showPool(await room.reserveCveIds(actor, body.ids))),
    on(routes.assignCveId, async ({ actor, params, body }) => showPool(await room.assignCveId(actor, params.cve, body.advisory))),
    on(routes.rejectCveId, async ({ actor, params, body }) => showPool(await room.rejectCveId(actor, params.cve, body.reason))),
  ]
}

function providerEndpoints(room: Advisories): Endpoint[] {
  return [
    on(routes.publisher, async ({ actor, body }) => {
      const { name, category, namespace, contact, authority } = await room.publisher(actor, body)
      return { name, category, namespace, contact: contact ?? null, authority: authority ?? null }
    }),
    on(routes.myProvider, async ({ actor }) => shown(await room.myProvider(actor))),
    on(routes.setProvider, async ({ actor, body }) => shown(await room.setProvider(actor, { url: body.url, wanted: body.wanted ?? 'mirror' }))),
    on(routes.fetchProvider, async ({ actor }) => shown(await room.fetchProvider(actor))),
  ]
}

const shown = (provider: Parameters<typeof showProvider>[0] | undefined) => ({ provider: provider === undefined ? null : showProvider(provider) })

const placeOf = (cursor: string) => readMoment(cursor, 'advisory', { room: 'advisories', field: 'before' })
