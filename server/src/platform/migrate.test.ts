/** Migrations: once each, in order, all or nothing, and never edited. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { migrate, type Room } from './migrate.ts'
import { describeOnEveryEngine } from './testing/engines.ts'

const directory = mkdtempSync(join(tmpdir(), 'openaccord-migrations-'))
after(() => rmSync(directory, { recursive: true, force: true }))

describeOnEveryEngine('migrations', (open, place) => {
  test('files are applied in the order of their timestamps, across rooms, once', async () => {
    const database = await open()
    const { given, write } = await rooms({
      'members/202701010000-members.sql': 'create table member (id text primary key); insert into member values (\'m\');',
      'cases/202702010000-cases.sql': 'create table cases (id text primary key, owner text references member (id), body {{bytes}});',
      'members/202703010000-more.sqlite.sql': "insert into member values ('sqlite');",
      'members/202703010000-more.postgres.sql': "insert into member values ('postgres');",
    })
    const first = await migrate(database, given, { now: 7 })
    assert.deepEqual(first.slice(-3).map(({ room, name }) => `${room}/${name}`), ['members/202701010000-members', 'cases/202702010000-cases', 'members/202703010000-more'])
    assert.deepEqual(await migrate(database, given), [])
    assert.deepEqual(await database.read((tx) => tx.all('select id from member order by id')), [{ id: 'm' }, { id: place.engine }])
    await write('cases/202704010000-late.sql', 'create table late (id text primary key);')
    assert.equal((await migrate(database, given)).length, 1)
  })

  test('an edited file stops the start, with both sums; so does a missing one', async () => {
    const database = await open()
    const { given, write, remove } = await rooms({ 'a/202701010000-one.sql': 'create table one (id text);', 'a/202701020000-two.sql': 'create table two (id text);' })
    await migrate(database, given)
    await write('a/202701010000-one.sql', 'create table one (id text, more text);')
    await assert.rejects(migrate(database, given), /a\/202701010000-one was edited after it was applied \(sha256 [0-9a-f]{64} then, [0-9a-f]{64} now\)/)
    await remove('a/202701010000-one.sql')
    await assert.rejects(migrate(database, given), /a\/202701010000-one was applied to this database, but its file is gone/)
  })

  test('one that fails leaves nothing of itself, and names its file', async () => {
    const database = await open()
    const { given, write } = await rooms({ 'a/202701010000-half.sql': 'create table half (id text); create table nonsense (;' })
    await assert.rejects(migrate(database, given), /migration a\/202701010000-half failed and was rolled back/)
    await assert.rejects(database.read((tx) => tx.all('select * from half')))
    await write('a/202701010000-half.sql', 'create table half (id text);')
    assert.equal((await migrate(database, given)).length, 1)
  })

  test('names that cannot be ordered, and half a pair, are refused', async () => {
    const database = await open()
    await assert.rejects(migrate(database, (await rooms({ 'a/1-first.sql': '' })).given), /a\/1-first.sql: its name reads YYYYMMDDHHMM-name/)
    await assert.rejects(migrate(database, (await rooms({ 'a/202701010000-x.sqlite.sql': '' })).given), /either one .* or both/)
    await assert.rejects(migrate(database, (await rooms({ 'a/202701010000-x.sqlite.sql': '', 'a/202701010000-x.sql': '' })).given), /either one .* or both/)
  })

  test('several hubs start at once', async () => {
    const url = await place.freshUrl()
    const hubs = place.engine === 'postgres' ? await Promise.all([1, 2, 3].map(() => open({ url }))) : Array.from({ length: 3 }, ((one) => () => one)(await open({ url })))
    const { given } = await rooms({ 'a/202701010000-one.sql': "create table one (id text); insert into one values ('once');" })
    const applied = await Promise.all(hubs.map((hub) => migrate(hub, given)))
    assert.equal(applied.flat().filter(({ room }) => room === 'a').length, 1)
    assert.deepEqual(await hubs[0]?.read((tx) => tx.all('select id from one')), [{ id: 'once' }])
  })
})

/** Folders with these files, and hands to change them. */
async function rooms(files: Record<string, string>) {
  const root = await mkdtemp(join(directory, 'rooms-'))
  const write = async (file: string, text: string) => {
    await mkdir(join(root, file, '..'), { recursive: true })
    await writeFile(join(root, file), text)
  }
  for (const [file, text] of Object.entries(files)) await write(file, text)
  const names = [...new Set(Object.keys(files).map((file) => file.split('/')[0] ?? ''))]
  const given: Room[] = names.map((room) => ({ room, directory: pathToFileURL(`${join(root, room)}/`) }))
  return { given, write, remove: (file: string) => rm(join(root, file)) }
}
