/** What one can ask of the log, and the one thing one can do to it: take a payload away, with a reason that stays. */
import { entryOf } from '@openaccord/facts'
import { parseFactId, type Micros } from '@openaccord/names'
import { parseSignedCheckpoint } from '@openaccord/tlog'
import { iso, need, Refusal, type Actor } from '../../kernel/index.ts'
import type { Reader } from '../../platform/database.ts'
import { findFact } from '../../platform/journal.ts'
import { sha256Hex, takeAway } from './append.ts'
import type { Ledger } from './ledger.ts'
import { sealState, type SealState } from './model.ts'
import { entryIn, noSuchEntry, parsedPayload, showEntry, showKept, type ShownEntry } from './show.ts'
import { countConflicts, loadPublished, type Published } from './store/checkpoints.ts'
import { findEntry, listEntries, listSeals, listUnfit } from './store/entries.ts'
import { loadState } from './store/state.ts'
import { printBase64 } from './text.ts'

export type Question = { about?: string | undefined; fact?: readonly string[] | undefined; since?: Micros | undefined; until?: Micros | undefined; limit?: number | undefined; cursor?: string | undefined }

const PAGE = 50
/** Without these every act of the key would look forged, for good. */
const KEEPS: ReadonlySet<string> = new Set(['members.key-registration', 'members.key.confirmed'])

export type LedgerVerbs = ReturnType<typeof createLedgerVerbs>

export function createLedgerVerbs(ledger: Ledger) {
  const { database, clock, settings: { journal, forget } } = ledger

  async function status() {
    const [state, published, conflicts, unfit] = await database.read(async (tx) => [await loadState(tx), await loadPublished(tx), await countConflicts(tx), await listUnfit(tx)] as const)
    const standstill = ledger.standstill() ?? state?.standstill
    const missing = ledger.quorumMissing()
    return {
      origin: state?.origin ?? ledger.origin(),
      vkey: state?.vkey ?? ledger.vkey(),
      size: published?.size ?? 0,
      root: published === undefined ? null : printBase64(parseSignedCheckpoint(published.note).root),
      published: published === undefined ? null : iso(published.at),
      appended: state?.size ?? 0,
      waiting: await ledger.countWaiting(state?.taken ?? 0),
      quorum: ledger.policy().quorum,
      witnesses: ledger.witnesses().map((line) => withLast(line, published)),
      standstill: standstill === undefined ? null : { ...standstill, since: iso(standstill.since) },
      quorumMissingSince: missing === undefined ? null : iso(missing.since),
      conflicts,
      unfit: unfit.map(({ fact, reason }) => ({ fact: parseFactId(fact), reason })),
      mended: ledger.mended(),
    }
  }

  return {
    status,

    entries: (question: Question): Promise<{ entries: ShownEntry[]; cursor: string | null }> => database.read(async (tx) => {
      const { about, fact: names, since, until, limit = PAGE, cursor } = question
      const rows = await listEntries(tx, { about, names: names?.length === 0 ? undefined : names, since, until, before: cursor === undefined ? undefined : placeIn(cursor), limit: limit + 1 })
      const published = await loadPublished(tx)
      const shown = rows.slice(0, limit).map((kept) => showKept(kept, published))
      return { entries: shown, cursor: rows.length > limit ? String(rows[limit - 1]!.place) : null }
    }),

    async entry(name: string) {
      const { shown, leaf, payload, published } = await database.read((tx) => find(tx, name))
      const covered = shown.proof === 'waiting' ? undefined : published
      return {
        entry: shown, leaf, payload, parsed: parsedPayload(shown.form, payload),
        checkpoint: covered === undefined ? null : {
          size: covered.size, note: covered.note, published: iso(covered.at),
          cosigned: covered.cosigned.map(({ witness, time }) => ({ witness, at: iso(time * 1_000_000) })),
        },
      }
    },

    seals: (state: SealState | undefined, limit = PAGE) => database.read(async (tx) => {
      const now = clock()
      const published = await loadPublished(tx)
      const kept = await listSeals(tx, { state, now, limit })
      const seals = await Promise.all(kept.map(async (one) => {
        const entry = (await findEntry(tx, one.place))!
        return { entry: showKept(entry, published), state: sealState(one, now), openedBy: one.openedBy === null ? null : parseFactId(one.openedBy) }
      }))
      return { seals }
    }),

    /** The leaf and its proof stay; the payload is gone from the log, from the journal, from the rooms, and from what is served. */
    async removePayload(actor: Actor, name: string, reason: string): Promise<ShownEntry> {
      need(actor, 'accord.keep')
      const at = clock()
      return database.transact(async (tx) => {
        const kept = await findEntry(tx, placeOrFact(name))
        if (kept === undefined) throw noSuchEntry()
        const entry = entryIn(kept.leaf)
        if (entry.payload.form === 'sealed') throw new Refusal('conflict', 'ledger.nothing-beside', 'a sealed fact has no payload in the log; what was sealed lies with the room that sealed it')
        if (kept.removed !== null) throw new Refusal('conflict', 'ledger.removed-already', 'this payload was removed already')
        if (entry.removes !== undefined) throw new Refusal('conflict', 'ledger.reason-stays', 'why a payload was removed is not removed itself')
        if (KEEPS.has(entry.fact)) throw new Refusal('conflict', 'ledger.key-stays', 'by this entry everyone tells whose signatures count: it names no person, and is not removed')
        const [fact] = await journal.write(tx, { room: 'ledger', kind: 'payload-removed', at, body: { removes: entry.id, reason, by: actor.person ?? null } })
        await takeAway(tx, { id: fact!.id, removes: { id: entry.id, reason } }, at, forget)
        return showKept((await findEntry(tx, kept.place))!, await loadPublished(tx))
      })
    },
  }
}

/** By place, by fact, or still on its way from the journal. */
async function find(tx: Reader, name: string): Promise<{ shown: ShownEntry; leaf: string; payload: string | null; published: Published | undefined }> {
  const published = await loadPublished(tx)
  const kept = await findEntry(tx, placeOrFact(name))
  if (kept !== undefined) return { shown: showKept(kept, published), leaf: kept.leaf, payload: kept.payload, published }
  const fact = name.startsWith('fact_') ? await findFact(tx, name) : undefined
  const logged = fact && entryOf(fact, sha256Hex)
  if (fact === undefined || logged === undefined) throw noSuchEntry()
  return { shown: showEntry(logged.entry, null, fact.at, null, published), leaf: logged.leaf, payload: logged.payload ?? null, published }
}

type Line = ReturnType<Ledger['witnesses']>[number]
/** What this hub has not seen itself since it started stands on the checkpoint. */
function withLast(line: Line, published: Published | undefined) {
  const last = published?.cosigned.find(({ witness }) => witness === line.name)
  const cosigned = line.cosigned ?? last?.time ?? null
  return { ...line, cosigned: cosigned === null ? null : iso(cosigned * 1_000_000), size: line.size ?? (last === undefined ? null : published!.size) }
}

export const placeOrFact = (name: string): number | string => (/^\d+$/.test(name) ? Number(name) : name)

function placeIn(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor)
  throw new Refusal('malformed', 'ledger.bad-cursor', 'this cursor is not one that the hub gave', { faults: [{ field: '/cursor', rule: 'is the cursor of an earlier answer', fix: 'begin again without it' }] })
}
