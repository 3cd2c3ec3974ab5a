/** Weaknesses of the Common Weakness Enumeration by their IDs. */
import { CWE_NAMES } from './cwe-names.ts'

let names: ReadonlyMap<string, string> | undefined

/** The name of a weakness such as `CWE-79`; undefined when the list that this package brings does not have it. */
export function cweName(id: string): string | undefined {
  // Read when first needed: it costs a millisecond.
  names ??= new Map(CWE_NAMES.split('\n').map((line) => [`CWE-${line.slice(0, line.indexOf(' '))}`, line.slice(line.indexOf(' ') + 1)]))
  return names.get(id)
}
