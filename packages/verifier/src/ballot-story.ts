/**
 * What the entries about a ballot say, read one by one in the order of the log: what the hub states, what organisations signed,
 * which seals were opened. Nothing is judged here but whether it can be read; `recount.ts` judges.
 */
import { AttestError, isObject, parseBase64, parseJson, type JsonObject } from '@openaccord/attest'
import { FactError, type Act, type Entry } from '@openaccord/facts'
import { wordsOf } from './answer.ts'
import { readAct, type ReadAct } from './keyring.ts'
import { secondsOf } from './texts.ts'
import { judgeCommitment } from './verify-evidence.ts'

/** An entry whose proof was found to be right. */
export type Proven = { readonly place: string; readonly index: number; readonly entry: Entry; readonly payload: Uint8Array | undefined }
export type Told = Proven & { readonly fact: string; readonly at: number; readonly says: JsonObject }
export type SignedHere = Proven & { readonly at: number; readonly read: ReadAct; readonly sealed: boolean }
/** A vote in its seal. `opened` is undefined as long as nothing has opened it. */
export type SealedVote = Proven & { readonly at: number; opened: SignedHere | undefined; removed: boolean }
export type Story = {
  readonly told: readonly Told[]
  /** Acts that lie open in the log: recusals, certificates, contests, decisions. */
  readonly acts: readonly SignedHere[]
  readonly sealed: readonly SealedVote[]
  readonly faults: readonly { readonly code: string; readonly words: string }[]
  /** What was taken away from the log, by place. */
  readonly missing: readonly string[]
}

/** An instant in microseconds since 1970, exactly as it is written. */
export function microsOf(instant: string): number {
  const [whole = '', part = ''] = instant.replace('Z', '').split('.')
  return secondsOf(`${whole}Z`) * 1_000_000 + Number(part.padEnd(6, '0').slice(0, 6))
}

export function readStory(entries: readonly Proven[]): Story {
  const story = { told: [] as Told[], acts: [] as SignedHere[], sealed: [] as SealedVote[], faults: [] as { code: string; words: string }[], missing: [] as string[] }
  const seals = new Map<string, SealedVote>()
  for (const one of entries) {
    try {
      readOne(one, story, seals)
    } catch (error) {
      story.faults.push({ code: 'malformed-payload', words: `${one.place} (${one.entry.fact}): ${wordsOf(error, AttestError, FactError)}` })
    }
  }
  return story
}

function readOne(one: Proven, story: { told: Told[]; acts: SignedHere[]; sealed: SealedVote[]; faults: { code: string; words: string }[]; missing: string[] }, seals: Map<string, SealedVote>): void {
  const { entry, payload, place } = one
  const at = microsOf(entry.at)
  if (entry.payload.form === 'sealed') {
    const vote: SealedVote = { ...one, at, opened: undefined, removed: false }
    seals.set(entry.id, vote)
    story.sealed.push(vote)
    return
  }
  const seal = entry.opens === undefined ? undefined : seals.get(entry.opens)
  if (entry.opens !== undefined && seal === undefined) return void story.faults.push({ code: 'opens-nothing', words: `${place} opens ${entry.opens}, and no sealed vote of that id came before` })
  if (payload === undefined) {
    if (seal !== undefined) seal.removed = true
    return void story.missing.push(place)
  }
  if (entry.payload.form === 'act') return void story.acts.push({ ...one, at, read: readAct(payload), sealed: false })
  if (seal !== undefined) return openSeal(one, seal, payload, story.faults)
  const says = parseJson(payload)
  if (!isObject(says)) throw new FactError('bad-entry', '', 'is an object')
  story.told.push({ ...one, at, fact: entry.fact.slice('ballots.'.length), says })
}

function openSeal(one: Proven, seal: SealedVote, payload: Uint8Array, faults: { code: string; words: string }[]): void {
  const judged = judgeCommitment(seal.entry, payload)
  if (judged.outcome !== 'ok') return void faults.push({ code: judged.code, words: `${one.place}: ${judged.words}` })
  if (seal.opened !== undefined) return void faults.push({ code: 'opened-twice', words: `${one.place} opens a vote that is open already` })
  const { payload: text } = parseJson(payload) as JsonObject
  seal.opened = { ...one, at: seal.at, read: readAct(parseBase64(String(text), '/payload')), sealed: true }
}

export type ActOf<K extends Act['kind']> = Extract<Act, { kind: K }>
