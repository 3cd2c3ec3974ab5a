/** What harms a store: a full disk, a dead thread, a cut line, a second process, kill -9. Nothing acknowledged is lost. */
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../kernel/index.ts'
import { openSqlite } from './database/sqlite.ts'
import { openDatabase, type Database } from './database.ts'
import { describeOnEveryEngine } from './testing/engines.ts'
import { NO_POSTGRES, postgresIsHere, sharedPostgres } from './testing/postgres.ts'
import { until } from './testing/until.ts'

const SOAK = process.env['OPENACCORD_SOAK'] === '1'
const directory = mkdtempSync(join(tmpdir(), 'openaccord-harm-'))
after(() => rmSync(directory, { recursive: true, force: true }))
const HUB = new URL('./testing/hub-process.ts', import.meta.url).pathname

const isAway = (error: unknown): boolean => error instanceof Refusal && error.kind === 'unavailable' && (error.retryAfterSeconds ?? 0) > 0
const fill = (database: Database, id: string, bytes: number) => database.transact((tx) => tx.run('insert into pot values (?, ?)', id, 'x'.repeat(bytes)))
const ids = async (database: Database) => (await database.read((tx) => tx.all<{ id: string }>('select id from pot order by id'))).map(({ id }) => id)

test('a store that is full says so, keeps nothing of it, and works again by itself', async () => {
  const database = await openSqlite(join(directory, 'full.db'))
  await database.transact((tx) => tx.script('create table pot (id text primary key, body text)'))
  await database.transact((tx) => tx.script('pragma max_page_count = 40'))
  await fill(database, 'before', 1000)
  await assert.rejects(
    database.transact(async (tx) => {
      await tx.run(`insert into pot values ('half', 'x')`)
      await tx.run('insert into pot values (?, ?)', 'much', 'x'.repeat(1_000_000))
    }),
    (error) => isAway(error) && /full/.test(String(error)),
  )
  await fill(database, 'small', 10)
  await database.transact((tx) => tx.script('pragma max_page_count = 100000'))
  await fill(database, 'much', 1_000_000)
  assert.deepEqual(await ids(database), ['before', 'much', 'small'])
  await database.close()
})

test('a full disk: refused whole; when there is room again it goes on', { skip: mountable() ? false : 'a small disk of one’s own needs root' }, async () => {
  const disk = join(directory, 'disk')
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk])
  try {
    const database = await openSqlite(join(disk, 'small.db'))
    await database.transact((tx) => tx.script('create table pot (id text primary key, body text)'))
    const kept: string[] = []
    let refused = 0
    for (let n = 0; n < 60; n++) {
      const id = `n${String(n).padStart(2, '0')}`
      await fill(database, id, 100_000).then(() => kept.push(id), (error: unknown) => void (isAway(error) ? refused++ : assert.fail(String(error))))
    }
    assert.ok(kept.length > 3 && refused > 3, `${kept.length} kept, ${refused} refused`)
    assert.deepEqual(await ids(database), kept)
    await assert.rejects(database.check(), isAway)
    execFileSync('mount', ['-o', 'remount,size=200m', disk])
    await fill(database, 'z', 100_000)
    assert.deepEqual(await ids(database), [...kept, 'z'])
    await database.check()
    await database.close()
  } finally {
    execFileSync('umount', ['-l', disk])
  }
})

test('when the writer thread dies, its transaction is refused and the next one goes through', async () => {
  const told: string[] = []
  const database = await openSqlite(join(directory, 'thread.db'), { trouble: (what) => void told.push(what) })
  await database.transact((tx) => tx.script('create table pot (id text primary key, body text)'))
  const dying = database.transact(async (tx) => {
    await tx.run(`insert into pot values ('half', 'x')`)
    await database.killWriter()
    await tx.run(`insert into pot values ('other half', 'x')`)
  })
  const next = fill(database, 'next', 10)
  await assert.rejects(dying, isAway)
  await next
  assert.deepEqual(await ids(database), ['next'])
  await database.close()
})

test('a search that does not end is refused at its limit, and does not hold up the next one for long', async (t) => {
  const database = await openSqlite(join(directory, 'long.db'), { limits: { readApartSeconds: 0.3 } })
  t.after(() => database.close())
  const endless = 'with recursive c (n) as (select 1 union all select n + 1 from c where n < 10000000) select count(*) as n from c'
  await assert.rejects(database.readApart((tx) => tx.get(endless)), isAway)
  assert.deepEqual(await database.read((tx) => tx.get('select 1 as n')), { n: 1 })
  await until(() => database.readApart((tx) => tx.get('select 1 as n')).then(() => true, () => false))
})

