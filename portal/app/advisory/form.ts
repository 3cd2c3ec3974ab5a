/**
 * An advisory as a form has it: texts as they were typed, rows that may be empty. `readFields` takes them from what was sent,
 * `shown` makes them of a saved advisory, `settled` makes an advisory of them. The same here and in the browser.
 */
import { filesOf, rowsOfFiles } from './files.ts'
import { named } from './ids.ts'
import { REST, rowIn, rowsIn, textIn, tickedIn, type Loose, type LooseRow } from './loose.ts'
import { DRAFT, type Node, type ObjectNode } from './shape.ts'

export { isRows, REST, rowIn, rowsIn, saysSomething, textIn, tickedIn, type Loose, type LooseRow } from './loose.ts'

/** Of fields, by their names; a name may come several times. */
export type Fields = Iterable<readonly [name: string, value: unknown]>

/** More than an advisory may have; a form with more was not made here. */
const MOST_ROWS = 2_000
const INDEX = /^(?:0|[1-9]\d{0,3})$/

/** What was sent. Names that the form does not have are passed over. */
export function readFields(fields: Fields, shape: ObjectNode = DRAFT): LooseRow {
  const values = new Map<string, string[]>()
  const counts = new Map<string, number>()
  for (const [name, value] of fields) {
    if (!name.startsWith('/') || typeof value !== 'string') continue
    const kept = values.get(name)
    if (kept === undefined) values.set(name, [value.replaceAll('\r\n', '\n')])
    else kept.push(value.replaceAll('\r\n', '\n'))
    const steps = name.split('/')
    for (const [at, step] of steps.entries()) {
      if (!INDEX.test(step)) continue
      const list = steps.slice(0, at).join('/')
      counts.set(list, Math.max(counts.get(list) ?? 0, Math.min(Number(step) + 1, MOST_ROWS)))
    }
  }
  const objectAt = (node: ObjectNode, path: string): LooseRow => {
    const rest = values.get(`${path}/${REST}`)?.[0]
    const read = Object.entries(node.fields).map(([name, inner]) => [name, valueAt(inner, `${path}/${name}`)] as const)
    return Object.fromEntries(rest === undefined ? read : [...read, [REST, rest]])
  }
  const valueAt = (node: Node, path: string): Loose => {
    if (node.is === 'object') return objectAt(node, path)
    if (node.is === 'rows' || node.is === 'files') return Array.from({ length: counts.get(path) ?? 0 }, (_, at) => objectAt(node.row, `${path}/${at}`))
    const given = values.get(path) ?? []
    return node.is === 'ticked' ? given.filter((each) => each !== '') : (given[0] ?? '')
  }
  return named(objectAt(shape, ''))
}

/** A saved advisory as its form shows it. */
export function shown(value: unknown, shape: ObjectNode = DRAFT): LooseRow {
  return looseObject(isObject(value) ? value : {}, shape)
}

function looseObject(value: Readonly<Record<string, unknown>>, { fields }: ObjectNode): LooseRow {
  const rest = Object.entries(value).filter(([name]) => !Object.hasOwn(fields, name))
  const read = Object.entries(fields).map(([name, node]) => [name, looseValue(value[name], node)] as const)
  return Object.fromEntries(rest.length === 0 ? read : [...read, [REST, JSON.stringify(Object.fromEntries(rest))]])
}

function looseValue(value: unknown, node: Node): Loose {
  if (node.is === 'object') return looseObject(isObject(value) ? value : {}, node)
  if (node.is === 'rows') return list(value).map((row) => looseObject(isObject(row) ? row : {}, node.row))
  if (node.is === 'files') return rowsOfFiles(value)
  if (node.is === 'ticked') return list(value).filter((each) => typeof each === 'string')
  if (node.is === 'words') return list(value).join(', ')
  if (node.is === 'lines') return list(value).join('\n')
  return typeof value === 'string' ? value : ''
}

export type Settled = {
  value: Record<string, unknown>
  /** The name of the field that a place in the advisory (JSON Pointer) was made of: empty rows are left out, so that others move up. */
  fieldOf: (pointer: string) => string
}

/** The advisory that these fields make. What is empty is left out; what is wrong stays as it was typed. */
export function settled(fields: LooseRow, shape: ObjectNode = DRAFT): Settled {
  const moved = new Map<string, string>()
  const value = (settledObject(fields, shape, { to: '', from: '' }, moved) ?? {}) as Record<string, unknown>
  return { value, fieldOf: (pointer) => fieldOf(pointer, moved) }
}

