/** JSON texts: limited in size and depth, refused where two readers could read them differently (RFC 8259 §4, §8.2). */
import { CsafError, readJsonObject } from '@openaccord/csaf'
import { AdvisoryError } from './error.ts'
import type { JsonObject } from './shape.ts'

/** The object in a text. Throws `bad-json`, `too-large`. */
export function readJson(source: string, what: string, maxLength: number): JsonObject {
  try {
    return readJsonObject(source, what, { maxLength })
  } catch (cause) {
    if (!(cause instanceof CsafError)) throw cause
    throw new AdvisoryError(cause.code === 'too-large' ? 'too-large' : 'bad-json', cause.message, { cause })
  }
}
