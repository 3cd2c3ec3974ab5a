/**
 * age files (C2SP age): looked at when they come, so that nobody can leave what no team could open; made and opened where a
 * browser runs no script. Plain text is in memory alone, for the length of one request.
 */
import { fault } from './model.ts'

/** Loaded with the first report. */
const age = () => import('age-encryption')

const FIRST = 'age-encryption.org/v1\n'
const MOST_STANZAS = 64
const MOST_HEADER = 32_768

/** From base64; refuses what is no age file for X25519 recipients, naming the field and what it is instead. */
export function readSealed(text: string, field: string, most: number): Uint8Array {
  const bytes = bytesOfBase64(text)
  const wrong = (rule: string, fix = 'send the age file as it is (binary, not armoured), in base64') => fault('sealed', field, rule, fix)
  if (bytes === undefined) throw wrong('is base64 (RFC 4648 §4, with padding)')
  if (bytes.length > most) throw wrong(`has at most ${Math.floor(most / 1_048_576)} MiB`, 'leave out files, or send them one by one as messages')
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MOST_HEADER)).toString('latin1')
  if (head.startsWith('-----BEGIN AGE')) throw wrong('is a binary age file; this one is armoured')
  if (!head.startsWith(FIRST)) throw wrong('is an age file: it begins with age-encryption.org/v1')
  const end = /\n--- [A-Za-z0-9+/]{43}\n/.exec(head)
  if (end === null) throw wrong('has the header of an age file, which ends in a line with its MAC')
  const stanzas = head.slice(0, end.index + 1).match(/^-> .*$/gm) ?? []
  if (stanzas.length === 0 || stanzas.length > MOST_STANZAS) throw wrong(`is encrypted to 1 to ${MOST_STANZAS} recipients`, 'encrypt it to the recipients of the desk and to your own')
  if (stanzas.some((line) => line.startsWith('-> scrypt '))) throw wrong('is encrypted to recipients, not with a passphrase', 'encrypt it to the recipients of the desk and to your own')
  if (stanzas.filter((line) => /^-> X25519 [A-Za-z0-9+/]{43}$/.test(line)).length < 2) throw wrong('is encrypted to the team and to the reporter, two X25519 recipients at least', 'encrypt it to the recipients of the desk and to your own')
  if (bytes.length < end.index + end[0].length + 32) throw wrong('has a body after its header')
  return bytes
}

/** A wrapped team key is one age file with a passphrase (scrypt) and nothing else. */
export function readWrapped(text: string): Uint8Array {
  const bytes = bytesOfBase64(text)
  const head = Buffer.from(bytes ?? []).toString('latin1')
  const [, factor] = /^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} (\d{1,2})\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n/.exec(head) ?? []
  if (bytes === undefined || factor === undefined) throw fault('wrapped', '/wrapped', 'is an age file made with a passphrase, in base64', 'wrap the identity with age and a passphrase')
  if (Number(factor) < 15 || Number(factor) > 20) throw fault('wrapped', '/wrapped', 'its work factor (scrypt) is 15 to 20', 'leave the work factor to age')
  return bytes
}

export async function encryptTo(recipients: readonly string[], bytes: Uint8Array): Promise<Uint8Array> {
  const { Encrypter } = await age()
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return encrypter.encrypt(bytes)
}

/** Undefined where it is not for this identity, or was changed. */
export async function decryptWith(identity: string, sealed: Uint8Array): Promise<Uint8Array | undefined> {
  const { Decrypter } = await age()
  try {
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    return await decrypter.decrypt(sealed)
  } catch {
    return undefined
  }
}

export const recipientOf = async (identity: string): Promise<string> => (await age()).identityToRecipient(identity)

/** Whether a recipient can be encrypted to at all: its checksum, its point. */
export async function needRecipient(recipient: string, field: string): Promise<void> {
  try {
    await encryptTo([recipient], new Uint8Array(0))
  } catch {
    throw fault('recipient', field, 'is an age recipient (age1…) whose checksum fits', 'copy it whole')
  }
}

function bytesOfBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}