type Place = { to: string; from: string }
const into = ({ to, from }: Place, name: string): Place => ({ to: `${to}/${name}`, from: `${from}/${name}` })

function settledObject(fields: LooseRow, node: ObjectNode, place: Place, moved: Map<string, string>): object | undefined {
  const made: [string, unknown][] = []
  let says = node.kept === true
  for (const [name, inner] of Object.entries(node.fields)) {
    const value = settledValue(fields[name], inner, into(place, name), moved, fields)
    if (value === undefined) continue
    made.push([name, value])
    if (!('weak' in inner && inner.weak === true) && !(Array.isArray(value) && value.length === 0)) says = true
  }
  const rest = restOf(fields[REST])
  if (!says && rest.length === 0) return undefined
  return Object.fromEntries([...made, ...rest.filter(([name]) => !Object.hasOwn(node.fields, name))])
}

function settledValue(value: Loose | undefined, node: Node, place: Place, moved: Map<string, string>, around: LooseRow): unknown {
  switch (node.is) {
    case 'object': return settledObject(rowIn(value), node, place, moved)
    case 'rows': {
      const rows: object[] = []
      for (const [at, row] of rowsIn(value).entries()) {
        const to = { to: `${place.to}/${rows.length}`, from: `${place.from}/${at}` }
        const made = settledObject(row, node.row, to, moved)
        if (made === undefined) continue
        moved.set(to.to, to.from)
        rows.push(made)
      }
      return rows.length === 0 && node.kept !== true ? undefined : rows
    }
    case 'files': {
      const { files, places } = filesOf(rowsIn(value).map((row) => ({ name: textIn(row['name']), algorithm: textIn(row['algorithm']), value: textIn(row['value']) })))
      for (const [to, from] of places) moved.set(place.to + to, place.from + from)
      return files.length === 0 ? undefined : files
    }
    case 'ticked': return some(tickedIn(value))
    case 'words': return some(textIn(value).split(/[\s,;]+/).filter((each) => each !== ''))
    case 'lines': return some(textIn(value).split('\n').map((each) => each.trim()).filter((each) => each !== ''))
    case 'instant': return orNothing(instantOf(textIn(value).trim()))
    case 'range': return orNothing(rangeOf(textIn(value).trim(), textIn(around['purl']).trim()))
    case 'text': return orNothing(textIn(value).trim())
  }
}

const orNothing = (text: string): string | undefined => (text === '' ? undefined : text)
const some = (items: readonly string[]): readonly string[] | undefined => (items.length === 0 ? undefined : items)

/** `2026-01-31`, `2026-01-31 12:00` and the like, as an instant in UTC. Anything else stays, and is found wrong. */
export function instantOf(text: string): string {
  const [, day, time = '00:00', seconds = ':00'] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?)?(?: ?(?:Z|UTC))?$/.exec(text) ?? []
  return day === undefined ? text : `${day}T${time}${seconds}Z`
}

/** A version after a sign, or a version that can be none but one. */
const STEP = /^(?:(>=|<=|!=|>|<|=)([0-9A-Za-z][0-9A-Za-z.+~_-]*)|(v?[0-9][0-9A-Za-z.+~_-]*))$/

/** `>= 1.0, < 1.4.2` as VERS: of the package’s own kind where a package URL says it, else by semantic versions. */
export function rangeOf(text: string, purl: string): string {
  if (text === '' || text.startsWith('vers:')) return text
  const kind = /^pkg:([a-z][a-z0-9.+-]*)\//.exec(purl)?.[1] ?? 'semver'
  const scheme = kind === 'generic' ? 'semver' : kind
  if (text === '*') return 'vers:all/*'
  const steps = text.replaceAll(/([<>=!])\s+/g, '$1').split(/[\s,|]+/).filter((step) => step !== '').map((step) => STEP.exec(step))
  if (steps.some((step) => step === null)) return text
  return `vers:${scheme}/${steps.map((step) => `${step?.[1] === '=' ? '' : (step?.[1] ?? '')}${step?.[2] ?? step?.[3] ?? ''}`).join('|')}`
}

function restOf(value: Loose | undefined): [string, unknown][] {
  if (typeof value !== 'string' || value === '') return []
  try {
    const read: unknown = JSON.parse(value)
    return isObject(read) ? Object.entries(read) : []
  } catch {
    return []
  }
}

function fieldOf(pointer: string, moved: ReadonlyMap<string, string>): string {
  const steps = pointer.split('/')
  for (let length = steps.length; length > 1; length--) {
    const from = moved.get(steps.slice(0, length).join('/'))
    if (from !== undefined) return [from, ...steps.slice(length)].join('/')
  }
  return pointer
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
