/** Files beside the interface: the board as table, data and feed; what governments asked as a table. Public, no account. */
import { BOARD, COMMITMENT_STATES, commitmentFiles, shapes } from '@openaccord/api'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { iso } from '../../../kernel/index.ts'
import { ATOM, atomFeed } from '../../../platform/feed.ts'
import type { Door } from '../../../platform/http.ts'
import { conductEntries } from '../files/feed.ts'
import { boardCsv, requestsCsv } from '../files/tables.ts'
import { ANSWER_FIELDS } from '../model/requests.ts'
import { given } from '../routes.ts'
import type { Commitments } from '../verbs.ts'
import { showCommitment } from './show.ts'

const MINUTE_LONG = 'public, max-age=60'
const NOW = 'public, max-age=0, must-revalidate'
const FEED_LENGTH = 100
const MOST_ROWS = 100_000
const open = { method: 'GET', access: 'public', anonymous: true } as const
const FILTER = Type.Partial(Type.Object({
  q: Type.String({ maxLength: 200 }), organisation: shapes.Slug, state: shapes.oneOf(COMMITMENT_STATES), column: shapes.oneOf(BOARD),
  principle: Type.String({ maxLength: 4 }), metric: Type.String({ maxLength: 60 }), quality: Type.String({ maxLength: 20 }), stage: Type.String({ maxLength: 20 }),
}))
const PERIOD = Type.Object({ period: Type.Optional(Type.String({ pattern: '^20\\d\\d-H[12]$' })) })

export function mountCommitmentFiles(door: Door, room: Commitments): void {
  const whole = async (query: object) => {
    const { conduct, page } = await room.board(given(query), { limit: MOST_ROWS })
    return { at: conduct.at, rows: page.map((one) => showCommitment(conduct, one)) }
  }
  door.add({ ...open, path: commitmentFiles.csv, query: FILTER }, async ({ query, reply }) => {
    const { at, rows } = await whole(query)
    return send(named(reply, `commitments-${iso(at).slice(0, 10)}.csv`), 'text/csv; charset=utf-8; header=present', NOW, boardCsv(rows))
  })
  door.add({ ...open, path: commitmentFiles.json, query: FILTER }, async ({ query, reply }) => {
    const { at, rows } = await whole(query)
    return send(reply, 'application/json; charset=utf-8', NOW, json({ asOf: iso(at), commitments: rows }))
  })
  door.add({ ...open, path: commitmentFiles.feed }, async ({ reply }) => {
    const { conduct, acts } = await room.recentActs(FEED_LENGTH)
    const alliance = await room.allianceName()
    const feed = { origin: room.origin, self: commitmentFiles.feed, page: '/commitments', title: `${alliance}: commitments and what became of them`, author: alliance, changed: conduct.at, entries: conductEntries(conduct, acts) }
    return send(reply, ATOM, MINUTE_LONG, atomFeed(feed))
  })
  door.add({ ...open, path: commitmentFiles.requestsCsv, query: PERIOD }, async ({ query, reply }) => {
    const { period, cells } = await room.requests({ period: query.period })
    return send(named(reply, `requests-${period ?? 'none'}.csv`), 'text/csv; charset=utf-8; header=present', NOW, requestsCsv(period, cells, ANSWER_FIELDS))
  })
  door.add({ ...open, path: commitmentFiles.requestsJson, query: PERIOD }, async ({ query, reply }) => {
    const { conduct, period, periods, cells } = await room.requests({ period: query.period })
    return send(reply, 'application/json; charset=utf-8', NOW, json({ asOf: iso(conduct.at), period, periods, cells }))
  })
}

const json = (value: unknown): string => `${JSON.stringify(value)}\n`
const named = (reply: FastifyReply, name: string): FastifyReply => reply.header('content-disposition', `attachment; filename="${name}"`)

/** Readable from any site: all of this is public. */
function send(reply: FastifyReply, type: string, caching: string, body: string): FastifyReply {
  return reply.header('content-type', type).header('cache-control', caching).header('access-control-allow-origin', '*').send(body)
}
