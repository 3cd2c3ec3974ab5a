import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TaxiiClientError } from './client-errors.ts'
import { printQuery, walkPages, type AskPage } from './pages.ts'
import { nearestMicros, printTimestamp } from './timestamps.ts'

type Item = { id: string; added: number }
type Manners = { cap: number; next: 'kept' | 'consumed' | 'absent'; lose: number }

/** A server by the letter of §3.5, except for its manners. Every `lose`-th answer gets lost after the server did its part. */
function serverOf(items: readonly Item[], { cap, next: manner, lose }: Manners): AskPage<Item> {
  const used = new Set<string>()
  let count = 0
  return async (query) => {
    const next = query.get('next')
    if (next !== null && manner === 'consumed' && used.has(next)) throw new TaxiiClientError('refused', 'used up', { status: 400 })
    if (next !== null) used.add(next)
    const after = nearestMicros(query.get('added_after') ?? '1970-01-01T00:00:00Z') ?? 0
    const from = next === null ? items.findIndex(({ added }) => added > after) : Number.parseInt(next, 10)
    const to = from < 0 ? items.length : from + Math.min(cap, Number(query.get('limit') ?? cap))
    const page = from < 0 ? [] : items.slice(from, to)
    count += 1
    if (next !== null && lose > 0 && count % lose === 0) throw new TaxiiClientError('network', 'lost')
    const last = page.at(-1)
    return {
      items: page,
      more: to < items.length,
      next: manner === 'absent' || to >= items.length ? undefined : `${to}.${count}`,
      dateAddedLast: last === undefined ? undefined : printTimestamp(last.added),
    }
  }
}

const collect = async (ask: AskPage<Item>, limit?: number): Promise<string[]> => {
  const ids: string[] = []
  for await (const { objects } of walkPages(ask, ({ id }) => id, limit === undefined ? {} : { limit })) ids.push(...objects.map(({ id }) => id))
  return ids
}

test('every object comes once and in order, or the walk says that it cannot', async () => {
  const groups = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 12 }) // how many share each date_added
  const manners = fc.record({ cap: fc.integer({ min: 1, max: 9 }), next: fc.constantFrom('kept', 'consumed', 'absent'), lose: fc.constantFrom(0, 3, 5) })
  let whole = 0
  await fc.assert(
    fc.asyncProperty(groups, manners, fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }), async (sizes, manner, limit) => {
      const items = sizes.flatMap((size, group) => Array.from({ length: size }, (_, n) => ({ id: `${group}-${n}`, added: 1000 + group })))
      try {
        assert.deepEqual(await collect(serverOf(items, manner as Manners), limit), items.map(({ id }) => id))
        whole += 1
      } catch (error) {
        // A date_added that fills a page: nobody gets past it without a cursor, or when answers are lost each time round
        if (!(error instanceof TaxiiClientError)) throw error
        const most = Math.max(...sizes)
        const stuck = error.code === 'no-progress' && manner.next === 'absent' && most >= manner.cap
        const lost = error.code === 'network' && manner.lose > 0 && most >= Math.min(manner.cap, limit ?? manner.cap)
        assert.ok(stuck || lost, `${error.code}: ${error.message}`)
      }
    }),
    { numRuns: 1000 },
  )
  assert.ok(whole > 500, `${whole} walks of 1000 came to their end`)
})

test('answers may be lost any number of times, as long as pages come in between', async () => {
  const items = Array.from({ length: 200 }, (_, n) => ({ id: String(n), added: 1000 + n }))
  for (const next of ['kept', 'consumed'] as const) {
    assert.deepEqual(await collect(serverOf(items, { cap: 3, next, lose: 3 })), items.map(({ id }) => id))
  }
})

test('memory of what came does not grow with the collection, and overlaps are still passed over', async () => {
  const items = Array.from({ length: 120_000 }, (_, n) => ({ id: String(n), added: 1000 + n }))
  const ids = await collect(serverOf(items, { cap: 1000, next: 'absent', lose: 0 }))
  assert.equal(ids.length, items.length)
  assert.equal(new Set(ids).size, items.length)
})

test('a query is printed in the parameters of §3.4', () => {
  const printed = printQuery({ addedAfter: 1, limit: 5, next: 'n', ids: ['a--1', 'b--2'], types: [], versions: ['all'], specVersions: ['2.0', '2.1'] })
  assert.deepEqual([...printed], [
    ['added_after', '1970-01-01T00:00:00.000001Z'],
    ['limit', '5'],
    ['next', 'n'],
    ['match[id]', 'a--1,b--2'],
    ['match[version]', 'all'],
    ['match[spec_version]', '2.0,2.1'],
  ])
  assert.equal(printQuery({}).size, 0)
  assert.equal(printQuery({ addedAfter: '2024-01-01T00:00:00Z' }).get('added_after'), '2024-01-01T00:00:00Z')
})
