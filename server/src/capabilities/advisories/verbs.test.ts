/** Advisories from the first word to the last revision: who decides, what readers get, and what never happens. On both engines. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCsaf, validateCsaf } from '@openaccord/csaf'
import { sealedBytes } from '@openaccord/facts'
import type { CaseId } from '@openaccord/names'
import { createHash } from 'node:crypto'
import { DAY, HOUR, MINUTE } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { suspend } from '../members/testing/house.ts'
import { routerAlone } from './testing/draft.ts'
import { act, draftOf, goOut, headed, moment, openAdvisoryHouse, openDesks, published, READER, revised, signed, written } from './testing/house.ts'

const coded = (code: string) => ({ name: 'Refusal', code: `advisories.${code}` })
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

describeOnEveryEngine('advisories', (open) => {
  test('two persons and a key agree on the bytes; at its moment it is there whole, in the log, and not a second before', async () => {
    const house = await openAdvisoryHouse(await open())
    const { desks: [harbour, quay] } = await openDesks(house, 'harbour', 'quay')
    const { advisories } = house
    await advisories.reserveCveIds(harbour!.first, ['CVE-2026-12345', 'CVE-2026-12346'])
    const id = await written(house, harbour!)
    const { saved: { version, sha256: hash } } = await advisories.draft(harbour!.first, id)
    // nobody else sees that it is there, its own organisation approves with a second person only
    for (const stranger of [quay!.first, READER]) await assert.rejects(advisories.draft(stranger, id), /there is no such advisory|sign in first/)
    assert.equal((await advisories.advisories(quay!.first, { limit: 10 })).total, 0)
    await advisories.submitDraft(harbour!.first, id, { version, sha256: hash, publishAt: moment(house.now() + HOUR) })
    await assert.rejects(advisories.approveDraft(harbour!.first, id, hash), coded('second-person'))
    await assert.rejects(advisories.approveDraft(harbour!.second, id, '0'.repeat(64)), coded('other-bytes'))
    await assert.rejects(advisories.saveDraft(harbour!.first, id, { base: version, draft: draftOf(harbour!) }), coded('not-now'))
    await assert.rejects(act(house, harbour!, id), coded('not-now'))
    await advisories.approveDraft(harbour!.second, id, hash)
    const { publishAt } = await act(house, harbour!, id)
    assert.deepEqual((await advisories.cveIds(harbour!.first)).map(({ cve, state, advisory }) => [cve, state, advisory]), [['CVE-2026-12345', 'reserved', id], ['CVE-2026-12346', 'reserved', null]])
    house.pass(publishAt - house.now() - 1)
    assert.deepEqual(await advisories.publishDue(), [])
    assert.ok(!(await house.facts()).includes('advisory-publication'), 'what is under embargo is in no log')
    await assert.rejects(advisories.advisory(READER, id), coded('unknown'))
    house.pass(1)
    assert.deepEqual(await advisories.publishDue(), [{ advisory: id, outcome: 'published' }])
    assert.deepEqual(await advisories.publishDue(), [], 'once')
    const { shown, editions: [edition] } = await advisories.advisory(READER, id)
    assert.equal(shown.card.severity?.word, 'high')
    const fact = (await house.journal.readAfter(0, 10_000)).find((one) => one.id === edition!.fact)!
    const says = JSON.parse(Buffer.from(JSON.parse(JSON.parse(fact.body).act).payload, 'base64').toString()).predicate
    assert.deepEqual(says.files, edition!.files.map((file) => ({ name: file.name, sha256: file.sha256 })))
    const { file } = await advisories.file(READER, id, '1', 'harbour-2026-001.json')
    assert.equal(sha256(file.bytes), file.sha256)
    const document = parseCsaf(new TextDecoder().decode(file.bytes))
    assert.equal(document.document.tracking.current_release_date, moment(publishAt))
    assert.equal(document.document.publisher.namespace, 'https://psirt.harbour.example')
    assert.deepEqual(validateCsaf(document).tests.filter(({ group, state }) => group === 'mandatory' && state === 'failed'), [])
    assert.deepEqual((await advisories.cveIds(harbour!.first)).map(({ cve, state, record }) => [cve, state, record]), [['CVE-2026-12345', 'published', true], ['CVE-2026-12346', 'reserved', false]])
  })

  test('a revision and a withdrawal keep every version; a withdrawn one stays so, and its CVE id is rejected with its record', async () => {
    const house = await openAdvisoryHouse(await open())
    const { desks: [harbour] } = await openDesks(house, 'harbour')
    const { advisories } = house
    await advisories.reserveCveIds(harbour!.first, ['CVE-2026-12345'])
    const id = await published(house, harbour!)
    await assert.rejects(advisories.submitDraft(harbour!.first, id, { version: 1, sha256: '0'.repeat(64) }), coded('nothing-new'))
    await revised(house, harbour!, id, headed({ title: 'Example Router: a stranger can switch it off, and on' }))
    await assert.rejects(advisories.saveDraft(harbour!.first, id, { base: 2, draft: draftOf(harbour!, headed({ id: 'HARBOUR-2026-009' })) }), coded('tracking-id'))
    await assert.rejects(advisories.saveDraft(harbour!.first, id, { base: 2, draft: draftOf(harbour!, headed({ tlp: 'RED' })) }), coded('label'))
    await advisories.withdrawAdvisory(harbour!.first, id, 'It was another product.')
    await goOut(house, harbour!, id)
    const { shown, editions } = await advisories.advisory(READER, id)
    assert.ok(shown.withdrawal)
    assert.deepEqual(editions.map(({ version, withdrawal, draft: { head } }) => [version, withdrawal, head.revisions.length]), [['1', false, 1], ['2', false, 2], ['3', true, 3]])
    assert.equal(new Set(editions.map(({ fact }) => fact)).size, 3)
    assert.deepEqual((await advisories.advisoryChanges(READER, id, '1', '2')).map(({ path, what }) => [path, what]), [['/head/title', 'changed'], ['/head/revisions/1', 'added']])
    assert.equal((await advisories.file(READER, id, '1', 'harbour-2026-001.json')).edition.version, '1', 'nothing goes')
    await assert.rejects(advisories.saveDraft(harbour!.first, id, { base: 3, draft: draftOf(harbour!) }), coded('not-now'))
    assert.deepEqual((await advisories.cveIds(harbour!.first)).map(({ state, record, reason }) => [state, record, reason]), [['rejected', true, 'It was another product.']])
  })

  test('what had to hold when it was signed has to hold at its moment: key, membership, embargo, the very files', async () => {
    const house = await openAdvisoryHouse(await open())
    const { desks: [harbour, quay] } = await openDesks(house, 'harbour', 'quay')
    const { advisories, cases } = house
    const caseId = 'case_00000000000000000001' as CaseId
    await assert.rejects(advisories.createDraft(harbour!.first, { case: caseId }), coded('case'))
    cases.set(caseId, { owner: quay!.id, participants: [quay!.id], embargo: { state: 'none', until: null }, public: false })
    await assert.rejects(advisories.createDraft(harbour!.first, { case: caseId }), coded('case'), 'nor for who is no part of it')
    cases.set(caseId, { owner: quay!.id, participants: [quay!.id, harbour!.id], embargo: { state: 'active', until: house.now() + DAY }, public: false })
    const { row: { id }, saved } = await advisories.createDraft(harbour!.first, { case: caseId, draft: draftOf(harbour!) })
    const wish = { version: 1, sha256: saved.sha256 }
    await assert.rejects(advisories.submitDraft(harbour!.first, id, wish), coded('embargo'))
    await assert.rejects(advisories.submitDraft(harbour!.first, id, { ...wish, publishAt: moment(house.now() + DAY - MINUTE) }), coded('embargo'))
    const publishAt = await signed(house, harbour!, id, { publishAt: moment(house.now() + DAY) })
    // the parties agreed on a later end meanwhile
    cases.set(caseId, { ...cases.get(caseId)!, embargo: { state: 'active', until: publishAt + DAY } })
    house.pass(publishAt - house.now())
    assert.deepEqual(await advisories.publishDue(), [{ advisory: id, outcome: 'stopped' }])
    assert.match((await advisories.draft(harbour!.first, id)).standing.stopped ?? '', /embargo/)
    cases.set(caseId, { ...cases.get(caseId)!, embargo: { state: 'exited', until: null } })
    await signed(house, harbour!, id)
    await suspend(house, harbour!.id)
    house.pass(HOUR)
    assert.deepEqual(await advisories.publishDue(), [{ advisory: id, outcome: 'stopped' }])
    const other = await written(house, quay!, draftOf(quay!))
    await signed(house, quay!, other)
    await house.members.retireKey(quay!.first, quay!.key.keyid, {})
    await house.members.confirmStatedEnd(quay!.second, quay!.key.keyid)
    house.pass(HOUR)
    assert.deepEqual(await advisories.publishDue(), [{ advisory: other, outcome: 'stopped' }])
    assert.match((await advisories.draft(quay!.first, other)).standing.stopped ?? '', /key/)
  })

  test('AMBER and RED are for whom they name: lists, files, history and the log say nothing to anybody else', async () => {
    const house = await openAdvisoryHouse(await open())
    const { desks: [harbour, quay, other] } = await openDesks(house, 'harbour', 'quay', 'other')
    const { advisories } = house
    const red = await written(house, harbour!, draftOf(harbour!, headed({ tlp: 'RED', title: 'Only for the quay' })))
    await assert.rejects(advisories.submitDraft(harbour!.first, red, { version: 1, sha256: (await advisories.draft(harbour!.first, red)).saved.sha256 }), coded('recipients'))
    await goOut(house, harbour!, red, { recipients: ['quay'] })
    const amber = await published(house, harbour!, draftOf(harbour!, headed({ tlp: 'AMBER', title: 'For members' }), '2026-002'))
    const seen = async (actor: typeof READER) => (await advisories.advisories(actor, { limit: 10 })).advisories.map(({ card }) => card.title).sort()
    assert.deepEqual([await seen(READER), await seen(other!.first), await seen(quay!.first), await seen(harbour!.first)], [[], ['For members'], ['For members', 'Only for the quay'], ['For members', 'Only for the quay']])
    for (const actor of [READER, other!.first]) {
      await assert.rejects(advisories.advisory(actor, red), coded('unknown'))
      await assert.rejects(advisories.file(actor, red, '1', 'harbour-2026-001.json'), coded('unknown'))
      assert.equal((await advisories.advisories(actor, { q: 'quay', cve: 'CVE-2026-12345', limit: 10 })).total, 0)
    }
    await assert.rejects(advisories.document({ organisation: null }, 'amber', '2026/harbour-2026-002.json'), coded('unknown'))
    const said = JSON.stringify(await house.journal.readAfter(0, 10_000))
    for (const word of ['Only for the quay', 'harbour-2026-001', 'HARBOUR-2026-001', red, amber]) assert.ok(!said.includes(word), word)
    // whom it is for can show that this very act stands in the log
    const { editions: [edition] } = await advisories.advisory(quay!.first, red)
    const fact = (await house.journal.readAfter(0, 10_000)).find((one) => one.id === edition!.fact)!
    assert.equal(JSON.parse(fact.body).sealed.commitment, sha256(sealedBytes(Buffer.from(edition!.salt!, 'base64'), Buffer.from(edition!.envelope))))
    // opened later: what was said while it was closed stays closed
    await revised(house, harbour!, amber, headed({ tlp: 'CLEAR', title: 'For everybody' }))
    assert.deepEqual((await advisories.advisory(READER, amber)).editions.map(({ version }) => version), ['2'])
    assert.deepEqual((await advisories.advisory(other!.first, amber)).editions.map(({ version }) => version), ['1', '2'])
    await assert.rejects(advisories.file(READER, amber, '1', 'harbour-2026-002.json'), coded('unknown'))
    const rows = await house.database.read((tx) => tx.all('select card, words, body from advisories_edition where advisory = ?', red))
    assert.ok(!Buffer.from(rows[0]!['body'] as Uint8Array).includes('quay') && rows[0]!['card'] === null && rows[0]!['words'] === null, 'sealed at rest')
  })

  test('readers find by words, CVE id, package and member; page by page, each once', async () => {
    const house = await openAdvisoryHouse(await open())
    const { desks: [harbour, quay] } = await openDesks(house, 'harbour', 'quay')
    const { advisories } = house
    const ids = [await published(house, harbour!), await published(house, quay!, draftOf(quay!, (draft) => routerAlone(headed({ title: '100% of_it' })(draft), 'CVE-2026-99999')))]
    const found = async (wish: object) => (await advisories.advisories(READER, { limit: 10, ...wish })).advisories.map(({ advisory, match }) => [ids.indexOf(advisory), match])
    assert.deepEqual(await found({}), [[1, null], [0, null]])
    assert.deepEqual(await found({ q: 'TINYPARSE switch' }), [[0, null]])
    assert.deepEqual(await found({ q: '100% of_it' }), [[1, null]])
    assert.deepEqual(await found({ q: '10_% ' }), [])
    assert.deepEqual(await found({ cve: 'CVE-2026-99999' }), [[1, null]])
    assert.deepEqual(await found({ slug: 'harbour' }), [[0, null]])
    assert.deepEqual(await found({ slug: 'nobody' }), [])
    for (const [version, state] of [['@1.3.0', 'affected'], ['@1.4.2', 'fixed'], ['@9.0.0', 'unknown'], ['', 'affected']] as const) assert.deepEqual(await found({ purl: `pkg:npm/tinyparse${version}` }), [[0, state]], `version ${version}`)
    assert.deepEqual(await found({ purl: 'pkg:npm/tinypars' }), [])
    await assert.rejects(found({ purl: 'pkg:' }), coded('purl'))
    const first = await advisories.advisories(READER, { limit: 1 })
    const second = await advisories.advisories(READER, { limit: 1, before: first.next })
    assert.deepEqual([first, second].flatMap(({ advisories: page }) => page.map(({ advisory }) => advisory)), [ids[1], ids[0]])
    assert.equal(second.next, undefined)
    assert.deepEqual(first.members, [{ slug: 'harbour', name: 'The harbour', advisories: 1 }, { slug: 'quay', name: 'The quay', advisories: 1 }])
  })

  test('a CVE id that is set apart for a draft is its own as it is looked over; another organisation’s draft is none', async () => {
    const house = await openAdvisoryHouse(await open())
    const { desks: [harbour, quay] } = await openDesks(house, 'harbour', 'quay')
    const { advisories } = house
    const id = await written(house, harbour!)
    await advisories.reserveCveIds(harbour!.first, ['CVE-2026-12345'])
    await advisories.assignCveId(harbour!.first, 'CVE-2026-12345', id)
    const { saved: { draft } } = await advisories.draft(harbour!.first, id)
    const records = async (of?: string) => (await advisories.previewDraft(harbour!.first, draft, 'cve', of)).map(({ name }) => name)
    const minded = async (of?: string) => (await advisories.checkDraft(harbour!.first, draft, of)).findings.filter(({ rule }) => rule === 'cve-pool').length
    assert.deepEqual([await records(id), await records(), await minded(id), await minded()], [['CVE-2026-12345.json'], [], 0, 1])
    await assert.rejects(advisories.checkDraft(quay!.first, draft, id), coded('unknown'))
    await assert.rejects(advisories.previewDraft(quay!.first, draft, undefined, id), coded('unknown'))
  })

  test('what is only begun is kept, and not submitted', async () => {
    const house = await openAdvisoryHouse(await open())
    const { desks: [harbour] } = await openDesks(house, 'harbour')
    const { advisories } = house
    const id = await written(house, harbour!, draftOf(harbour!, (draft) => ({ ...draft, vulnerabilities: [{ description: 'Something is weak.', statements: [] }], products: { vendors: [{ name: 'The harbour', products: [{ name: 'Crane', releases: [] }] }] } })))
    const { saved: { draft, version, sha256: hash }, checked } = await advisories.draft(harbour!.first, id)
    assert.deepEqual([draft.vulnerabilities[0]?.statements, draft.products.vendors[0]?.products[0]?.releases], [[], []])
    assert.deepEqual(checked.findings.filter(({ level }) => level === 'error').map(({ rule }) => rule), ['releases', 'statements'])
    await assert.rejects(advisories.submitDraft(harbour!.first, id, { version, sha256: hash }), coded('unfinished'))
  })

  test('two hubs at one moment: published once', async () => {
    const database = await open()
    const house = await openAdvisoryHouse(database)
    const { desks: [harbour] } = await openDesks(house, 'harbour')
    const ids: string[] = []
    for (const name of ['2026-001', '2026-002', '2026-003']) ids.push(await written(house, harbour!, draftOf(harbour!, undefined, name)))
    for (const id of ids) await signed(house, harbour!, id, { publishAt: moment(Date.UTC(2026, 10, 23) * 1000) })
    house.pass(DAY)
    const outcomes = (await Promise.all([house.advisories.publishDue(), house.advisories.publishDue(), house.advisories.publishDue()])).flat()
    assert.deepEqual(outcomes.filter(({ outcome }) => outcome === 'published').map(({ advisory }) => advisory).sort(), [...ids].sort())
    assert.equal((await house.facts()).filter((kind) => kind === 'advisory-publication').length, 3)
    assert.equal((await house.facts()).filter((kind) => kind === 'signing-key').length, 1)
  })
})
