/**
 * A stranger's JSON, read field by field. What was asked for counts as read; `unread` names everything else, so that an
 * import can say what it did not take over without knowing the other format by heart.
 */
import type { Losses } from './losses.ts'
import { isInstant, isObject, pointer } from './shape.ts'

export interface Reading {
  readonly path: string
  readonly isThere: boolean
  /** A text that is not empty. */
  text(name: string): string | undefined
  texts(name: string): string[]
  number(name: string): number | undefined
  inner(name: string): Reading
  list(name: string): Reading[]
  /** The value itself, read as a whole. */
  raw(name: string): unknown
  names(): string[]
  has(name: string): boolean
  /** Says that these need not be taken over: they follow from something that is. */
  skip(...names: string[]): void
  /** Pointers of all that nobody asked for, in this value and what lies in it. */
  unread(): string[]
}

export function readValue(value: unknown, path = ''): Reading {
  const fields = isObject(value) ? value : {}
  const seen = new Set<string>()
  const children = new Map<string, Reading[]>()
  const own = (name: string): unknown => {
    seen.add(name)
    return Object.hasOwn(fields, name) ? fields[name] : undefined
  }
  const childrenOf = (name: string, make: () => Reading[]): Reading[] => {
    const known = children.get(name)
    if (known !== undefined) return known
    const made = make()
    children.set(name, made)
    return made
  }
  return {
    path,
    isThere: isObject(value),
    text: (name) => {
      const given = own(name)
      return typeof given === 'string' && given.trim() !== '' ? given.toWellFormed() : undefined
    },
    texts: (name) => {
      const given = own(name)
      return Array.isArray(given) ? given.filter((one) => typeof one === 'string' && one.trim() !== '').map((one) => String(one).toWellFormed()) : []
    },
    number: (name) => {
      const given = own(name)
      return typeof given === 'number' && Number.isFinite(given) ? given : undefined
    },
    inner: (name) => childrenOf(name, () => [readValue(own(name), pointer(path, name))])[0] ?? readValue(undefined, path),
    list: (name) => {
      const given = own(name)
      return Array.isArray(given) ? childrenOf(name, () => given.map((item, at) => readValue(item, pointer(path, name, at)))) : []
    },
    raw: own,
    names: () => Object.keys(fields),
    has: (name) => Object.hasOwn(fields, name),
    skip: (...names) => {
      for (const name of names) seen.add(name)
    },
    unread: () => Object.keys(fields).flatMap((name) => (seen.has(name) ? (children.get(name) ?? []).flatMap((child) => child.unread()) : [pointer(path, name)])),
  }
}

/** Notes everything that was not read. */
export function addUnread(reading: Reading, losses: Losses): void {
  for (const path of reading.unread()) losses.add(path, 'this field', 'a draft has no place for it')
}

/** An instant in UTC as drafts have them; a time without a zone is UTC. Undefined where it is none. */
export function instantOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const whole = /T[\d:.]+$/.test(text) ? `${text}Z` : text
  if (isInstant(whole)) return whole
  const date = new Date(whole)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1000 || date.getUTCFullYear() > 9999 ? undefined : date.toISOString().replace('.000Z', 'Z')
}

/** One line of at most so many characters. */
export function oneLine(text: string, most: number, path: string, losses: Losses): string {
  const line = text.trim().replaceAll(/\s*[\n\r]+\s*/g, ' ')
  if (line.length > most) losses.add(path, 'its end', `a draft takes ${most} characters here; this has ${line.length}`)
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed().replace(/\ufffd$/, '').trimEnd()}…` : line
}
