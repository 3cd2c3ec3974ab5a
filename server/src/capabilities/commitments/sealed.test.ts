/** Sealed cases at rest: nothing of them in clear in the store or in a back-up, neither new ones nor those of the time before the vault. */
import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { zstdDecompressSync } from 'node:zlib'
import { backup } from '../../platform/backup.ts'
import type { Database } from '../../platform/database.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { testVault } from '../../platform/testing/vault.ts'
import { act, day, openAssessor, openSigned, type ConductHouse, type Desk } from './testing/house.ts'

const folder = await mkdtemp(join(tmpdir(), 'openaccord-sealed-'))
after(() => rm(folder, { recursive: true, force: true }))
let last = 0
const TITLE = 'Canary title 7f3a91'
const TEXT = 'Canary text: a ministry asked for a key on 3 May. 8c21d04e'

/** As it would stand there: plain, and in base64 wherever it begins in a group of three. */
const looks = [TITLE, TEXT].flatMap((text) => [text, ...['', 'x', 'xy'].map((before) => Buffer.from(before + text).toString('base64').slice(4, -4))])
const seen = (bytes: Buffer): string[] => looks.filter((look) => bytes.includes(look))

async function archived(database: Database): Promise<Buffer> {
  const file = join(folder, `${++last}.backup`)
  await backup(database, file, { now: 1_795_000_000_000_000 })
  return zstdDecompressSync(await readFile(file))
}

async function engaged(house: ConductHouse, secretariat: Desk, quay: Desk) {
  const owl = await openAssessor(house, secretariat, 'owl')
  await house.commitments.accreditAssessor(secretariat.first, { slug: 'owl', until: day(house, 700), basis: 'Accredited by the standards body' })
  const { fact } = await act(house, quay, 'assurance-engagement', { assessor: owl.first.organisation!, scope: 'How requests are handled.', until: day(house, 200) })
  return { owl, engagement: fact }
}

test('the look for a canary finds one', () => {
  for (const before of ['', 'a', 'ab', 'abc']) assert.equal(seen(Buffer.from(`…${Buffer.from(before + TEXT).toString('base64')}…`)).length, 1)
  assert.equal(seen(Buffer.from(`${TITLE} ${TEXT}`)).length, 2)
})

describeOnEveryEngine('sealed cases', (open, place) => {
  test('lie in the store, in its files and in a back-up as ciphertext', async () => {
    const url = await place.freshUrl()
    const database = await open({ url })
    const { house, secretariat, desks: [quay] } = await openSigned(database, 'quay')
    const { owl, engagement } = await engaged(house, secretariat, quay!)
    const { id } = await house.commitments.sealCase(quay!.first, engagement, { title: TITLE, text: TEXT })
    assert.equal((await house.commitments.readCase(owl.first, id)).text, TEXT)
    const archive = await archived(database)
    assert.ok(archive.includes(id), 'the case is in the back-up')
    assert.deepEqual(seen(archive), [])
    if (place.engine !== 'sqlite') return
    const path = url.slice('sqlite:'.length)
    const files = (await readdir(join(path, '..'))).map((name) => join(path, '..', name)).filter((each) => each.startsWith(path))
    const bytes = await Promise.all(files.map((each) => readFile(each)))
    assert.ok(bytes.some((each) => each.includes(id)), 'the case is in the files')
    assert.deepEqual(bytes.flatMap(seen), [])
  })

  test('of the time before the vault are sealed at start, and open as before', async () => {
    const database = await open()
    const { house, secretariat, desks: [quay] } = await openSigned(database, 'quay')
    const { owl, engagement } = await engaged(house, secretariat, quay!)
    const { id } = await house.commitments.sealCase(quay!.first, engagement, { title: TITLE, text: TEXT })
    await house.commitments.readCase(owl.first, id)
    const before = await house.commitments.readCase(owl.first, id)
    // as a hub without a vault kept it
    await database.transact(async (tx) => {
      await tx.run('insert into commitments_case (id, fact, engagement, organisation, at, title, commitment, size, salt, payload, read_at) select id, fact, engagement, organisation, at, ?, commitment, size, ?, ?, read_at from commitments_sealed_case', TITLE, before.salt, before.payload)
      await tx.run('delete from commitments_sealed_case')
    })
    assert.equal(seen(await archived(database)).length, 3, 'the title, and both within the payload')
    assert.equal(await house.commitments.sealOldCases(), 1)
    assert.equal(await house.commitments.sealOldCases(), 0)
    assert.deepEqual(seen(await archived(database)), [])
    assert.deepEqual(await house.commitments.readCase(owl.first, id), before)
  })

  test('moved to another row are refused, and under a lost key are shown as such', async () => {
    const url = await place.freshUrl()
    const database = await open({ url })
    const { house, secretariat, desks: [quay] } = await openSigned(database, 'quay')
    const { engagement } = await engaged(house, secretariat, quay!)
    const [one, other] = [await house.commitments.sealCase(quay!.first, engagement, { title: 'One', text: 'One.' }), await house.commitments.sealCase(quay!.first, engagement, { title: 'Other', text: 'Other.' })]
    const { sealed } = (await database.read((tx) => tx.get<{ sealed: Uint8Array }>('select sealed from commitments_sealed_case where id = ?', one.id)))!
    await database.transact((tx) => tx.run('update commitments_sealed_case set sealed = ? where id = ?', sealed, other.id))
    await assert.rejects(house.commitments.readCase(quay!.first, other.id), { name: 'VaultError', code: 'not-whole' })
    await database.transact((tx) => tx.run('update commitments_sealed_case set sealed = ? where id = ?', testVault().sealText('{}', `commitments_sealed_case.sealed ${other.id}`), other.id))
    await assert.rejects(house.commitments.readCase(quay!.first, other.id), { code: 'commitments.key-lost' })
    const [review] = await house.commitments.engagements(quay!.first)
    assert.deepEqual(review!.cases.map(({ title }) => title).toSorted(), ['One', 'Sealed under a key this hub no longer has'])
  })
})
