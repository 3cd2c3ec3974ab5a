/** What every store may rely on, the same on both engines. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../kernel/index.ts'
import { openDatabase, RuleBroken, type Database } from './database.ts'
import { describeOnEveryEngine } from './testing/engines.ts'
import { until } from './testing/until.ts'

const bytesOf = (...values: number[]) => Uint8Array.from(values)

async function withTable(database: Database): Promise<Database> {
  const bytes = database.engine === 'sqlite' ? 'blob' : 'bytea'
  await database.transact((tx) => tx.script(`create table pot (id text primary key, n bigint not null, body ${bytes}); create table other (id text references pot (id))`))
  return database
}
const isNoText = (work: Promise<unknown>) => assert.rejects(work, (error) => error instanceof Refusal && error.kind === 'malformed' && error.code === 'store.no-text')
const total = (database: Database) => database.read(async (tx) => (await tx.get<{ n: number }>('select count(*) as n from pot'))?.n)

describeOnEveryEngine('the database', (open, place) => {
  test('what goes in comes out: text, whole numbers, fractions, bytes, nothing', async () => {
    const database = await withTable(await open())
    const text = `line\nbreak\ttab \\ back 'quote' "double" ? \u{1F512}`
    await database.transact((tx) => tx.run('insert into pot values (?, ?, ?)', text, Number.MAX_SAFE_INTEGER, bytesOf(0, 255, 92, 10)))
    await database.transact((tx) => tx.run(`insert into pot values ('what? -- ?', ?, ?) -- a ? in a comment`, -5, null))
    const rows = await database.read((tx) => tx.all('select id, n, body from pot order by n'))
    assert.deepEqual(rows, [
      { id: 'what? -- ?', n: -5, body: null },
      { id: text, n: Number.MAX_SAFE_INTEGER, body: bytesOf(0, 255, 92, 10) },
    ])
    assert.deepEqual(await database.read((tx) => tx.get('select sum(n) as total, count(*) as many, max(n) = ? as flag from pot where n < ?', 1, 0)), { total: -5, many: 1, flag: 0 })
    assert.equal(await database.read((tx) => tx.get('select 1 as one from pot where id = ?', 'nobody')), undefined)
  })

  test('numbers that are not safe are refused before they are rounded', async () => {
    const database = await withTable(await open())
    for (const bad of [Number.NaN, Infinity, 2 ** 53]) {
      await assert.rejects(database.transact((tx) => tx.run('insert into pot values (?, ?, null)', 'x', bad)), /no number for the store/)
    }
    assert.equal(await total(database), 0)
  })

  test('a text with U+0000 is refused in words, on both engines alike', async () => {
    const database = await withTable(await open())
    await isNoText(database.transact((tx) => tx.run('insert into pot values (?, 1, null)', 'a\0b')))
    await isNoText(database.transact((tx) => tx.bulk('pot', { id: ['a', 'b\0'], n: [1, 2] }, 2)))
    await isNoText(database.read((tx) => tx.get('select 1 as one from pot where id = ?', 'a\0b')))
    await isNoText(database.read((tx) => tx.all('select 1 as one from pot where id = ?', '\0')))
    assert.equal(await total(database), 0)
  })

  test('text sorts by code point, upper case before lower', async () => {
    const database = await withTable(await open())
    for (const id of ['b', 'B', 'é', 'a', '_', '9']) await database.transact((tx) => tx.run('insert into pot values (?, 1, null)', id))
    const rows = await database.read((tx) => tx.all<{ id: string }>('select id from pot order by id'))
    assert.equal(rows.map(({ id }) => id).join(''), '9B_abé')
  })

  test('a transaction is kept whole, or not at all', async () => {
    const database = await withTable(await open())
    await assert.rejects(
      database.transact(async (tx) => {
        await tx.run('insert into pot values (?, 1, null)', 'a')
        throw new Error('changed my mind')
      }),
      /changed my mind/,
    )
    await assert.rejects(
      database.transact(async (tx) => {
        await tx.run('insert into pot values (?, 1, null)', 'a')
        await tx.run('insert into pot values (?, 1, null)', 'a').catch(() => {})
      }),
      (error) => error instanceof RuleBroken && error.rule === 'unique',
    )
    assert.equal(await total(database), 0)
  })

  test('rules of the schema have names', async () => {
    const database = await withTable(await open())
    const breaking: [sql: string, rule: string][] = [
      [`insert into pot values ('a', null, null)`, 'not-null'],
      [`insert into other values ('missing')`, 'reference'],
    ]
    for (const [sql, rule] of breaking) {
      await assert.rejects(database.transact((tx) => tx.run(sql)), (error) => error instanceof RuleBroken && error.rule === rule)
    }
  })

  test('our own mistakes are errors that name the statement, not refusals', async () => {
    const database = await open()
    await assert.rejects(database.read((tx) => tx.all('select nonsense from nowhere')), (error) => !(error instanceof Refusal) && /select nonsense/.test(String(error)))
    await assert.rejects(database.transact((tx) => tx.run('insert into nowhere values (1)')), /insert into nowhere/)
  })

  test('load, decide, save: fifty at once count to fifty', async () => {
    const database = await withTable(await open())
    await database.transact((tx) => tx.run(`insert into pot values ('count', 0, null)`))
    const raise = () =>
      database.transact(async (tx) => {
        const row = await tx.get<{ n: number }>(`select n from pot where id = 'count'`)
        await tx.run(`update pot set n = ? where id = 'count'`, (row?.n ?? 0) + 1)
      })
    await Promise.all(Array.from({ length: 50 }, raise))
    assert.deepEqual(await database.read((tx) => tx.get('select n from pot')), { n: 50 })
  })

  test('a read sees one moment, whatever is written meanwhile; and nothing uncommitted', async () => {
    const database = await withTable(await open())
    for (const reading of [database.read, database.readApart]) {
      await database.transact((tx) => tx.run('delete from pot'))
      const seen = await reading(async (tx) => {
        const before = await tx.get('select count(*) as n from pot')
        await database.transact(async (other) => {
          await other.run(`insert into pot values ('new', 1, null)`)
          assert.equal(await total(database), 0, 'not committed yet')
        })
        return [before, await tx.get('select count(*) as n from pot')]
      })
      assert.deepEqual(seen, [{ n: 0 }, { n: 0 }])
      assert.equal(await total(database), 1)
    }
  })

  test('reads at once do not disturb each other', async () => {
    const database = await withTable(await open())
    await database.transact((tx) => tx.bulk('pot', { id: Array.from({ length: 100 }, (_, n) => `p${n}`), n: Float64Array.from({ length: 100 }, (_, n) => n), body: { every: null } }, 100))
    const reads = Array.from({ length: 60 }, (_, n) =>
      database[n % 2 === 0 ? 'read' : 'readApart'](async (tx) => {
        await sleep(n % 7)
        const row = await tx.get<{ n: number }>('select n from pot where id = ?', `p${n}`)
        await sleep(n % 3)
        return (row?.n ?? 0) + ((await tx.get<{ n: number }>('select n from pot where id = ?', `p${n + 1}`))?.n ?? 0)
      }),
    )
    assert.deepEqual(await Promise.all(reads), Array.from({ length: 60 }, (_, n) => 2 * n + 1))
  })

  test('a long row of reads leaves the event loop free', async () => {
    const database = await withTable(await open())
    const heard = { ticks: 0 }
    const timer = setInterval(() => heard.ticks++, 1)
    for (let reads = 0; heard.ticks < 5; reads++) {
      await database.read((tx) => tx.get('select 1'))
      assert.ok(reads < 100_000, 'no timer was heard meanwhile')
    }
    clearInterval(timer)
  })

  test('one transaction answers what is asked of it at once one after the other; what fails spoils the rest', async () => {
    const database = await withTable(await open())
    await database.transact(async (tx) => void (await Promise.all(['a', 'b', 'c'].map((id, n) => tx.run('insert into pot values (?, ?, null)', id, n)))))
    const rows = await database.read((tx) => Promise.all(['c', 'a', 'b'].map((id) => tx.get<{ n: number }>('select n from pot where id = ?', id))))
    assert.deepEqual(rows.map((row) => row?.n), [2, 0, 1])
    const work = database.transact((tx) => Promise.all([tx.run(`insert into pot values ('d', 3, null)`), tx.run(`insert into pot values ('a', 3, null)`), tx.run(`insert into pot values ('e', 3, null)`)]))
    await assert.rejects(work, (error) => error instanceof RuleBroken && error.rule === 'unique')
    assert.equal(await total(database), 3)
  })

  test('a reader cannot write', async () => {
    const database = await withTable(await open())
    for (const reading of [database.read, database.readApart]) {
      await assert.rejects(reading((tx) => tx.all(`insert into pot values ('x', 1, null)`)))
    }
    assert.equal(await total(database), 0)
  })

  test('a tx is of no use after its end', async () => {
    const database = await withTable(await open())
    const late = await database.transact(async (tx) => [tx])
    await assert.rejects(late[0]!.run('delete from pot'), /over/)
    const reader = await database.read(async (tx) => [tx])
    await assert.rejects(reader[0]!.all('select 1'), /over/)
  })

  test('a transaction within a transaction is refused at once', async () => {
    const database = await withTable(await open())
    await assert.rejects(database.transact(() => database.transact(async () => 1)), /within a transaction/)
    assert.equal(await database.transact(async () => 2), 2)
  })

  test('bulk: columns of every kind, exact bytes by their ranges', async () => {
    const database = await withTable(await open())
    const bytes = new Uint8Array(new ArrayBuffer(6))
    bytes.set([1, 2, 3, 4, 0, 92])
    const rows = await database.transact((tx) =>
      tx.bulk('pot', { id: ['a', 'b\\N\t', 'c'], n: Float64Array.of(1, 2, 3), body: { bytes, ranges: Uint32Array.of(0, 2, 2, 2, 3, 6) } }, 3),
    )
    assert.equal(rows, 3)
    assert.deepEqual(await database.read((tx) => tx.all('select * from pot order by n')), [
      { id: 'a', n: 1, body: bytesOf(1, 2) },
      { id: 'b\\N\t', n: 2, body: bytesOf() },
      { id: 'c', n: 3, body: bytesOf(4, 0, 92) },
    ])
  })

  test('bulk: bytes in a part of a buffer leave the rest alone; shared bytes serve twice', async () => {
    const database = await withTable(await open())
    const whole = bytesOf(9, 1, 2, 9)
    const shared = new Uint8Array(new SharedArrayBuffer(2)).fill(7)
    await database.transact(async (tx) => {
      await tx.bulk('pot', { id: ['part'], n: [1], body: { bytes: whole.subarray(1, 3), ranges: Uint32Array.of(0, 2) } }, 1)
      for (const id of ['s1', 's2']) await tx.bulk('pot', { id: [id], n: [2], body: { bytes: shared, ranges: Uint32Array.of(0, 2) } }, 1)
    })
    assert.deepEqual(whole, bytesOf(9, 1, 2, 9))
    const bodies = await database.read((tx) => tx.all('select body from pot order by n, id'))
    assert.deepEqual(bodies.map(({ body }) => body), [bytesOf(1, 2), bytesOf(7, 7), bytesOf(7, 7)])
  })

  test('bulk: a row that breaks a unique rule is left out, or stops everything', async () => {
    const database = await withTable(await open())
    const insert = (orIgnore: boolean) => database.transact((tx) => tx.bulk('pot', { id: ['a', 'b', 'a'], n: { every: 1 } }, 3, { orIgnore }))
    await assert.rejects(insert(false), (error) => error instanceof RuleBroken && error.rule === 'unique')
    assert.equal(await total(database), 0)
    assert.equal(await insert(true), 2)
    assert.equal(await insert(true), 0)
    await assert.rejects(database.transact((tx) => tx.bulk('pot', { id: ['z'], n: [null] }, 1, { orIgnore: true })), RuleBroken)
    await assert.rejects(database.transact((tx) => tx.bulk('pot', { id: ['z'], n: [1, 2] }, 2)), /column id has 1 values for 2 rows/)
    await assert.rejects(database.transact((tx) => tx.bulk('pot; drop table pot', { id: ['z'] }, 1)), /no name for a table/)
  })

  test('many: one look-up for many keys', async () => {
    const database = await withTable(await open())
    await database.transact((tx) => tx.bulk('pot', { id: Array.from({ length: 3000 }, (_, n) => `k${n}`), n: Float64Array.from({ length: 3000 }, (_, n) => n % 2) }, 3000))
    const rows = await database.transact((tx) => tx.many('select id from pot where n = ? and id = any(?)', [1], ['k1', 'k2', 'k3', 'k3', 'none', `it's "{,}\\`]))
    assert.deepEqual(rows.map(({ id }) => id).sort(), ['k1', 'k3'])
    assert.deepEqual(await database.transact((tx) => tx.many('select id from pot where id = any(?)', [], [])), [])
  })

  test('batches: many rows, a few at a time, also left early', async () => {
    const database = await withTable(await open())
    await database.transact((tx) => tx.bulk('pot', { id: Array.from({ length: 25 }, (_, n) => `k${n}`), n: Float64Array.from({ length: 25 }, (_, n) => n) }, 25))
    for (const reading of [database.read, database.readApart]) {
      const sizes = await reading(async (tx) => {
        const found: number[] = []
        for await (const rows of tx.batches('select * from pot where n >= ? order by n', [5], 8)) found.push(rows.length)
        for await (const rows of tx.batches<{ n: number }>('select n from pot order by n', [], 3)) if (rows[0]!.n > 3) break
        return [...found, (await tx.get<{ n: number }>('select count(*) as n from pot'))?.n]
      })
      assert.deepEqual(sizes, [8, 8, 4, 25])
    }
  })

  test('listeners hear what was committed, and only that', async () => {
    const database = await open()
    const heard: string[] = []
    const stop = database.listen('door', (message) => void heard.push(message))
    database.listen('other', (message) => assert.equal(message, '*'))
    await until(async () => {
      await database.transact(async (tx) => tx.notify('door', 'knock knock'))
      return heard.includes('knock knock') // on PostgreSQL the line may take a moment to be up
    })
    await assert.rejects(
      database.transact(async (tx) => {
        tx.notify('door', 'never')
        throw new Error('no')
      }),
    )
    await database.transact(async (tx) => tx.notify('door', 'yes'))
    await until(async () => heard.includes('yes'))
    stop()
    await database.transact(async (tx) => tx.notify('door', 'nobody'))
    await sleep(30)
    assert.ok(!heard.includes('nobody') && !heard.includes('never'))
    await assert.rejects(database.transact(async (tx) => tx.notify('door', 'x'.repeat(7001))), RangeError)
  })

  test('locks are held one at a time', async () => {
    const database = await open()
    let inside = 0
    const work = () =>
      database.transact(
        async (tx) => {
          await tx.lock('one')
          assert.equal(++inside, 1)
          await sleep(5)
          inside--
        },
        { beside: true },
      )
    await Promise.all(Array.from({ length: 6 }, work))
  })

  test('work that never ends is rolled back at the time limit', async () => {
    const database = await withTable(await open({ limits: { transactSeconds: 0.3 } }))
    const stuck = database.transact(async (tx) => {
      await tx.run(`insert into pot values ('half', 1, null)`)
      await once(new EventTarget(), 'never')
    })
    const next = database.transact((tx) => tx.run(`insert into pot values ('next', 1, null)`))
    await assert.rejects(stuck, (error) => error instanceof Refusal && error.kind === 'unavailable' && /longer than/.test(error.message))
    await next
    assert.deepEqual(await database.read((tx) => tx.all('select id from pot')), [{ id: 'next' }])
  })

  test('who waits too long for a turn is told to come again', async () => {
    const database = await open({ limits: { waitSeconds: 0.1 } })
    const slow = database.transact(() => sleep(400))
    await assert.rejects(database.transact(async () => 1), (error) => error instanceof Refusal && error.kind === 'unavailable' && (error.retryAfterSeconds ?? 0) > 0)
    await slow
    assert.equal(await database.transact(async () => 1), 1)
  })

  test('what was committed is there when the database is opened again', async () => {
    const url = await place.freshUrl()
    const database = await withTable(await openDatabase(url))
    await database.transact((tx) => tx.run(`insert into pot values ('kept', 1, null)`))
    await database.close()
    assert.equal(await total(await open({ url })), 1)
  })

  test('check and storage answer', async () => {
    const database = await withTable(await open())
    await database.check()
    assert.ok((await database.storage()).bytes > 0)
  })
})

test('an address that is neither engine is refused, without its password', async () => {
  await assert.rejects(openDatabase('mysql://me:hunter2@host/x'), (error) => /sqlite:\/path/.test(String(error)) && !/hunter2/.test(String(error)))
})
