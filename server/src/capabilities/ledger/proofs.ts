/**
 * Proofs as files: C2SP tlog-proof of one entry, and the evidence file, which holds everything that is needed to check an act
 * offline: the leaf, what lies beside it, its proofs, and the entries about the keys that signed.
 */
import { parseProof, parseSignedCheckpoint, printProof, TlogError, type TileReader } from '@openaccord/tlog'
import { Refusal } from '../../kernel/index.ts'
import type { Reader } from '../../platform/database.ts'
import type { Ledger } from './ledger.ts'
import { entryIn, keysOf, noSuchEntry, notYetCovered } from './show.ts'
import { firstCovering, loadPublished, type Published } from './store/checkpoints.ts'
import { findEntry, listEntries, type Kept } from './store/entries.ts'
import { printBase64 } from './text.ts'

/** One entry with what proves it. `early`: against the first checkpoint that covered it, whose cosignatures bound its time. */
export type Piece = { entry: string; payload: string | null; removed?: string; proof: string; early?: string }
export type EvidenceFile = { evidence: 'openaccord/evidence/v1' } & Piece & { keys: Piece[]; opens?: Piece }
/** An entry as one of many that are proven against one checkpoint: hashes of a tlog-proof in base64. */
export type Proven = { entry: string; payload: string | null; removed?: string; index: number; proof: string[] }
/** Against the newest published checkpoint, or the first one that covered the entry. */
export type As = 'newest' | 'first'

/** What happened to a key, as far as it decides whether a signature counts. */
const KEY_FACTS = ['members.key-registration', 'members.key.confirmed', 'members.key.retired', 'members.key-retirement', 'members.key.compromised', 'members.key-compromise']
const MOST_KEY_FACTS = 100
const READERS_KEPT = 8

/** An entry, and the first checkpoint that covered it. */
type Found = { kept: Kept; first: Published }

export function createProofs({ database, tiles }: Pick<Ledger, 'database' | 'tiles'>) {
  const readers = new Map<string, Promise<TileReader>>()

  /** One for each checkpoint, so that tiles are verified and opened once. */
  function readerOf({ note }: Published): Promise<TileReader> {
    const known = readers.get(note)
    if (known !== undefined) return known
    const { size, root } = parseSignedCheckpoint(note)
    const made = tiles.reader({ size, root })
    readers.set(note, made)
    made.catch(() => readers.delete(note))
    for (const oldest of readers.keys()) if (readers.size > READERS_KEPT) readers.delete(oldest)
    return made
  }

  async function proofIn(published: Published, place: number): Promise<string> {
    try {
      const hashes = await (await readerOf(published)).inclusionProof(place)
      return printProof({ index: place, hashes, checkpoint: published.note })
    } catch (error) {
      if (!(error instanceof TlogError)) throw error
      readers.clear()
      throw new Refusal('unavailable', 'ledger.tiles-unreadable', 'the tiles of the log are being written again; ask again in a few seconds', { retryAfterSeconds: 5, cause: error })
    }
  }

  async function provenIn(published: Published, { leaf, payload, removed, place }: Kept): Promise<Proven> {
    const { hashes } = parseProof(await proofIn(published, place))
    return { entry: leaf, payload, ...(removed === null ? {} : { removed: removed.reason }), index: place, proof: hashes.map((hash) => printBase64(hash)) }
  }

  async function pieceOf({ kept, first }: Found, newest: Published): Promise<Piece> {
    const { leaf, payload, removed, place } = kept
    return {
      entry: printBase64(Buffer.from(leaf)), payload: payload === null ? null : printBase64(Buffer.from(payload)),
      ...(removed === null ? {} : { removed: removed.reason }), proof: await proofIn(newest, place),
      ...(first.size === newest.size ? {} : { early: await proofIn(first, place) }),
    }
  }

  return {
    async proof(name: number | string, as: As): Promise<string> {
      const { found, newest } = await database.read(async (tx) => {
        const last = await loadPublished(tx)
        return { found: await find(tx, name, last), newest: last }
      })
      return proofIn(as === 'first' ? found.first : newest!, found.kept.place)
    },

    /**
     * Several entries against one checkpoint, the first that covers the last of them: so what is proven stays the same bytes.
     * `facts` in the order of the log; as many as are covered, or undefined. `keys`: what happened to the keys that signed them.
     */
    async together(facts: readonly string[]): Promise<{ checkpoint: string; entries: Proven[]; keys: Proven[] } | undefined> {
      const found = await database.read(async (tx) => {
        const newest = await loadPublished(tx)
        const kept: Kept[] = []
        for (const fact of facts) {
          const one = await findEntry(tx, fact)
          if (one === undefined || newest === undefined || one.place >= newest.size) break
          kept.push(one)
        }
        const last = kept.at(-1)
        const published = last && (await firstCovering(tx, last.place))
        return published && { published, kept, keys: await keyFacts(tx, [...new Set(kept.flatMap(signersIn))], published, new Set(kept.map(({ place }) => place))) }
      })
      if (found === undefined) return undefined
      const { published, kept, keys } = found
      const all = (many: readonly Kept[]) => Promise.all(many.map((one) => provenIn(published, one)))
      return { checkpoint: published.note, entries: await all(kept), keys: await all(keys) }
    },

    /** `opened`: the act that a sealed entry holds, for whoever has it: then the keys that signed it are in the file too. */
    async evidence(name: number | string, opened?: string): Promise<EvidenceFile> {
      const { found, newest, keys, sealed } = await database.read(async (tx) => {
        const last = await loadPublished(tx)
        const here = await find(tx, name, last)
        const { opens } = entryIn(here.kept.leaf)
        return { found: here, newest: last!, keys: await aboutKeys(tx, here, last!, opened), sealed: opens === undefined ? undefined : await find(tx, opens, last) }
      })
      const pieces: Piece[] = []
      for (const key of keys) pieces.push(await pieceOf(key, newest))
      return {
        evidence: 'openaccord/evidence/v1', ...(await pieceOf(found, newest)), keys: pieces,
        ...(sealed === undefined ? {} : { opens: await pieceOf(sealed, newest) }),
      }
    },
  }
}

