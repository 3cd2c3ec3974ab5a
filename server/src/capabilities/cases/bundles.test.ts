/** Long time lines: a hub that has read nothing yet sees what one sees that wrote it all, and folding on gives what folding anew gives. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { termsOf } from './model/embargo.ts'
import { fold } from './model/fold.ts'
import { storyOf } from './model/process.ts'
import { openCaseHouse, openStory, type Story } from './testing/house.ts'
import { ALL, byOf, createBook } from './verbs/book.ts'

/** In one transaction each: so many entries that somebody sees. */
async function lengthen({ house, owner, id }: Pick<Story, 'house' | 'owner' | 'id'>, steps: readonly number[]): Promise<void> {
  const book = createBook(house.means, termsOf)
  for (const many of steps) {
    await book.change(owner.asking, id, (opened) => {
      for (let n = 0; n < many; n++) opened.append({ kind: 'titled', title: `Title ${n}` }, ALL, byOf(opened))
    })
  }
}

describeOnEveryEngine('long time lines', (open) => {
  test('are the same to a hub that has read nothing yet', async () => {
    const database = await open()
    const story = await openStory(database)
    const { house, owner, id } = story
    await lengthen(story, [100, 155, 1, 1, 255, 300, 20])
    const bundles = await database.read((tx) => tx.all<{ seq: number }>('select seq from cases_bundle where case_id = ? order by seq', id))
    assert.ok(bundles.length >= 3, `${bundles.length} bundles`)
    const wide = { after: undefined, limit: 5000 }
    const [known, fresh] = [await house.cases.timeline(owner.asking, id, wide), await (await openCaseHouse(database, { vault: house.means.vault })).cases.timeline(owner.asking, id, wide)]
    assert.deepEqual([fresh.opened.whole, known.opened.whole, known.entries.length > 830], [true, true, true])
    assert.deepEqual(fresh.entries, known.entries)
    assert.deepEqual(fold([...known.opened.entries()]), known.opened.state())
    assert.deepEqual(storyOf([...known.opened.entries()], house.now()), storyOf(known.opened.entries(), house.now()))
  })

  test('what was changed after it was bundled, or a bundle itself, is found out', async () => {
    const database = await open()
    const story = await openStory(database)
    const { house, owner, id } = story
    await lengthen(story, [300, 5])
    const readAnew = async () => (await (await openCaseHouse(database, { vault: house.means.vault })).cases.timeline(owner.asking, id, { after: undefined, limit: 5 })).opened.whole
    assert.equal(await readAnew(), true)
    const kept = (await database.read((tx) => tx.get<{ sealed: Uint8Array }>('select sealed from cases_bundle where case_id = ?', id)))!.sealed
    const turned = new Uint8Array(kept)
    turned[kept.length - 40]! ^= 1
    const put = (sealed: Uint8Array) => database.transact((tx) => tx.run('update cases_bundle set sealed = ? where case_id = ?', sealed, id))
    await put(turned)
    await assert.rejects(readAnew(), { name: 'VaultError', code: 'not-whole' })
    await put(kept)
    await database.transact((tx) => tx.run('delete from cases_entry where case_id = ? and seq = (select max(seq) - 2 from cases_entry where case_id = ?)', id, id))
    assert.equal(await readAnew(), false)
    await database.transact((tx) => tx.run('delete from cases_bundle where case_id = ?', id))
    assert.equal(await readAnew(), false)
  })
})
