/** The vault at start: one file for all hubs on a store, never quietly another. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readConfig } from '../config.ts'
import { openDatabase, type Database } from '../platform/database.ts'
import { migrate } from '../platform/migrate.ts'
import { describeOnEveryEngine } from '../platform/testing/engines.ts'
import { ROOMS } from './house.ts'
import { addVaultKey, giveUpVaultKey } from './vault-key.ts'
import { openVault } from './vault.ts'

const folder = await mkdtemp(join(tmpdir(), 'openaccord-vault-start-'))
after(() => rm(folder, { recursive: true, force: true }))
let last = 0
const freshFile = () => join(folder, `${++last}.key`)
const silent = () => {}
const start = (database: Database, keyFile: string) => openVault({ database, keyFile, random: randomBytes, trouble: silent })
const ABOUT = 'a row'

describeOnEveryEngine('the vault at start', (open, place) => {
  const opened = async (url?: string) => {
    const database = await open(url === undefined ? {} : { url })
    await migrate(database, ROOMS.filter(({ room }) => room === 'compose'))
    return database
  }

  test('makes its file once; every later start, and every hub beside it, has the same', async () => {
    const [database, file] = [await opened(), freshFile()]
    const [one, other] = await Promise.all([start(database, file), start(database, file)])
    const sealed = one.sealText('Kept.', ABOUT)
    assert.equal(other.openText(sealed, ABOUT), 'Kept.')
    assert.equal((await start(database, file)).openText(sealed, ABOUT), 'Kept.')
    const text = await readFile(file, 'utf8')
    assert.equal(text.match(/^oavk1_/gm)?.length, 1)
    const rows = await database.read((tx) => tx.all<{ name: string; value: Uint8Array }>('select name, value from hub_secrets'))
    const key = Buffer.from(/^oavk1_(.*)$/m.exec(text)![1]!, 'base64url')
    assert.ok(rows.length > 0 && rows.every(({ value }) => !Buffer.from(value).includes(key)), 'the database knows its name only')
  })

  test('refuses a file that is gone, and one of another store, and makes none in its place', async () => {
    const [database, file, elsewhere] = [await opened(), freshFile(), freshFile()]
    await start(database, file)
    await assert.rejects(start(database, elsewhere), /is not there, and what this store keeps is sealed under the key [0-9a-f]{16}: put the file back/)
    assert.ok(!existsSync(elsewhere))
    await start(await opened(), elsewhere)
    await assert.rejects(start(database, elsewhere), /is not the one of this store/)
    await start(database, file)
  })

  test('a new key beside the old one: both open, the new one seals, and a hub with the old file is refused', async () => {
    const [url, file, behind] = [await place.freshUrl(), freshFile(), freshFile()]
    const database = await opened(url)
    const before = await start(database, file)
    await writeFile(behind, await readFile(file))
    const sealed = before.sealText('Early.', ABOUT)
    const config = { ...readConfig({}, false), database: url, vaultKey: file }
    const said: string[] = []
    await addVaultKey(config, randomBytes, (text) => void said.push(text))
    const now = await start(database, file)
    assert.equal(now.openText(sealed, ABOUT), 'Early.')
    assert.throws(() => before.openText(now.sealText('Late.', ABOUT), ABOUT), { code: 'unknown-key' })
    await assert.rejects(start(database, behind), /is not the one of this store/)
    assert.match(said.join(), /has a new key, [0-9a-f]{16}/)
    await assert.rejects(addVaultKey({ ...config, vaultKey: freshFile() }, randomBytes, silent), /the first start makes it/)
  })

  test('a key that is lost for good is given up by name, and only then another begins', async () => {
    const [url, file, fresh] = [await place.freshUrl(), freshFile(), freshFile()]
    const before = await openDatabase(url)
    await migrate(before, ROOMS)
    const sealed = (await start(before, file)).sealText('Gone.', ABOUT)
    await before.close()
    await giveUpVaultKey({ ...readConfig({}, false), database: url }, 1_795_000_000_000_000, silent)
    const again = await start(await open({ url }), fresh)
    assert.throws(() => again.openText(sealed, ABOUT), { code: 'unknown-key' })
  })
})
