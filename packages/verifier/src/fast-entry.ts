/**
 * Reading entries quickly: the usual ones by one regular expression, all others by the strict reader of `facts`. What the
 * expression takes, the strict reader takes too, and reads the same (a property in the tests).
 */
import { parseEntry } from '@openaccord/facts'

/** Of an entry, what an audit needs. */
export type EntryHead = {
  readonly id: string
  readonly fact: string
  readonly at: string
  readonly form: string
  readonly sha256: string
  readonly openBy: string | undefined
  readonly opens: string | undefined
  readonly removes: string | undefined
}

const ID = 'fact_[0-9a-hjkmnp-tv-z]{20}'
/** Days 29 to 31 are left to the strict reader, which knows the months, and years far away too. */
const AT = String.raw`(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z`
const NAME = '"[A-Za-z0-9_.:-]{1,200}"'
const USUAL = new RegExp(
  String.raw`^\{"about":\[(?:${NAME}(?:,${NAME}){0,9})?\],"at":"(${AT})","fact":"([a-z-]+\.[a-z.-]+)","id":"(${ID})",` +
    String.raw`(?:"openBy":"(${AT})",)?(?:"opens":"(${ID})",)?"payload":\{"form":"(act|fact|sealed|opening)","sha256":"([0-9a-f]{64})","size":(?:0|[1-9]\d{0,6})\},"v":1\}$`,
)

/** Throws FactError, as `parseEntry` does. */
export function readEntryHead(text: string): EntryHead {
  const usual = USUAL.exec(text)
  if (usual !== null) {
    const [, at = '', fact = '', id = '', openBy, opens, form = '', sha256 = ''] = usual
    return { id, fact, at, form, sha256, openBy, opens, removes: undefined }
  }
  const { id, fact, at, payload, openBy, opens, removes } = parseEntry(text)
  return { id, fact, at, form: payload.form, sha256: payload.sha256, openBy, opens, removes: removes?.id }
}
