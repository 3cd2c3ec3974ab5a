/**
 * The evidence file: all that is needed to check one entry of the log without a network. One JSON object,
 * `application/vnd.openaccord.evidence+json`:
 *
 *   { "evidence": "openaccord/evidence/v1",
 *     "entry": base64 of the leaf, "payload": base64 | null, "removed": why (where the payload was taken away),
 *     "proof": text of a tlog-proof, "early": one against an older checkpoint (not needed; bounds the time),
 *     "keys": [ the same without "keys": entries that registered, confirmed, retired or doubted the signing keys ],
 *     "opens": the same without "keys": the sealed entry that this one opens }
 */
import { AttestError, isObject, parseBase64, parseJson, printBase64, type JsonObject } from '@openaccord/attest'
import { VerifierError } from './errors.ts'

export const EVIDENCE = 'openaccord/evidence/v1'
export const EVIDENCE_MEDIA_TYPE = 'application/vnd.openaccord.evidence+json'

/** One entry with what proves it. */
export type Piece = {
  /** The leaf, byte for byte. */
  readonly entry: Uint8Array
  /** What lies beside it, byte for byte; null where nothing does. */
  readonly payload: Uint8Array | null
  /** Why the payload was taken away, as the log's server says. */
  readonly removed?: string
  /** Text of a tlog-proof. */
  readonly proof: string
  /** A further proof of the same entry against an older checkpoint, which was witnessed earlier. */
  readonly early?: string
}
export type Evidence = Piece & { readonly keys: readonly Piece[]; readonly opens?: Piece }

/** More than an organisation ever has, and little enough to be read by a page. */
const MOST_KEYS = 500
const MOST_BYTES = 32 * 1024 * 1024
const PIECE: ReadonlySet<string> = new Set(['entry', 'payload', 'removed', 'proof', 'early'])

/** Throws VerifierError `malformed-evidence`. A field that is not known is refused: the file says what it says. */
export function parseEvidence(input: string | Uint8Array): Evidence {
  if (input.length > MOST_BYTES) throw wrong(`it is longer than ${MOST_BYTES} bytes`)
  try {
    const value = parseJson(input)
    if (!isObject(value)) throw wrong('it is not a JSON object')
    if (value['evidence'] !== EVIDENCE) throw wrong(`/evidence is ${EVIDENCE}`)
    const { keys = [], opens } = value
    if (!Array.isArray(keys) || keys.length > MOST_KEYS) throw wrong(`/keys is a list of at most ${MOST_KEYS}`)
    const own = readPiece(value, '', ['evidence', 'keys', 'opens'])
    return {
      ...own,
      keys: keys.map((key, at) => readPiece(key, `/keys/${at}`)),
      ...(opens === undefined ? {} : { opens: readPiece(opens, '/opens') }),
    }
  } catch (cause) {
    if (cause instanceof AttestError) throw wrong(cause.message, cause)
    throw cause
  }
}

function readPiece(value: unknown, pointer: string, beside: readonly string[] = []): Piece {
  if (!isObject(value)) throw wrong(`${pointer} is not an object`)
  for (const name of Object.keys(value)) if (!PIECE.has(name) && !beside.includes(name)) throw wrong(`${pointer}/${name.slice(0, 80)} has no place here`)
  const { payload, removed, early } = value
  return {
    entry: parseBase64(textOf(value, 'entry', pointer), `${pointer}/entry`),
    payload: payload === null ? null : parseBase64(textOf(value, 'payload', pointer), `${pointer}/payload`),
    ...(removed === undefined ? {} : { removed: textOf(value, 'removed', pointer) }),
    proof: textOf(value, 'proof', pointer),
    ...(early === undefined ? {} : { early: textOf(value, 'early', pointer) }),
  }
}

function textOf(value: JsonObject, name: string, pointer: string): string {
  const text = value[name]
  if (typeof text === 'string' && text.isWellFormed()) return text
  throw wrong(`${pointer}/${name} is ${text === undefined ? 'missing' : 'not text'}`)
}

/** Indented by two spaces, so that people can look into it. */
export function printEvidence({ keys, opens, ...own }: Evidence): string {
  const value = { evidence: EVIDENCE, ...shownPiece(own), keys: keys.map(shownPiece), ...(opens === undefined ? {} : { opens: shownPiece(opens) }) }
  return `${JSON.stringify(value, null, 2)}\n`
}

const shownPiece = ({ entry, payload, removed, proof, early }: Piece) => ({
  entry: printBase64(entry),
  payload: payload === null ? null : printBase64(payload),
  ...(removed === undefined ? {} : { removed }),
  proof,
  ...(early === undefined ? {} : { early }),
})

const wrong = (why: string, cause?: unknown): VerifierError => new VerifierError('malformed-evidence', `not an evidence file: ${why}`, { cause })