test('one file, one hub: a second process is refused in plain words; a dead one holds nothing', async () => {
  const path = join(directory, 'one.db')
  const database = await openSqlite(path)
  await assert.rejects(openSqlite(path), /is in use by process \d+ on .*: one embedded store belongs to one hub/)
  const child = spawn(process.execPath, ['--conditions=source', HUB, 'journal', `sqlite:${path}`, '1'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  const [code] = await once(child, 'close')
  assert.notEqual(code, 0)
  assert.match(said, /one embedded store belongs to one hub/)
  await database.close()
  await (await openSqlite(path)).close()
  assert.deepEqual(readdirSync(directory).filter((name) => name.startsWith('one.db-')), [], 'a store that was closed is one file')
})

test('PostgreSQL: a line that is cut is refused, and the next call goes through', { skip: postgresIsHere() ? false : NO_POSTGRES }, async (t) => {
  const server = await sharedPostgres()
  const url = await server.freshUrl()
  const cut = () => server.administer('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [new URL(url).pathname.slice(1)])
  const database = await openDatabase(url, { trouble: () => {} })
  t.after(() => database.close())
  await database.transact((tx) => tx.script('create table pot (id text primary key, body text)'))
  const heard: string[] = []
  database.listen('door', (message) => void heard.push(message))
  await until(() => heard.includes('*'))
  heard.length = 0

  const dying = database.transact(async (tx) => {
    await tx.run(`insert into pot values ('half', 'x')`)
    await cut()
    await tx.run(`insert into pot values ('other half', 'x')`)
  })
  await assert.rejects(dying, isAway)
  await assert.rejects(database.read(async (tx) => {
    await tx.get('select 1')
    await cut()
    await tx.get('select 1')
  }), isAway)
  await Promise.all([1, 2, 3, 4].map(() => database.check()))
  await cut()
  await sleep(50)
  await fill(database, 'next', 10)
  assert.deepEqual(await ids(database), ['next'])

  await until(async () => {
    await database.transact(async (tx) => tx.notify('door', 'again'))
    return heard.includes('again')
  })
  assert.ok(heard.includes('*'), 'the listener knows that it may have missed something')
})

test('PostgreSQL: a deadlock is tried again until both are through', { skip: postgresIsHere() ? false : NO_POSTGRES }, async (t) => {
  const database = await openDatabase(await (await sharedPostgres()).freshUrl())
  t.after(() => database.close())
  await database.transact((tx) => tx.script(`create table pot (id text primary key, body text); insert into pot values ('a', ''), ('b', '')`))
  let tries = 0
  let holding = 0
  const bothHold = Promise.withResolvers<void>()
  const cross = (first: string, second: string) =>
    database.transact(
      async (tx) => {
        tries++
        await tx.run(`update pot set body = body || ? where id = ?`, first, first)
        if (++holding === 2) bothHold.resolve()
        await bothHold.promise
        await tx.run(`update pot set body = body || ? where id = ?`, first, second)
      },
      { beside: true },
    )
  await Promise.all([cross('a', 'b'), cross('b', 'a')])
  assert.ok(tries > 2)
  const bodies = await database.read((tx) => tx.all<{ body: string }>('select body from pot order by id'))
  assert.deepEqual(bodies.map(({ body }) => [...body].sort().join('')), ['ab', 'ab'])
})

test('PostgreSQL: a server that is not there, and a database that sorts otherwise, are said in words', { skip: postgresIsHere() ? false : NO_POSTGRES }, async () => {
  await assert.rejects(openDatabase('postgres://me:hunter2@127.0.0.1:1/x'), (error) => isAway(error) && !/hunter2/.test(String(error)))
  const server = await sharedPostgres()
  await server.administer(`drop database if exists latin with (force)`)
  await server.administer(`create database latin template template0 encoding 'LATIN1' locale 'C'`)
  const url = new URL(await server.freshUrl())
  url.pathname = '/latin'
  await assert.rejects(openDatabase(url.href), /is LATIN1 and sorts as C: make one with {2}create database/)
})

describeOnEveryEngine('kill -9', (_, place) => {
  const rounds = SOAK ? (place.engine === 'sqlite' ? 100 : 20) : place.engine === 'sqlite' ? 5 : 2
  test(`loses nothing that was acknowledged and leaves nothing by half: ${rounds} rounds`, async () => {
    const url = await place.freshUrl()
    const first = await openDatabase(url)
    await first.transact((tx) => tx.script('create table lefts (n bigint primary key); create table rights (n bigint, part bigint, primary key (n, part))'))
    await first.close()
    let acknowledged = 0
    for (let round = 0; round < rounds; round++) {
      const began = acknowledged
      acknowledged = await countUntilKilled(url, acknowledged + 1)
      assert.ok(acknowledged > began, 'the child did something')
      const database = await openDatabase(url)
      // a database server may still be ending what the dead hub had asked for last
      if (place.engine === 'postgres') await database.transact((tx) => tx.run('lock table lefts in share mode'))
      acknowledged = await needWhole(database, acknowledged)
      await database.close()
    }
  })
})

/** Runs a hub that counts, kills it at a moment of chance, and returns the last number that it had acknowledged. */
async function countUntilKilled(url: string, from: number): Promise<number> {
  const child = spawn(process.execPath, ['--conditions=source', HUB, 'count', url, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let last = 0
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    if (last === 0) setTimeout(() => child.kill('SIGKILL'), 20 + Math.random() * 300)
    last = Number(line)
  })
  await once(lines, 'close')
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit')
  return last
}

/** Returns the last number that is there: the one after the last acknowledged may be, whole. */
async function needWhole(database: Database, acknowledged: number): Promise<number> {
  const row = await database.read((tx) =>
    tx.get<{ last: number; many: number; rights: number; halves: number }>(`
      select max(n) as last, count(*) as many, (select count(*) from rights) as rights,
        (select count(*) from rights where n not in (select n from lefts)) as halves from lefts`),
  )
  assert.ok(row !== undefined && row.last >= acknowledged, `${acknowledged} was acknowledged, ${row?.last} is there`)
  assert.ok(row.last <= acknowledged + 1)
  assert.deepEqual({ many: row.many, rights: row.rights, halves: row.halves }, { many: row.last, rights: row.last * 100, halves: 0 })
  return row.last
}

function mountable(): boolean {
  if (process.getuid?.() !== 0) return false
  try {
    const probe = mkdtempSync(join(directory, 'probe-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe], { stdio: 'ignore' })
    execFileSync('umount', [probe])
    return true
  } catch {
    return false
  }
}
