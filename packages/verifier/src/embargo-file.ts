/**
 * The file that proves an embargo after its end, as a case's room gives it: terms, what ended it, and each sealed act with what
 * opens it and its evidence file. `{ "compliance": "openaccord/embargo/v1", case, origin, made, terms, ended, entries, note }`.
 */
import { AttestError, isObject, parseBase64, parseJson, type JsonObject } from '@openaccord/attest'
import { VerifierError } from './errors.ts'
import { parseEvidence, type Evidence } from './evidence-file.ts'

export const EMBARGO = 'openaccord/embargo/v1'
export const EMBARGO_SAID = ['terms-proposed', 'terms-accepted', 'terms-declined', 'left', 'declined', 'embargo-ended'] as const
export type EmbargoSaid = (typeof EMBARGO_SAID)[number]
export type EmbargoTerms = { readonly id: string; readonly ends: string; readonly zone: string; readonly textSha256: string }
/** `evidence` is null where no checkpoint covered the entry when the file was made. */
export type EmbargoEntry = {
  readonly fact: string
  readonly at: string
  readonly what: EmbargoSaid
  readonly terms: string | null
  readonly party: string | null
  readonly guest: boolean
  readonly salt: Uint8Array
  readonly payload: Uint8Array
  readonly evidence: Evidence | null
}
export type EmbargoFile = { readonly case: string; readonly made: string; readonly terms: readonly EmbargoTerms[]; readonly ended: { readonly at: string; readonly how: string }; readonly entries: readonly EmbargoEntry[] }

const MOST_BYTES = 128 * 1024 * 1024
const MOST_ENTRIES = 5000
const FIELDS: ReadonlySet<string> = new Set(['compliance', 'case', 'origin', 'made', 'terms', 'ended', 'entries', 'note'])

/** Throws VerifierError `malformed-embargo`. A field that is not known is refused: the file says what it says. */
export function parseEmbargo(input: string | Uint8Array): EmbargoFile {
  if (input.length > MOST_BYTES) throw wrong(`it is longer than ${MOST_BYTES} bytes`)
  try {
    const value = parseJson(input)
    if (!isObject(value) || value['compliance'] !== EMBARGO) throw wrong(`/compliance is ${EMBARGO}`)
    for (const name of Object.keys(value)) if (!FIELDS.has(name)) throw wrong(`/${name.slice(0, 80)} has no place here`)
    const ended = objectOf(value['ended'], '/ended')
    return {
      case: textOf(value, 'case', ''), made: momentOf(value, 'made', ''), terms: listOf(value['terms'], '/terms').map(readTerms),
      ended: { at: momentOf(ended, 'at', '/ended'), how: textOf(ended, 'how', '/ended') }, entries: listOf(value['entries'], '/entries').map(readEntry),
    }
  } catch (cause) {
    if (cause instanceof AttestError) throw wrong(cause.message, cause)
    throw cause
  }
}

function readTerms(value: unknown, at: number): EmbargoTerms {
  const pointer = `/terms/${at}`
  const one = objectOf(value, pointer)
  return { id: textOf(one, 'id', pointer), ends: momentOf(one, 'ends', pointer), zone: textOf(one, 'zone', pointer), textSha256: textOf(one, 'textSha256', pointer) }
}

function readEntry(value: unknown, at: number): EmbargoEntry {
  const pointer = `/entries/${at}`
  const one = objectOf(value, pointer)
  const opening = objectOf(one['opening'], `${pointer}/opening`)
  const what = EMBARGO_SAID.find((said) => said === one['what'])
  if (what === undefined) throw wrong(`${pointer}/what is one of ${EMBARGO_SAID.join(', ')}`)
  if (typeof one['guest'] !== 'boolean') throw wrong(`${pointer}/guest is true or false`)
  return {
    fact: textOf(one, 'fact', pointer), at: momentOf(one, 'at', pointer), what, guest: one['guest'],
    terms: one['terms'] === null ? null : textOf(one, 'terms', pointer), party: one['party'] === null ? null : textOf(one, 'party', pointer),
    salt: parseBase64(textOf(opening, 'salt', pointer), `${pointer}/opening/salt`), payload: parseBase64(textOf(opening, 'payload', pointer), `${pointer}/opening/payload`),
    evidence: one['evidence'] === null ? null : parseEvidence(JSON.stringify(objectOf(one['evidence'], `${pointer}/evidence`))),
  }
}

function objectOf(value: unknown, pointer: string): JsonObject {
  if (!isObject(value)) throw wrong(`${pointer} is not an object`)
  return value
}

function listOf(value: unknown, pointer: string): readonly unknown[] {
  if (Array.isArray(value) && value.length <= MOST_ENTRIES) return value
  throw wrong(`${pointer} is a list of at most ${MOST_ENTRIES}`)
}

function textOf(value: JsonObject, name: string, pointer: string): string {
  const text = value[name]
  if (typeof text === 'string' && text.isWellFormed()) return text
  throw wrong(`${pointer}/${name} is ${text === undefined ? 'missing' : 'not text'}`)
}

function momentOf(value: JsonObject, name: string, pointer: string): string {
  const text = textOf(value, name, pointer)
  if (text.endsWith('Z') && !Number.isNaN(Date.parse(text))) return text
  throw wrong(`${pointer}/${name} is no instant in UTC`)
}

const wrong = (why: string, cause?: unknown): VerifierError => new VerifierError('malformed-embargo', `not a file that proves an embargo: ${why}`, { cause })
