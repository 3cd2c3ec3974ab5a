/**
 * Files beside the interface: the folders of the CSAF provider, the files of each version, feeds, security.txt. What is open is
 * readable from any site, and nothing redirects. What an organisation wrote is never served as something a browser would run.
 */
import { advisoryFiles, shapes } from '@openaccord/api'
import { isDocumentPath, printHashFile } from '@openaccord/csaf'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Actor } from '../../../kernel/index.ts'
import type { Door } from '../../../platform/http.ts'
import { atomFeed, jsonFeed } from '../files/feeds.ts'
import { isOpen, LABELS, unknownAdvisory, type Label } from '../model.ts'
import type { KeptFile, Reading } from '../store/editions.ts'
import { sha256 } from '../verbs/book.ts'
import { PUBLIC, readingOf } from '../verbs/read.ts'
import type { Advisories } from '../verbs.ts'

const open = { method: 'GET', access: 'public', anonymous: true } as const
const closed = { method: 'GET', access: 'signed-in' } as const
const JSON_TYPE = 'application/json; charset=utf-8'
const TEXT = 'text/plain; charset=utf-8'
const ARMOUR = 'application/pgp-keys; charset=us-ascii'
const SIGNATURE = 'application/pgp-signature; charset=us-ascii'
const MINUTE_LONG = 'public, max-age=60'
const FOR_EVER = 'public, max-age=31536000, immutable'

type Answer = { text: string | Uint8Array; mediaType: string; caching?: string; name?: string }

export function mountAdvisoryFiles(door: Door, room: Advisories): void {
  provider(door, room)
  for (const label of LABELS) folder(door, room, label)
  versions(door, room)
  feeds(door, room)
  aggregator(door, room)
}

function provider(door: Door, room: Advisories): void {
  const { paths } = room
  door.add({ ...open, path: paths.metadata }, async ({ request, reply }) => send(request, reply, { text: await room.metadata(), mediaType: JSON_TYPE }))
  door.add({ ...open, path: paths.service }, async ({ request, reply }) => send(request, reply, { text: await room.service(), mediaType: JSON_TYPE }))
  door.add({ ...open, path: paths.category }, async ({ request, reply }) => send(request, reply, { text: await room.category(), mediaType: JSON_TYPE }))
  door.add({ ...open, path: paths.securityTxt }, ({ request, reply }) => send(request, reply, { text: room.securityTxt(), mediaType: TEXT }))
  door.add({ ...open, path: paths.key(':file'), params: Type.Object({ file: Type.String({ pattern: '^[0-9A-F]{40}$' }) }) }, async ({ params, request, reply }) =>
    send(request, reply, { text: await room.publicKey(params.file), mediaType: ARMOUR, name: `${params.file}.asc` }))
}

/** One folder of distribution. Of a closed one each reader sees what is for them, and a stranger that they have to sign in. */
function folder(door: Door, room: Advisories, label: Label): void {
  const spec = isOpen(label) ? open : closed
  const base = isOpen(label) ? advisoryFiles.open(label) : advisoryFiles.closed(label)
  const reading = (actor: Actor): Reading => (isOpen(label) ? PUBLIC : readingOf(actor))
  const tell = (request: FastifyRequest, reply: FastifyReply, answer: Answer) => send(request, reply, answer, isOpen(label))
  const YEAR = Type.Object({ year: Type.String({ pattern: '^[0-9]{4}$' }) })

  door.add({ ...spec, path: base }, async ({ actor, request, reply }) => tell(request, reply, lines(await room.folder(label, undefined, reading(actor)))))
  door.add({ ...spec, path: `${base}:year/`, params: YEAR }, async ({ actor, params, request, reply }) => tell(request, reply, lines(await room.folder(label, params.year, reading(actor)))))
  door.add({ ...spec, path: `${base}:name`, params: Type.Object({ name: Type.String({ maxLength: 100 }) }) }, async ({ actor, params, request, reply }) =>
    tell(request, reply, await room.listed(label, params.name, reading(actor))))
  door.add({ ...spec, path: `${base}:year/:name`, params: Type.Object({ ...YEAR.properties, name: Type.String({ maxLength: 300 }) }) }, async ({ actor, params, request, reply }) => {
    const { document, beside } = apart(params.name)
    const path = `${params.year}/${document}`
    if (!isDocumentPath(path)) throw unknownAdvisory()
    return tell(request, reply, besideOf(await room.document(reading(actor), label, path), document, beside))
  })
}

const lines = (paths: readonly string[]): Answer => ({ text: `${paths.join('\n')}\n`, mediaType: TEXT })

type Beside = 'sha256' | 'sha512' | 'asc' | undefined
function apart(name: string): { document: string; beside: Beside } {
  const [, document, beside] = /^(.+)\.(sha256|sha512|asc)$/.exec(name) ?? []
  return document === undefined ? { document: name, beside: undefined } : { document, beside: beside as Beside }
}

