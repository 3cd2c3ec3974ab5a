/** Collects what a conversion has no place for, and builds objects without what is absent. */
import type { Loss } from './convert.ts'

export interface Losses {
  readonly list: Loss[]
  /** Notes that what stands at `path` did not come along; said once for each path. */
  readonly add: (path: string, what: string, why: string) => void
}

export function collectLosses(): Losses {
  const list: Loss[] = []
  const seen = new Set<string>()
  return {
    list,
    add: (path, what, why) => {
      if (seen.has(path)) return
      seen.add(path)
      list.push({ path, what, why })
    },
  }
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** The object without the fields that are undefined or an empty list. */
export function present<T extends object>(fields: T): Present<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
  return Object.fromEntries(kept) as Present<T>
}

/** A list, or undefined where it would be empty. */
export function some<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items
}

/** Cut to what a format takes, at a whole character; the loss is noted. */
export function cut(text: string, most: number, path: string, losses: Losses, format: string): string {
  if (text.length <= most) return text
  losses.add(path, 'its end', `${format} takes ${most} characters here; this has ${text.length}`)
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
