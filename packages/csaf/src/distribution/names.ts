/** File names and folders of documents: CSAF 2.0 §5.1 and §7.1.11. */
import { CsafError, quote } from '../error.ts'
import { parseInstant } from '../instants.ts'
import type { Csaf } from '../document/types.ts'

/** §5.1: the ID in lower case, each run of other characters than a–z, 0–9, + and - replaced by one underscore, `.json`. */
export function documentFileName(id: string): string {
  return `${id.toLowerCase().replaceAll(/[^+\-a-z0-9]+/g, '_')}.json`
}

/** §7.1.11: the year of the initial release, as it is written there. Throws `bad-name`. */
export function yearFolder(initialReleaseDate: string): string {
  if (parseInstant(initialReleaseDate) === undefined) {
    throw new CsafError('bad-name', `the initial release date ${quote(initialReleaseDate)} is not a time; write it as 2026-01-31T12:00:00Z`)
  }
  return initialReleaseDate.slice(0, 4)
}

/** Where a document lies under its folder of distribution: `2026/example-2026-001.json`. */
export function documentPath({ document: { tracking } }: Csaf): string {
  return `${yearFolder(tracking.initial_release_date)}/${documentFileName(tracking.id)}`
}