async function find(tx: Reader, name: number | string, newest: Published | undefined): Promise<Found> {
  const kept = await findEntry(tx, name)
  if (kept === undefined) throw noSuchEntry()
  return { kept, first: await firstOf(tx, kept, newest) }
}

async function firstOf(tx: Reader, { place }: Kept, newest: Published | undefined): Promise<Published> {
  const first = newest === undefined || newest.size <= place ? undefined : await firstCovering(tx, place)
  if (first === undefined) throw notYetCovered()
  return first
}

/** Entries about the keys that signed this act, but for the act itself. */
async function aboutKeys(tx: Reader, { kept }: Found, newest: Published, opened?: string): Promise<Found[]> {
  const { form } = entryIn(kept.leaf).payload
  const act = form === 'act' ? kept.payload : form === 'sealed' ? (opened ?? null) : null
  const keys = act === null ? [] : keysOf(act)
  const covered = await keyFacts(tx, keys, newest, new Set([kept.place]))
  return Promise.all(covered.map(async (one) => ({ kept: one, first: await firstOf(tx, one, newest) })))
}

async function keyFacts(tx: Reader, keys: readonly string[], newest: Published, but: ReadonlySet<number>): Promise<Kept[]> {
  const found = new Map<number, Kept>()
  for (const about of keys) for (const one of await listEntries(tx, { about, names: KEY_FACTS, limit: MOST_KEY_FACTS })) found.set(one.place, one)
  return [...found.values()].filter(({ place }) => place < newest.size && !but.has(place)).sort((a, b) => a.place - b.place)
}

/** Who signed an act, also one that was sealed and is opened here. */
function signersIn({ leaf, payload }: Kept): string[] {
  const { form } = entryIn(leaf).payload
  if (payload === null || (form !== 'act' && form !== 'opening')) return []
  if (form === 'act') return keysOf(payload)
  const opened: { payload?: unknown } = JSON.parse(payload)
  return typeof opened.payload === 'string' ? keysOf(Buffer.from(opened.payload, 'base64').toString('utf8')) : []
}
