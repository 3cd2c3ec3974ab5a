/** What a draft says, value by value, and which of it neither came back nor is named among the losses. */
import type { Loss } from '../convert.ts'
import type { Draft } from '../draft/types.ts'
import { isObject, pointer } from '../shape.ts'

/** JSON Pointer and value of everything in it that is not an object or a list. */
export function leaves(value: unknown, path = ''): [path: string, value: unknown][] {
  if (Array.isArray(value)) return value.flatMap((item, at) => leaves(item, pointer(path, at)))
  if (isObject(value)) return Object.entries(value).flatMap(([name, item]) => leaves(item, pointer(path, name)))
  return [[path, value]]
}

/** The draft that came back, its statements in the order of the one it was made of. */
export function aligned(draft: Draft, back: Draft): Draft {
  const vulnerabilities = back.vulnerabilities.map((one, at) => {
    const order = (draft.vulnerabilities[at]?.statements ?? []).map(({ product }) => product)
    return { ...one, statements: [...one.statements].sort((a, b) => order.indexOf(a.product) - order.indexOf(b.product)) }
  })
  return { ...back, vulnerabilities }
}

/** Pointers of what is missing from, or different in, the draft that came back, and that no loss covers. */
export function unexplained(draft: unknown, back: unknown, losses: readonly Loss[]): string[] {
  const found = new Map(leaves(back))
  return leaves(draft)
    .filter(([path, value]) => found.get(path) !== value && !losses.some((loss) => path === loss.path || path.startsWith(`${loss.path}/`)))
    .map(([path, value]) => `${path}: ${JSON.stringify(value)} → ${JSON.stringify(found.get(path))}`)
}
