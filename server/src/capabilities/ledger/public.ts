/**
 * The log's own addresses, for everyone and every program: C2SP tlog-tiles below /log, proofs, payloads, the policy, a feed.
 * Static files first: what has an immutable name may be kept for ever, the checkpoint for seconds.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { parseTilePath, TlogError } from '@openaccord/tlog'
import { Refusal } from '../../kernel/index.ts'
import type { Door } from '../../platform/http.ts'
import { readIfThere } from './durable.ts'
import { printFeed } from './feed.ts'
import type { Ledger } from './ledger.ts'
import { printOurs } from './policy.ts'
import type { createProofs, As } from './proofs.ts'
import { listConflicts } from './store/checkpoints.ts'
import { findPayload } from './store/entries.ts'
import { placeOrFact, type LedgerVerbs } from './verbs.ts'

type Setting = { ledger: Ledger; verbs: LedgerVerbs; proofs: ReturnType<typeof createProofs>; origin: string }
type Content = { bytes: Uint8Array; type: string; seconds: number | 'for ever'; packs?: boolean }

const TEXT = 'text/plain; charset=utf-8'
const BYTES = 'application/octet-stream'
export const EVIDENCE_TYPE = 'application/vnd.openaccord.evidence+json'
const FOREVER = 31_536_000
const FEED_ENTRIES = 50
const packed = promisify(gzip)

const ENTRY = Type.Object({ entry: Type.String({ maxLength: 40, pattern: '^(?:fact_[0-9a-hjkmnp-tv-z]{20}|0|[1-9][0-9]{0,14})$' }) })
const AS = Type.Object({ as: Type.Optional(Type.Unsafe<As>({ type: 'string', enum: ['newest', 'first'] })) })
const open = { method: 'GET', access: 'public', anonymous: true } as const

export function publicLog({ ledger, verbs, proofs, origin }: Setting, door: Door): void {
  const { database, folder } = ledger

  door.add({ ...open, path: '/log/checkpoint' }, async ({ request, reply }) => {
    const bytes = await readIfThere(join(folder, 'checkpoint'))
    if (bytes === undefined) throw new Refusal('unknown', 'ledger.no-checkpoint', 'nothing is published yet; ask again in a few seconds', { retryAfterSeconds: 2 })
    return send(request, reply, { bytes, type: TEXT, seconds: 2 })
  })

  door.add({ ...open, path: '/log/tile/*' }, async ({ request, reply }) => {
    const bytes = await tileAt(request)
    if (bytes === undefined) throw new Refusal('unknown', 'ledger.no-tile', 'there is no such tile; a partial one may have become full, then ask for the full one')
    return send(request, reply, { bytes, type: BYTES, seconds: 'for ever', packs: request.url.startsWith('/log/tile/entries/') })
  })

  door.add({ ...open, path: '/log/payload/:sha256', params: Type.Object({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }) }, async ({ params, request, reply }) => {
    const found = await database.read((tx) => findPayload(tx, params.sha256))
    if (found === undefined) throw new Refusal('unknown', 'ledger.no-payload', 'no entry has such a payload, or it is sealed')
    if ('removed' in found) throw new Refusal('gone', 'ledger.payload-removed', `this payload was removed: ${found.removed}`)
    // it can be taken away one day, so not for ever
    return send(request, reply, { bytes: Buffer.from(found.text), type: 'application/json', seconds: 300, packs: true })
  })

  door.add({ ...open, path: '/log/proof/:entry', params: ENTRY, query: AS }, async ({ params, query, request, reply }) =>
    send(request, reply, { bytes: Buffer.from(await proofs.proof(placeOrFact(params.entry), query.as ?? 'newest')), type: TEXT, seconds: 2 }))

  door.add({ ...open, path: '/log/evidence/:entry', params: ENTRY }, async ({ params, request, reply }) => {
    const file = await proofs.evidence(placeOrFact(params.entry))
    reply.header('content-disposition', `attachment; filename="${params.entry}.evidence.json"`)
    return send(request, reply, { bytes: Buffer.from(`${JSON.stringify(file, null, 2)}\n`), type: EVIDENCE_TYPE, seconds: 2, packs: true })
  })

  door.add({ ...open, path: '/log/policy' }, async ({ request, reply }) => {
    const policy = ledger.policy()
    if (policy.logs.length === 0) throw new Refusal('unavailable', 'ledger.not-begun', 'the log has not begun yet; ask again in a few seconds', { retryAfterSeconds: 2 })
    return send(request, reply, { bytes: Buffer.from(printOurs(policy, `${origin}/log`)), type: TEXT, seconds: 60 })
  })

  door.add({ ...open, path: '/log/conflicts' }, async ({ request, reply }) => {
    const files = await database.read(listConflicts)
    return send(request, reply, { bytes: Buffer.from(`[${files.join(',\n')}]\n`), type: 'application/json', seconds: 2 })
  })

  door.add({ ...open, path: '/log/feed.atom', query: Type.Object({ about: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) }) }, async ({ query: { about }, request, reply }) => {
    const { entries } = await verbs.entries({ about, limit: FEED_ENTRIES })
    const updated = entries[0]?.at ?? new Date(0).toISOString()
    return send(request, reply, { bytes: Buffer.from(printFeed({ origin, log: ledger.origin(), about, entries, updated })), type: 'application/atom+xml; charset=utf-8', seconds: 30, packs: true })
  })

  /** Only what is written as the specification writes it. */
  async function tileAt({ url }: FastifyRequest): Promise<Uint8Array | undefined> {
    const path = (url.split('?', 1)[0] ?? '').slice('/log/'.length)
    try {
      parseTilePath(path)
    } catch (error) {
      if (error instanceof TlogError) return undefined
      throw error
    }
    return readIfThere(join(folder, path))
  }
}

/** Readable from every site, since it is for everyone; RFC 9110 §13.1.2 for who has it already. */
async function send(request: FastifyRequest, reply: FastifyReply, { bytes, type, seconds, packs = false }: Content): Promise<FastifyReply> {
  const tag = `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  reply.header('access-control-allow-origin', '*')
  reply.header('access-control-expose-headers', 'etag, retry-after')
  reply.header('etag', tag)
  reply.header('cache-control', seconds === 'for ever' ? `public, max-age=${FOREVER}, immutable` : `public, max-age=${seconds}`)
  if (packs) reply.header('vary', 'accept-encoding')
  if (knows(request.headers['if-none-match'], tag)) return reply.code(304).send()
  reply.header('content-type', type)
  if (!packs || bytes.length < 1_000 || !takesGzip(request)) return reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  reply.header('content-encoding', 'gzip')
  return reply.send(await packed(bytes))
}

const knows = (header: string | undefined, tag: string): boolean => header !== undefined && (header.trim() === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === tag.slice(2)))
const takesGzip = (request: FastifyRequest): boolean => /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))|,|$)/i.test(String(request.headers['accept-encoding'] ?? ''))
