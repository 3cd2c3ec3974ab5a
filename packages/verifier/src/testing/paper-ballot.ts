/** A ballot on a paper hub: every entry as a hub writes it, each of which a test may change, so that the hub lies. */
import { createHash } from 'node:crypto'
import { parseProof } from '@openaccord/tlog'
import { canonical, SEALED_VOTE_BYTES, sealedBytes, type Json } from '@openaccord/facts'
import { countVotes, ballotRuleOf, type BallotVote, type FrozenGroup } from '../ballot-count.ts'
import { BALLOT_BUNDLE } from '../ballot-bundle.ts'
import { createPaperHub, keyFrom, START, type OwnKey, type PaperHub } from './paper-hub.ts'

export const BALLOT = 'ballot_00000000000000000000'
const DAY = 86_400
const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
const orgOf = (name: string): `org_${string}` => `org_${name.padEnd(20, '0')}`
const iso = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}.000000Z`

export type Said = { by: string; position: 'yes' | 'no' | 'abstain' | 'recuse'; reason?: string; key?: string; text?: string; at?: number; unopened?: boolean; openly?: boolean; dated?: number }
export type Wish = {
  kind: string
  said: Said[]
  groups: FrozenGroup[]
  excluded: string[]
  /** Days from the text to the freezing. */
  discussed: number
  asked: boolean
  rule: Record<string, number>
  electorateSha256?: string
  tally: (counted: Record<string, Json>) => Record<string, Json>
  certificate: Record<string, string> | undefined
  certifiedBy: string
  votingDays: number
}

export const group = (name: string, size = 'small', excluded = false): FrozenGroup => ({ name, size, organisations: [orgOf(name)], excluded })
const WISH: Wish = {
  kind: 'guideline', said: ['aa', 'bb', 'cc'].map((by) => ({ by, position: 'yes' })), groups: [group('aa'), group('bb'), group('cc', 'large')], excluded: [], discussed: 7, asked: false, rule: {}, tally: (counted) => counted,
  certificate: {}, certifiedBy: 'ss', votingDays: 7,
}

/** Tells the story of a ballot in a log of its own, and gives the bundle that its hub would. */
export async function paperBallot(wish: Partial<Wish> = {}): Promise<{ hub: PaperHub; bundle: string; now: number }> {
  const { kind, said, groups, excluded, discussed, asked, rule: changed, tally, certificate, certifiedBy, votingDays, electorateSha256 } = { ...WISH, ...wish }
  const hub = await createPaperHub()
  const keys = new Map<string, OwnKey>()
  for (const name of ['aa', 'bb', 'cc', 'dd', 'ss']) {
    const key = await keyFrom(`key ${name}`)
    keys.set(name, key)
    await hub.registerKey(key, { organisation: orgOf(name) })
  }
  const keyEntries = hub.size()
  const tell = (what: string, says: Record<string, Json>, at: number): number => hub.tell('ballots', what, { ballot: BALLOT, ...says }, at)
  const text = '# A text\n'
  const textSha256 = sha256(text)
  const begun = START + DAY
  tell('opened', { kind, title: 'A ballot', proposer: orgOf('aa'), secretariat: orgOf('ss'), excluded: excluded.map(orgOf) }, begun)
  tell('text-published', { version: 1, language: 'en', sha256: textSha256 }, begun)
  if (asked) tell('question-asked', { question: 'question_00000000000000000000', organisation: orgOf('bb'), version: 1, sha256: sha256('Why?') }, begun + DAY)
  const rule = { ...ballotRuleOf(kind), ...changed }
  const electorate = groups as unknown as Json
  const hash = electorateSha256 ?? sha256(canonical(electorate))
  const from = begun + discussed * DAY
  tell('frozen', { version: 1, sha256: textSha256, rule, electorate, electorateSha256: hash, attendance: [] }, from)
  tell('voting-opened', { round: 1, from: iso(from), until: iso(from + votingDays * DAY) }, from)
  const until = from + votingDays * DAY
  const seals: { id: string; payload: Buffer; salt: Buffer; organisation: string }[] = []
  const votes: BallotVote[] = []
  for (const [index, { by, position, reason, key = by, text: other, at = from + DAY + index, unopened = false, openly = position === 'recuse', dated }] of said.entries()) {
    const says = { ballot: BALLOT as `ballot_${string}`, textSha256: other ?? textSha256, position, ...(reason === undefined ? {} : { reason }) }
    const envelope = await hub.sign([keys.get(key)!], 'vote', says, { organisation: orgOf(by), at: dated ?? at })
    const about = [BALLOT, orgOf(by)]
    const salt = createHash('sha256').update(`salt ${index}`).digest()
    const payload = Buffer.alloc(SEALED_VOTE_BYTES, ' ')
    payload.write(envelope)
    const entry = openly ? hub.tell('ballots', 'vote', { about, act: envelope }, at) : hub.tell('ballots', 'vote-sealed', { about, sealed: { commitment: sha256(sealedBytes(salt, payload)), size: payload.length } }, at)
    const { id } = hub.entry(entry)
    if (!openly && !unopened) seals.push({ id, payload, salt, organisation: orgOf(by) })
    votes.push({ id, organisation: orgOf(by), position })
  }
  for (const { id, payload, salt, organisation } of seals) hub.tell('ballots', 'vote-opened', { about: [BALLOT, organisation], opens: id, salt: salt.toString('base64'), payload: payload.toString('base64') }, until + 60)
  const counted = countVotes({ groups, attendance: [] }, votes, rule)
  const stated = tally({ ballot: BALLOT, round: 1, textSha256, electorateSha256: hash, ...(counted as unknown as Record<string, Json>) })
  tell('tallied', { round: 1, tally: stated, tallySha256: sha256(canonical(stated)) }, until + 60)
  if (certificate !== undefined) {
    const { yes, no, abstain, recused, outcome } = counted
    const says = { ballot: BALLOT, round: '1', textSha256, outcome, yes: String(yes), no: String(no), abstain: String(abstain), recused: String(recused), tallySha256: sha256(canonical(stated)), ...certificate }
    const envelope = await hub.sign([keys.get(certifiedBy)!], 'ballot-certificate', says as never, { organisation: orgOf(certifiedBy), at: until + DAY })
    hub.tell('ballots', 'ballot-certificate', { about: [BALLOT, orgOf(certifiedBy)], act: envelope }, until + DAY)
  }
  const now = until + 2 * DAY
  const checkpoint = await hub.checkpoint({ time: now - 60 })
  return { hub, now, bundle: await bundleOf(hub, checkpoint, keyEntries, [{ version: 1, language: 'en', text }]) }
}

async function bundleOf(hub: PaperHub, checkpoint: string, keyEntries: number, texts: { version: number; language: string; text: string }[]): Promise<string> {
  const shown = await Promise.all(Array.from({ length: hub.size() }, async (_, index) => {
    const { entry, payload, proof } = await hub.piece(index, checkpoint)
    return {
      entry: Buffer.from(entry).toString(), payload: payload === null ? null : Buffer.from(payload).toString(), index,
      proof: parseProof(proof).hashes.map((one) => Buffer.from(one).toString('base64')),
    }
  }))
  const body = { bundle: BALLOT_BUNDLE, ballot: BALLOT, checkpoint, texts, keys: shown.slice(0, keyEntries), entries: shown.slice(keyEntries) }
  return `${canonical({ ...body, sha256: sha256(canonical(body)) })}\n`
}
