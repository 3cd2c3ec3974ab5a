/**
 * Paging as a client: every object once, none lost, and an end to it, whatever the server does.
 * Follows TAXII 2.1 §3.5: `next` with the same filters, or else added_after from X-TAXII-Date-Added-Last.
 *
 * Two precautions against servers in use. Some give many objects one date_added, so that "added after the last" skips
 * the rest of them: we go on one microsecond before it, and pass over what we have already. Some forget a value of
 * next once it is used, so that asking again skips a page: a lost answer is made good by added_after instead.
 */
import { TaxiiClientError, type TaxiiClientErrorCode } from './client-errors.ts'
import type { ReceivedPage } from './received.ts'
import { nearestMicros, printTimestamp } from './timestamps.ts'

/** What a client asks for. Times are TAXII timestamps, or microseconds. Words of `versions`: all, first, last, timestamps. */
export type Query = {
  addedAfter?: string | number
  limit?: number
  next?: string
  ids?: readonly string[]
  types?: readonly string[]
  versions?: readonly string[]
  specVersions?: readonly string[]
}

/**
 * One page of new objects. To go on another day, keep `dateAddedLast` of the last page that was wholly dealt with and
 * ask for what was `addedAfter` it; `next` is good only for as long as the server remembers it.
 */
export type Page<Item> = { objects: Item[]; more: boolean; next?: string; dateAddedFirst?: string; dateAddedLast?: string }

/** `resend: false`: an answer that is lost must not be asked for a second time in the same words. */
export type AskPage<Item> = (query: URLSearchParams, options: { resend: boolean }) => Promise<ReceivedPage<Item>>

const MOST_BARREN = 100
const MOST_RECOVERIES = 5
const MOST_LIMIT = 100_000

type Step = { next?: string | undefined; addedAfter?: string | number | undefined; limit?: number | undefined }

/** The pages of a query, one after the other. `keyOf` tells whether two items are the same. */
export async function* walkPages<Item>(ask: AskPage<Item>, keyOf: (item: Item) => string, query: Query): AsyncGenerator<Page<Item>, void, undefined> {
  const isNew = rememberLately()
  let step: Step = { next: query.next, addedAfter: query.addedAfter, limit: query.limit }
  let reached: number | undefined // date_added, in microseconds
  let barren = 0
  let recoveries = 0
  for (;;) {
    let page: ReceivedPage<Item>
    try {
      page = await ask(printQuery({ ...query, ...step }), { resend: step.next === undefined || reached === undefined })
    } catch (error) {
      if (step.next === undefined || reached === undefined || !isCursorLost(error) || recoveries >= MOST_RECOVERIES) throw error
      recoveries += 1
      step = { addedAfter: reached - 1, limit: step.limit }
      continue
    }
    const objects = page.items.filter((item) => isNew(keyOf(item)))
    reached = later(reached, page.dateAddedLast)
    barren = objects.length === 0 ? barren + 1 : 0
    if (objects.length > 0) recoveries = 0
    if (objects.length > 0) yield printPage(page, objects)
    if (!page.more) return
    if (barren > MOST_BARREN) throw noProgress(`${barren} pages in a row brought nothing new`)
    step = goOn(page, { step, query, reached, barren })
  }
}

function goOn<Item>(page: ReceivedPage<Item>, at: { step: Step; query: Query; reached: number | undefined; barren: number }): Step {
  const { step, query, reached, barren } = at
  if (page.next !== undefined) {
    if (page.next === step.next && barren > 0) throw noProgress('it gives the same value of next again, and nothing new')
    return { next: page.next, addedAfter: query.addedAfter, limit: query.limit }
  }
  if (page.dateAddedLast === undefined || reached === undefined) {
    throw new TaxiiClientError(
      'cannot-continue',
      'the server says that there is more, but gives neither next nor X-TAXII-Date-Added-Last; ask with a larger limit, or tell its operator',
    )
  }
  // Nothing new: as many objects as fit on a page, or more, share one date_added. Only a larger page gets past them
  const limit = barren === 0 ? step.limit : (step.limit ?? page.items.length) * 4
  if (barren > 0 && (page.items.length === 0 || (limit ?? 0) > MOST_LIMIT)) throw noProgress('it gives the same page again and again')
  return { addedAfter: reached - 1, limit }
}

const noProgress = (why: string): TaxiiClientError =>
  new TaxiiClientError('no-progress', `the server says that there is more, but ${why}; tell its operator, or ask with a larger limit`)

const LOST: ReadonlySet<TaxiiClientErrorCode> = new Set(['network', 'timeout', 'unavailable', 'not-found', 'refused', 'bad-answer'])
const isCursorLost = (error: unknown): boolean => error instanceof TaxiiClientError && LOST.has(error.code)

function later(reached: number | undefined, header: string | undefined): number | undefined {
  const last = header === undefined ? undefined : nearestMicros(header)
  if (last === undefined || reached === undefined) return last ?? reached
  return Math.max(last, reached)
}

function printPage<Item>({ more, next, dateAddedFirst, dateAddedLast }: ReceivedPage<Item>, objects: Item[]): Page<Item> {
  return {
    objects,
    more,
    ...(next === undefined ? {} : { next }),
    ...(dateAddedFirst === undefined ? {} : { dateAddedFirst }),
    ...(dateAddedLast === undefined ? {} : { dateAddedLast }),
  }
}

// What comes twice comes soon again, so two generations of 50,000 are enough, and memory does not grow with the collection
function rememberLately(most = 50_000): (key: string) => boolean {
  let now = new Set<string>()
  let before = new Set<string>()
  return (key) => {
    if (now.has(key) || before.has(key)) return false
    if (now.size >= most) [before, now] = [now, new Set()]
    now.add(key)
    return true
  }
}

/** The query parameters of §3.4. */
export function printQuery(query: Query): URLSearchParams {
  const { addedAfter, limit, next } = query
  const printed = new URLSearchParams()
  if (addedAfter !== undefined) printed.set('added_after', typeof addedAfter === 'number' ? printTimestamp(addedAfter) : addedAfter)
  if (limit !== undefined) printed.set('limit', String(limit))
  if (next !== undefined) printed.set('next', next)
  const lists = { id: query.ids, type: query.types, version: query.versions, spec_version: query.specVersions }
  for (const [field, values] of Object.entries(lists)) {
    if (values !== undefined && values.length > 0) printed.set(`match[${field}]`, values.join(','))
  }
  return printed
}
