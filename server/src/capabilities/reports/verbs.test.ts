/** Reporting, coming back, triage, desks, products, whom to tell, and what time does: every verb, on both engines. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base64, MOST_SEALED, readMessage, readReport, reportCommitment, sealedBytes, reportSeal } from '@openaccord/facts'
import type { ReportId } from '@openaccord/names'
import { DAY, HOUR, Refusal, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { suspend } from '../members/testing/house.ts'
import { decryptWith, encryptTo } from './age.ts'
import { sha256Of } from './secrets.ts'
import { ADDRESS, file, newReporter, openTeams, openWith, sealMessage, triaged, wrap } from './testing/house.ts'

const says = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const from = { address: ADDRESS, speaks: 'en' }
/** One letter of the alphabet of bech32 for another. */
const mistyped = (text: string): string => `${text.slice(0, -1)}${text.endsWith('q') ? 'p' : 'q'}`

describeOnEveryEngine('reports', (open, { engine }) => {
  test('a report is encrypted to the team and the reporter, and committed to in the log at once', async () => {
    const { house, acme, other } = await openTeams(await open())
    const { report, receipt, reporter, standing } = await file(house, 'acme-works')
    assert.equal(standing.code, 'waiting')
    assert.equal(receipt.to, 'acme-works')
    assert.equal(receipt.commitment, await reportCommitment(receipt))
    const fact = (await house.journal.readAfter(0, 1_000)).find(({ id }) => id === receipt.fact)
    assert.deepEqual(JSON.parse(fact?.body ?? ''), { about: [], sealed: { commitment: receipt.commitment, size: reportSeal(receipt.ciphertextSha256).length } })

    const { ciphertext } = await house.reports.deskReport(acme.analyst, report)
    for (const identity of [acme.identity, reporter.keys.identity]) {
      const content = readReport((await decryptWith(identity, ciphertext!))!)
      assert.ok('answers' in content && content.answers.text === 'It runs what is written into the name.')
    }
    assert.equal(await openWith(other.identity, ciphertext), undefined)
    const told = house.mails.filter(({ subject }) => subject === 'A report waits for your team')
    assert.deepEqual(told.map(({ to }) => to), ['first@acme-works.example'])
  })

  test('nobody but the team reads it: not its manager, not another team, not the secretariat, not a visitor', async () => {
    const { house, secretariat, acme, other } = await openTeams(await open())
    const { report } = await file(house, 'acme-works')
    for (const actor of [acme.manager, secretariat]) await assert.rejects(house.reports.deskReport(actor, report), says('door.no-right'))
    await assert.rejects(house.reports.deskReport(other.analyst, report), says('reports.unknown'))
    await assert.rejects(house.reports.move(other.analyst, report, 'validate'), says('reports.unknown'))
    assert.deepEqual((await house.reports.deskReports(other.analyst, {})).cards, [])
    assert.equal((await house.reports.deskReports(acme.analyst, {})).cards.length, 1)
  })

  test('the receipt opens the mailbox, a message goes both ways, and mails say nothing of it', async () => {
    const { house, acme } = await openTeams(await open())
    const { report, reporter } = await file(house, 'acme-works', { mail: 'finder@finder.example' })
    const both = [acme.recipient, reporter.recipient]
    await house.reports.answer(acme.analyst, report, await sealMessage(both, 'Which version did you see it in?'))
    const news = house.mails.at(-1)
    assert.equal(news?.to, 'finder@finder.example')
    assert.doesNotMatch(`${news?.subject} ${news?.text}`, /version|believes|oar-/)
    const box = await house.reports.mailbox(reporter.keys.access)
    assert.equal(box.standing.code, 'checking')
    const read = readMessage((await decryptWith(reporter.keys.identity, box.messages[0]!.ciphertext!))!)
    assert.ok('text' in read && read.text === 'Which version did you see it in?')
    house.pass(SECOND)
    await house.reports.write({ access: reporter.keys.access, ciphertext: await sealMessage(both, 'In 4.1.') })
    const { unread, messages } = await house.reports.deskReport(acme.analyst, report)
    assert.deepEqual([unread, messages.map(({ from: who }) => who)], [1, ['team', 'reporter']])
    await house.reports.forgetMail({ code: reporter.code })
    assert.equal((await house.reports.mailbox(reporter.keys.access)).mailKept, false)
  })

  test('without a script the hub makes the code, encrypts as it arrives, and opens with the code', async () => {
    const { house, acme } = await openTeams(await open())
    const filed = await house.reports.filePlain({
      to: 'acme-works', report: { title: 'A door', text: 'It is open.', product: 'Gate' }, files: [{ name: '../../etc/passwd', type: 'text/html', content: base64(new TextEncoder().encode('<script>')) }], language: 'fr', effort: await house.worked(),
    }, from)
    assert.match(filed.code, /^oar(-[0-9a-z]{4}){9}$/)
    assert.equal(filed.receipt.commitment, await reportCommitment(filed.receipt))
    const box = await house.reports.mailboxPlain(` ${filed.code.toUpperCase().replaceAll('-', ' ')} `)
    assert.equal(box.content?.answers.text, 'It is open.')
    assert.deepEqual(box.content?.files.map(({ name }) => name), ['passwd'])
    house.pass(SECOND)
    const after = await house.reports.writePlain({ code: filed.code, text: 'And the window.', language: 'fr' })
    assert.deepEqual(after.opened.map(({ content }) => content?.text), ['And the window.'])
    const { ciphertext, messages } = await house.reports.deskReport(acme.analyst, filed.report)
    assert.match((await openWith(acme.identity, ciphertext)) ?? '', /It is open/)
    assert.match((await openWith(acme.identity, messages[0]!.ciphertext)) ?? '', /And the window/)
  })

  test('a wrong code, an unknown code and no code at all get one answer', async () => {
    const { house } = await openTeams(await open())
    const { reporter } = await file(house, 'acme-works')
    const unknown = await newReporter()
    const message = await sealMessage([unknown.recipient, reporter.recipient], 'x')
    const asked: Promise<unknown>[] = [
      house.reports.mailboxPlain(unknown.code), house.reports.mailboxPlain(`${reporter.code.slice(0, -1)}${reporter.code.endsWith('0') ? '1' : '0'}`), house.reports.mailboxPlain('oar-'.padEnd(30, 'x')),
      house.reports.mailbox(unknown.keys.access), house.reports.write({ access: unknown.keys.access, ciphertext: message }),
      house.reports.writePlain({ code: unknown.code, text: 'x', language: 'en' }), house.reports.forgetMail({ code: unknown.code }), house.reports.claim({ claim: `orc_${'0'.repeat(52)}`, recipient: unknown.recipient, accessSha256: unknown.keys.accessSha256 }),
    ]
    const answers = await Promise.all(asked.map((one) => one.then(() => 'taken', (error: unknown) => (error instanceof Refusal ? `${error.kind} ${error.code} ${error.message}` : String(error)))))
    assert.deepEqual([...new Set(answers)], ['unknown reports.receipt no report has this receipt'])
  })

  test('what is no age file for the team is refused by name, and nothing is written', async () => {
    const { house, acme } = await openTeams(await open())
    const who = await newReporter()
    const sealed = await encryptTo([acme.recipient, who.recipient], new Uint8Array(4_096))
    const text = base64(sealed)
    const armoured = Buffer.from(`-----BEGIN AGE ENCRYPTED FILE-----\n${text}\n`.padEnd(300, ' ')).toString('base64')
    const huge = Buffer.alloc(MOST_SEALED.report + 3).toString('base64')
    const rows: [what: string, ciphertext: string, words: RegExp][] = [
      ['no base64', '!'.repeat(400), /base64/],
      ['something else', Buffer.alloc(300).toString('base64'), /begins with age-encryption/],
      ['armoured', armoured, /armoured/],
      ['one recipient', base64(await encryptTo([who.recipient], new Uint8Array(4_096))), /team and to the reporter/],
      ['a passphrase', await wrap('x'.repeat(300)), /passphrase/],
      ['a header alone', base64(sealed.subarray(0, Buffer.from(sealed).indexOf('\n--- ') + 49)), /body after its header/],
      ['huge', huge, /at most 12 MiB/],
    ]
    const before = (await house.facts()).length
    for (const [what, ciphertext, words] of rows) {
      const wish = { to: 'acme-works', ciphertext, recipient: who.recipient, accessSha256: who.keys.accessSha256, salt: who.keys.salt, language: 'en', effort: await house.worked() }
      await assert.rejects(house.reports.file(wish, from), (error) => error instanceof Refusal && error.code === 'reports.sealed' && words.test(error.message) && error.faults[0]?.field === '/ciphertext', what)
    }
    const wish = { to: 'acme-works', ciphertext: text, recipient: mistyped(who.recipient), accessSha256: who.keys.accessSha256, salt: who.keys.salt, language: 'en', effort: await house.worked() }
    await assert.rejects(house.reports.file(wish, from), says('reports.recipient'))
    assert.equal((await house.facts()).length, before)
    assert.deepEqual((await house.reports.deskReports(acme.analyst, {})).cards, [])
  })

  test('one code opens one mailbox, effort is spent once, and a closed desk takes nothing', async () => {
    const { house, acme } = await openTeams(await open())
    const reporter = await newReporter()
    await file(house, 'acme-works', { reporter })
    await assert.rejects(file(house, 'acme-works', { reporter }), says('reports.receipt-used'))
    await assert.rejects(file(house, 'nobody-there'), says('reports.desk-unknown'))
    const { settings } = await house.reports.deskSettings(acme.analyst)
    await house.reports.setDesk(acme.analyst, { ...settings, open: false })
    await assert.rejects(file(house, 'acme-works'), says('reports.desk-unknown'))
    await house.reports.setDesk(acme.analyst, settings)
    await house.reports.retireKey(acme.analyst, acme.recipient)
    assert.equal((await house.reports.deskSettings(acme.analyst)).settings.open, false)
    await assert.rejects(house.reports.setDesk(acme.analyst, settings), says('reports.no-key'))
    await suspend(house, acme.id)
    await assert.rejects(house.reports.desk('acme-works'), says('reports.desk-unknown'))
  })

  test('steps of report management, with words for the reporter; what is forbidden says why', async () => {
    const { house, acme } = await openTeams(await open())
    const { report, reporter } = await file(house, 'acme-works')
    await assert.rejects(house.reports.move(acme.analyst, report, 'close', 'x'), says('reports.close-before-triage'))
    await assert.rejects(house.reports.move(acme.analyst, report, 'accept'), says('reports.triage-skipped'))
    await assert.rejects(house.reports.move(acme.analyst, report, 'invalidate', '  '), says('reports.words-missing'))
    house.pass(HOUR)
    await house.reports.acknowledge(acme.analyst, report, 'Thank you.')
    await assert.rejects(house.reports.acknowledge(acme.analyst, report), says('reports.acknowledged'))
    await triaged(house, acme, report, ['validate'])
    await assert.rejects(house.reports.move(acme.analyst, report, 'close', 'x'), says('reports.close-from-valid'))
    await triaged(house, acme, report, ['accept', 'close'])
    const { standing, subject } = await house.reports.mailbox(reporter.keys.access)
    assert.deepEqual([standing.state, standing.firstReply !== null], ['closed', true])
    assert.deepEqual(subject.events.map(({ kind, words }) => [kind, words]), [['acknowledged', 'Thank you.'], ['validated', 'Because we looked.'], ['accepted', 'Because we looked.'], ['closed', 'Because we looked.']])
    assert.deepEqual((await house.reports.deskReport(acme.analyst, report)).moves, [])
  })

  test('the commitment is opened once; what opens it is what was sealed', async () => {
    const { house, acme } = await openTeams(await open())
    const { report, receipt } = await file(house, 'acme-works')
    await assert.rejects(house.reports.disclose(acme.analyst, report), says('reports.disclosed'))
    await triaged(house, acme, report, ['validate', 'accept'])
    await house.reports.disclose(acme.analyst, report)
    await assert.rejects(house.reports.disclose(acme.analyst, report), says('reports.disclosed'))
    const opened = JSON.parse((await house.journal.readAfter(0, 1_000)).findLast(({ kind }) => kind === 'disclosed')?.body ?? '{}')
    const [salt, payload] = [Buffer.from(opened.salt, 'base64'), Buffer.from(opened.payload, 'base64')]
    assert.equal(opened.opens, receipt.fact)
    assert.equal(sha256Of(sealedBytes(salt, payload)), receipt.commitment)
    assert.deepEqual(JSON.parse(payload.toString()), { ciphertext: receipt.ciphertextSha256, kind: 'openaccord/report/v1' })
  })

  test('a note is kept sealed, weighed strictly, and finds what is alike in the team alone', async () => {
    const { house, acme, other } = await openTeams(await open())
    const note = { title: 'Names are run as commands', text: 'The form of the router runs its name as a command.', components: ['pkg:npm/form-reader@1.2.3'], cves: ['CVE-2026-12345'], cwes: ['CWE-78'], cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', ssvc: [{ table: 'supplier' as const, choices: { E: 'A', U: 'S', TI: 'T', PSI: 'S' } }], duplicateOf: null }
    const [first, second, foreign] = [await file(house, 'acme-works'), await file(house, 'acme-works'), await file(house, 'other-works')]
    await house.reports.note(acme.analyst, first.report, note)
    await house.reports.note(other.analyst, foreign.report, note)
    const seen = await house.reports.note(acme.analyst, second.report, { ...note, title: 'Commands in the name of the router', cves: [], duplicateOf: first.report })
    assert.deepEqual(seen.similar.map(({ note: { id }, components }) => [id, components]), [[first.report, ['pkg:npm/form-reader']]])
    assert.deepEqual([seen.weighed?.cvss?.score, seen.weighed?.ssvc[0]?.outcome, seen.weighed?.ssvc[0]?.suggests, seen.weighed?.cwes[0]?.id], [9.8, 'Immediate', 'accept', 'CWE-78'])
    assert.match(seen.weighed?.ssvc[0]?.path ?? '', /Exploitation: Active → .* → Immediate/)
    assert.match(seen.weighed?.feeds ?? '', /no feed is configured/)
    const rows: [change: object, code: string][] = [
      [{ cvss: 'CVSS:3.1/AV:N' }, 'reports.cvss'], [{ cwes: ['CWE-999999'] }, 'reports.cwe'], [{ components: ['left-pad'] }, 'reports.purl'],
      [{ ssvc: [{ table: 'supplier', choices: { E: 'A' } }] }, 'reports.ssvc'], [{ duplicateOf: foreign.report }, 'reports.unknown'], [{ duplicateOf: second.report }, 'reports.duplicate'],
    ]
    for (const [change, code] of rows) await assert.rejects(house.reports.note(acme.analyst, second.report, { ...note, ...change }), says(code), code)
    assert.equal((await house.reports.deskReports(acme.analyst, { q: 'commands in' })).cards.length, 1)
    const kept = await house.database.read((tx) => tx.all<{ sealed: Uint8Array }>('select sealed from reports_note'))
    for (const { sealed } of kept) assert.equal(Buffer.from(sealed).includes('router'), false)
  })

  test('products find a team; who else ships a component is told as each team wishes', async () => {
    const { house, acme, other, teams } = await openTeams(await open(), ['acme-works', 'other-works', 'third-works'])
    const fields = { name: 'Acme Router X2', purls: ['pkg:npm/acme-router@1.0.0'], cpes: ['cpe:2.3:a:acme:router'], domains: ['acme.example'], answers: 'named' as const }
    const product = await house.reports.addProduct(acme.analyst, fields)
    assert.deepEqual(product.purls, ['pkg:npm/acme-router'])
    const rows: [asked: object, found: string[]][] = [
      [{ product: 'router x2' }, ['acme-works']], [{ purl: 'pkg:npm/acme-router@9' }, ['acme-works']], [{ cpe: 'cpe:2.3:a:acme:router:1.0' }, ['acme-works']], [{ domain: 'https://shop.acme.example/x' }, ['acme-works']],
      [{ product: 'toaster' }, []], [{ cpe: 'cpe:2.3:a:acme:routerboard' }, []], [{ domain: 'notacme.example' }, []],
    ]
    for (const [asked, found] of rows) assert.deepEqual((await house.reports.whom(asked)).desks.filter(({ source }) => source === 'member').map(({ desk }) => desk.organisation.slug), found, JSON.stringify(asked))

    const sbom = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ purl: 'pkg:npm/left-pad@1.3.0', components: [{ purl: 'pkg:pypi/requests@2' }] }, { name: 'nameless' }] })
    const imported = await house.reports.importSbom(acme.analyst, product.id, sbom)
    assert.deepEqual([imported.product.components, imported.left], [2, 1])
    const hidden = await house.reports.addProduct(other.analyst, { ...fields, name: 'Other Phone', purls: [], answers: 'counted' })
    await house.reports.importSbom(other.analyst, hidden.id, sbom)
    const third = teams[2]!.analyst
    const found = await house.reports.downstream(third, 'pkg:npm/left-pad@0.1')
    assert.deepEqual([found.purl, found.named.map(({ slug }) => slug), found.counted], ['pkg:npm/left-pad', ['acme-works'], 1])
    await assert.rejects(house.reports.importSbom(other.analyst, product.id, sbom), says('reports.product-unknown'))
    const rowsInStore = await house.database.read((tx) => tx.all<{ hash: string }>('select hash from reports_component'))
    assert.ok(rowsInStore.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash) && hash !== sha256Of('pkg:npm/left-pad')))
    await house.reports.dropProduct(acme.analyst, product.id)
    assert.deepEqual((await house.reports.downstream(third, 'pkg:npm/left-pad')).named, [])
  })

  test('where no member answers: what the domain says, a letter, a clock, and the coordinator', async () => {
    const { house } = await openTeams(await open())
    house.outside.set('maker.example', [{ source: 'security-txt', url: 'https://maker.example/.well-known/security.txt', name: 'maker.example', contacts: ['mailto:security@maker.example'], policy: null, encryption: null, expires: house.now() + DAY, valid: true, words: 'it holds' }])
    const { desks, handOver } = await house.reports.whom({ domain: 'maker.example' })
    assert.deepEqual([desks, handOver?.to], [[], ['mailto:security@maker.example']])
    assert.match(handOver?.letter ?? '', /weakness in maker\.example/)
    assert.deepEqual(handOver?.wait.map(({ at }) => at), [...(handOver?.wait ?? [])].map(({ at }) => at).sort((a, b) => a - b))
    await assert.rejects(house.reports.whom({}), says('reports.whom-empty'))
    await assert.rejects(house.reports.whom({ domain: '127.0.0.1' }), says('reports.domain'))
    await assert.rejects(house.reports.whom({ domain: 'localhost' }), says('reports.domain'))
  })

  test('contacts hear one after the other until somebody answers; what was closed a year ago is thinned', async () => {
    const { house, acme } = await openTeams(await open())
    const [first, second] = [await file(house, 'acme-works'), await file(house, 'acme-works')]
    await house.reports.acknowledge(acme.analyst, second.report)
    const heard = async (days: number) => {
      house.pass(days * DAY)
      const before = house.mails.length
      await house.reports.tend()
      await house.reports.tend()
      return house.mails.slice(before).filter(({ subject }) => subject === 'A report waits for its first reply').map(({ to }) => to)
    }
    assert.deepEqual(await heard(1), [])
    assert.deepEqual(await heard(3), ['first@acme-works.example'])
    assert.deepEqual(await heard(4), ['second@acme-works.example'])
    assert.equal((await house.reports.mailbox(first.reporter.keys.access)).standing.code, 'late')
    await triaged(house, acme, first.report, ['invalidate', 'close'])
    assert.deepEqual(await heard(30), [])
    await assert.rejects(house.reports.write({ access: first.reporter.keys.access, ciphertext: await sealMessage([acme.recipient, first.reporter.recipient], 'x') }), says('reports.over'))
    await heard(340)
    const { ciphertext, subject } = await house.reports.mailbox(first.reporter.keys.access)
    assert.deepEqual([ciphertext, subject.events.at(-1)?.kind], [null, 'thinned'])
    assert.notEqual((await house.reports.mailbox(second.reporter.keys.access)).ciphertext, null)
  })

  test('figures of a desk are told from five closed reports on', async () => {
    const { house, acme } = await openTeams(await open())
    const ids: ReportId[] = []
    for (let n = 0; n < 5; n++) ids.push((await file(house, 'acme-works')).report)
    house.pass(DAY)
    for (const [at, id] of ids.entries()) {
      await triaged(house, acme, id, ['invalidate', 'close'])
      const { figures } = await house.reports.desk('acme-works')
      assert.equal(figures.few, at < 4)
      if (at < 4) assert.equal(figures.medianDays, null)
    }
    const { figures } = await house.reports.desk('acme-works')
    assert.deepEqual([figures.closed, figures.withinFive], [5, 5])
  })

  test('limits of the mailbox: messages a day, bytes in all', async () => {
    const { house, acme } = await openTeams(await open())
    const { reporter, report } = await file(house, 'acme-works')
    const message = await sealMessage([acme.recipient, reporter.recipient], 'x')
    for (let n = 0; n < 30; n++) await house.reports.write({ access: reporter.keys.access, ciphertext: message })
    await assert.rejects(house.reports.write({ access: reporter.keys.access, ciphertext: message }), says('reports.many'))
    house.pass(DAY)
    await house.reports.write({ access: reporter.keys.access, ciphertext: message })
    if (engine !== 'sqlite') return // the sum is the same SQL; forty megabytes once are enough
    const large = base64(await encryptTo([acme.recipient, reporter.recipient], new Uint8Array(11 * 1024 * 1024)))
    await house.reports.answer(acme.analyst, report, large)
    await house.reports.answer(acme.analyst, report, large)
    await assert.rejects(house.reports.answer(acme.analyst, report, large), says('reports.many'))
  })
})
