/**
 * Formal acts as they are handed in: a DSSE envelope over an in-toto statement, read exactly as it came, and held against
 * who hands it in, where and when. Pure but for hashing; signatures are verified in `verbs/acts.ts`.
 */
import { hash } from 'node:crypto'
import { AttestError, pae, parseEnvelope, parseJson, type Signature } from '@openaccord/attest'
import { ACT_PAYLOAD_TYPE, canonical, FactError, parseAct, printAct, subjectOf, type Act, type ActKind, type Json } from '@openaccord/facts'
import type { Micros, OrganisationId } from '@openaccord/names'
import { DAY, MINUTE, Refusal } from '../../../kernel/index.ts'

export type ActOf<K extends ActKind> = Extract<Act, { kind: K }>
/** A statement as its exact text, read. `paeSha256` is of what is signed: DSSE's pre-authentication encoding. */
export type Stated = { act: Act; statement: string; sha256: string; pae: Uint8Array; paeSha256: string }
export type HandedIn = Stated & { envelope: string; signatures: readonly Signature[] }

export const ACT_LASTS = DAY
const CLOCKS_DIFFER = MINUTE
const LARGEST_ENVELOPE = 262_144
const LARGEST_STATEMENT = 131_072
const MOST_SIGNATURES = 2
const KEYID = /^[0-9a-f]{64}$/

export const sha256 = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'hex')

/** From the text of an envelope. Throws a Refusal ('malformed' or 'unprocessable') that names field, rule and fix. */
export function openEnvelope(envelope: string): HandedIn {
  if (Buffer.byteLength(envelope) > LARGEST_ENVELOPE) throw new Refusal('too-large', 'members.act-large', `an envelope has at most ${LARGEST_ENVELOPE} bytes`)
  const { payload, payloadType, signatures } = asAct('/envelope', () => {
    const read = parseEnvelope(envelope) // refuses names given twice
    needOnly(JSON.parse(envelope))
    return read
  })
  if (payloadType !== ACT_PAYLOAD_TYPE) throw badEnvelope('/envelope/payloadType', `is ${ACT_PAYLOAD_TYPE}`)
  if (signatures.length < 1 || signatures.length > MOST_SIGNATURES) throw badEnvelope('/envelope/signatures', `has one signature, or two where a key replaces another`)
  signatures.forEach(({ keyid, sig }, at) => {
    if (!KEYID.test(keyid)) throw badEnvelope(`/envelope/signatures/${at}/keyid`, 'is the SHA-256 of the raw public key in 64 lower-case hexadecimal figures')
    if (sig.length !== 64) throw badEnvelope(`/envelope/signatures/${at}/sig`, 'is an Ed25519 signature of 64 bytes')
  })
  if (new Set(signatures.map(({ keyid }) => keyid)).size < signatures.length) throw badEnvelope('/envelope/signatures', 'has each key once')
  return { ...openStatement(utf8(payload)), envelope, signatures }
}

/** The text of a statement: one of the acts there are, in the one form that RFC 8785 gives it, about what it says. */
export function openStatement(statement: string): Stated {
  if (Buffer.byteLength(statement) > LARGEST_STATEMENT) throw new Refusal('too-large', 'members.act-large', `a statement has at most ${LARGEST_STATEMENT} bytes`)
  const act = asAct('/statement', () => {
    const value = parseJson(statement)
    const read = parseAct(value)
    if (canonicalText(value) !== statement) throw new FactError('bad-act', '', 'is in the one form of RFC 8785, byte for byte: names sorted, no white space')
    return read
  })
  const subject = subjectOf(act.kind, act.says, sha256)
  if (canonical(subject as unknown as Json) !== canonical(act.subject as unknown as Json)) {
    throw badAct('/statement/subject', 'is what the act is about, and nothing else')
  }
  const bytes = pae(ACT_PAYLOAD_TYPE, new TextEncoder().encode(statement))
  return { act, statement, sha256: sha256(statement), pae: bytes, paeSha256: sha256(bytes) }
}

