/**
 * Which object types can satisfy a comparison expression (STIX 2.1 §9.5): OR joins the types of its operands, AND
 * keeps those that all operands share. One type, which is nearly always the case, is a plain string.
 */

export type Types = string | Set<string>

/** The types of either side. The left side may be extended in place. */
export function joinTypes(left: Types, right: Types): Types {
  if (left === right) return left
  const all = typeof left === 'string' ? new Set([left]) : left
  if (typeof right === 'string') all.add(right)
  else for (const type of right) all.add(type)
  return all
}

/** The types of both sides, or undefined where they share none. */
export function commonTypes(left: Types, right: Types): Types | undefined {
  if (left === right) return left
  if (typeof left === 'string') return typeof right !== 'string' && right.has(left) ? left : undefined
  if (typeof right === 'string') return left.has(right) ? right : undefined
  const [few, many] = left.size < right.size ? [left, right] : [right, left]
  const shared = new Set([...few].filter((type) => many.has(type)))
  return shared.size === 0 ? undefined : shared
}
