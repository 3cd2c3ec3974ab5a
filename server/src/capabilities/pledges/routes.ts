/** The contract's routes of this room: parse, call one verb, show. */
import { contract } from '@openaccord/api'
import { parseFactId } from '@openaccord/names'
import { microsOfIso, iso } from '../../kernel/index.ts'
import { readPlace } from '../../platform/cursor.ts'
import { on, type Endpoint } from '../../platform/endpoint.ts'
import { FOUNDED, FOUNDERS_2018, FOUNDERS_SOURCE } from './model/founders.ts'
import type { Filter } from './model/register.ts'
import { done, showAct, showCeremony, showConflict, showEntry, showFounder, showProposal, showStatement, showText, showVersion } from './routes/show.ts'
import type { Pledges } from './verbs.ts'

const { pledges: routes } = contract

export function pledgesEndpoints(pledges: Pledges): Endpoint[] {
  return [...textEndpoints(pledges), ...registerEndpoints(pledges), ...actEndpoints(pledges), ...secretariatEndpoints(pledges)]
}

function textEndpoints(pledges: Pledges): Endpoint[] {
  return [
    on(routes.pledgeVersions, async ({ actor }) => {
      const versions = await pledges.pledgeVersions(actor)
      const signatures = await pledges.signatures()
      return { current: versions.find(({ state }) => state === 'adopted')?.version ?? null, versions: versions.map((version) => showVersion(version, signatures)) }
    }),
    on(routes.pledge, async ({ actor, params, query }) => {
      const { version, text, markdown, reading } = await pledges.pledge(actor, params.version, query.language)
      return { version: showVersion(version, await pledges.signatures()), text: showText(text), markdown, reading }
    }),
    on(routes.pledgeByHash, async ({ actor, params }) => {
      const { version, language, sha256, text, reading } = await pledges.pledgeByHash(actor, params.hash)
      return { version, language, sha256, markdown: text, reading }
    }),
    on(routes.redline, async ({ actor, params, query }) => {
      const { from, to, language, blocks } = await pledges.redline(actor, params.version, params.to, query.language)
      return { from: params.version, to: params.to, language, fromSha256: from.text.sha256, toSha256: to.text.sha256, blocks }
    }),
  ]
}

function registerEndpoints(pledges: Pledges): Endpoint[] {
  return [
    on(routes.register, async ({ query }) => {
      const { after, limit = 100, ...filter } = query
      const { register, counts, countries, sectors, found, entries, next } = await pledges.register(filterOf(filter), { after, limit })
      return { asOf: iso(register.at), counts, countries, sectors, found, entries: entries.map(showEntry), next: next ?? null }
    }),
    on(routes.entry, async ({ params }) => {
      const { at, entry, history, conflicts, statements, affiliates, predecessors } = await pledges.entry(params.slug)
      return {
        asOf: iso(at), entry: showEntry(entry), history: history.map(showAct), conflicts: conflicts.map(showConflict), statements: statements.map(showStatement),
        affiliates: affiliates.map(named), predecessors: predecessors.map(named),
      }
    }),
    on(routes.answer, async ({ query }) => {
      const { asked, answer, words, shown, founder, close } = await pledges.answer(query.name)
      return { asked, answer, words, entry: shown === undefined ? null : showEntry(shown), founder: founder === undefined ? null : showFounder(founder), close }
    }),
    on(routes.founders, async () => ({ on: FOUNDED, source: FOUNDERS_SOURCE, founders: FOUNDERS_2018.map(showFounder) })),
    on(routes.act, async ({ params }) => showAct(await pledges.act(parseFactId(params.fact)))),
    on(routes.conflictsOfLaw, async () => ({ conflicts: (await pledges.conflictsOfLaw()).map(showConflict) })),
    on(routes.statements, async ({ query: { slug, before, limit = 50 } }) => {
      const { statements, next } = await pledges.statements({ slug, before: before === undefined ? undefined : placeOf(before), limit })
      return { statements: statements.map(showStatement), next: next === undefined ? null : String(next) }
    }),
    on(routes.ceremonies, async () => ({ ceremonies: (await pledges.ceremonies()).map(showCeremony) })),
    on(routes.ceremony, async ({ params }) => showCeremony(await pledges.ceremony(params.ceremony))),
  ]
}

function actEndpoints(pledges: Pledges): Endpoint[] {
  return [
    on(routes.duties, async ({ actor }) => {
      const { entry, duties, ceremonies } = await pledges.duties(actor)
      return {
        entry: entry === undefined ? null : showEntry(entry), ceremonies: ceremonies.map(showCeremony),
        duties: duties.map(({ act, urge, until }) => ({ act, urge, until: until === null ? null : iso(until) })),
      }
    }),
    on(routes.prepareAct, async ({ actor, body }) => {
      const { statement, payloadType, paeSha256, keyids, expires, words } = await pledges.prepareAct(actor, body)
      return { kind: body.kind, statement, payloadType, paeSha256, keyids, expires: iso(expires), words }
    }),
    on(routes.submitAct, async ({ actor, body }) => {
      const { at, ...outcome } = await pledges.submitAct(actor, body)
      return { ...outcome, at: iso(at) }
    }),
  ]
}

function secretariatEndpoints(pledges: Pledges): Endpoint[] {
  const shown = async (version: Parameters<typeof showVersion>[0]) => showVersion(version, await pledges.signatures())
  return [
    on(routes.draftPledge, async ({ actor, body }) => shown(await pledges.draftPledge(actor, body))),
    on(routes.writePledge, async ({ actor, params, body }) => shown(await pledges.writePledge(actor, params.version, params.language, body))),
    on(routes.openComment, async ({ actor, params, body }) => shown(await pledges.openForComment(actor, params.version, { from: microsOfIso(body.from), until: microsOfIso(body.until) }))),
    on(routes.proposals, async ({ actor }) => ({ proposals: (await pledges.proposals(actor)).map(showProposal) })),
    on(routes.confirmProposal, async ({ actor, params }) => showAct(await pledges.act((await pledges.confirmProposal(actor, params.proposal)).fact))),
    on(routes.declineProposal, async ({ actor, params }) => {
      await pledges.declineProposal(actor, params.proposal)
      return done
    }),
    on(routes.openCeremony, async ({ actor, body }) => showCeremony(await pledges.openCeremony(actor, { ...body, at: microsOfIso(body.at) }))),
    on(routes.cancelCeremony, async ({ actor, params }) => showCeremony(await pledges.cancelCeremony(actor, params.ceremony))),
  ]
}

const named = ({ slug, name }: { slug: string; name: string }) => ({ slug, name })

/** Only what was asked for. */
export const filterOf = (asked: Filter): Filter => Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== ''))

const placeOf = (cursor: string): number => readPlace(cursor, { room: 'pledges', field: 'before' })
