/**
 * Every route of the contract with what fits it, about things that are there, asked by somebody who may: past the shapes, the
 * rules behind them are met by chance. Whatever comes of it, it is never our fault.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@openaccord/api'
import fc from 'fast-check'
import { asking, type Answer, type Ask } from './asking.ts'
import { figures, onEveryEngine, SOAK } from './everywhere.ts'
import { fitting, type Known, type Schema } from './fitting.ts'
import { startTestHouse, type TestHouse } from './start.ts'

const RUNS = SOAK ? 50_000 : 1_500
/** Who is asked to try, one after the other, until one may. */
const MOST_TRIES = 5
/** Whoever is signed out, suspended or gone can try nothing more. */
const ENDS = /sign-out|\/sessions|suspend|\/leave|\/measures/
const NASTY = ['', ' ', '\u202e', '\u00a0', '😀'.repeat(50), 'x'.repeat(5_000), "'; drop table facts; --", '-1', '1e400', '9007199254740993', 'constructor', '__proto__', 'İ', 'ﬀ', '١٢', '%', '\\', '\n', '<b>', 'https://[::1]/', 'pkg:npm/%40a/b@1', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'a@b.example']

type Route = { method: string; path: string; query?: Schema; body?: Schema }
const routes = Object.values(contract).flatMap((room) => Object.values(room as Record<string, Route>))
const parametersOf = ({ path }: Route): string[] => [...path.matchAll(/:([a-z0-9]+)/gi)].map(([, name]) => name!)

onEveryEngine('what fits', (where) => {
  const runs = where.engine === 'sqlite' ? RUNS : Math.ceil(RUNS / 2)
  test(`${runs} requests that could be meant are answered, each in words`, { timeout: SOAK ? 7_000_000 : 600_000 }, async () => {
    const hub = await startTestHouse({ database: await where.freshUrl() })
    try {
      const ask = asking(hub.url)
      const there = await lookAround(hub, ask)
      const known: Known = { named: there.named, text: fc.oneof(fc.constantFrom(...there.words), fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.toWellFormed().replaceAll('\0', ''))) }
      const statuses = new Map<number, number>()
      const met = new Set<string>()
      await fc.assert(fc.asyncProperty(wishOf(hub, known), async ({ route, path, body, people }) => {
        let answer: Answer | undefined
        for (const { token } of people) {
          answer = await ask(path, { method: route.method, token, headers: { accept: 'application/json' }, ...(body === undefined ? {} : { json: body }) })
          if (answer.status !== 401 && answer.status !== 403) break
        }
        const { status, text } = answer!
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (status < 300 || status === 409 || status === 422) met.add(`${route.method} ${route.path}`)
        assert.ok(status < 500 || (status === 503 && answer!.headers['retry-after'] !== undefined), `${route.method} ${path} ${JSON.stringify(body)?.slice(0, 2_000)} → ${status} ${text.slice(0, 300)}`)
        if (status >= 400) assert.ok(answer!.json().detail.length > 5, `${route.method} ${path}: ${text.slice(0, 300)}`)
      }), { numRuns: runs, endOnFailure: true })
      figures(`${where.engine}: ${runs} requests; ${met.size} of ${routes.length} routes were met behind their shapes; statuses ${[...statuses].sort(([a], [b]) => a - b).map(([status, many]) => `${status}×${many}`).join(' ')}`)
      assert.equal((await ask('/readyz')).status, 200)
    } finally {
      await hub.close()
    }
  })
})

type Account = TestHouse['guide']['accounts'][number]
type Wish = { route: Route; path: string; body: unknown; people: Account[] }

