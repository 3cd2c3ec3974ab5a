/** Every route of the contract, asked as a person and as a guest; what one may not see answers as what does not exist. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { casePages, contract } from '@openaccord/api'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openRoomDoor } from '../../platform/testing/room-door.ts'
import { casesEndpoints, mountCaseFiles } from './index.ts'
import { dispositionOf } from './routes/files.ts'
import { safeName } from './model/limits.ts'
import { base64Of, openStory, wish } from './testing/house.ts'

const { cases: routes } = contract

describeOnEveryEngine('routes of cases', (open) => {
  test('every route answers as the contract says', async () => {
    const { house, secretariat, owner, vendor, other, id } = await openStory(await open())
    const door = await openRoomDoor({ clock: house.now, endpoints: casesEndpoints(house.cases), mount: (at) => mountCaseFiles(at, house.cases) })
    const here = { case: id }
    const as = owner.analyst
    const ok = async (route: (typeof routes)[keyof typeof routes], asked: Parameters<typeof door.ask>[1] = {}) => {
      const { status, json } = await door.ask(route, { as, ...asked, params: { ...here, ...asked.params } })
      assert.ok(status < 300, `${route.path} ${JSON.stringify(json)}`)
      return json
    }
    await ok(routes.cases, { query: '?show=open&role=owner&words=heap' })
    await ok(routes.open, { body: wish })
    await ok(routes.case)
    await ok(routes.editCase, { body: { title: 'Overflow in libquay', summary: 'Long names.' } })
    await ok(routes.addVulnerability, { body: { label: 'A third one' } })
    await ok(routes.editVulnerability, { params: { vulnerability: '3' }, body: { label: 'The third', cve: 'CVE-2026-99999' } })
    const { party } = await ok(routes.invite, { body: { organisation: vendor.slug, roles: ['vendor'], words: 'Please.' } })
    const invited = await ok(routes.case, { as: vendor.analyst })
    assert.deepEqual([invited.inside, invited.invitation.from, invited.coordinators], [null, 'The owner-works', ['The owner-works']])
    assert.ok(!JSON.stringify(invited).includes('libquay'))
    await ok(routes.join, { as: vendor.analyst })
    const guest = await ok(routes.invite, { body: { guest: { name: 'A maintainer', mail: 'm@project.example' }, roles: ['vendor'] } })
    const { link } = await ok(routes.renewLink, { params: { party: guest.party } })
    assert.equal((await door.ask(routes.openGuest, { body: { link: guest.link } })).status, 404)
    await ok(routes.openGuest, { body: { link }, as: undefined })
    assert.deepEqual([door.cookies.at(-1)?.name, door.cookies.at(-1)?.value], ['case_guest', link])
    const headers = { cookie: `accord_case_guest=${link}` }
    await ok(routes.guest, { headers, as: undefined })
    await ok(routes.join, { headers, as: undefined })
    assert.equal((await ok(routes.guest, { headers, as: undefined })).inside.title, 'Overflow in libquay')
    await ok(routes.editParty, { params: { party: guest.party }, body: { shown: false }, headers, as: undefined })
    await ok(routes.people)
    await ok(routes.namePeople, { body: { people: [as.person] } })
    await ok(routes.namePeople, { body: { people: [] } })
    const declined = await ok(routes.invite, { body: { organisation: other.slug, roles: ['observer'] } })
    await ok(routes.decline, { as: other.analyst, body: { words: 'Not for us.' } })
    assert.equal((await door.ask(routes.removeParty, { as, params: { ...here, party: declined.party }, body: {} })).status, 409)
    await ok(routes.invite, { body: { organisation: other.slug, roles: ['observer'] } })
    await ok(routes.removeParty, { params: { party: declined.party }, body: {} })

    await ok(routes.state, { as: vendor.analyst, body: { vulnerabilities: [1], state: 'not-affected', justification: 'component_not_present' } })
    const matrix = await ok(routes.matrix)
    assert.deepEqual([matrix.counts['never-opened'], matrix.counts['seen'], matrix.counts['not-affected']], [0, 8, 1])
    const cardFor = async (who: typeof as) => (await ok(routes.cases, { as: who })).cases.find((card: { id: string }) => card.id === id).inside
    const held = await cardFor(as)
    assert.deepEqual([held.vendors, held.states['seen'], held.states['not-affected'], held.states['affected']], [3, 3, 1, 0])
    const theirCard = await cardFor(vendor.analyst)
    assert.deepEqual([theirCard.vendors, theirCard.states['seen'], theirCard.states['unstated'], theirCard.states['not-affected']], [2, 1, 1, 1])

    const { thread } = await ok(routes.openThread, { body: { kind: 'pair', title: 'We two', with: party } })
    await ok(routes.threads)
    const message = await ok(routes.post, { params: { thread }, body: { text: 'It is **here**.', language: 'en' } })
    assert.equal(message.by.person, 'analyst@owner-works.example')
    await ok(routes.editMessage, { params: { message: message.id }, body: { text: 'It is **there**.' } })
    await ok(routes.messageVersions, { params: { message: message.id } })
    const theirs = await ok(routes.thread, { params: { thread }, as: vendor.analyst })
    assert.deepEqual([theirs.messages[0].by.person, theirs.messages[0].unread, theirs.thread.unread], [null, true, 1])
    await ok(routes.markRead, { params: { thread }, as: vendor.analyst })
    assert.equal((await ok(routes.thread, { params: { thread }, as: vendor.analyst })).thread.unread, 0)

    const file = await ok(routes.addFile, { body: { thread, name: '<img src=x>.svg', content: base64Of('<svg onload="alert(1)"/>') } })
    await ok(routes.files)
    const fetched = async (more: Record<string, string>) => door.door.inject({ method: 'GET', url: casePages.file(id, file.id), headers: { host: '127.0.0.1:9', ...more } })
    const own = await fetched({ authorization: `Bearer ${door.nameOf(vendor.analyst)}` })
    assert.equal(own.body, '<svg onload="alert(1)"/>')
    assert.equal(own.headers['content-type'], 'application/octet-stream')
    assert.match(String(own.headers['content-disposition']), /^attachment; filename="img src_x\.svg"; filename\*=UTF-8''img%20src%3Dx\.svg$/)
    assert.equal(own.headers['x-content-type-options'], 'nosniff')
    assert.match(String(own.headers['content-security-policy']), /sandbox/)
    for (const more of [{}, headers, { authorization: `Bearer ${door.nameOf(secretariat)}` }, { authorization: `Bearer ${door.nameOf(other.analyst)}` }]) assert.equal((await fetched(more as Record<string, string>)).statusCode, 404)

    const task = await ok(routes.addTask, { body: { thread, title: 'Try it', for: party, due: '2026-12-01T00:00:00.000Z' } })
    await ok(routes.editTask, { params: { task: task.id }, body: { done: true, for: null, due: null } })
    await ok(routes.tasks)
    const draft = await ok(routes.beginDraft, { body: { thread, title: 'Advisory', text: 'Update now.' } })
    await ok(routes.reviseDraft, { params: { draft: draft.id }, body: { version: 1, text: 'Update today.', words: 'sooner' } })
    await ok(routes.draft, { params: { draft: draft.id }, query: '?from=1&to=2' })
    await ok(routes.drafts)
    const note = await ok(routes.addNote, { body: { text: 'Ask the lawyers.' } })
    await ok(routes.notes)
    await ok(routes.removeNote, { params: { note: note.id } })
    assert.equal((await ok(routes.search, { query: '?words=there' })).found.length, 1)
    const { events, whole } = await ok(routes.timeline, { query: '?limit=200' })
    assert.ok(whole && events.length > 20 && events.every(({ words }: { words: string }) => words.endsWith('.')))
    assert.deepEqual(events.filter(({ says }: { says: object | null }) => says === null), [], 'each can be said in other languages')
    const gone = await ok(routes.removeMessage, { params: { message: message.id } })
    assert.deepEqual([gone.text, gone.version, typeof gone.removed], ['', 2, 'string'])
    await ok(routes.removeFile, { params: { file: file.id } })
    assert.equal((await fetched({ authorization: `Bearer ${door.nameOf(vendor.analyst)}` })).statusCode, 410)

    const child = await ok(routes.splitCase, { body: { title: 'The third', summary: '', vulnerabilities: [3], parties: [party] } })
    await ok(routes.mergeCase, { params: { case: child.case }, body: { into: id } })
    await ok(routes.handOver, { body: { party } })
    await ok(routes.leave, { body: {} })
    await ok(routes.closeCase, { as: vendor.analyst, body: { outcome: 'fixed' } })
    await ok(routes.reopenCase, { as: vendor.analyst, body: { words: 'Not whole.' } })
    await ok(routes.figures, { as: undefined, query: '?slug=vendor-works' })
    await ok(routes.closeGuest, { headers, as: undefined })
    const all = Object.values(routes).map(({ method, path }) => `${method} ${path}`)
    assert.deepEqual(all.filter((each) => !door.seen.has(each)), [])
  })

  test('a case that one may not see answers like one that does not exist, word for word', async () => {
    const { house, secretariat, other, id } = await openStory(await open())
    const door = await openRoomDoor({ clock: house.now, endpoints: casesEndpoints(house.cases) })
    const nowhere = 'case_00000000000000000000'
    const params = { thread: '1', message: 'message_00000000000000000000', file: 'file_00000000000000000000', task: 'task_00000000000000000000', draft: 'draft_00000000000000000000', party: 'party_00000000000000000000', vulnerability: '1', note: 'note_00000000000000000000' }
    for (const route of [routes.case, routes.people, routes.matrix, routes.threads, routes.thread, routes.files, routes.tasks, routes.drafts, routes.draft, routes.messageVersions, routes.timeline, routes.join]) {
      for (const as of [other.analyst, secretariat, undefined]) {
        const [hidden, absent] = await Promise.all([id, nowhere].map((which) => door.ask(route, { as, params: { ...params, case: which } })))
        assert.deepEqual([hidden!.status, { ...hidden!.json, instance: '' }], [absent!.status, { ...absent!.json, instance: '' }], route.path)
        assert.deepEqual([hidden!.status, hidden!.json.code], [404, 'cases.unknown'])
      }
    }
  })
})

test('names of files are made harmless, and headers of them cannot be broken out of', () => {
  const rows: [name: string, safe: string][] = [
    ['../../etc/passwd', 'passwd'], ['C:\\windows\\system32\\con', 'file.bin'], ['.bashrc', 'bashrc'], ['a\r\nSet-Cookie: x=1', 'aSet-Cookie x=1'],
    ['report\u202efdp.exe', 'reportfdp.exe'], ['"; rm -rf ~; ".txt', 'rm -rf ~ .txt'], ['  ', 'file.bin'], ['nul.txt', 'file.bin'], ['отчёт.pdf', 'отчёт.pdf'], [`${'x'.repeat(300)}.tar.gz`, `${'x'.repeat(117)}.gz`],
  ]
  for (const [name, safe] of rows) {
    assert.equal(safeName(name), safe)
    assert.match(dispositionOf(safeName(name)), /^attachment; filename="[\w. -]+"; filename\*=UTF-8''[\w.~%-]+$/)
  }
})
