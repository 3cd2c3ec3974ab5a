/**
 * Watching a log: what has come since the last time about these organisations, keys or names. Consistency first; then every
 * new entry is read and proven, so that nothing is passed over. What could not be looked into is counted and said.
 */
import { FactError, parseEntry, type Entry } from '@openaccord/facts'
import { AttestError, isObject, parseEnvelope, parseJson } from '@openaccord/attest'
import { createTileReader, parseSignedCheckpoint, sha256, TlogError, TILE_WIDTH, type FetchTile, type TileReader } from '@openaccord/tlog'
import { answerOf, refused, wordsOf, type Answer, type Step } from './answer.ts'
import { judgeCheckpoint } from './checkpoints.ts'
import { compare } from './consistency.ts'
import type { Conflict } from './conflict.ts'
import { keptCheckpoint, type LogState } from './log-state.ts'
import { fromUtf8, hexOf } from './texts.ts'
import { policyOf, type Trust } from './trust.ts'

/** Gets a payload by its hash; what was taken away says why; undefined when it is not there. */
export type FetchPayload = (sha256: string) => Promise<Uint8Array | { readonly removed: string } | undefined>

export type MonitorOptions = {
  readonly checkpoint: string
  readonly fetchTile: FetchTile
  /** Without it only what stands in the entries themselves is looked at: ids, not names. */
  readonly fetchPayload?: FetchPayload | undefined
  readonly trust: Trust
  /** What was kept last time; without it everything is read, from the first entry. */
  readonly from?: LogState | undefined
  /** Ids of organisations or acts, key ids, versions, or names as they stand in what was signed. Empty: everything. */
  readonly about: readonly string[]
  readonly now?: number
  readonly onProgress?: (done: number, all: number) => void
}
/** `because`: which of what was asked for, each once. */
export type Match = { readonly index: number; readonly entry: Entry; readonly because: readonly string[] }
export type Monitored = {
  readonly answer: Answer
  readonly steps: readonly Step[]
  readonly matches: readonly Match[]
  /** Entries that were read. */
  readonly looked: number
  /** Of these, whose payload could not be read: sealed, taken away, or not there. Names in them are not seen. */
  readonly unread: number
  /** To keep; only where everything was right, so that nothing is skipped next time. */
  readonly state: LogState | undefined
  readonly conflict: Conflict | undefined
}

export async function monitorLog({ checkpoint, fetchTile, fetchPayload, trust, from, about, now, onProgress }: MonitorOptions): Promise<Monitored> {
  const judged = await judgeCheckpoint(checkpoint, policyOf(trust), now)
  const nothing = { matches: [], looked: 0, unread: 0, state: undefined, conflict: undefined }
  if (judged.checkpoint === undefined || answerOf(judged.steps) !== 'verified') return { ...nothing, answer: answerOf(judged.steps), steps: judged.steps }
  const { origin, size } = judged.checkpoint
  const kept = from === undefined ? undefined : keptCheckpoint(from, origin)
  const steps: Step[] = [...judged.steps]
  const found: Found = { matches: [], looked: 0, unread: 0 }
  let conflict: Conflict | undefined
  try {
    const reader = await createTileReader({ fetchTile, checkpoint: judged.checkpoint })
    if (from !== undefined) {
      const compared = await compare({ text: checkpoint, ...reader }, from.checkpoint, 'what was kept')
      steps.push(compared.step)
      conflict = compared.conflict
    }
    if (answerOf(steps) === 'verified') await read(reader, kept?.size ?? 0, { about: about.map(normal), asked: about, fetchPayload, found, steps, onProgress })
  } catch (error) {
    steps.push(refused('tree', error instanceof TlogError ? error.code : 'tree', wordsOf(error, TlogError)))
  }
  const answer = answerOf(steps)
  const state = answer === 'verified' && parseSignedCheckpoint(checkpoint).size === size ? { checkpoint, seenBy: judged.seenBy } : undefined
  return { answer, steps, ...found, state, conflict }
}

type Found = { matches: Match[]; looked: number; unread: number }
type Reading = {
  about: readonly string[]
  asked: readonly string[]
  fetchPayload: FetchPayload | undefined
  found: Found
  steps: Step[]
  onProgress: ((done: number, all: number) => void) | undefined
}

async function read(reader: TileReader, start: number, reading: Reading): Promise<void> {
  for (let bundle = Math.floor(start / TILE_WIDTH); bundle * TILE_WIDTH < reader.size; bundle++) {
    const leaves = await reader.entries(bundle)
    const first = bundle * TILE_WIDTH
    const fresh = leaves.map((leaf, at) => ({ leaf, index: first + at })).filter(({ index }) => index >= start)
    const matches = await Promise.all(fresh.map(({ leaf, index }) => look(leaf, index, reading)))
    reading.found.matches.push(...matches.flatMap((match) => match ?? []))
    reading.found.looked += fresh.length
    reading.onProgress?.(first + leaves.length - start, reader.size - start)
  }
}

async function look(leaf: Uint8Array, index: number, { about, asked, fetchPayload, found, steps }: Reading): Promise<Match | undefined> {
  const entry = readEntry(leaf)
  if (typeof entry === 'string') {
    steps.push(refused('entries', 'malformed-entry', `entry ${index}: ${entry}`, { index }))
    return undefined
  }
  const words = new Set([entry.id, entry.fact, entry.payload.sha256, entry.opens ?? '', entry.removes?.id ?? '', ...entry.about].map(normal))
  const payload = fetchPayload === undefined || entry.payload.form === 'sealed' ? undefined : await fetchPayload(entry.payload.sha256)
  const texts: string[] = []
  if (payload instanceof Uint8Array) {
    if (hexOf(sha256(payload)) !== entry.payload.sha256) {
      steps.push(refused('payloads', 'payload-changed', `the payload of entry ${index} is not the one that it names`, { index }))
      return undefined
    }
    for (const text of textsOf(payload)) texts.push(normal(text))
  } else {
    found.unread += 1
  }
  const because = asked.filter((_, at) => {
    const wanted = about[at] ?? ''
    return words.has(wanted) || texts.some((text) => isWithin(text, wanted))
  })
  return because.length > 0 || asked.length === 0 ? { index, entry, because } : undefined
}

function readEntry(leaf: Uint8Array): Entry | string {
  try {
    return parseEntry(fromUtf8(leaf) ?? '')
  } catch (error) {
    return wordsOf(error, FactError)
  }
}

/** Names are found in whatever case, width and spacing they are written. */
const normal = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()

const inWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character)

/** As a whole word or words, so that `Acme` is not found in `Acmeland`. */
function isWithin(text: string, wanted: string): boolean {
  if (wanted === '') return false
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!(inWord(wanted[0]) && inWord(text[at - 1])) && !(inWord(wanted.at(-1)) && inWord(text[at + wanted.length]))) return true
  }
  return false
}

/** Every text in a payload: of an act, those that were signed and the ids of the keys. A payload that is neither JSON nor an act is one text. */
function textsOf(payload: Uint8Array): string[] {
  try {
    const { payload: signed, signatures } = parseEnvelope(payload)
    return [...signatures.map(({ keyid }) => keyid), ...allTexts(parseJson(signed))]
  } catch (error) {
    if (!(error instanceof AttestError)) throw error
  }
  try {
    return allTexts(parseJson(payload))
  } catch (error) {
    if (!(error instanceof AttestError)) throw error
    return [new TextDecoder().decode(payload)]
  }
}

function allTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(allTexts)
  return isObject(value) ? Object.values(value).flatMap(allTexts) : []
}
