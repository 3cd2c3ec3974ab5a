/** What a form has before it is an advisory: texts, ticks, rows and objects, and how each is looked at without trust. */

export type Loose = string | readonly string[] | LooseRow | readonly LooseRow[]
export type LooseRow = { readonly [name: string]: Loose }

/** What was not asked stands in a field of this name, as JSON. No field of an advisory is called so. */
export const REST = 'rest'

export const isRows = (value: Loose | undefined): value is readonly LooseRow[] => Array.isArray(value) && typeof value[0] !== 'string'
export const rowsIn = (value: Loose | undefined): readonly LooseRow[] => (isRows(value) ? value : [])
export const rowIn = (value: Loose | undefined): LooseRow => (typeof value === 'object' && !Array.isArray(value) ? (value as LooseRow) : {})
export const textIn = (value: Loose | undefined): string => (typeof value === 'string' ? value : '')
export const tickedIn = (value: Loose | undefined): readonly string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [])

export const saysSomething = (value: Loose | undefined): boolean =>
  typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) ? value.some((each: string | LooseRow) => saysSomething(each)) : Object.values(rowIn(value)).some(saysSomething)
