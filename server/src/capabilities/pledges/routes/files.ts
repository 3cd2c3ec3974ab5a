/** Files beside the interface: texts by version and by hash, the register as table and feed, the badge. Public, no account. */
import { LISTS, pledgeFiles, shapes, STANDINGS } from '@openaccord/api'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { anonymous, iso, Refusal } from '../../../kernel/index.ts'
import type { Door } from '../../../platform/http.ts'
import { atomFeed } from '../files/atom.ts'
import { badgeSeconds, badgeSvg } from '../files/badge.ts'
import { registerCsv } from '../files/csv.ts'
import { filterOf } from '../routes.ts'
import { showEntry } from './show.ts'
import type { Pledges } from '../verbs.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'
const MINUTE_LONG = 'public, max-age=60'
const NOW = 'public, max-age=0, must-revalidate'
const FEED_LENGTH = 100
const MARKDOWN = 'text/markdown; charset=utf-8; variant=CommonMark'
const JSON_TYPE = 'application/json; charset=utf-8'
const ATOM = 'application/atom+xml; charset=utf-8'

const open = { method: 'GET', access: 'public', anonymous: true } as const
const BY_SLUG = Type.Object({ slug: shapes.Slug })
const FILTER = Type.Partial(Type.Object({
  q: Type.String({ maxLength: 200 }), list: shapes.oneOf(LISTS), state: shapes.oneOf(STANDINGS), country: shapes.Country,
  sector: Type.String({ maxLength: 200 }), size: shapes.Size, version: Type.String({ maxLength: 8 }),
}))

export function mountPledgeFiles(door: Door, pledges: Pledges): void {
  texts(door, pledges)
  register(door, pledges)
  badges(door, pledges)
}

function texts(door: Door, pledges: Pledges): void {
  const BY_VERSION = Type.Object({ version: Type.String({ maxLength: 7 }), language: Type.String({ maxLength: 35 }) })
  const BY_HASH = Type.Object({ hash: Type.String({ pattern: '^[0-9a-f]{64}$' }) })

  door.add({ ...open, path: pledgeFiles.text(':version', ':language'), params: BY_VERSION }, async ({ params, reply }) => {
    const { text, markdown } = await pledges.pledge(anonymous, params.version, params.language)
    return send(reply.header('etag', `"${text.sha256}"`), MARKDOWN, MINUTE_LONG, markdown)
  })
  door.add({ ...open, path: pledgeFiles.textJson(':version', ':language'), params: BY_VERSION }, async ({ params, reply }) => {
    const { version, text, markdown, reading } = await pledges.pledge(anonymous, params.version, params.language)
    const { state, behind, translator, sha256, language } = text
    const permanent = pledges.origin + pledgeFiles.textByHash(sha256)
    return send(reply, JSON_TYPE, MINUTE_LONG, json({ version: version.version, language, sha256, state, behind, translator, languageOfRecord: version.language, permanent, markdown, reading }))
  })
  door.add({ ...open, path: pledgeFiles.textByHash(':hash'), params: BY_HASH }, async ({ params: { hash: sha256 }, reply }) => {
    const { text } = await pledges.pledgeByHash(anonymous, sha256)
    return send(reply.header('etag', `"${sha256}"`), MARKDOWN, FOR_EVER, text)
  })
  door.add({ ...open, path: pledgeFiles.textByHashJson(':hash'), params: BY_HASH }, async ({ params: { hash: sha256 }, reply }) => {
    const { version, language, text, reading } = await pledges.pledgeByHash(anonymous, sha256)
    return send(reply, JSON_TYPE, FOR_EVER, json({ version, language, sha256, markdown: text, reading }))
  })
}

function register(door: Door, pledges: Pledges): void {
  door.add({ ...open, path: pledgeFiles.registerCsv, query: FILTER }, async ({ query, reply }) => {
    const { at, entries } = await pledges.wholeRegister(filterOf(query))
    reply.header('content-disposition', `attachment; filename="register-${iso(at).slice(0, 10)}.csv"`)
    return send(reply, 'text/csv; charset=utf-8; header=present', NOW, registerCsv(entries))
  })
  door.add({ ...open, path: pledgeFiles.registerJson, query: FILTER }, async ({ query, reply }) => {
    const { at, entries } = await pledges.wholeRegister(filterOf(query))
    return send(reply, JSON_TYPE, NOW, json({ asOf: iso(at), entries: entries.map(showEntry) }))
  })
  door.add({ ...open, path: pledgeFiles.registerFeed }, ({ reply }) => feed(reply, undefined))
  door.add({ ...open, path: pledgeFiles.entryFeed(':slug'), params: BY_SLUG }, ({ params, reply }) => feed(reply, params.slug))

  async function feed(reply: FastifyReply, slug: string | undefined): Promise<FastifyReply> {
    const { at, name, acts } = await pledges.recentActs(slug, FEED_LENGTH)
    const alliance = await pledges.allianceName()
    const [self, page] = slug === undefined ? [pledgeFiles.registerFeed, '/register'] : [pledgeFiles.entryFeed(slug), `/register/${slug}`]
    return send(reply, ATOM, MINUTE_LONG, atomFeed({ origin: pledges.origin, self, page, title: name === undefined ? `${alliance}: the register` : `${name} in the register of ${alliance}`, author: alliance, at, acts }))
  }
}

function badges(door: Door, pledges: Pledges): void {
  door.add({ ...open, path: pledgeFiles.badge(':slug'), params: BY_SLUG }, async ({ params, reply }) => {
    const found = await pledges.badgeOf(params.slug)
    if (found === undefined) throw new Refusal('unknown', 'pledges.organisation-unknown', `there is no organisation “${params.slug}”`)
    const { at, organisation, entry } = found
    const attestation = await pledges.attestationOf(params.slug)
    const svg = badgeSvg({ alliance: await pledges.allianceName(), name: organisation.name, entry, lapsed: attestation?.lapsed ?? false, now: at })
    return send(reply, 'image/svg+xml; charset=utf-8', `public, max-age=${badgeSeconds([entry?.changes, attestation?.changes], at)}`, svg)
  })
}

const json = (value: unknown): string => `${JSON.stringify(value)}\n`

/** Readable from any site: all of this is public. */
function send(reply: FastifyReply, type: string, caching: string, body: string): FastifyReply {
  return reply.header('content-type', type).header('cache-control', caching).header('access-control-allow-origin', '*').send(body)
}
