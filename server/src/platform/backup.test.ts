/** Backups: one moment while others write, all of it back or nothing, also from one engine into the other. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { backup, checkArchive, restore } from './backup.ts'
import { openDatabase, type Database } from './database.ts'
import { createJobs } from './jobs.ts'
import { createJournal } from './journal.ts'
import { migrate, type Room } from './migrate.ts'
import { describeOnEveryEngine } from './testing/engines.ts'
import { NO_POSTGRES, postgresIsHere, sharedPostgres } from './testing/postgres.ts'

const directory = mkdtempSync(join(tmpdir(), 'openaccord-backup-'))
after(() => rmSync(directory, { recursive: true, force: true }))
const rooms: Room[] = [{ room: 'tree', directory: pathToFileURL(`${directory}/tree/`) }]
await mkdir(join(directory, 'tree'))
// References point forward, to themselves and round in a circle; a trigger fires on every row; a row is there from the start.
await writeFile(
  join(directory, 'tree/202701010000-tree.sqlite.sql'),
  `create table a (id text primary key, next text references b (id), body blob, share double precision);
   create table b (id text primary key, parent text references b (id), back text references a (id));
   create table told (n bigint); insert into told values (0);
   create trigger on_a after insert on a begin update told set n = n + 1; end;
   create virtual table words using fts5(id, content = 'a');
   create table free (x text, y bigint, doubled bigint generated always as (y * 2));`,
)
await writeFile(
  join(directory, 'tree/202701010000-tree.postgres.sql'),
  `create table a (id text primary key, next text, body bytea, share double precision);
   create table b (id text primary key, parent text references b (id), back text references a (id));
   alter table a add foreign key (next) references b (id);
   create table told (n bigint); insert into told values (0);
   create function tell() returns trigger language plpgsql as 'begin update told set n = n + 1; return null; end';
   create trigger on_a after insert on a for each row execute function tell();
   create table free (x text, y bigint, doubled bigint generated always as (y * 2) stored);`,
)
const NOW = 1_795_000_000_000_000
let lastFile = 0
const freshFile = () => join(directory, `${++lastFile}.backup`)

async function grow(database: Database): Promise<void> {
  await migrate(database, rooms)
  const jobs = createJobs({ database, clock: () => NOW, random: randomBytes })
  const journal = createJournal({ database, random: randomBytes })
  await database.transact(async (tx) => {
    await tx.bulk('a', { id: Array.from({ length: 1200 }, (_, n) => `a${n}`), body: Array.from({ length: 1200 }, (_, n) => (n % 3 === 0 ? null : new Uint8Array([n & 255, 0, 10]))), share: Array.from({ length: 1200 }, (_, n) => n / 7) }, 1200)
    await tx.run(`insert into b values ('b1', null, 'a1')`)
    await tx.run(`insert into b values ('b0', 'b1', 'a0')`)
    await tx.run(`update a set next = 'b0' where id < 'a5'`)
    for (const [x, y] of [['same', 1], ['same', 1], [null, 2], ['line\n\\"', null]] as const) await tx.run('insert into free (x, y) values (?, ?)', x, y)
    await jobs.enqueue(tx, { kind: 'post', payload: { to: 'é' } })
    await journal.write(tx, { room: 'tree', kind: 'grew', at: NOW, body: { n: 1 } })
  })
}

async function contents(url: string): Promise<unknown> {
  const database = await openDatabase(url)
  try {
    return await database.read(async (tx) => {
      const all: unknown[] = []
      for (const table of ['a', 'b', 'told', 'free', 'jobs', 'facts']) {
        const rows = await tx.all(`select * from ${table}`)
        all.push(rows.sort((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1)))
      }
      return all
    })
  } finally {
    await database.close()
  }
}

describeOnEveryEngine('a backup', (open, place) => {
  test('brings back everything, with its rules', async () => {
    const url = await place.freshUrl()
    const database = await openDatabase(url)
    await grow(database)
    const file = freshFile()
    const told: string[] = []
    const manifest = await backup(database, file, { now: NOW, progress: ({ table }) => void told.push(table) })
    await database.close()
    assert.equal(manifest.tables.find(({ name }) => name === 'a')?.rows, 1200)
    assert.equal(manifest.created, '2026-11-18T11:06:40.000Z')
    assert.ok(told.includes('a') && told.includes('facts'))
    assert.deepEqual(await checkArchive(file), manifest)

    const target = await place.freshUrl()
    await restore(file, target, { rooms, now: NOW })
    assert.deepEqual(await contents(target), await contents(url))
    const back = await open({ url: target })
    assert.deepEqual(await migrate(back, rooms), [], 'its migrations are known')
    await assert.rejects(back.transact((tx) => tx.run(`insert into b values ('x', 'missing', null)`)), { name: 'RuleBroken' })
    await back.transact((tx) => tx.run(`insert into a (id) values ('fresh')`))
    assert.deepEqual(await back.read((tx) => tx.get('select n from told')), { n: 1201 }, 'the trigger is back, and did not fire meanwhile')
    if (place.engine === 'sqlite') {
      assert.deepEqual(await back.read((tx) => tx.all(`select id from words where words match 'a7'`)), [{ id: 'a7' }], 'the index for words is back')
    }
  })

  test('is one moment, however much is written meanwhile', async () => {
    const database = await open()
    await migrate(database, rooms)
    const going = { on: true }
    const writing = (async () => {
      for (let n = 0; going.on; n++) {
        await database.transact(async (tx) => {
          await tx.run('insert into a (id) values (?)', `w${n}`)
          await tx.run('insert into b (id, back) values (?, ?)', `w${n}`, `w${n}`)
        })
      }
    })()
    for (let round = 0; round < 3; round++) {
      const file = freshFile()
      const { tables } = await backup(database, file, { now: NOW })
      const rows = (name: string) => tables.find((table) => table.name === name)?.rows
      assert.equal(rows('a'), rows('b'))
      const target = await place.freshUrl()
      await restore(file, target, { rooms, now: NOW })
    }
    going.on = false
    await writing
  })

  test('never goes into a database that holds something', async () => {
    const database = await open()
    await grow(database)
    const file = freshFile()
    await backup(database, file, { now: NOW })
    const url = await place.freshUrl()
    const other = await openDatabase(url)
    await other.transact((tx) => tx.script('create table mine (id text)'))
    await other.close()
    await assert.rejects(restore(file, url, { rooms, now: NOW }), /is not empty \(mine\)/)
  })

  test('that is damaged anywhere brings back nothing at all', async () => {
    const database = await open()
    await grow(database)
    const file = freshFile()
    await backup(database, file, { now: NOW })
    const whole = readFileSync(file)
    const target = await place.freshUrl()
    for (const at of [0, 5, whole.length >> 2, whole.length >> 1, whole.length - 5]) {
      const bad = freshFile()
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 0x55
      writeFileSync(bad, bytes)
      await assert.rejects(restore(bad, target, { rooms, now: NOW }), /no whole backup/)
    }
    const short = freshFile()
    writeFileSync(short, whole.subarray(0, whole.length - 100))
    await assert.rejects(restore(short, target, { rooms, now: NOW }), /no whole backup/)
    await assert.rejects(restore(file, target, { rooms: [], now: NOW }), /knows migration tree\/202701010000-tree, which this version does not have/)
    await restore(file, target, { rooms, now: NOW })
  })

  test('leaves no half file behind', async () => {
    const database = await open()
    await grow(database)
    await assert.rejects(backup(database, join(directory, 'nowhere/x.backup'), { now: NOW }), /ENOENT/)
    assert.deepEqual((await readdir(directory)).filter((name) => name.endsWith('.part')), [])
  })

  test('a snapshot is a whole copy', async () => {
    const url = await place.freshUrl()
    const database = await open({ url })
    await grow(database)
    const file = freshFile()
    await database.snapshot(file)
    if (place.engine === 'postgres') assert.equal((await checkArchive(file)).tables.length, 9)
    else assert.deepEqual(((await contents(`sqlite:${file}`)) as unknown[][])[0]?.length, 1200)
  })
})

test('what the embedded store outgrows, PostgreSQL takes over; and back', { skip: postgresIsHere() ? false : NO_POSTGRES }, async () => {
  const small = `sqlite:${join(directory, 'small.db')}`
  const database = await openDatabase(small)
  await grow(database)
  const file = freshFile()
  const { tables } = await backup(database, file, { now: NOW })
  await database.close()
  const large = await (await sharedPostgres()).freshUrl()
  await restore(file, large, { rooms, now: NOW })
  assert.deepEqual(await contents(large), await contents(small))
  const grown = await openDatabase(large)
  const again = freshFile()
  assert.deepEqual((await backup(grown, again, { now: NOW })).tables, tables)
  await grown.close()
  const back = `sqlite:${join(directory, 'back.db')}`
  await restore(again, back, { rooms, now: NOW })
  assert.deepEqual(await contents(back), await contents(small))
})
