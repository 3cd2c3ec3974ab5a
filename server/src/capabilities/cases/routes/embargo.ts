/** The contract's routes of the embargo, the process and the clocks: parse, call one verb, show. And two files beside the interface. */
import { contract, embargoFiles } from '@openaccord/api'
import { Type } from 'typebox'
import { iso, Refusal } from '../../../kernel/index.ts'
import { on, type Endpoint } from '../../../platform/endpoint.ts'
import { parseCookies, type Door } from '../../../platform/http.ts'
import { printCalendar } from '../model/calendar.ts'
import type { Asking } from '../verbs/book.ts'
import type { Cases } from '../verbs.ts'
import { askingOf } from '../routes.ts'
import { guestCookie } from './cookie.ts'
import { showClocks, showEmbargo, showProcess } from './embargo-show.ts'

const { embargo: routes } = contract

export function embargoEndpoints(cases: Cases): Endpoint[] {
  const shown = async (asking: Asking, id: string) => showEmbargo({ ...(await cases.embargo(asking, id)), proof: await cases.hasProof(asking, id) })
  const processed = async (asking: Asking, id: string) => showProcess(await cases.process(asking, id))
  const clocked = async (asking: Asking, id: string) => showClocks(await cases.clocks(asking, id))
  return [
    on(routes.embargo, async (ask) => shown(askingOf(ask), ask.params.case)),
    on(routes.prepareAct, async ({ actor, body }) => {
      const { kind, statement, payloadType, paeSha256, keyids, expires, words } = await cases.prepareEmbargoAct(actor, body)
      return { kind: kind as (typeof body)['kind'], statement, payloadType, paeSha256, keyids, expires: iso(expires), words }
    }),
    on(routes.submitAct, async ({ actor, body }) => {
      const { at, ...outcome } = await cases.submitEmbargoAct(actor, body)
      return { ...outcome, at: iso(at) }
    }),
    on(routes.answerAsGuest, async (ask) => then(cases.answerAsGuest(askingOf(ask), ask.params.case, ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.withdrawTerms, async (ask) => then(cases.withdrawTerms(askingOf(ask), ask.params.case, ask.body.terms), () => shown(askingOf(ask), ask.params.case))),
    on(routes.offerAgain, async (ask) => then(cases.offerAgain(askingOf(ask), ask.params.case, ask.body.party), () => shown(askingOf(ask), ask.params.case))),
    on(routes.endEmbargo, async (ask) => then(cases.endEmbargo(askingOf(ask), ask.params.case, ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.decideEmbargo, async (ask) => then(cases.decideEmbargo(askingOf(ask), ask.params.case, ask.body), () => shown(askingOf(ask), ask.params.case))),
    on(routes.setDefault, async ({ actor, body }) => cases.setEmbargoDefault(actor, body)),
    on(routes.embargoDefault, async ({ actor }) => cases.embargoDefault(actor)),
    on(routes.process, async (ask) => processed(askingOf(ask), ask.params.case)),
    on(routes.judge, async (ask) => then(cases.judge(askingOf(ask), ask.params.case, ask.body), () => processed(askingOf(ask), ask.params.case))),
    on(routes.happened, async (ask) => then(cases.happened(askingOf(ask), ask.params.case, ask.body), () => processed(askingOf(ask), ask.params.case))),
    on(routes.clocks, async (ask) => clocked(askingOf(ask), ask.params.case)),
    on(routes.startClock, async (ask) => then(cases.startClock(askingOf(ask), ask.params.case, ask.body), () => clocked(askingOf(ask), ask.params.case))),
    on(routes.meetClock, async (ask) => then(cases.meetClock(askingOf(ask), ask.params.case, ask.body), () => clocked(askingOf(ask), ask.params.case))),
    on(routes.calendar, async ({ actor }) => {
      const { since } = await cases.calendar(actor)
      return { since: since === null ? null : iso(since) }
    }),
    on(routes.makeCalendar, async ({ actor, origin }) => {
      const { secret, since } = await cases.makeCalendar(actor)
      return { address: `${origin}${embargoFiles.calendar(secret)}`, since: iso(since) }
    }),
    on(routes.removeCalendar, async ({ actor }) => {
      await cases.removeCalendar(actor)
      return { done: true as const }
    }),
  ]
}

async function then<T>(done: Promise<void>, show: () => Promise<T>): Promise<T> {
  await done
  return show()
}

const BY_CASE = Type.Object({ case: Type.String({ pattern: '^case_[0-9a-hjkmnp-tv-z]{20}$' }) })
const BY_SECRET = Type.Object({ secret: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) })

export function mountEmbargoFiles(door: Door, cases: Pick<Cases, 'embargoProof' | 'feed' | 'allianceName' | 'origin' | 'clock'>): void {
  door.add({ method: 'GET', access: 'public', path: embargoFiles.proof(':case'), params: BY_CASE }, async ({ actor, params, request, reply }) => {
    const link = guestCookie({ cookies: parseCookies(request.headers.cookie), isTls: request.peer.scheme === 'https' })
    const file = await cases.embargoProof({ actor, link }, params.case)
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="${params.case}.embargo.json"`)
      .header('cache-control', 'private, no-store')
      .header('x-content-type-options', 'nosniff')
      .send(`${JSON.stringify(file, null, 2)}\n`)
  })
  door.add({ method: 'GET', access: 'public', path: embargoFiles.calendar(':secret'), params: BY_SECRET }, async ({ params, reply }) => {
    const events = await cases.feed(params.secret)
    if (events === undefined) throw new Refusal('unknown', 'cases.calendar', 'there is no such calendar, or it has ended')
    return reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
      .send(printCalendar(events, { alliance: await cases.allianceName(), origin: cases.origin, now: cases.clock() }))
  })
}