function besideOf(file: KeptFile, name: string, beside: Beside): Answer {
  switch (beside) {
    case undefined: return { text: file.bytes, mediaType: file.mediaType }
    case 'asc': return { text: file.signature, mediaType: SIGNATURE }
    default: return { text: printHashFile(file[beside], name, beside), mediaType: TEXT }
  }
}

/** The files of each version. Each is a download: whatever stands in it, no page shows it. */
function versions(door: Door, room: Advisories): void {
  const params = Type.Object({ advisory: shapes.id('advisory'), version: Type.String({ maxLength: 40 }), name: Type.String({ maxLength: 300 }) })
  door.add({ method: 'GET', access: 'public', path: advisoryFiles.file(':advisory', ':version', ':name'), params }, async ({ actor, params: { advisory, version, name }, request, reply }) => {
    const { document, beside } = apart(name)
    const { file, edition } = await room.file(actor, advisory, version, document)
    return send(request, reply, { ...besideOf(file, document, beside), caching: FOR_EVER, name }, isOpen(edition.label))
  })
}

function feeds(door: Door, room: Advisories): void {
  const BY_SLUG = Type.Object({ slug: shapes.Slug })
  const places = [
    { path: advisoryFiles.atom, make: atomFeed, mediaType: 'application/atom+xml; charset=utf-8' }, { path: advisoryFiles.json, make: jsonFeed, mediaType: 'application/feed+json; charset=utf-8' },
  ] as const
  for (const { path, make, mediaType } of places) {
    door.add({ ...open, path }, async ({ request, reply }) => send(request, reply, { text: make({ ...(await room.recent(undefined)), origin: room.origin, self: path }), mediaType }))
  }
  const own = [
    { path: advisoryFiles.memberAtom, make: atomFeed, mediaType: 'application/atom+xml; charset=utf-8' }, { path: advisoryFiles.memberJson, make: jsonFeed, mediaType: 'application/feed+json; charset=utf-8' },
  ] as const
  for (const { path, make, mediaType } of own) {
    door.add({ ...open, path: path(':slug'), params: BY_SLUG }, async ({ params, request, reply }) =>
      send(request, reply, { text: make({ ...(await room.recent(params.slug)), origin: room.origin, self: path(params.slug) }), mediaType }))
  }
}

/** The aggregator's list, and each mirrored provider in a folder of its own beside it (§7.1.21 to §7.1.23). */
function aggregator(door: Door, room: Advisories): void {
  door.add({ ...open, path: advisoryFiles.aggregator }, async ({ request, reply }) => send(request, reply, { text: await room.aggregator(), mediaType: JSON_TYPE }))
  const base = advisoryFiles.aggregator.slice(0, -'aggregator.json'.length)
  const LABEL = shapes.oneOf(['white'])
  door.add({ ...open, path: `${base}:slug/:name`, params: Type.Object({ slug: shapes.Slug, name: Type.String({ maxLength: 100 }) }) }, async ({ params, request, reply }) =>
    send(request, reply, await room.mirrorFile(params.slug, params.name)))
  const YEAR = Type.String({ pattern: '^[0-9]{4}$' })
  door.add({ ...open, path: `${base}:slug/:label/`, params: Type.Object({ slug: shapes.Slug, label: LABEL }) }, async ({ params, request, reply }) =>
    send(request, reply, lines(await room.mirrorFolder(params.slug, params.label, undefined))))
  door.add({ ...open, path: `${base}:slug/:label/:year/`, params: Type.Object({ slug: shapes.Slug, label: LABEL, year: YEAR }) }, async ({ params, request, reply }) =>
    send(request, reply, lines(await room.mirrorFolder(params.slug, params.label, params.year))))
  door.add({ ...open, path: `${base}:slug/:label/:name`, params: Type.Object({ slug: shapes.Slug, label: LABEL, name: Type.String({ maxLength: 100 }) }) }, async ({ params, request, reply }) =>
    send(request, reply, await room.mirrorListing(params.slug, params.label, params.name)))
  door.add({ ...open, path: `${base}:slug/:label/:year/:name`, params: Type.Object({ slug: shapes.Slug, label: LABEL, year: YEAR, name: Type.String({ maxLength: 300 }) }) }, async ({ params, request, reply }) => {
    const { document, beside } = apart(params.name)
    return send(request, reply, besideOf(await room.mirrored(params.slug, params.label, `${params.year}/${document}`), document, beside))
  })
}

/** Bytes with their hash as a tag, so that a collector asks for what is new only. */
function send(request: FastifyRequest, reply: FastifyReply, { text, mediaType, caching = MINUTE_LONG, name }: Answer, isPublic = true): FastifyReply {
  const tag = `"${sha256(text)}"`
  reply.header('content-type', mediaType).header('etag', tag).header('cache-control', isPublic ? caching : 'private, no-store')
  if (isPublic) reply.header('access-control-allow-origin', '*')
  if (name !== undefined) reply.header('content-disposition', `attachment; filename="${name}"`)
  const known = new Set(String(request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, '')))
  if (known.has(tag) || known.has('*')) return reply.code(304).send()
  return reply.send(Buffer.from(text))
}