function wishOf({ guide }: TestHouse, known: Known): fc.Arbitrary<Wish> {
  const one = (name: string): fc.Arbitrary<string> => (known.named(name).length > 0 ? fc.constantFrom(...known.named(name)) : fc.constantFrom(`${name}_${'0'.repeat(20)}`, '1'))
  return fc.constantFrom(...routes.filter(({ path }) => !ENDS.test(path))).chain((route) =>
    fc.record({
      parts: fc.tuple(...parametersOf(route).map(one)),
      query: fc.record(Object.fromEntries(Object.entries(route.query?.properties ?? {}).map(([name, part]) => [name, fitting(part, known, name)])), { requiredKeys: [] }),
      body: route.body === undefined ? fc.constant(undefined) : fitting(route.body, known),
      people: fc.shuffledSubarray(guide.accounts, { minLength: MOST_TRIES, maxLength: MOST_TRIES }),
    }).map(({ parts, query, body, people }) => ({ route, path: addressOf(route, parts, query), body, people })))
}

function addressOf({ path }: Route, parts: readonly string[], query: Readonly<Record<string, unknown>>): string {
  let at = 0
  const pairs = Object.entries(query).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(String(each))}`))
  return `${path.replace(/:[a-z0-9]+/gi, () => encodeURIComponent(parts[at++] ?? ''))}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`
}

/** What a parameter is called, where it is not called as the things are. */
const CALLED: Readonly<Record<string, readonly string[]>> = { organisation: ['org'], id: ['stix', 'uuid'], keyid: ['hash'], sha256: ['hash'], collection: ['uuid'], entry: ['fact'] }
const NUMBERED: Readonly<Record<string, readonly string[]>> = { version: ['1.0', '2.0'], thread: ['1', '2', '3'], vulnerability: ['1', '2', '3'], year: ['2025', '2026'], language: ['en', 'ar'], purpose: ['concern', 'application'], from: ['1', '2'], to: ['1', '2'], entry: ['1', '5'] }
const THINGS: readonly (readonly [name: string | undefined, pattern: RegExp])[] = [
  [undefined, /\b([a-z]+)_[0-9a-hjkmnp-tv-z]{20}\b/g], ['stix', /\b[a-z-]+--[0-9a-f-]{36}\b/g], ['uuid', /(?<!-)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b/g], ['hash', /\b[0-9a-f]{64}\b/g],
  ['cve', /\bCVE-\d{4}-\d{4,}\b/g], ['domain', /\b[a-z-]+\.example\b/g], ['slug', /(?<="slug":")[a-z0-9-]+/g],
]
const MOST_OF_ONE = 80
const MOST_WORDS = 2_000

/** Reads what everybody reads, and gathers what is there: ids by their prefix, and words. */
async function lookAround({ guide }: TestHouse, ask: Ask): Promise<{ named: Known['named']; words: string[] }> {
  const things = new Map<string, Set<string>>()
  const words = new Set<string>(['word'])
  const read = async (path: string, token: string) => {
    const { text } = await ask(path, { token, headers: { accept: 'application/json' } })
    for (const [name, pattern] of THINGS) for (const [found, prefix = ''] of text.matchAll(pattern)) {
      const those = things.get(name ?? prefix) ?? new Set()
      if (those.size < MOST_OF_ONE) things.set(name ?? prefix, those.add(found))
    }
    for (const [, word = ''] of text.matchAll(/"([A-Za-z0-9 :._-]{1,30})"/g)) if (words.size < MOST_WORDS) words.add(word)
  }
  const named = (name: string): string[] => [...(CALLED[name] ?? [name]).flatMap((each) => [...(things.get(each) ?? [])]), ...(NUMBERED[name] ?? [])]
  const readers = guide.accounts.filter((_, at) => at % 3 === 0)
  const gets = routes.filter(({ method }) => method === 'GET')
  for (const { token } of readers) for (const route of gets.filter((each) => parametersOf(each).length === 0)) await read(route.path, token)
  for (const { token } of readers) for (const route of gets) {
    const [name, ...more] = parametersOf(route)
    if (name !== undefined && more.length === 0) for (const value of named(name).slice(0, 3)) await read(addressOf(route, [value], {}), token)
  }
  return { named, words: [...words] }
}
