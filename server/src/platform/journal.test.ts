/** The journal: with the transaction or not at all, in the order of commits, on both engines and from two processes. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonical, type Json } from '@openaccord/facts'
import { createJournal } from './journal.ts'
import { migrate } from './migrate.ts'
import { describeOnEveryEngine } from './testing/engines.ts'

const fact = (kind: string, body: Json = {}) => ({ room: 'cases', kind, at: 5, body })

describeOnEveryEngine('the journal', (open, place) => {
  async function withJournal(url?: string) {
    const database = await open(url === undefined ? {} : { url })
    await migrate(database, [])
    return { database, journal: createJournal({ database, random: randomBytes }) }
  }

  test('a fact is kept with the transaction that tells it, or not at all', async () => {
    const { database, journal } = await withJournal()
    await assert.rejects(
      database.transact(async (tx) => {
        await journal.write(tx, fact('case.opened'))
        throw new Error('no')
      }),
    )
    assert.equal(await journal.last(), 0)
    const [written] = await database.transact((tx) => journal.write(tx, fact('case.opened', { b: 1, a: [true, null, 'é'], gone: undefined })))
    assert.deepEqual(await journal.readAfter(0, 10), [{ seq: 1, id: written?.id, room: 'cases', kind: 'case.opened', at: 5, body: '{"a":[true,null,"é"],"b":1}' }])
    assert.deepEqual(await journal.readAfter(1, 10), [])
  })

  test('several facts of one transaction stay together and in order', async () => {
    const { database, journal } = await withJournal()
    await Promise.all(['a', 'b', 'c'].map((name) => database.transact((tx) => journal.write(tx, fact(`${name}1`), fact(`${name}2`), fact(`${name}3`)))))
    const facts = await journal.readAfter(0, 100)
    assert.deepEqual(facts.map(({ seq }) => seq), [1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const start of [0, 3, 6]) assert.match(facts.slice(start, start + 3).map(({ kind }) => kind).join(), /^(\w)1,\1(2),\1(3)$/)
    assert.deepEqual((await journal.readAfter(4, 2)).map(({ seq }) => seq), [5, 6])
  })

  test('a listener is woken', async () => {
    const { database, journal } = await withJournal()
    const woken = Promise.withResolvers<void>()
    const stop = journal.listen(() => woken.resolve())
    await database.transact((tx) => journal.write(tx, fact('x')))
    await woken.promise
    stop()
  })

  test('who has seen a number never sees a smaller new one', async () => {
    const url = await place.freshUrl()
    const { database, journal } = await withJournal(url)
    const ended = place.engine === 'postgres' ? writeFromAnotherProcess(url, 60) : Promise.resolve()
    const own = Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        database.transact(
          async (tx) => {
            await tx.get('select 1')
            await journal.write(tx, fact(`own ${n}`))
          },
          { beside: true },
        ),
      ),
    )
    const seen: number[] = []
    const expected = place.engine === 'postgres' ? 120 : 60
    while (seen.length < expected) for (const { seq } of await journal.readAfter(seen.at(-1) ?? 0, 7)) seen.push(seq)
    await Promise.all([own, ended])
    assert.deepEqual(seen, Array.from({ length: expected }, (_, n) => n + 1), 'none was missed, none came late')
  })
})

async function writeFromAnotherProcess(url: string, many: number): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=source', new URL('./testing/hub-process.ts', import.meta.url).pathname, 'journal', url, String(many)], { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  assert.equal(code, 0)
}

test('canonical JSON: the example of RFC 8785 §3.2.3, and what has no JSON', () => {
  const given = { peach: 'This sorting order', péché: 'is wrong according to French', pêche: 'but canonicalization MUST', sin: 'ignore locale' }
  assert.equal(canonical(given), '{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}')
  assert.equal(
    canonical({ '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '\u{1F600}': 'Emoji: Grinning Face', '\u0080': 'Control', '\u00f6': 'Latin Small Letter O With Diaeresis' }),
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign","\u{1F600}":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  )
  assert.equal(canonical([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0]), '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]')
  assert.throws(() => canonical(Number.NaN), /3\.2\.2\.3/)
  assert.throws(() => canonical('\ud800'), /3\.2\.2\.2/)
})

test('canonical JSON: printed, read and printed again is the same text', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      const text = canonical(value as Json)
      assert.equal(canonical(JSON.parse(text)), text)
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
    }),
  )
})
