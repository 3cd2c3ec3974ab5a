/**
 * What becomes of each object of a batch, beside what is stored already: pure, and settled under the collection's lock.
 * A poster hears nothing about what it cannot see: that only ever leads to a line of its own (docs/decisions/0006-intake.md).
 */
import type { Micros } from '@openaccord/names'
import { judgeVersion, VERSION_RULES, type VersionRefusal } from '@openaccord/stix'
import { rankVersions, type Party, type Rank, type View } from '../model.ts'
import { DIGEST_BYTES } from './digest.ts'
import type { Batch, Remark } from './batch.ts'

/** One stored version of an id that the batch brings. `mine`: the poster is its owner or one of its sources. */
export type Prior = {
  seq: number; id: string; line: number; version: number; created: number; creator: number; revoked: number
  least: number; whole: number; owner: Party; digest: Uint8Array; mine: number
} & Rank

export type Judgement = {
  /** Rows to insert, each with its line and rank. */
  fresh: { row: number; line: number; rank: Rank }[]
  /** Stored objects of others that this poster sent too. */
  merged: { seq: number; row: number }[]
  /** Sent by this poster before, word for word. */
  known: number[]
  refused: Remark[]
  /** Stored versions whose rank changes. */
  mended: ({ seq: number } & Rank)[]
}

/** The most versions of one id that one organisation keeps in a collection. */
export const MOST_VERSIONS = 5_000

/** A version as the judgement sees it, stored or from this batch (`row`). */
type Known = Omit<Prior, 'seq' | 'id' | keyof Rank> & { seq: number | undefined; row: number | undefined; rank: Rank | undefined }

/** What became of a body. `rows` of the batch are told apart by the judgement. */
export type Intake = { status: string; at: Micros; batch: Batch; judgement: Judgement; refused: readonly Remark[] }

export function judgeBatch(batch: Batch, priors: readonly Prior[], view: View, party: Party): Judgement {
  const judgement: Judgement = { fresh: [], merged: [], known: [], refused: [], mended: [] }
  const stored = groupById(priors)
  const repeated = repeatedIds(batch.ids)
  const first: Rank = { superseded: 9, preceded: 9, shadow: 9 }
  for (let row = 0; row < batch.rows; row++) {
    const id = batch.ids[row]!
    if (stored.get(id) === undefined && !repeated.has(id)) {
      judgement.fresh.push({ row, line: 0, rank: first }) // the common case: nothing of this id is here
      continue
    }
    const here = stored.get(id) ?? []
    stored.set(id, here)
    judgeRow(batch, row, here, view, party, judgement)
  }
  for (const versions of stored.values()) mend(versions, judgement)
  judgement.fresh.sort((a, b) => a.row - b.row) // dates added follow the order in which objects were sent
  return judgement
}

function judgeRow(batch: Batch, row: number, here: Known[], view: View, party: Party, judgement: Judgement): void {
  const next = rowOf(batch, row, party)
  const own = here.filter((each) => each.owner === party)
  const others = here.filter((each) => each.owner !== party && (each.mine === 1 || each.least <= view.ceiling))
  const twin = own.find((each) => each.version === next.version)
  if (twin !== undefined && sameDigest(twin, next)) return void judgement.known.push(row)
  if (twin !== undefined) return void judgement.refused.push(versionRemark(batch, row, 'content-differs'))

  const versioned = batch.versioned[row] === 1
  const equal = others.find((each) => each.version === next.version && isOpen(each, view) && sameDigest(each, next) && (versioned || next.least >= each.least))
  if (equal?.seq !== undefined) {
    if (equal.mine === 1) return void judgement.known.push(row)
    return void judgement.merged.push({ seq: equal.seq, row })
  }
  const line = own[0]?.line
  if (versioned && others.some((each) => line === undefined || each.line < line)) {
    return void judgement.refused.push(remark(batch, row, NOT_CREATOR))
  }
  if (versioned) {
    const verdict = own.length >= MOST_VERSIONS ? 'too-many' : judgeVersion(own.map(priorOf), priorOf(next))
    if (verdict === 'too-many') return void judgement.refused.push(remark(batch, row, TOO_MANY))
    if (verdict !== 'new' && verdict !== 'same') return void judgement.refused.push(versionRemark(batch, row, verdict))
  }
  here.push({ ...next, line: line ?? here.reduce((most, each) => Math.max(most, each.line), -1) + 1 })
}

