/** What is written and kept in a case: threads and who reads them, versions, words taken away, files, what is unread. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { base64Of, bringGuest, bringIn, openStory, wish } from './testing/house.ts'

const coded = (code: string) => ({ name: 'Refusal', code })
const UNKNOWN = coded('cases.unknown')

describeOnEveryEngine('what is written in a case', (open) => {
  test('threads of two and of coordinators are absent for everyone else, their numbers tell nothing', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor, other, id } = story
    const first = await bringIn(story, vendor)
    await bringIn(story, other, ['coordinator'])
    const guest = await bringGuest(story, 'A maintainer')
    const { thread: pair } = await house.cases.openThread(owner.asking, id, { kind: 'pair', title: 'Between us', with: first })
    const { thread: desk } = await house.cases.openThread(other.asking, id, { kind: 'coordinators', title: 'Whom we ask' })
    await house.cases.post(owner.asking, id, pair, { text: 'Only for you.' })
    await house.cases.post(other.asking, id, desk, { text: 'Only for us.' })
    await house.cases.addFile(owner.asking, id, { thread: pair, name: 'poc.py', content: base64Of('print(1)') })
    await house.cases.addTask(owner.asking, id, { thread: pair, title: 'Try it', for: first })
    await house.cases.beginDraft(owner.asking, id, { thread: desk, title: 'What we say', text: 'It overflows.' })
    const seen = async (asking: typeof owner.asking) => {
      const { opened: { seen: { state } } } = await house.cases.case(asking, id)
      return [[...state.threads.keys()].length, state.messages.size, state.files.size, state.tasks.size, state.drafts.size]
    }
    assert.deepEqual(await seen(owner.asking), [3, 2, 1, 1, 1])
    assert.deepEqual(await seen(vendor.asking), [2, 1, 1, 1, 0])
    assert.deepEqual(await seen(other.asking), [2, 1, 0, 0, 1])
    assert.deepEqual(await seen(guest.asking), [1, 0, 0, 0, 0])
    for (const n of [pair, desk]) {
      assert.ok(n >= 1000)
      await assert.rejects(house.cases.thread(guest.asking, id, n, { after: undefined, limit: 5 }), coded('cases.unknown-here'))
      await assert.rejects(house.cases.post(guest.asking, id, n, { text: 'Hello' }), coded('cases.unknown-here'))
    }
    await assert.rejects(house.cases.openThread(vendor.asking, id, { kind: 'coordinators', title: 'Us too' }), coded('cases.not-yours'))
    assert.deepEqual((await house.cases.search(guest.asking, id, 'only')).found, [])
    assert.equal((await house.cases.search(vendor.asking, id, 'ONLY you')).found.length, 1)
    const own = await house.cases.timeline(guest.asking, id, { after: undefined, limit: 200 })
    assert.ok(!JSON.stringify(own.entries).includes('Between us'))
  })

  test('messages have versions, drafts have redlines, and whoever was faster is not written over', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor, id } = story
    await bringIn(story, vendor)
    const { message } = await house.cases.post(owner.asking, id, 1, { text: 'It is in version 3.' })
    await house.cases.editMessage(owner.asking, id, message.id, { text: 'It is in version 4.' })
    await assert.rejects(house.cases.editMessage(vendor.asking, id, message.id, { text: 'No.' }), coded('cases.not-yours'))
    const { versions } = await house.cases.messageVersions(vendor.asking, id, message.id)
    assert.deepEqual(versions.map(({ text }) => text), ['It is in version 3.', 'It is in version 4.'])
    assert.deepEqual(versions[1]!.changes.filter(({ is }) => is !== 'same'), [{ text: '3', is: 'removed' }, { text: '4', is: 'added' }])
    const draft = await house.cases.beginDraft(owner.asking, id, { thread: 1, title: 'Advisory', text: 'Update now.' })
    await house.cases.reviseDraft(vendor.asking, id, draft, { version: 1, text: 'Update today.' })
    await assert.rejects(house.cases.reviseDraft(owner.asking, id, draft, { version: 1, text: 'Mine.' }), coded('cases.draft-moved-on'))
    const shown = await house.cases.draft(owner.asking, id, draft, {})
    assert.deepEqual([shown.text, shown.from, shown.to, shown.redline.map(({ text, is }) => `${is}:${text}`)], ['Update today.', 1, 2, ['same:Update ', 'removed:now', 'added:today', 'same:.']])
    await assert.rejects(house.cases.post(owner.asking, id, 1, { text: 'Turned \u202e around' }), coded('cases.text'))
    await assert.rejects(house.cases.post(owner.asking, id, 1, { text: ' \n ' }), coded('cases.empty'))
  })

  test('the words of a message are taken away for good, in every version; that there was one stays', async () => {
    const database = await open()
    const story = await openStory(database)
    const { house, owner, vendor, other, id } = story
    await bringIn(story, vendor)
    await bringIn(story, other)
    const { message } = await house.cases.post(vendor.asking, id, 1, { text: 'The password is canary-dotterel.' })
    await house.cases.editMessage(vendor.asking, id, message.id, { text: 'The password is gone: canary-whinchat.' })
    await assert.rejects(house.cases.removeMessage(other.asking, id, message.id), coded('cases.not-yours'))
    await house.cases.removeMessage(owner.asking, id, message.id)
    await house.cases.removeMessage(vendor.asking, id, message.id)
    const { messages: [shown], opened } = await house.cases.thread(other.asking, id, 1, { after: undefined, limit: 10 })
    assert.deepEqual([shown!.text, shown!.unread, shown!.by, typeof shown!.removed], ['', false, opened.state().messages.get(message.id)!.by, 'number'])
    assert.equal((await house.cases.search(vendor.asking, id, 'password')).found.length, 0)
    await assert.rejects(house.cases.messageVersions(vendor.asking, id, message.id), coded('cases.message-removed'))
    await assert.rejects(house.cases.editMessage(vendor.asking, id, message.id, { text: 'Again.' }), coded('cases.message-removed'))
    assert.equal((await database.read((tx) => tx.get<{ many: number }>('select count(*) as many from cases_text where id = ?', message.id)))!.many, 0)
    const { entries } = await house.cases.timeline(other.asking, id, { after: undefined, limit: 50 })
    assert.equal(entries.filter(({ kind }) => kind === 'message-removed').length, 1)
    assert.ok(opened.whole)
  })

  test('files are sealed at rest, come back byte for byte, and go for good', async () => {
    const database = await open()
    const story = await openStory(database)
    const { house, owner, vendor, other, id } = story
    await bringIn(story, vendor)
    const canary = 'CANARY-0123456789-proof-of-concept'
    const file = await house.cases.addFile(owner.asking, id, { thread: 1, name: '../../etc/pass\u202ewd .exe', content: base64Of(canary) })
    const { file: { name }, content } = await house.cases.fileContent(vendor.asking, id, file)
    assert.deepEqual([name, Buffer.from(content).toString()], ['passwd .exe', canary])
    await assert.rejects(house.cases.fileContent(other.asking, id, file), UNKNOWN)
    await house.cases.post(owner.asking, id, 1, { text: canary })
    await house.cases.addNote(owner.asking, id, { text: canary })
    await house.cases.editCase(owner.asking, id, { title: canary, summary: canary })
    const kept: string[] = []
    for (const table of ['cases_case', 'cases_entry', 'cases_party', 'cases_text', 'cases_file', 'cases_note']) {
      for (const row of await database.read((tx) => tx.all(`select * from ${table}`))) kept.push(...Object.values(row).map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value))))
    }
    assert.ok(kept.length > 30 && !kept.some((value) => value.includes('CANARY')))
    await assert.rejects(house.cases.removeFile(vendor.asking, id, file), coded('cases.not-yours'))
    await house.cases.removeFile(owner.asking, id, file)
    await assert.rejects(house.cases.fileContent(owner.asking, id, file), coded('cases.file-removed'))
    assert.equal((await database.read((tx) => tx.all('select id from cases_file'))).length, 0)
    for (const [content_, code] of [['', 'content-empty'], ['not base64!', 'content'], ['QQ', 'content']] as const) {
      await assert.rejects(house.cases.addFile(owner.asking, id, { thread: 1, name: 'a', content: content_ }), coded(`cases.${code}`))
    }
  })

  test('pages of a list and of a thread, and what is unread', async () => {
    const story = await openStory(await open())
    const { house, owner, vendor, id } = story
    await bringIn(story, vendor)
    for (let n = 0; n < 7; n++) {
      house.pass(SECOND)
      await house.cases.post(owner.asking, id, 1, { text: `Message ${n}` })
    }
    const first = await house.cases.thread(vendor.asking, id, 1, { after: undefined, limit: 3 })
    assert.deepEqual(first.messages.map(({ text, unread }) => [text, unread]), [['Message 6', true], ['Message 5', true], ['Message 4', true]])
    const second = await house.cases.thread(vendor.asking, id, 1, { after: first.next!, limit: 3 })
    const third = await house.cases.thread(vendor.asking, id, 1, { after: second.next!, limit: 3 })
    assert.deepEqual([...second.messages, ...third.messages].map(({ text }) => text), ['Message 3', 'Message 2', 'Message 1', 'Message 0'])
    assert.equal(third.next, null)
    assert.equal((await house.cases.cases(vendor.analyst, { limit: 5 })).cards[0]!.unread, 7)
    await house.cases.markRead(vendor.asking, id, 1)
    assert.equal((await house.cases.cases(vendor.analyst, { limit: 5 })).cards[0]!.unread, 0)
    assert.equal((await house.cases.cases(vendor.manager, { limit: 5 })).cards[0]!.unread, 7)
    for (let n = 0; n < 4; n++) await house.cases.open(owner.analyst, { ...wish, title: `Case ${n}` })
    const page = await house.cases.cases(owner.analyst, { limit: 3 })
    const rest = await house.cases.cases(owner.analyst, { limit: 3, after: page.next! })
    assert.equal(new Set([...page.cards, ...rest.cards].map((card) => card.id)).size, 5)
    assert.deepEqual([page.found, rest.next], [5, null])
    assert.equal((await house.cases.cases(owner.analyst, { limit: 3, words: 'case 2' })).found, 1)
  })
})
