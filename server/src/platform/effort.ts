/**
 * Effort instead of puzzles: a form that needs no account carries a signed challenge (HMAC, RFC 2104). A browser with a
 * script finds a number for it (after Dwork & Naor 1992, Hashcash); one without waits half a minute, under a tighter pace.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Micros } from '@openaccord/names'
import { HOUR, MINUTE, Refusal, SECOND, type Clock, type Random } from '../kernel/index.ts'
import type { Database, Reader, Tx } from './database.ts'
import { limitKeyOf } from './http/peer.ts'

/** How long a challenge may lie open in a browser. */
export const EFFORT_LIFE = 2 * HOUR
/** How old it is at least where no script has worked. */
export const EFFORT_WAIT = 30 * SECOND
/** Of the number asked for; each is twice the work. 18 bits take a second or two on a phone. */
export const EFFORT_BITS = 18
/** However great the load: about a minute on a phone. */
const MOST_BITS = EFFORT_BITS + 5
/** So many filings within the last ten minutes cost nothing extra; each doubling beyond is one bit more. */
const CALM = 16
/** Without a script: from one address, and from everywhere, within an hour. */
const PLAIN_PACE = { address: 5, all: 120 }

export type Challenge = { challenge: string; bits: number; expires: Micros }
/** What a form sends back. `number` is the decimal found; left out or empty where no script has worked. */
export type Spent = { purpose: string; challenge: string; number?: string | undefined; address: string }
export type Effort = ReturnType<typeof createEffort>

/** `key`: 32 bytes that all hubs of one alliance share. `bits`: what is asked for in calm; tests and the demonstration ask less. */
export function createEffort({ database, key, clock, random, bits = EFFORT_BITS }: { database: Database; key: Uint8Array; clock: Clock; random: Random; bits?: number }) {
  const keyed = (text: string): string => createHmac('sha256', key).update(text).digest('base64url')

  return {
    /** For one form of this purpose (`concern`, `application`): lower-case letters and hyphens. Nothing is kept yet. */
    async challenge(purpose: string): Promise<Challenge> {
      const now = clock()
      const busy = await database.read((tx) => spentSince(tx, purpose, now - 10 * MINUTE))
      const asked = bitsUnder(busy, bits)
      const body = `e1.${purpose}.${asked}.${now}.${Buffer.from(random(16)).toString('base64url')}`
      return { challenge: `${body}.${keyed(body)}`, bits: asked, expires: now + EFFORT_LIFE }
    },

    /**
     * In the transaction of what the form asks for, before anything else is written. Throws a Refusal
     * (`door.effort-…`) when the challenge is not ours, for something else, too old, used, or not worked for.
     */
    async spend(tx: Tx, { purpose, challenge, number, address }: Spent): Promise<void> {
      const now = clock()
      const read = readChallenge(challenge, keyed)
      if (read === undefined || read.purpose !== purpose) throw again('door.effort-unknown', 'this form was not opened here, or for something else')
      if (now >= read.at + EFFORT_LIFE) throw again('door.effort-expired', 'this form lay open for more than two hours')
      const plain = number === undefined || number === ''
      if (!plain && !isSolved(challenge, number, read.bits)) throw again('door.effort-wrong', 'the number found by the browser does not fit this form')
      const hash = sha256(challenge).toString('hex')
      if ((await tx.get('select 1 as spent from effort_spent where challenge_hash = ?', hash)) !== undefined) throw used()
      const who = plain ? keyed(`address ${limitKeyOf(address)}`) : null
      if (who !== null) await needPatience(tx, { now, opened: read.at, who })
      const kept = await tx.run('insert into effort_spent (challenge_hash, purpose, who, spent_at) values (?, ?, ?, ?) on conflict do nothing', hash, purpose, who, now)
      if (kept !== 1) throw used()
    },

    /** Forgets challenges that have ended by themselves. Rows gone. */
    sweep: (): Promise<number> => database.transact((tx) => tx.run('delete from effort_spent where spent_at <= ?', clock() - EFFORT_LIFE)),
  }
}

/** How many bits are asked for after so many filings in ten minutes. */
export function bitsUnder(filings: number, calm: number = EFFORT_BITS): number {
  const more = filings < CALM ? 0 : Math.floor(Math.log2(filings / CALM)) + 1
  return Math.min(Math.max(calm, MOST_BITS), calm + more)
}

/** SHA-256 over the challenge's SHA-256 and the number as 8 bytes, big end first, begins with so many zero bits. */
export function isSolved(challenge: string, number: string, bits: number): boolean {
  if (!/^(?:0|[1-9]\d{0,15})$/.test(number)) return false
  return zeroBits(digestOf(sha256(challenge), BigInt(number))) >= bits
}

/** The work itself, for programs and tests; browsers do it in portal/app/effort. */
export function solveEffort({ challenge, bits }: Pick<Challenge, 'challenge' | 'bits'>): string {
  const seed = sha256(challenge)
  for (let number = 0n; ; number++) if (zeroBits(digestOf(seed, number)) >= bits) return String(number)
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

function digestOf(seed: Buffer, number: bigint): Buffer {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(number)
  return createHash('sha256').update(seed).update(counter).digest()
}

function zeroBits(digest: Buffer): number {
  const first = digest.findIndex((byte) => byte !== 0)
  return first < 0 ? digest.length * 8 : first * 8 + Math.clz32(digest[first]!) - 24
}

/** What was issued, or undefined when a letter of it is not ours. */
function readChallenge(challenge: string, keyed: (text: string) => string): { purpose: string; bits: number; at: Micros } | undefined {
  const found = /^(e1\.([a-z-]{2,40})\.(\d{1,2})\.(\d{1,16})\.[\w-]{22})\.([\w-]{43})$/.exec(challenge)
  if (found === null) return undefined
  const [, body = '', purpose = '', bits, at, given = ''] = found
  if (!timingSafeEqual(Buffer.from(keyed(body)), Buffer.from(given))) return undefined
  return { purpose, bits: Number(bits), at: Number(at) }
}

async function needPatience(tx: Tx, { now, opened, who }: { now: Micros; opened: Micros; who: string }): Promise<void> {
  const left = opened + EFFORT_WAIT - now
  if (left > 0) {
    const seconds = Math.ceil(left / SECOND)
    throw new Refusal('too-many', 'door.effort-early', `without a script this form is taken half a minute after it was opened: send it again in ${seconds} seconds`, { retryAfterSeconds: seconds })
  }
  await tx.lock('effort')
  const { own, everyone } = (await tx.get<{ own: number; everyone: number }>(
    'select count(*) as everyone, coalesce(sum(case when who = ? then 1 else 0 end), 0) as own from effort_spent where who is not null and spent_at > ?', who, now - HOUR,
  ))!
  if (own < PLAIN_PACE.address && everyone < PLAIN_PACE.all) return
  throw new Refusal('too-many', 'door.effort-pace', 'many forms were sent without a script within the last hour: try later, or with a browser that runs scripts', { retryAfterSeconds: 15 * 60 })
}

async function spentSince(tx: Reader, purpose: string, since: Micros): Promise<number> {
  return (await tx.get<{ many: number }>('select count(*) as many from effort_spent where purpose = ? and spent_at > ?', purpose, since))?.many ?? 0
}

const again = (code: string, why: string): Refusal =>
  new Refusal('unprocessable', code, `${why}; open it again and send what you wrote once more`, { faults: [{ field: '/effort', rule: 'a fresh challenge, worked for or half a minute old', fix: 'ask for a new one' }] })
const used = (): Refusal => new Refusal('conflict', 'door.effort-used', 'this form was already sent; what it carried has arrived')
