/** The hashes of files as rows, one for each, and as an advisory has them: one entry for each file (packages/advisory, `FileHashes`; CSAF 2.0 §3.1.3.3.2). */

export type HashRow = { readonly name: string; readonly algorithm: string; readonly value: string }
type Entry = { name?: string; hashes: Record<string, string> }
/** A place within the list of files (JSON Pointer), and the field that it was made of. */
export type Made = { readonly files: readonly Entry[]; readonly places: readonly (readonly [to: string, from: string])[] }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What a row without an algorithm is taken for. */
export const USUAL_ALGORITHM = 'sha256'

export function rowsOfFiles(files: unknown): HashRow[] {
  if (!Array.isArray(files)) return []
  return files.filter(isObject).flatMap(({ name, hashes }) => Object.entries(isObject(hashes) ? hashes : {}).map(([algorithm, value]) => ({ name: text(name), algorithm, value: text(value) })))
}

/** Rows of one name are one file. A hash that a file has already makes a second entry, which is found wrong by its rule. */
export function filesOf(rows: readonly HashRow[]): Made {
  const files: Entry[] = []
  const places: (readonly [string, string])[] = []
  for (const [at, row] of rows.entries()) {
    const name = row.name.trim()
    // as tools print them: with spaces, in capitals
    const value = row.value.replaceAll(/\s+/g, '').toLowerCase()
    const algorithm = row.algorithm.trim() || USUAL_ALGORITHM
    if (name === '' && value === '') continue
    let nth = files.findIndex((file) => (file.name ?? '') === name && !Object.hasOwn(file.hashes, algorithm))
    if (nth < 0) {
      nth = files.push({ ...(name === '' ? {} : { name }), hashes: {} }) - 1
      places.push([`/${nth}`, `/${at}`], [`/${nth}/hashes`, `/${at}/value`])
    }
    Object.defineProperty(files[nth]?.hashes ?? {}, algorithm, { value, enumerable: true, configurable: true, writable: true })
    places.push([`/${nth}/hashes/${algorithm.replaceAll('~', '~0').replaceAll('/', '~1')}`, `/${at}/value`])
  }
  return { files, places }
}
