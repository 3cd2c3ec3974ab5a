/** What preparing and handing in a signed act looks like, the same in every room: DSSE around an in-toto statement, see packages/facts. */
import { Type, type TSchema } from 'typebox'
import * as S from './shapes.ts'

/** What an act says beside its head; each kind has rules of its own, checked by `facts`. */
export const Says = Type.Unsafe<Record<string, unknown>>({ type: 'object' })
export const wishedAct = <K extends TSchema>(kind: K) => Type.Object({ kind, says: Says })

export const preparedAct = <K extends TSchema>(kind: K) =>
  Type.Object({
    kind,
    /** The payload to sign, byte for byte (UTF-8). */
    statement: Type.String(),
    payloadType: Type.String(),
    /** SHA-256 of DSSE's pre-authentication encoding of it: what a passkey is asked to approve, see keys.approveOptions. */
    paeSha256: S.Sha256,
    /** Keys of the organisation that may sign it now. */
    keyids: Type.Array(S.Sha256),
    expires: S.Time,
    /** One plain sentence in English. */
    words: Type.String(),
  })

/** A DSSE envelope as text. */
export const Envelope = Type.String({ minLength: 2, maxLength: 262_144 })
/** Bytes: what a signed act may take on its way in. */
export const ENVELOPE_LIMIT = 400_000
