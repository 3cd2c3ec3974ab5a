/**
 * The text of a trust policy: `log`, `witness`, `group` and `quorum` lines.
 * Follows tlog-policy, "Policy file syntax and structure".
 */
import { fromUtf8, printHex, readText, utf8 } from './bytes.ts'
import { TlogError } from './errors.ts'
import { SIGNATURE_TYPE, parseVerifierKey, printVerifierKey, type VerifierKey } from './keys.ts'
import type { Policy, PolicyGroup, PolicyLog, PolicyWitness } from './policy.ts'

/** Limits that every reader sets; the specification asks for at least 32 of each. */
export const POLICY_LIMITS = { bytes: 1_048_576, each: 1024 } as const

/**
 * Reads a policy, and refuses whatever would let one key or one name count twice. The message names the line.
 * Names are opaque octets: one that is not UTF-8 gets a lone surrogate for each such octet, so that no two are ever the same.
 */
export function parsePolicy(input: string | Uint8Array): Policy {
  if (input.length > POLICY_LIMITS.bytes) throw refuse(`a policy of more than ${POLICY_LIMITS.bytes} bytes is not read`)
  const text = octetsOf(typeof input === 'string' ? utf8(readText(input, 'malformed-policy', 'the policy')) : input)
  if (/[^\t\n\u0020-\u007e\u0080-\u00ff]/.test(text)) {
    throw refuse('a policy has no control characters other than tab and newline')
  }
  if (!text.endsWith('\n')) throw refuse('the last line does not end in a newline: the policy may have been cut off')
  const reading = new Reading()
  text.slice(0, -1).split('\n').forEach((line, at) => {
    const [keyword = '', ...items] = line.split(/[ \t]+/).filter((item) => item !== '')
    if (keyword === '' || keyword.startsWith('#')) return
    try {
      reading.line(keyword, items.map(itemOf))
    } catch (cause) {
      throw refuse(`line ${at + 1}: ${cause instanceof TlogError ? cause.message : 'not understood'}`, cause)
    }
  })
  return reading.policy()
}

/** One character for each octet. */
function octetsOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

function itemOf(octets: string): string {
  try {
    return fromUtf8(Uint8Array.from(octets, (octet) => octet.charCodeAt(0)))
  } catch {
    return octets.replaceAll(/[\u0080-\u00ff]/g, (octet) => String.fromCharCode(0xdc00 + octet.charCodeAt(0)))
  }
}

/** What the lines so far have defined. */
class Reading {
  readonly #logs: PolicyLog[] = []
  readonly #witnesses: PolicyWitness[] = []
  readonly #groups: PolicyGroup[] = []
  readonly #names = new Set<string>()
  readonly #members = new Set<string>()
  readonly #keys = { log: new Set<string>(), witness: new Set<string>() }
  #quorum: string | undefined

  line(keyword: string, items: readonly string[]): void {
    if (keyword === 'log') return this.#log(items)
    if (keyword === 'witness') return this.#witness(items)
    if (keyword === 'group') return this.#group(items)
    if (keyword === 'quorum') return this.#setQuorum(items)
    throw refuse(`a line begins with log, witness, group or quorum, not ${JSON.stringify(keyword.slice(0, 40))}`)
  }

  policy(): Policy {
    if (this.#quorum === undefined) throw refuse('there is no quorum line; a policy has exactly one')
    return { logs: this.#logs, witnesses: this.#witnesses, groups: this.#groups, quorum: this.#quorum }
  }

  #log([vkey, url, ...more]: readonly string[]): void {
    if (vkey === undefined || more.length > 0) throw refuse('a log is written: log <vkey> [<url>]')
    const key = this.#key(vkey, 'log')
    this.#logs.push({ key, ...(url === undefined ? {} : { url }) })
  }

  #witness([name, vkey, url, ...more]: readonly string[]): void {
    if (name === undefined || vkey === undefined || more.length > 0) {
      throw refuse('a witness is written: witness <name> <vkey> [<url>]')
    }
    const key = this.#key(vkey, 'witness')
    if (key.type !== SIGNATURE_TYPE.cosignature && key.type !== SIGNATURE_TYPE.mlDsa44) {
      throw refuse(`the key of the witness ${name} is not one for cosignatures`)
    }
    this.#define(name)
    this.#witnesses.push({ name, key, ...(url === undefined ? {} : { url }) })
  }

  #group([name, threshold, ...members]: readonly string[]): void {
    if (name === undefined || threshold === undefined || members.length === 0) {
      throw refuse('a group is written: group <name> all|any|<k> <name>...')
    }
    for (const member of members) {
      this.#known(member)
      if (this.#members.has(member)) throw refuse(`${member} is a member already; a name is a member at most once, in one group`)
      this.#members.add(member)
    }
    const needed = threshold === 'all' || threshold === 'any' ? threshold : thresholdOf(threshold, members.length)
    this.#define(name)
    this.#groups.push({ name, threshold: needed, members })
  }

  #setQuorum([name, ...more]: readonly string[]): void {
    if (name === undefined || more.length > 0) throw refuse('a quorum is written: quorum <name>|none')
    if (this.#quorum !== undefined) throw refuse('a policy has exactly one quorum line, this is the second')
    if (name !== 'none') this.#known(name)
    this.#quorum = name
  }

  #key(vkey: string, kind: 'log' | 'witness'): VerifierKey {
    const key = parseVerifierKey(vkey)
    const material = printHex(key.publicKey)
    if (this.#keys[kind].has(material)) throw refuse(`this ${kind} has the same public key as another one`)
    this.#keys[kind].add(material)
    if (this.#keys[kind].size > POLICY_LIMITS.each) throw refuse(`more than ${POLICY_LIMITS.each} of them are not read`)
    return key
  }

  #define(name: string): void {
    if (name === 'none') throw refuse('the name none has a meaning of its own')
    if (this.#names.has(name)) throw refuse(`the name ${name} is defined already; witnesses and groups share one namespace`)
    this.#names.add(name)
  }

  #known(name: string): void {
    if (!this.#names.has(name)) throw refuse(`${name} is not the name of a witness or group on a line before`)
  }
}

function thresholdOf(text: string, members: number): number {
  const k = /^[1-9][0-9]{0,5}$/.test(text) ? Number(text) : 0
  if (k < 1 || k > members) {
    throw refuse(`a threshold is all, any, or a number from 1 to ${members}, the members of this group; not ${text.slice(0, 40)}`)
  }
  return k
}

/** Logs, witnesses, groups, quorum, one line each. What it prints is read back as the same policy; names that are not text are refused. */
export function printPolicy({ logs, witnesses, groups, quorum }: Policy): string {
  const lines = [
    ...logs.map(({ key, url }) => ['log', printVerifierKey(key), url]),
    ...witnesses.map(({ name, key, url }) => ['witness', name, printVerifierKey(key), url]),
    ...groups.map(({ name, threshold, members }) => ['group', name, String(threshold), ...members]),
    ['quorum', quorum],
  ]
  const text = lines.map((items) => `${items.filter((item) => item !== undefined).join(' ')}\n`).join('')
  parsePolicy(text)
  return text
}

const refuse = (why: string, cause?: unknown): TlogError => new TlogError('malformed-policy', why, { cause })
