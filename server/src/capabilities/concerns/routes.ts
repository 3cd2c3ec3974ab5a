/** The contract's routes of this room: parse, call one verb, show. */
import { contract } from '@openaccord/api'
import { parseFactId } from '@openaccord/names'
import { iso } from '../../kernel/index.ts'
import { readPlace } from '../../platform/cursor.ts'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import { showCard, showConcern, showCounts, showLadder, showOwn, showRestoration, showPublication, showScreened, showStanding } from './routes/show.ts'
import type { Concerns } from './verbs.ts'

const { concerns: routes } = contract

export function concernsEndpoints(concerns: Concerns): Endpoint[] {
  return [...publicEndpoints(concerns), ...receiptEndpoints(concerns), ...screenEndpoints(concerns), ...ladderEndpoints(concerns), ...actEndpoints(concerns)]
}

function publicEndpoints(concerns: Concerns): Endpoint[] {
  return [
    on(routes.concerns, async ({ query: { before, limit = 30, ...asked } }) => {
      const found = await concerns.concerns({ ...asked, limit, before: before === undefined ? undefined : placeOf(before) })
      return { ...showCounts(found.counts), concerns: found.concerns.map(showCard), next: found.next === undefined ? null : String(found.next) }
    }),
    on(routes.concern, async ({ params }) => showConcern(await concerns.concern(params.concern))),
    on(routes.file, async ({ body, address, cookies }) => {
      const { concern, receipt, address: link, standing, organisation, kind } = await concerns.file(body, { address, speaks: languageOf(cookies) })
      return { concern, receipt, address: link, standing: showStanding(standing, { kind, name: organisation?.name }) }
    }),
  ]
}

function receiptEndpoints(concerns: Concerns): Endpoint[] {
  return [
    on(routes.ownConcern, async ({ body }) => showOwn(await concerns.own(body.receipt))),
    on(routes.addNote, async ({ body, address }) => showOwn(await concerns.addNote(body, address))),
    on(routes.withdraw, async ({ body }) => showOwn(await concerns.withdraw(body.receipt))),
  ]
}

function screenEndpoints(concerns: Concerns): Endpoint[] {
  const shown = async (actor: Parameters<Concerns['screened']>[0], id: string) => showScreened(await concerns.screened(actor, id))
  return [
    on(routes.screenQueue, async ({ actor }) => ({ concerns: (await concerns.screenQueue(actor)).map(showScreened) })),
    on(routes.screened, async ({ actor, params }) => shown(actor, params.concern)),
    on(routes.ask, async ({ actor, params, body }) => showScreened(await concerns.ask(actor, params.concern, body))),
    on(routes.open, async ({ actor, params, body }) => showScreened(await concerns.open(actor, params.concern, body))),
    on(routes.decline, async ({ actor, params, body }) => showScreened(await concerns.decline(actor, params.concern, body))),
    on(routes.close, async ({ actor, params, body }) => showScreened(await concerns.close(actor, params.concern, body))),
    on(routes.correct, async ({ actor, params, body }) =>
      showScreened(await concerns.correct(actor, params.concern, { ...body, corrects: body.corrects === undefined ? undefined : parseFactId(body.corrects) }))),
    on(routes.answerOnPaper, async ({ actor, params, body }) => showScreened(await concerns.answerOnPaper(actor, params.concern, body))),
    on(routes.keepRemedy, async ({ actor, params, body }) => showScreened(await concerns.keepRemedy(actor, params.concern, Number(params.remedy), body))),
    on(routes.callPanel, async ({ actor, params, body }) => {
      await concerns.callPanel(actor, params.concern, body)
      return shown(actor, params.concern)
    }),
    on(routes.callBallot, async ({ actor, params }) => {
      await concerns.callBallotFor(actor, params.concern)
      return shown(actor, params.concern)
    }),
  ]
}

function ladderEndpoints(concerns: Concerns): Endpoint[] {
  return [
    on(routes.ladder, async ({ params }) => showLadder(await concerns.ladder(params.slug))),
    on(routes.ladders, async () => ({ ladders: (await concerns.ladders()).map(showLadder) })),
    on(routes.publications, async ({ actor }) => ({
      publications: [...(await concerns.publications(actor)).map(showPublication), ...(await concerns.restorations(actor)).filter(({ first }) => first !== null).map(showRestoration)],
    })),
    on(routes.publish, async ({ actor, params }) => ({ outcome: await concerns.publish(actor, params.concern) })),
    on(routes.restore, async ({ actor, params, body }) => ({ outcome: await concerns.restore(actor, params.slug, body) })),
  ]
}

function actEndpoints(concerns: Concerns): Endpoint[] {
  return [
    on(routes.concernDuties, async ({ actor }) => {
      const { organisation, duties } = await concerns.concernDuties(actor)
      const ladder = organisation === undefined || organisation.kind === 'secretariat' ? null : showLadder(await concerns.ladder(organisation.slug))
      return { ladder, duties: duties.map(({ due, ...duty }) => ({ ...duty, due: due === null ? null : iso(due) })) }
    }),
    on(routes.recuse, async ({ actor, params }) => {
      await concerns.recuse(actor, params.concern)
      return showConcern(await concerns.concern(params.concern))
    }),
    on(routes.prepareAct, async ({ actor, body }) => {
      const { statement, payloadType, paeSha256, keyids, expires, words } = await concerns.prepareAct(actor, body)
      return { kind: body.kind, statement, payloadType, paeSha256, keyids, expires: iso(expires), words }
    }),
    on(routes.submitAct, async ({ actor, body }) => {
      const { at, ...entered } = await concerns.submitAct(actor, body)
      return { ...entered, at: iso(at) }
    }),
  ]
}

const languageOf = (cookies: ReadonlyMap<string, string>): string => cookies.get('accord_language') ?? 'en'

const placeOf = (cursor: string): number => readPlace(cursor, { room: 'concerns', field: 'before' })
