/** The example with one value put elsewhere: a JSON Pointer and what stands there afterwards; undefined takes it away. */
import { exampleDraft } from './example.ts'

export function changed(...changes: readonly [path: string, value: unknown][]): unknown {
  const root: unknown = JSON.parse(JSON.stringify(exampleDraft()))
  for (const [path, value] of changes) put(root, path.split('/').slice(1), value)
  return root
}

function put(at: unknown, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (typeof at !== 'object' || at === null) throw new TypeError(`nothing stands at ${name}`)
  if (rest.length > 0) return put(Reflect.get(at, name), rest, value)
  if (value === undefined) Reflect.deleteProperty(at, name)
  else Reflect.set(at, name === '-' && Array.isArray(at) ? at.length : name, value)
}
