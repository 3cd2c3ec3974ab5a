/** Every route of this room behind a real door: what goes in, what comes out in the contract's shape, and who is sent away. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { contract } from '@openaccord/api'
import { base64, printReport } from '@openaccord/facts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openRoomDoor } from '../../platform/testing/room-door.ts'
import { encryptTo } from './age.ts'
import { reportsEndpoints } from './index.ts'
import { newReporter, openTeams, sealMessage, wrap } from './testing/house.ts'

const { reports: routes } = contract

describeOnEveryEngine('routes of reports', (open) => {
  test('a report from the first page to its end', async () => {
    const { house, secretariat, acme, other } = await openTeams(await open())
    const { ask, seen } = await openRoomDoor({ clock: house.now, endpoints: reportsEndpoints(house.reports) })
    const as = acme.analyst
    const ok = async (...asked: Parameters<typeof ask>) => {
      const { status, json } = await ask(...asked)
      assert.ok(status < 300, `${asked[0].method} ${asked[0].path}: ${status} ${JSON.stringify(json).slice(0, 400)}`)
      return json
    }

    // the desk
    const product = { name: 'Router X2', purls: ['pkg:npm/acme-router'], cpes: [], domains: ['acme.example'], answers: 'named' }
    const { id } = await ok(routes.addProduct, { as, body: product })
    await ok(routes.setProduct, { as, params: { product: id }, body: { ...product, name: 'Router X3' } })
    const imported = await ok(routes.importSbom, { as, params: { product: id }, body: { sbom: JSON.stringify({ bomFormat: 'CycloneDX', components: [{ purl: 'pkg:npm/left-pad@1' }] }) } })
    assert.equal(imported.product.components, 1)
    assert.deepEqual((await ok(routes.downstream, { as: other.analyst, body: { purl: 'pkg:npm/left-pad' } })).named.map(({ slug }: { slug: string }) => slug), ['acme-works'])
    const { settings } = await ok(routes.deskSettings, { as })
    await ok(routes.setDesk, { as, body: settings })
    const spare = await identityToRecipient(await generateX25519Identity())
    assert.equal((await ok(routes.addKey, { as, body: { recipient: spare, label: 'Spare', wrapped: await wrap('AGE-SECRET-KEY-1') } })).keys.length, 2)
    await ok(routes.retireKey, { as, params: { recipient: spare } })

    // whom to tell
    const { desks, coordinator } = await ok(routes.desks)
    assert.deepEqual([desks.length, coordinator], [2, null])
    const { recipients } = await ok(routes.desk, { params: { slug: 'acme-works' } })
    assert.deepEqual(recipients, [acme.recipient])
    assert.equal((await ok(routes.whom, { body: { domain: 'acme.example' } })).desks[0].desk.slug, 'acme-works')
    assert.ok((await ok(routes.whom, { body: { product: 'a toaster' } })).handOver.letter.length > 100)
    assert.deepEqual((await ok(routes.ssvc)).tables.map(({ rows }: { rows: number }) => rows), [36, 72, 192, 27])

    // two reports, and a mail
    const who = await newReporter()
    const answers = { title: 'T', product: '', versions: '', text: 'x', steps: '', impact: '', known: 'no' as const, plans: '', credit: '', contact: '' }
    const sealed = base64(await encryptTo([acme.recipient, who.recipient], printReport({ language: 'en', answers, files: [] })))
    const { report } = await ok(routes.file, { body: { to: 'acme-works', arrival: 'sealed', ciphertext: sealed, recipient: who.recipient, accessSha256: who.keys.accessSha256, salt: who.keys.salt, language: 'en', mail: 'finder@finder.example', effort: await house.worked() } })
    const plain = await ok(routes.filePlain, { body: { to: 'acme-works', arrival: 'plain', report: { title: 'T', text: 'x' }, language: 'en', mail: '', effort: await house.worked() } })
    await house.reports.fileByMail({ to: 'acme-works', from: 'one@finder.example', answers: { title: 'T', text: 'x' }, files: [], language: 'en' })
    const claim = () => /claim=(\S+)/.exec(house.mails.findLast(({ to }) => to === 'one@finder.example')?.text ?? '')?.[1] ?? ''
    const third = await newReporter()
    await ok(routes.claim, { body: { claim: claim(), recipient: third.recipient, accessSha256: third.keys.accessSha256 } })
    await house.reports.fileByMail({ to: 'acme-works', from: 'one@finder.example', answers: { title: 'T', text: 'x' }, files: [], language: 'en' })
    await ok(routes.claimPlain, { body: { claim: claim() } })

    // the mailbox
    await ok(routes.mailbox, { body: { access: who.keys.access } })
    await ok(routes.write, { body: { access: who.keys.access, ciphertext: await sealMessage([acme.recipient, who.recipient], 'x') } })
    assert.equal((await ok(routes.mailboxPlain, { body: { code: plain.code } })).content.answers.text, 'x')
    assert.equal((await ok(routes.writePlain, { body: { code: plain.code, text: 'y', language: 'en' } })).messages[0].text, 'y')
    await ok(routes.forgetMail, { body: { access: who.keys.access } })

    // the team
    const on = { as, params: { report } }
    await ok(routes.acknowledge, { ...on, body: { words: 'Thank you.' } })
    await ok(routes.answer, { ...on, body: { ciphertext: await sealMessage([acme.recipient, who.recipient], 'z') } })
    await ok(routes.weigh, { as, body: { cvss: 'AV:N/AC:L/Au:N/C:P/I:P/A:P', ssvc: [], cwes: ['CWE-79'], cves: ['CVE-2026-1234'] } })
    await ok(routes.note, { ...on, body: { title: 'N', text: '', components: [], cves: [], cwes: [], cvss: null, ssvc: [], duplicateOf: null } })
    for (const move of ['validate', 'accept']) await ok(routes.move, { ...on, body: { move, words: 'Because.' } })
    await ok(routes.disclose, on)
    assert.equal((await ok(routes.deskReports, { as, query: '?state=accepted' })).reports.length, 1)
    assert.deepEqual((await ok(routes.deskReport, on)).history.map(({ what }: { what: string }) => what), ['received', 'wrote', 'acknowledged', 'answered', 'validated', 'accepted', 'disclosed'])
    await ok(routes.dropProduct, { as, params: { product: id } })
    assert.deepEqual(Object.values(routes).map(({ method, path }) => `${method} ${path}`).filter((route) => !seen.has(route)), [])

    // who is sent away
    for (const route of Object.values(routes).filter(({ access }) => access !== 'public')) {
      const params = { report, product: id, recipient: acme.recipient }
      assert.equal((await ask(route, { params })).status, 401, route.path)
      for (const actor of [acme.manager, secretariat]) assert.equal((await ask(route, { params, as: actor })).status, 403, route.path)
    }
    assert.equal((await ask(routes.deskReport, { params: { report }, as: other.analyst })).status, 404)
  })
})
