/** Files beside the interface, for everyone: the bundle to recount with, the texts, the roll-call as a table (RFC 4180). */
import { Type } from 'typebox'
import { ballotFiles } from '@openaccord/api'
import { anonymous, iso, Refusal } from '../../../kernel/index.ts'
import { ATOM, atomFeed, JSON_FEED, jsonFeed, type Feed } from '../../../platform/feed.ts'
import type { Door } from '../../../platform/http.ts'
import { closeOf } from '../model.ts'
import { countingVotes } from '../model/tally.ts'
import type { Ballots } from '../verbs.ts'
import { showCard } from './show.ts'

const open = { method: 'GET', access: 'public', anonymous: true } as const
const BALLOT = Type.String({ pattern: '^ballot_[0-9a-hjkmnp-tv-z]{20}$' })
const BY_BALLOT = Type.Object({ ballot: BALLOT })
const FILES = 'public, max-age=60'

const FEED_LENGTH = 100

export function mountBallotFiles(door: Door, ballots: Ballots): void {
  for (const { path, type, print } of [{ path: ballotFiles.atom, type: ATOM, print: atomFeed }, { path: ballotFiles.feedJson, type: JSON_FEED, print: jsonFeed }]) {
    door.add({ ...open, path }, async ({ reply }) =>
      reply.header('content-type', type).header('cache-control', FILES).header('access-control-allow-origin', '*').send(print(await feedOf(ballots, path))))
  }
  door.add({ ...open, path: ballotFiles.bundle(':ballot'), params: BY_BALLOT, pace: 'expensive' }, async ({ params, reply }) => {
    const { text, sha256 } = await ballots.bundle(anonymous, params.ballot)
    return reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', FILES).header('access-control-allow-origin', '*').header('etag', `"${sha256}"`)
      .header('content-disposition', `attachment; filename="${params.ballot}.bundle.json"`).send(text)
  })
  door.add({ ...open, path: ballotFiles.text(':ballot', ':version'), params: Type.Object({ ballot: BALLOT, version: Type.String({ pattern: '^[1-9][0-9]{0,2}$' }) }) }, async ({ params, reply }) => {
    const { text } = await ballots.text(anonymous, params.ballot, Number(params.version))
    return reply.header('content-type', 'text/markdown; charset=utf-8').header('cache-control', FILES).header('access-control-allow-origin', '*').header('etag', `"${text.sha256}"`).send(text.text)
  })
  door.add({ ...open, path: ballotFiles.rollCall(':ballot'), params: BY_BALLOT }, async ({ params, reply }) => {
    const csv = rollCall(await ballots.ballot(anonymous, params.ballot))
    return reply.header('content-type', 'text/csv; charset=utf-8; header=present').header('cache-control', 'no-cache').header('access-control-allow-origin', '*')
      .header('content-disposition', `attachment; filename="${params.ballot}.roll-call.csv"`).send(csv)
  })
}

/** The ballots whose state changed last, first. Drafts are nobody's here, and votes are sealed until the close. */
async function feedOf(ballots: Ballots, self: string): Promise<Feed> {
  const { now, ballots: found, alliance } = await ballots.recent(FEED_LENGTH)
  const entries = found.map((one) => {
    const { id, title, kind, state, words, proposer } = showCard(one)
    return { address: `/ballots/${id}`, title, at: one.standing.since, author: proposer.name, words, tags: [kind, state] }
  })
  return { origin: ballots.origin, self, page: '/ballots', title: `${alliance}: ballots`, author: alliance, changed: now, entries }
}

function rollCall({ ballot, names, now }: Awaited<ReturnType<Ballots['ballot']>>): string {
  const closed = ballot.rounds.filter((round) => now >= closeOf(round))
  if (closed.length === 0) throw new Refusal('conflict', 'ballots.voting-open', 'the votes are sealed until the close')
  const rows = closed.flatMap((round) => {
    const counting = countingVotes(ballot, round)
    return (ballot.frozen?.electorate ?? []).flatMap((group) => {
      const votes = ballot.votes.filter((vote) => vote.round === round.round && group.organisations.includes(vote.organisation))
      const common = [String(round.round), group.name, group.size]
      if (votes.length === 0) return [[...common, '', '', group.excluded ? 'excluded' : 'silent', '', '', '']]
      return votes.map((vote) => [...common, names.get(vote.organisation)?.name ?? '', iso(vote.at), vote.position, counting.get(group)?.fact === vote.fact ? 'yes' : 'no', vote.reason ?? '', vote.fact])
    })
  })
  return [['round', 'group', 'size', 'organisation', 'at', 'position', 'counts', 'reason', 'entry'], ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

/** RFC 4180 §2. A formula would be run by a spreadsheet, so it is begun with an apostrophe. */
const field = (text: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
