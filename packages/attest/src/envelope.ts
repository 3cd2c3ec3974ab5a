/**
 * DSSE 1.0.2: what is signed is the payload together with its type (the pre-authentication encoding), never a
 * re-serialisation of it. Knows no algorithm: who signs and who verifies is given.
 */
import { parseBase64, printBase64 } from './base64.ts'
import { AttestError } from './errors.ts'
import { isObject, parseJson } from './json.ts'

export type Signature = {
  /** A hint, not authenticated: no decision hangs on it. Empty where there is none. */
  keyid: string
  sig: Uint8Array
}
/** As decoded. `payload` is the exact bytes that were signed: parse those and nothing else. */
export type Envelope = { payload: Uint8Array; payloadType: string; signatures: Signature[] }
/** Signs these bytes; the key stays where it is. */
export type Signer = (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array
export type SigningKey = { keyid: string; sign: Signer }
/** `publicKey` says which keys are one and the same: a threshold counts distinct ones. */
export type TrustedKey = { keyid: string; publicKey: Uint8Array; verify(message: Uint8Array, signature: Uint8Array): Promise<boolean> | boolean }
export type Verified<K extends TrustedKey = TrustedKey> = { payload: Uint8Array; payloadType: string; /** Those whose signature is right, each once. */ keys: K[] }

/** More than any act needs, and few enough that checking them all costs little. */
const MOST_SIGNATURES = 100

/** PAE(type, body) of the protocol: "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body, lengths in bytes. */
export function pae(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = new TextEncoder().encode(payloadType)
  const head = new TextEncoder().encode(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `)
  const bytes = new Uint8Array(head.length + payload.length)
  bytes.set(head)
  bytes.set(payload, head.length)
  return bytes
}

/** The payload in an envelope, signed by each of the keys. */
export async function signEnvelope(payloadType: string, payload: Uint8Array, keys: readonly SigningKey[]): Promise<Envelope> {
  const bytes = pae(payloadType, payload)
  const signatures: Signature[] = []
  for (const { keyid, sign } of keys) signatures.push({ keyid, sig: await sign(bytes) })
  return { payload, payloadType, signatures }
}

/** One line of JSON, base64 in the standard alphabet. An empty keyid is left out. */
export function printEnvelope({ payload, payloadType, signatures }: Envelope): string {
  return JSON.stringify({
    payload: printBase64(payload),
    payloadType,
    signatures: signatures.map(({ keyid, sig }) => ({ ...(keyid === '' ? {} : { keyid }), sig: printBase64(sig) })),
  })
}

/** Envelope §Parsing rules: four fields are required, `keyid` is not, others are ignored. Throws AttestError. */
export function parseEnvelope(input: string | Uint8Array): Envelope {
  const value = parseJson(input)
  if (!isObject(value)) throw wrong('', 'is an object')
  const payloadType = textOf(value['payloadType'], '/payloadType')
  const payload = parseBase64(textOf(value['payload'], '/payload'), '/payload')
  const signatures = value['signatures']
  if (!Array.isArray(signatures)) throw wrong('/signatures', 'is a list')
  if (signatures.length > MOST_SIGNATURES) throw wrong('/signatures', `has at most ${MOST_SIGNATURES}`)
  return { payload, payloadType, signatures: signatures.map(parseSignature) }
}

function parseSignature(value: unknown, at: number): Signature {
  const pointer = `/signatures/${at}`
  if (!isObject(value)) throw wrong(pointer, 'is an object')
  const { keyid, sig } = value
  return { keyid: keyid === undefined ? '' : textOf(keyid, `${pointer}/keyid`), sig: parseBase64(textOf(sig, `${pointer}/sig`), `${pointer}/sig`) }
}

/**
 * Protocol §Multi-signature Verification: `threshold` distinct keys of those given have signed, and the type is one that
 * the caller takes. Signatures that are not right are passed over. Throws `unsupported-type`, `threshold-missed`.
 */
export async function verifyEnvelope<K extends TrustedKey>(
  { payload, payloadType, signatures }: Envelope,
  { keys, threshold = 1, payloadTypes }: { keys: readonly K[]; threshold?: number; payloadTypes: readonly string[] },
): Promise<Verified<K>> {
  if (!Number.isInteger(threshold) || threshold < 1) throw new RangeError('a threshold is 1 or more')
  if (!payloadTypes.includes(payloadType)) {
    throw new AttestError('unsupported-type', '/payloadType', `is one of ${payloadTypes.join(', ')}, not ${JSON.stringify(payloadType.slice(0, 100))}`)
  }
  const message = pae(payloadType, payload)
  const accepted = new Map<string, K>()
  for (const { keyid, sig } of signatures) {
    const key = await signerOf(keys, keyid, (each) => each.verify(message, sig))
    if (key !== undefined) accepted.set(key.publicKey.join(), key)
  }
  if (accepted.size < threshold) {
    throw new AttestError('threshold-missed', '/signatures', `needs ${threshold} of the trusted keys, each counted once; ${accepted.size} signed`)
  }
  return { payload, payloadType, keys: [...accepted.values()] }
}

/** The key id only says where to look first. */
async function signerOf<K extends TrustedKey>(keys: readonly K[], keyid: string, verify: (key: K) => Promise<boolean> | boolean): Promise<K | undefined> {
  for (const key of keys) if (key.keyid === keyid && (await verify(key))) return key
  for (const key of keys) if (key.keyid !== keyid && (await verify(key))) return key
  return undefined
}

const wrong = (pointer: string, rule: string): AttestError => new AttestError('malformed-envelope', pointer, rule)

function textOf(value: unknown, pointer: string): string {
  if (typeof value === 'string' && value.isWellFormed()) return value
  throw wrong(pointer, value === undefined ? 'is missing' : 'is text')
}
