/** The texts of a document that people wrote for people: what the spell check (6.3.8) looks at. */
import { isObject } from '../json.ts'
import { pointer } from '../shape.ts'

export interface TextPlace {
  readonly text: string
  readonly path: string
}

/** Fields of free text, wherever they stand. Names of categories, IDs, URLs and versions are none. */
const FREE = new Set(['audience', 'contact_details', 'details', 'issuing_authority', 'legacy_version', 'name', 'organization', 'summary', 'text', 'title'])
const FREE_LISTS = new Set(['entitlements', 'names'])
/** `text` and `name` of these are identifiers. */
const IDENTIFIERS = new Set(['ids', 'cwe', 'engine'])

export function textsIn(root: unknown): TextPlace[] {
  const found: TextPlace[] = []
  const open: { value: unknown; path: string }[] = [{ value: root, path: '' }]
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    const { path, value } = here
    if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) if (typeof item === 'object') open.push({ value: item, path: pointer(path, at) })
    }
    if (!isObject(value)) continue
    for (const [name, item] of Object.entries(value)) {
      const at = pointer(path, name)
      if (typeof item === 'string' && FREE.has(name)) found.push({ text: item, path: at })
      else if (Array.isArray(item) && FREE_LISTS.has(name)) {
        for (const [index, text] of item.entries()) if (typeof text === 'string') found.push({ text, path: pointer(at, index) })
      } else if (typeof item === 'object' && !IDENTIFIERS.has(name)) open.push({ value: item, path: at })
    }
  }
  return found
}
