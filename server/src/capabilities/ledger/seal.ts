/**
 * Sealed facts: the log shows a salted commitment now and what was committed to later. For rooms that have something to say
 * which is not to be read yet.
 */
import type { Json } from '@openaccord/facts'
import { SALT_BYTES, sealedBytes } from '@openaccord/facts'
import type { FactId, Micros } from '@openaccord/names'
import { iso, Refusal, type Random } from '../../kernel/index.ts'
import { sha256Hex } from './append.ts'

/** What the room keeps to itself until it opens the seal. */
export type Secret = { salt: Uint8Array; payload: Uint8Array }

/** The body of a journal fact that commits to these bytes, and the secret that opens it. `openBy`: when it has to be open. */
export function seal(random: Random, { about, payload, openBy }: { about: readonly string[]; payload: Uint8Array; openBy?: Micros }): { body: Json; secret: Secret } {
  const salt = random(SALT_BYTES)
  const commitment = sha256Hex(sealedBytes(salt, payload))
  const sealed = { commitment, size: payload.length, ...(openBy === undefined ? {} : { openBy: iso(openBy) }) }
  return { body: { about: [...about], sealed }, secret: { salt, payload } }
}

/** The body of a journal fact that opens an earlier one. Refuses a secret that is not the one committed to. */
export function open({ about, opens, commitment, secret }: { about: readonly string[]; opens: FactId; commitment: string; secret: Secret }): Json {
  if (sha256Hex(sealedBytes(secret.salt, secret.payload)) !== commitment) {
    throw new Refusal('unprocessable', 'ledger.wrong-opening', 'this is not what was sealed: salt and content do not give the commitment in the log')
  }
  return { about: [...about], opens, salt: Buffer.from(secret.salt).toString('base64'), payload: Buffer.from(secret.payload).toString('base64') }
}
