/**
 * Signing keys as the log tells of them: registered, confirmed, retired, in doubt. The order is the log's own, by index;
 * where a time decides (the first doubt), it is the time by which witnesses had seen the act, not what the log says of itself.
 */
import { AttestError, isObject, parseEnvelope, parseJson, verifyEnvelope, type Envelope, type TrustedKey } from '@openaccord/attest'
import { ACT_PAYLOAD_TYPE, FactError, parseAct, type Act, type Entry } from '@openaccord/facts'
import { sha256, verifyEd25519 } from '@openaccord/tlog'
import { bytesOfHex, hexOf, printSeconds, secondsOf } from './texts.ts'

type Event = { readonly index: number; readonly at: string; readonly organisation: string; readonly keyid: string }
export type KeyEvent =
  | (Event & { readonly kind: 'registered'; readonly publicKey: string; readonly replaces: string | undefined })
  | (Event & { readonly kind: 'confirmed' | 'retired' })
  | (Event & { readonly kind: 'compromised'; readonly firstDoubt: string })
export type KeyRing = readonly KeyEvent[]

/** An act read from its envelope, whoever may have signed it. */
export type ReadAct = { readonly act: Act; readonly envelope: Envelope }

/** Throws AttestError or FactError. */
export function readAct(payload: Uint8Array): ReadAct {
  const envelope = parseEnvelope(payload)
  if (envelope.payloadType !== ACT_PAYLOAD_TYPE) throw new AttestError('unsupported-type', '/payloadType', `is ${ACT_PAYLOAD_TYPE}`)
  return { act: parseAct(parseJson(envelope.payload)), envelope }
}

/** What an entry says about a key; undefined when it speaks of something else. Throws AttestError or FactError. */
export function keyEventOf(entry: Entry, index: number, payload: Uint8Array): KeyEvent | undefined {
  const { fact, at } = entry
  if (entry.payload.form === 'act' && fact.startsWith('members.key-')) return eventOfAct(readAct(payload).act, index, at)
  if (entry.payload.form !== 'fact' || !/^members\.key\.(?:confirmed|retired|compromised)$/.test(fact)) return undefined
  const told = parseJson(payload)
  if (!isObject(told)) throw new FactError('bad-entry', '', 'is an object')
  const [organisation, keyid] = [textOf(told['organisation'], '/organisation'), textOf(told['keyid'], '/keyid')]
  if (fact === 'members.key.compromised') return { kind: 'compromised', index, at, organisation, keyid, firstDoubt: instantOf(told['firstDoubt']) }
  return { kind: fact === 'members.key.confirmed' ? 'confirmed' : 'retired', index, at, organisation, keyid }
}

function eventOfAct(act: Act, index: number, at: string): KeyEvent | undefined {
  const { organisation } = act
  if (act.kind === 'key-registration') {
    const { publicKey, replaces } = act.says
    return { kind: 'registered', index, at, organisation, keyid: keyidOf(publicKey), publicKey, replaces }
  }
  if (act.kind === 'key-retirement') return { kind: 'retired', index, at, organisation, keyid: act.says.keyid }
  if (act.kind === 'key-compromise') return { kind: 'compromised', index, at, organisation, keyid: act.says.keyid, firstDoubt: act.says.firstDoubt }
  return undefined
}

/** SHA-256 of the raw public key, in hexadecimal. */
export const keyidOf = (publicKey: string): string => hexOf(sha256(bytesOfHex(publicKey)))

export const trustedKey = (publicKey: string): TrustedKey => {
  const raw = bytesOfHex(publicKey)
  return { keyid: keyidOf(publicKey), publicKey: raw, verify: (message, signature) => verifyEd25519(raw, message, signature) }
}

/** Key ids of those keys of the organisation, in whatever standing, whose signature in the envelope is right. */
export async function signersOf({ act, envelope }: ReadAct, ring: KeyRing): Promise<string[]> {
  const known = ring.filter((event) => event.kind === 'registered' && event.organisation === act.organisation).map((event) => (event.kind === 'registered' ? event.publicKey : ''))
  const own = act.kind === 'key-registration' ? [act.says.publicKey] : []
  const keys = [...new Set([...own, ...known])].map(trustedKey)
  try {
    return (await verifyEnvelope(envelope, { keys, payloadTypes: [ACT_PAYLOAD_TYPE] })).keys.map(({ keyid }) => keyid)
  } catch (error) {
    if (error instanceof AttestError && error.code === 'threshold-missed') return []
    throw error
  }
}

/** When an act was there: its place in the log, the log's own time, and by when a quorum had seen it (seconds since 1970). */
export type Moment = { readonly index: number; readonly at: string; readonly seenBy: number | undefined }
/** `compromised`: the log knew before the act. `in-doubt`: the doubt was stated later, and reaches back before the act. */
export type Standing = { readonly code: 'good' | 'unregistered' | 'unconfirmed' | 'retired' | 'compromised' | 'in-doubt' | 'doubt-undecided'; readonly words: string }

/** How the key stood for this organisation when the act came into the log. */
export function standingOf(ring: KeyRing, keyid: string, organisation: string, when: Moment): Standing {
  const own = ring.filter((event) => event.keyid === keyid && event.organisation === organisation)
  const before = own.filter(({ index }) => index < when.index)
  const name = `the key ${keyid.slice(0, 16)}…`
  if (!before.some(({ kind }) => kind === 'registered')) return { code: 'unregistered', words: `${name} was not registered for ${organisation} before entry ${when.index}` }
  if (!before.some(({ kind }) => kind === 'confirmed')) return { code: 'unconfirmed', words: `${name} was not confirmed for ${organisation} before entry ${when.index}` }
  const retired = before.find(({ kind }) => kind === 'retired')
  if (retired !== undefined) return { code: 'retired', words: `${name} was retired in entry ${retired.index}, before this act` }
  const doubts = own.flatMap((event) => (event.kind === 'compromised' ? [event] : []))
  return doubts.map((doubt) => standingInDoubt(doubt, when, name)).find(({ code }) => code !== 'good')
    ?? { code: 'good', words: `${name} was registered and confirmed for ${organisation}${doubts.length > 0 ? ', and the act was witnessed before the first doubt' : ''}` }
}

/** Before the first doubt it stays good; who says so is the witnesses. The log's own clock can refuse, but not excuse. */
function standingInDoubt({ index, firstDoubt }: { index: number; firstDoubt: string }, when: Moment, name: string): Standing {
  const doubt = secondsOf(firstDoubt)
  if (index < when.index) return { code: 'compromised', words: `${name} was in doubt since ${firstDoubt}, as entry ${index} says, before this act` }
  if (when.seenBy !== undefined && when.seenBy < doubt) return { code: 'good', words: `seen by witnesses by ${printSeconds(when.seenBy)}` }
  if (secondsOf(when.at) >= doubt) return { code: 'in-doubt', words: `${name} is in doubt since ${firstDoubt}, and the act came into the log at ${when.at}` }
  return { code: 'doubt-undecided', words: `${name} is in doubt since ${firstDoubt}; that the act is older (${when.at}) is only the log’s own word, no witness’s of that time is in the file` }
}

function textOf(value: unknown, pointer: string): string {
  if (typeof value === 'string') return value
  throw new FactError('bad-entry', pointer, 'is text')
}

function instantOf(value: unknown): string {
  const text = textOf(value, '/firstDoubt')
  if (Number.isNaN(Date.parse(text))) throw new FactError('bad-entry', '/firstDoubt', 'is an instant')
  return text
}