/** What is signed here, by this organisation, about now. */
export function needRightAct({ act }: Stated, expected: { kind?: ActKind; alliance: string; organisation: OrganisationId }, now: Micros): void {
  if (expected.kind !== undefined && act.kind !== expected.kind) {
    throw new Refusal('unprocessable', 'members.act-kind', `this is the act “${act.kind}”; here the act “${expected.kind}” is handed in`)
  }
  if (act.alliance !== expected.alliance) {
    throw new Refusal('unprocessable', 'members.act-alliance', 'this act was signed for another alliance and is worth nothing here', {
      faults: [{ field: '/statement/predicate/alliance', rule: `is ${expected.alliance}`, fix: 'prepare the act here and sign that' }],
    })
  }
  if (act.organisation !== expected.organisation) throw new Refusal('forbidden', 'members.act-organisation', 'this act is in the name of another organisation than yours')
  const at = microsOf(act.at)
  if (at > now + CLOCKS_DIFFER) throw dated('members.act-early', 'is dated in the future')
  if (at < now - ACT_LASTS) throw dated('members.act-late', 'is older than a day')
}

const dated = (code: string, why: string): Refusal =>
  new Refusal('unprocessable', code, `this act ${why}: prepare it again and sign that`, { faults: [{ field: '/statement/predicate/at', rule: 'within the last day', fix: 'prepare the act again' }] })

/** The act that a person wants to sign. Throws a Refusal whose faults point into `/says`. */
export function drawUpAct(wish: { kind: ActKind; says: Record<string, unknown>; alliance: string; organisation: OrganisationId; at: string }): Stated {
  const { kind, says, ...head } = wish
  try {
    const subject = subjectOf(kind, says as never, sha256) // read before it is used
    return openStatement(printAct({ kind, subject, ...head, says } as Act))
  } catch (error) {
    if (!(error instanceof FactError)) throw error
    const field = error.pointer.replace(/^\/predicate/, '/says')
    throw new Refusal('unprocessable', 'members.act-says', `${field || 'the act'} ${error.rule}`, { cause: error, faults: [{ field, rule: error.rule }] })
  }
}

/** RFC 3339 in UTC with up to six decimals, as `parseAct` has let it through. */
export function microsOf(instant: string): Micros {
  const [whole = '', part = ''] = instant.slice(0, -1).split('.')
  return Date.parse(`${whole}Z`) * 1000 + Number(part.padEnd(6, '0'))
}

/** A form of its own for what is not well said in either layer: pointers of the statement stand under `/statement`. */
function asAct<T>(where: '/envelope' | '/statement', read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof FactError) throw badAct(`/statement${error.pointer}`, error.rule, error)
    if (error instanceof AttestError) throw badEnvelope(`${where}${error.pointer}`, error.message, error)
    throw error
  }
}

/** A lone surrogate has no form at all. */
function canonicalText(value: unknown): string | undefined {
  try {
    return canonical(value as Json)
  } catch {
    return undefined
  }
}

function needOnly(value: unknown): void {
  only(value, '/envelope', ['payload', 'payloadType', 'signatures'])
  const signatures = (value as { signatures?: unknown } | null)?.signatures
  if (Array.isArray(signatures)) signatures.forEach((each, at) => only(each, `/envelope/signatures/${at}`, ['keyid', 'sig']))
}

/** What is not signed has no place beside it: an envelope lies in the public log as it came. */
function only(value: unknown, pointer: string, names: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badEnvelope(pointer, 'is an object')
  const odd = Object.keys(value).find((name) => !names.includes(name))
  if (odd !== undefined) throw badEnvelope(`${pointer}/${odd.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1')}`, `has no place here; there are ${names.join(', ')}`)
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw badAct('/statement', 'is UTF-8 text', cause)
  }
}

const badEnvelope = (field: string, rule: string, cause?: unknown): Refusal =>
  new Refusal('malformed', 'members.act-envelope', `this is no envelope of a signed act: ${field} ${rule}`, {
    cause, faults: [{ field, rule, fix: 'hand in the text of the DSSE envelope exactly as it was signed' }],
  })

const badAct = (field: string, rule: string, cause?: unknown): Refusal =>
  new Refusal('unprocessable', 'members.act-statement', `this is no act of the alliance: ${field} ${rule}`, {
    cause, faults: [{ field, rule, fix: 'prepare the act here and sign exactly those bytes' }],
  })
