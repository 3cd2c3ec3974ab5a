/**
 * What a client receives, checked for what it relies on and otherwise kept as it is: other people's custom properties
 * (TAXII 2.1 §7) stay. Objects come as the exact text the server sent, beside their parsed value.
 */
import { TaxiiClientError } from './client-errors.ts'
import type { Answer } from './requests.ts'
import {
  DATE_ADDED_FIRST,
  DATE_ADDED_LAST,
  type ApiRoot,
  type Collection,
  type Discovery,
  type ManifestRecord,
  type Status,
  type StatusDetails,
} from './resources.ts'

export type JsonObject = { [key: string]: unknown }

/** One STIX object as received. `version` is its `modified`, or else its `created`, or else empty. */
export type ReceivedObject = { id: string; version: string; text: string; value: JsonObject }

/** One answer of a paged endpoint. */
export type ReceivedPage<Item> = {
  items: Item[]
  more: boolean
  next?: string | undefined
  dateAddedFirst?: string | undefined
  dateAddedLast?: string | undefined
}

export function readDiscovery(answer: Answer): Discovery {
  const value = readResource(answer)
  need(answer, typeof value['title'] === 'string', 'title is a string')
  need(answer, isOptional(value['api_roots'], isStrings), 'api_roots is a list of strings')
  need(answer, isOptional(value['default'], isString), 'default is a string')
  return value as Discovery
}

export function readApiRoot(answer: Answer): ApiRoot {
  const value = readResource(answer)
  const most = value['max_content_length']
  need(answer, typeof most === 'number' && Number.isSafeInteger(most) && most > 0, 'max_content_length is a positive integer')
  need(answer, isStrings(value['versions']), 'versions is a list of strings')
  return value as ApiRoot
}

export function readCollection(answer: Answer): Collection {
  return checkCollection(answer, readResource(answer))
}

export function readCollections(answer: Answer): Collection[] {
  return readList(answer, readResource(answer), 'collections').map((value) => checkCollection(answer, value))
}

function checkCollection(answer: Answer, value: unknown): Collection {
  need(answer, isObject(value) && isString(value['id']) && isString(value['title']), 'a collection has an id and a title')
  need(answer, isBoolean(value['can_read']) && isBoolean(value['can_write']), 'can_read and can_write are true or false')
  return value as Collection
}

export function readStatus(answer: Answer): Status {
  const value = readResource(answer)
  need(answer, isString(value['id']) && (value['status'] === 'complete' || value['status'] === 'pending'), 'a status has an id and is complete or pending')
  for (const count of ['total_count', 'success_count', 'failure_count', 'pending_count']) need(answer, isCount(value[count]), `${count} is a count`)
  for (const list of ['successes', 'failures', 'pendings']) need(answer, isOptional(value[list], isDetails), `${list} is a list of ids and versions`)
  return value as Status
}

export function readEnvelope(answer: Answer): ReceivedPage<ReceivedObject> {
  const value = readResource(answer)
  const values = readList(answer, value, 'objects')
  const texts = values.length === 0 ? [] : sliceList(answer.text, 'objects')
  need(answer, texts.length === values.length, 'objects is one list')
  return readPage(answer, value, values.map((object, index) => readObject(answer, object, texts[index] ?? '')))
}

function readObject(answer: Answer, value: unknown, text: string): ReceivedObject {
  need(answer, isObject(value) && isString(value['id']), 'every object has an id')
  return { id: String(value['id']), version: versionOf(value), text, value }
}

export function readManifest(answer: Answer): ReceivedPage<ManifestRecord> {
  const value = readResource(answer)
  const records = readList(answer, value, 'objects')
  return readPage(answer, value, records.map((record) => checkRecord(answer, record)))
}

function checkRecord(answer: Answer, value: unknown): ManifestRecord {
  const right = isObject(value) && isString(value['id']) && isString(value['date_added']) && isString(value['version'])
  need(answer, right, 'a manifest record has an id, a date_added and a version')
  return value as ManifestRecord
}

export function readVersions(answer: Answer): ReceivedPage<string> {
  const value = readResource(answer)
  const versions = readList(answer, value, 'versions').filter(isString)
  return readPage(answer, value, versions)
}

/** The version of an object, as TAXII counts it (§3.4.1). */
export function versionOf(value: JsonObject): string {
  const version = value['modified'] ?? value['created']
  return isString(version) ? version : ''
}

function readPage<Item>(answer: Answer, value: JsonObject, items: Item[]): ReceivedPage<Item> {
  need(answer, isOptional(value['more'], isBoolean), 'more is true or false')
  const next = value['next']
  need(answer, next === undefined || next === null || isString(next), 'next is a string')
  return {
    items,
    more: value['more'] === true,
    next: isString(next) && next !== '' ? next : undefined,
    dateAddedFirst: answer.headers.get(DATE_ADDED_FIRST) ?? undefined,
    dateAddedLast: answer.headers.get(DATE_ADDED_LAST) ?? undefined,
  }
}

function readResource(answer: Answer): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(answer.text)
  } catch (cause) {
    throw badAnswer(answer, 'the body is JSON', cause)
  }
  need(answer, isObject(value), 'the body is a JSON object')
  return value
}

function readList(answer: Answer, value: JsonObject, key: string): unknown[] {
  const list = value[key] ?? []
  need(answer, Array.isArray(list), `${key} is a list`)
  return list
}

function need(answer: Answer, right: boolean, rule: string): asserts right {
  if (!right) throw badAnswer(answer, rule)
}

function badAnswer({ url, status }: Answer, rule: string, cause?: unknown): TaxiiClientError {
  return new TaxiiClientError('bad-answer', `${url} does not answer as TAXII 2.1 says (${rule}); tell its operator`, { url, status, cause })
}

const isString = (value: unknown): value is string => typeof value === 'string'
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString)
const isOptional = (value: unknown, is: (value: unknown) => boolean): boolean => value === undefined || value === null || is(value)
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)
// §5.5's own example leaves the version of a success out, so its absence is borne
const isDetails = (value: unknown): value is StatusDetails[] => Array.isArray(value) && value.every((one) => isObject(one) && isString(one['id']))

/**
 * The texts of the elements of one list at the top of a JSON object, exactly as they stand there. The text is JSON
 * already; of a key that occurs twice the last counts, as JSON.parse has it.
 */
export function sliceList(text: string, key: string): string[] {
  let slices: string[] = []
  let depth = 0
  let start = -1 // of the element being passed over, inside the wanted list
  let wanted = false
  let name = ''
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '"') {
      const end = endOfString(text, at)
      if (depth === 1) name = text.slice(at, end + 1)
      if (wanted && depth === 2 && start < 0) start = at
      at = end
    } else if (char === '{' || char === '[') {
      depth += 1
      if (depth === 2 && char === '[' && JSON.parse(name) === key) {
        wanted = true
        slices = []
      } else if (wanted && depth === 3 && start < 0) start = at
    } else if (char === '}' || char === ']' || char === ',') {
      const ends = char === ',' ? depth === 2 : depth === 2 && char === ']'
      if (wanted && ends && start >= 0) {
        slices.push(text.slice(start, at).trimEnd())
        start = -1
      }
      if (char !== ',') depth -= 1
      if (depth < 2) wanted = false
    } else if (wanted && depth === 2 && start < 0 && !' \t\r\n'.includes(char ?? '')) start = at
  }
  return slices
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text[at - 1 - slashes] === '\\') slashes += 1
  return slashes % 2 === 1
}
