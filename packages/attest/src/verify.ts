/** From the text of an envelope to the statement that its signers stand for, in one step, so that no step is forgotten. */
import { parseEnvelope, verifyEnvelope, type TrustedKey } from './envelope.ts'
import { parseStatement, STATEMENT_PAYLOAD_TYPE, type Statement } from './statement.ts'

/** Throws AttestError where anything is not right; what is given back was parsed from the very bytes that were signed. */
export async function verifyStatement<K extends TrustedKey>(
  envelope: string | Uint8Array,
  { keys, threshold = 1 }: { keys: readonly K[]; threshold?: number },
): Promise<{ statement: Statement; payload: Uint8Array; keys: K[] }> {
  const verified = await verifyEnvelope(parseEnvelope(envelope), { keys, threshold, payloadTypes: [STATEMENT_PAYLOAD_TYPE] })
  return { statement: parseStatement(verified.payload), payload: verified.payload, keys: verified.keys }
}