/** Seen with nothing held back: an equal object may then be said to be equal. */
const isOpen = (each: Known, view: View): boolean => each.mine === 1 || each.whole <= view.ceiling

/** The ranks of all versions of one id anew: fresh ones get theirs, stored ones are mended where theirs changed. */
function mend(versions: readonly Known[], { fresh, mended }: Judgement): void {
  if (!versions.some(({ row }) => row !== undefined)) return
  const ranks = rankVersions(versions)
  versions.forEach(({ seq, row, line, rank: old }, at) => {
    const rank = ranks[at]!
    if (row !== undefined) fresh.push({ row, line, rank })
    else if (seq !== undefined && (old?.superseded !== rank.superseded || old.preceded !== rank.preceded || old.shadow !== rank.shadow)) {
      mended.push({ seq, ...rank })
    }
  })
}

function rowOf(batch: Batch, row: number, party: Party): Known {
  return {
    seq: undefined, row, rank: undefined, line: 0, owner: party, mine: 1,
    version: batch.versions[row]!, created: batch.created[row]!, creator: batch.creators[row]!, revoked: batch.revoked[row]!,
    least: batch.least[row]!, whole: batch.whole[row]!, digest: batch.digests.subarray(row * DIGEST_BYTES, (row + 1) * DIGEST_BYTES),
  }
}

function groupById(priors: readonly Prior[]): Map<string, Known[]> {
  const groups = new Map<string, Known[]>()
  for (const { id, superseded, preceded, shadow, ...prior } of priors) {
    const known = { ...prior, row: undefined, rank: { superseded, preceded, shadow } }
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [known])
    else group.push(known)
  }
  return groups
}

function repeatedIds(ids: readonly string[]): ReadonlySet<string> {
  const repeated = new Set<string>()
  const met = new Set<string>()
  for (const id of ids) {
    if (met.has(id)) repeated.add(id)
    met.add(id)
  }
  return repeated
}

const priorOf = ({ creator, created, version, revoked }: Known) =>
  ({ creator: String(creator), created, modified: version, revoked: revoked === 1, same: false })

function sameDigest(one: Known, other: Known): boolean {
  return Buffer.compare(one.digest, other.digest) === 0
}

const NOT_CREATOR = {
  code: 'exchange.not-creator', pointer: '/id',
  message: 'another organisation shared this object first, and only it publishes versions of it',
  rule: 'STIX 2.1 §3.6: only the object creator makes new versions',
  fix: 'publish an object of your own, with a relationship “derived-from” to this one',
}
const TOO_MANY = {
  code: 'exchange.too-many-versions', pointer: '/modified',
  message: `${MOST_VERSIONS} versions of this object are kept already`,
  rule: `a collection keeps at most ${MOST_VERSIONS} versions of one object`,
  fix: 'delete old versions, or publish sightings instead of new versions',
}

const POINTERS: Record<VersionRefusal, string> = {
  'content-differs': '/modified', 'created-changed': '/created', 'creator-changed': '/created_by_ref', 'already-revoked': '/revoked', 'revoked-too-early': '/modified',
}

function versionRemark(batch: Batch, row: number, refusal: VersionRefusal): Remark {
  const { rule, right } = VERSION_RULES[refusal]
  const unversioned = refusal === 'content-differs' && batch.versioned[row] !== 1
  return remark(batch, row, {
    code: `exchange.${refusal}`,
    pointer: unversioned ? '/id' : POINTERS[refusal],
    message: unversioned ? 'your organisation shared this object before, with other content' : WORDS[refusal],
    rule,
    fix: unversioned ? 'delete the one that is here first: an object without modified has one version' : right,
  })
}

const WORDS: Record<VersionRefusal, string> = {
  'content-differs': 'this version is here already, with other content',
  'created-changed': 'created differs from the versions that are here',
  'creator-changed': 'created_by_ref differs from the versions that are here',
  'already-revoked': 'a revoked version is here already',
  'revoked-too-early': 'later versions are here than the one that revokes',
}

function remark(batch: Batch, row: number, rest: Omit<Remark, 'index' | 'id'>): Remark {
  return { index: batch.places[row]!, id: batch.ids[row]!, ...rest }
}
