/** The contract's routes of this room: parse, call one verb, show. */
import { contract } from '@openaccord/api'
import { parseReportId } from '@openaccord/names'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import { mailAddress, showCard, showDesk, showDeskCard, showDeskReport, showFiled, showKey, showMailbox, showOpened, showProduct, showWhom } from './routes/show.ts'
import { WRITTEN } from './ssvc.ts'
import type { Reports } from './verbs.ts'

const { reports: routes } = contract

export function reportsEndpoints(reports: Reports): Endpoint[] {
  return [...publicEndpoints(reports), ...mailboxEndpoints(reports), ...triageEndpoints(reports), ...deskEndpoints(reports)]
}

function publicEndpoints(reports: Reports): Endpoint[] {
  return [
    on(routes.desks, async () => {
      const desks = (await reports.desks()).map(showCard)
      return { desks, coordinator: desks.find(({ coordinator }) => coordinator)?.slug ?? null }
    }),
    on(routes.desk, async ({ params }) => showDesk(await reports.desk(params.slug), reports.inbox)),
    on(routes.whom, async ({ body }) => showWhom(await reports.whom(body))),
    on(routes.file, async ({ body, address, cookies }) => showFiled(await reports.file(body, { address, speaks: languageOf(cookies) }))),
    on(routes.filePlain, async ({ body, address, cookies }) => {
      const filed = await reports.filePlain(body, { address, speaks: languageOf(cookies) })
      return { ...showFiled(filed), code: filed.code }
    }),
    on(routes.claim, async ({ body }) => showFiled(await reports.claim(body))),
    on(routes.claimPlain, async ({ body }) => {
      const filed = await reports.claimPlain(body.claim)
      return { ...showFiled(filed), code: filed.code }
    }),
    on(routes.ssvc, async () => ({
      tables: WRITTEN.map(({ table, name, asks, outcome, rows }) => ({ table, name, rows: rows.join(' ').split(' ').length, asks: asks.map(({ key, name: asked, definition, values }) => ({ key, name: asked, definition, values })), outcomes: outcome.values, decides: rows.join(' ') })),
    })),
  ]
}

function mailboxEndpoints(reports: Reports): Endpoint[] {
  const { origin } = reports
  return [
    on(routes.mailbox, async ({ body }) => showMailbox(await reports.mailbox(body.access), origin)),
    on(routes.mailboxPlain, async ({ body }) => showOpened(await reports.mailboxPlain(body.code), origin)),
    on(routes.write, async ({ body }) => showMailbox(await reports.write(body), origin)),
    on(routes.writePlain, async ({ body }) => showOpened(await reports.writePlain(body), origin)),
    on(routes.forgetMail, async ({ body }) => {
      await reports.forgetMail(body)
      return { done: true as const }
    }),
  ]
}

function triageEndpoints(reports: Reports): Endpoint[] {
  return [
    on(routes.deskReports, async ({ actor, query: { state, waiting, q } }) => {
      const { desk, cards, states } = await reports.deskReports(actor, { state, waiting: waiting === '1', q })
      return { desk: showCard(desk), states, reports: cards.map(showDeskCard) }
    }),
    on(routes.deskReport, async ({ actor, params }) => showDeskReport(await reports.deskReport(actor, params.report))),
    on(routes.acknowledge, async ({ actor, params, body }) => showDeskReport(await reports.acknowledge(actor, params.report, body.words))),
    on(routes.move, async ({ actor, params, body }) => showDeskReport(await reports.move(actor, params.report, body.move, body.words))),
    on(routes.answer, async ({ actor, params, body }) => showDeskReport(await reports.answer(actor, params.report, body.ciphertext))),
    on(routes.note, async ({ actor, params, body }) => showDeskReport(await reports.note(actor, params.report, { ...body, duplicateOf: body.duplicateOf === null ? null : parseReportId(body.duplicateOf) }))),
    on(routes.disclose, async ({ actor, params }) => showDeskReport(await reports.disclose(actor, params.report))),
    on(routes.weigh, async ({ actor, body }) => reports.weigh(actor, body)),
  ]
}

function deskEndpoints(reports: Reports): Endpoint[] {
  return [
    on(routes.deskSettings, async ({ actor }) => {
      const { settings, keys, products, feeds, slug } = await reports.deskSettings(actor)
      return { settings, keys: keys.map(showKey), products: products.map(showProduct), feeds, mail: mailAddress(slug, reports.inbox) }
    }),
    on(routes.setDesk, async ({ actor, body }) => ({ settings: await reports.setDesk(actor, body) })),
    on(routes.addKey, async ({ actor, body }) => ({ keys: (await reports.addKey(actor, body)).map(showKey) })),
    on(routes.retireKey, async ({ actor, params }) => ({ keys: (await reports.retireKey(actor, params.recipient)).map(showKey) })),
    on(routes.addProduct, async ({ actor, body }) => showProduct(await reports.addProduct(actor, body))),
    on(routes.setProduct, async ({ actor, params, body }) => showProduct(await reports.setProduct(actor, params.product, body))),
    on(routes.dropProduct, async ({ actor, params }) => {
      await reports.dropProduct(actor, params.product)
      return { done: true as const }
    }),
    on(routes.importSbom, async ({ actor, params, body }) => {
      const { product, left } = await reports.importSbom(actor, params.product, body.sbom)
      return { product: showProduct(product), left, words: `${product.components} packages were kept as keyed hashes${left === 0 ? '' : `; ${left} components name no package that can be read`}` }
    }),
    on(routes.downstream, async ({ actor, body }) => {
      const { purl, named, counted } = await reports.downstream(actor, body.purl)
      const more = counted === 0 ? '' : `; ${counted} more ${counted === 1 ? 'team does' : 'teams do'} and ${counted === 1 ? 'is' : 'are'} not named`
      return { purl, named, counted, words: `${named.length === 0 ? 'No team that is named ships it' : `${new Set(named.map(({ slug }) => slug)).size} named`}${more}. Nobody was told of the question.` }
    }),
  ]
}

const languageOf = (cookies: ReadonlyMap<string, string>): string => cookies.get('accord_language') ?? 'en'
