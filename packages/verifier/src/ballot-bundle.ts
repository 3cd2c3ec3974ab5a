/**
 * The bundle of a ballot: all that is needed to recount it without a network. One JSON object in the one form of RFC 8785 and a
 * line feed, so that nothing hides in white space; `sha256` is of the same object without itself:
 *
 *   { "ballot": "ballot_…", "bundle": "openaccord/ballot/v1",
 *     "checkpoint": the signed checkpoint that all proofs lead to,
 *     "entries": [ { "entry": the leaf, "payload": what lies beside it | null, "removed": why (where it was taken away),
 *                    "index": its place, "proof": [ base64 ] } ] — every entry of the log about the ballot, in its order,
 *     "keys": [ the same: entries about the keys that signed ],
 *     "sha256": "…", "texts": [ { "version", "language", "text" } ] }
 */
import { AttestError, isObject, parseBase64, parseJson, type JsonObject } from '@openaccord/attest'
import { canonical, type Json } from '@openaccord/facts'
import { printProof, sha256, TlogError } from '@openaccord/tlog'
import { VerifierError } from './errors.ts'
import type { Piece } from './evidence-file.ts'
import { fromUtf8, hexOf, utf8 } from './texts.ts'

export const BALLOT_BUNDLE = 'openaccord/ballot/v1'

export type BundleText = { readonly version: number; readonly language: string; readonly text: string }
export type BallotBundle = { readonly ballot: string; readonly checkpoint: string; readonly texts: readonly BundleText[]; readonly entries: readonly Piece[]; readonly keys: readonly Piece[] }

const MOST_BYTES = 128 * 1024 * 1024
const MOST_ENTRIES = 100_000
const FIELDS = ['ballot', 'bundle', 'checkpoint', 'entries', 'keys', 'sha256', 'texts']

/** Throws VerifierError `malformed-bundle`, with the field that is wrong. */
export function parseBallotBundle(input: string | Uint8Array): BallotBundle {
  if (input.length > MOST_BYTES) throw wrong(`it is longer than ${MOST_BYTES} bytes`)
  const text = typeof input === 'string' ? input : fromUtf8(input)
  if (text === undefined) throw wrong('it is not UTF-8')
  try {
    const value = parseJson(text)
    if (!isObject(value)) throw wrong('it is not a JSON object')
    if (value['bundle'] !== BALLOT_BUNDLE) throw wrong(`/bundle is ${BALLOT_BUNDLE}`)
    only(value, '', FIELDS)
    const checkpoint = textOf(value, 'checkpoint', '')
    const bundle = {
      ballot: textOf(value, 'ballot', ''), checkpoint,
      texts: listOf(value, 'texts').map((one, at) => readText(one, `/texts/${at}`)),
      entries: listOf(value, 'entries').map((one, at) => readPiece(one, `/entries/${at}`, checkpoint)),
      keys: listOf(value, 'keys').map((one, at) => readPiece(one, `/keys/${at}`, checkpoint)),
    }
    needWhole(value, text)
    return bundle
  } catch (cause) {
    if (cause instanceof AttestError || cause instanceof TlogError) throw wrong(cause.message, cause)
    throw cause
  }
}

/** A byte that was lost on the way is found here; one that was changed on purpose, by what is signed. */
function needWhole(value: JsonObject, text: string): void {
  const { sha256: named, ...rest } = value
  if (`${canonical(value as unknown as Json)}\n` !== text) throw wrong('it is not in the one form of RFC 8785 with a line feed at the end')
  if (hexOf(sha256(utf8(canonical(rest as unknown as Json)))) !== named) throw wrong('/sha256 is not the hash of the rest: a byte of the file was changed')
}

function readText(value: unknown, pointer: string): BundleText {
  if (!isObject(value)) throw wrong(`${pointer} is not an object`)
  only(value, pointer, ['language', 'text', 'version'])
  return { version: wholeOf(value, 'version', pointer), language: textOf(value, 'language', pointer), text: textOf(value, 'text', pointer) }
}

function readPiece(value: unknown, pointer: string, checkpoint: string): Piece {
  if (!isObject(value)) throw wrong(`${pointer} is not an object`)
  only(value, pointer, ['entry', 'index', 'payload', 'proof', 'removed'])
  const { payload, removed, proof } = value
  if (!Array.isArray(proof) || proof.length > 63) throw wrong(`${pointer}/proof is a list of at most 63 hashes`)
  const hashes = proof.map((hash, at) => (typeof hash === 'string' ? parseBase64(hash, `${pointer}/proof/${at}`) : new Uint8Array()))
  const short = hashes.findIndex((hash) => hash.length !== 32)
  if (short !== -1) throw wrong(`${pointer}/proof/${short} is no hash of 32 bytes`)
  return {
    entry: utf8(textOf(value, 'entry', pointer)), payload: payload === null ? null : utf8(textOf(value, 'payload', pointer)),
    ...(removed === undefined ? {} : { removed: textOf(value, 'removed', pointer) }),
    proof: printProof({ index: wholeOf(value, 'index', pointer), hashes, checkpoint }),
  }
}

function only(value: JsonObject, pointer: string, names: readonly string[]): void {
  const odd = Object.keys(value).find((name) => !names.includes(name))
  if (odd !== undefined) throw wrong(`${pointer}/${odd.slice(0, 80)} has no place here`)
}

function listOf(value: JsonObject, name: string): readonly unknown[] {
  const list = value[name]
  if (Array.isArray(list) && list.length <= MOST_ENTRIES) return list
  throw wrong(`/${name} is a list of at most ${MOST_ENTRIES}`)
}

function textOf(value: JsonObject, name: string, pointer: string): string {
  const text = value[name]
  if (typeof text === 'string' && text.isWellFormed()) return text
  throw wrong(`${pointer}/${name} is ${text === undefined ? 'missing' : 'not text'}`)
}

function wholeOf(value: JsonObject, name: string, pointer: string): number {
  const number = value[name]
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  throw wrong(`${pointer}/${name} is ${number === undefined ? 'missing' : 'not a whole number'}`)
}

const wrong = (why: string, cause?: unknown): VerifierError => new VerifierError('malformed-bundle', `not a bundle of a ballot: ${why}`, { cause })
