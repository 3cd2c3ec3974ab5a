/** The contract's routes of this room behind a real door: every one answers as it says; bad input is named; hostile text stays text. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advisoryFiles, contract } from '@openaccord/api'
import { openDatabase } from '../../platform/database.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRoomDoor } from '../../platform/testing/room-door.ts'
import { sealUp } from '../members/testing/keys.ts'
import { advisoriesEndpoints, mountAdvisoryFiles } from './index.ts'
import { draftOf, openAdvisoryHouse, openDesks, published } from './testing/house.ts'

const { advisories: routes } = contract
const HOSTILE = '<script>alert(1)</script><svg onload=alert(2)>[x](javascript:alert(3))" onmouseover="alert(4)&#x26;lt;'

async function withRoom(work: (room: Awaited<ReturnType<typeof openRoom>>) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'advisories-routes-'))
  const database = await openDatabase(`sqlite:${join(folder, 'hub.db')}`)
  try {
    await work(await openRoom(database))
  } finally {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function openRoom(database: Awaited<ReturnType<typeof openDatabase>>) {
  const house = await openAdvisoryHouse(database)
  const { secretariat, desks } = await openDesks(house, 'harbour', 'quay')
  const door = await openRoomDoor({ clock: house.now, endpoints: advisoriesEndpoints(house.advisories), mount: (one) => mountAdvisoryFiles(one, house.advisories) })
  return { house, secretariat, harbour: desks[0]!, quay: desks[1]!, door, ask: door.ask }
}

test('a draft from the first word to its withdrawal, route by route; every reply is what the contract says', () => withRoom(async ({ house, harbour, quay, ask, door }) => {
  const by = { as: harbour.first }
  const draft = draftOf(harbour)
  const { json: made } = await ask(routes.createDraft, { ...by, body: { draft } })
  const params = { advisory: made.id }
  assert.deepEqual([made.state, made.moves], ['draft', ['save', 'submit', 'discard']])
  assert.equal((await ask(routes.checkDraft, { ...by, body: { draft } })).json.publishable, true)
  const halfway = await ask(routes.checkDraft, { ...by, body: { draft: { ...draft, vulnerabilities: [{ ...draft.vulnerabilities[0]!, statements: [] }] } } })
  assert.ok(!halfway.json.publishable && halfway.json.findings.some(({ path, fix }: { path: string; fix: string }) => path.startsWith('/vulnerabilities/0') && fix !== ''))
  assert.deepEqual((await ask(routes.checkDraft, { ...by, body: { draft: {} } })).json.publishable, false)
  assert.equal((await ask(routes.previewDraft, { ...by, body: { draft } })).json.files.length, 5)
  const [preview] = (await ask(routes.previewDraft, { ...by, body: { draft, format: 'csaf-2.0' } })).json.files
  const imported = await ask(routes.importDraft, { ...by, body: { text: preview.text } })
  assert.deepEqual([imported.json.format, imported.json.draft.head.title], ['csaf-2.0', draft.head.title])
  for (const [text, status] of [['nonsense', 422], ['{"document":{}}', 422], ['[1,2]', 422]] as const) assert.equal((await ask(routes.importDraft, { ...by, body: { text } })).status, status, text)
  const { json: saved } = await ask(routes.saveDraft, { ...by, params, body: { base: 1, draft: { ...draft, head: { ...draft.head, title: 'Another title' } }, note: 'A better title' } })
  assert.equal((await ask(routes.saveDraft, { ...by, params, body: { base: 1, draft } })).json.code, 'advisories.not-newest')
  const [change, ...more] = (await ask(routes.draftChanges, { ...by, params, query: '?from=1&to=2' })).json.changes
  assert.deepEqual([change.path, change.what, change.before, change.after, more], ['/head/title', 'changed', draft.head.title, 'Another title', []])
  assert.equal((await ask(routes.draftVersion, { ...by, params: { ...params, version: 1 } })).json.draft.head.title, draft.head.title)
  assert.equal((await ask(routes.draftVersion, { ...by, params: { ...params, version: 9 } })).status, 404)
  const wish = { version: saved.version, sha256: saved.sha256 }
  for (const [body, field] of [[{ ...wish, publishAt: '2020-01-01T00:00:00Z' }, '/publishAt'], [{ ...wish, recipients: ['quay'] }, '/recipients']] as const) {
    const { status, json } = await ask(routes.submitDraft, { ...by, params, body })
    assert.deepEqual([status, json.faults[0].field], [422, field])
  }
  assert.equal((await ask(routes.submitDraft, { ...by, params, body: wish })).json.state, 'submitted')
  assert.equal((await ask(routes.recallDraft, { ...by, params })).json.state, 'draft')
  await ask(routes.submitDraft, { ...by, params, body: wish })
  const declined = await ask(routes.declineDraft, { as: harbour.second, params, body: { sha256: saved.sha256, words: 'Say which firmware.' } })
  assert.deepEqual([declined.json.state, declined.json.declined.words], ['draft', 'Say which firmware.'])
  await ask(routes.submitDraft, { ...by, params, body: wish })
  assert.deepEqual((await ask(routes.approveDraft, { as: harbour.second, params, body: { sha256: saved.sha256 } })).json.moves.includes('sign'), true)
  const signed = async () => {
    const { json } = await ask(routes.prepareAct, { as: harbour.robot, body: { kind: 'advisory-publication', says: { advisory: made.id } } })
    assert.match(json.words, /publishes version|withdraws/)
    return ask(routes.submitAct, { as: harbour.robot, body: { envelope: await sealUp(json.statement, harbour.key) } })
  }
  const { json: entered } = await signed()
  assert.equal(entered.outcome, 'scheduled')
  house.pass(Date.parse(entered.publishAt) * 1000 - house.now())
  await house.advisories.publishDue()
  const { json: shown } = await ask(routes.advisory, { params })
  assert.deepEqual([shown.title, shown.state, shown.versions.length, shown.versions[0].files.length], ['Another title', 'published', 1, 5])
  assert.equal((await ask(routes.advisoryChanges, { params, query: '?from=1&to=7' })).status, 404)
  assert.equal((await ask(routes.advisoryChanges, { params, query: '?from=1&to=1' })).json.changes.length, 0)
  const { json: going } = await ask(routes.withdrawAdvisory, { ...by, params, body: { reason: 'It was another product.' } })
  await ask(routes.submitDraft, { ...by, params, body: { version: going.version, sha256: going.sha256 } })
  await ask(routes.approveDraft, { as: harbour.second, params, body: { sha256: going.sha256 } })
  house.pass(Date.parse((await signed()).json.publishAt) * 1000 - house.now())
  await house.advisories.publishDue()
  assert.deepEqual((await ask(routes.advisories)).json.advisories.map(({ state, version }: { state: string; version: string }) => [state, version]), [['withdrawn', '2']])

  const { json: product } = await ask(routes.addProduct, { ...by, body: { vendor: 'Example Networks', name: 'Router', releases: draft.products.vendors[0]!.products[0]!.releases } })
  assert.deepEqual(product.usedIn.map(({ id }: { id: string }) => id), [made.id])
  assert.equal((await ask(routes.addProduct, { ...by, body: { vendor: 'Example Networks', name: 'Router', releases: [] } })).json.code, 'advisories.product-name')
  assert.equal((await ask(routes.addProduct, { ...by, body: { vendor: 'A', name: 'B', releases: [{ id: 'x' }] } })).status, 422)
  await ask(routes.saveProduct, { ...by, params: { product: product.id }, body: { vendor: 'Example Networks', name: 'Router', releases: [{ id: 'router-old', words: 'before the update of May' }] } })
  const { json: differs } = await ask(routes.checkDraft, { ...by, body: { draft } })
  assert.ok(differs.findings.some(({ rule }: { rule: string }) => rule === 'product-record'))
  assert.equal((await ask(routes.products, { as: quay.first })).json.products.length, 0)
  assert.equal((await ask(routes.saveProduct, { as: quay.first, params: { product: product.id }, body: { vendor: 'A', name: 'B', releases: [] } })).status, 404)
  await ask(routes.products, by)
  await ask(routes.removeProduct, { ...by, params: { product: product.id } })

  await ask(routes.reserveCveIds, { ...by, body: { ids: ['CVE-2026-11111', 'CVE-2026-11112'] } })
  const { json: other } = await ask(routes.createDraft, { ...by, body: { title: 'Another one' } })
  await ask(routes.assignCveId, { ...by, params: { cve: 'CVE-2026-11111' }, body: { advisory: other.id } })
  assert.equal((await ask(routes.rejectCveId, { ...by, params: { cve: 'CVE-2026-11111' }, body: { reason: 'Not needed.' } })).status, 409)
  await ask(routes.assignCveId, { ...by, params: { cve: 'CVE-2026-11111' }, body: { advisory: null } })
  assert.deepEqual((await ask(routes.rejectCveId, { ...by, params: { cve: 'CVE-2026-11111' }, body: { reason: 'Not needed.' } })).json.counts, { reserved: 1, free: 1, published: 0, rejected: 1 })
  assert.equal((await ask(routes.assignCveId, { as: quay.first, params: { cve: 'CVE-2026-11112' }, body: { advisory: null } })).status, 404)
  assert.equal((await ask(routes.cveIds, { as: quay.first })).json.ids.length, 0)
  await ask(routes.discardDraft, { ...by, params: { advisory: other.id } })
  assert.deepEqual((await ask(routes.drafts, by)).json.drafts.map(({ id }: { id: string }) => id), [made.id])
  await ask(routes.draft, { ...by, params })

  await ask(routes.publisher, { ...by, body: { category: 'vendor', namespace: 'https://psirt.harbour.example' } })
  assert.equal((await ask(routes.publisher, { ...by, body: { category: 'vendor', namespace: 'https://a@b.example' } })).status, 422)
  assert.equal((await ask(routes.setProvider, { ...by, body: { url: 'https://harbour.example/csaf/provider-metadata.json' } })).json.provider.state, 'waiting')
  await ask(routes.fetchProvider, by)
  await ask(routes.myProvider, by)
  assert.equal((await ask(routes.providers)).json.providers.length, 1)
  assert.equal((await ask(routes.setProvider, { ...by, body: { url: null } })).json.provider, null)
  await ask(routes.provider)
  const never = Object.values(routes).map(({ method, path }) => `${method} ${path}`).filter((one) => !door.seen.has(one))
  assert.deepEqual(never, [], 'each route was answered once')
}))

test('strangers and members without the right write nothing and read nothing', () => withRoom(async ({ house, harbour, secretariat, ask }) => {
  const id = (await house.advisories.createDraft(harbour.first, { draft: draftOf(harbour) })).row.id
  for (const [name, route] of Object.entries(routes)) {
    if (route.access === 'public') continue
    const params = { advisory: id, version: 1, product: 'product_00000000000000000000', cve: 'CVE-2026-1111' }
    for (const as of [undefined, secretariat]) {
      const { status } = await ask(route, { params, query: name.endsWith('Changes') ? '?from=1&to=1' : '', ...(as === undefined ? {} : { as }), body: {} })
      assert.ok([400, 401, 403, 404, 422].includes(status), `${name} by ${as === undefined ? 'a stranger' : 'the secretariat'}: ${status}`)
    }
  }
  assert.equal((await house.advisories.draft(harbour.first, id)).versions.length, 1)
}))

test('hostile words stay words: downloads, feeds and lists; nothing a browser would run', () => withRoom(async ({ house, harbour, door, ask }) => {
  const hostile = draftOf(harbour, (draft) => ({
    ...draft, head: { ...draft.head, title: `A title ${HOSTILE}`, audiences: { people: { what: HOSTILE, action: HOSTILE } }, credits: [{ name: HOSTILE, summary: HOSTILE }] },
    vulnerabilities: draft.vulnerabilities.map((one) => ({ ...one, title: HOSTILE, description: `${HOSTILE} ]]> -->` })),
  }))
  const id = await published(house, harbour, hostile)
  const { json } = await ask(routes.advisory, { params: { advisory: id } })
  const urls = json.versions[0].files.flatMap(({ url }: { url: string }) => ['', '.sha256', '.sha512', '.asc'].map((ending) => new URL(url).pathname + ending))
  for (const path of [...urls, `${advisoryFiles.open('white')}2026/harbour-2026-001.json`, `${advisoryFiles.open('white')}csaf-feed-tlp-white.json`, advisoryFiles.atom, advisoryFiles.json, advisoryFiles.memberAtom('harbour'), advisoryFiles.memberJson('harbour')]) {
    const answer = await door.file(path)
    assert.equal(answer.statusCode, 200, path)
    assert.doesNotMatch(String(answer.headers['content-type']), /html|svg|xhtml|javascript/, path)
    assert.equal(answer.headers['x-content-type-options'], 'nosniff', path)
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/, path)
    if (path.includes('/files/')) assert.match(String(answer.headers['content-disposition']), /^attachment; filename="[A-Za-z0-9._+-]+"$/, path)
    if (path.endsWith('.atom')) assert.doesNotMatch(answer.body, /<(?:script|svg)/)
  }
  for (const [field, value] of [['title', 'turned \u202e round'], ['language', 'en\u0007']] as const) {
    assert.equal((await ask(routes.createDraft, { as: harbour.first, body: { draft: { ...hostile, head: { ...hostile.head, [field]: value } } } })).json.code, 'advisories.text')
  }
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'https://user:pass@x.example/ y']) {
    assert.equal((await ask(routes.createDraft, { as: harbour.first, body: { draft: { ...hostile, head: { ...hostile.head, references: [{ url: bad, summary: 'x' }] } } } })).json.code, 'advisories.draft', bad)
  }
  for (const name of ['../../../etc/passwd', '..%2f..%2fetc%2fpasswd', 'harbour-2026-001.json/../x', '%00']) assert.ok([400, 404].includes((await door.file(`/advisories/${id}/files/1/${name}`)).statusCode), name)
  const deep = JSON.parse(`${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`)
  assert.ok((await ask(routes.checkDraft, { as: harbour.first, body: { draft: deep } })).status < 500)
}))

