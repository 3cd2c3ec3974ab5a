/** Mail as it comes: through a real server on this machine, from forged senders, robots and lists, too large, hostile, and answered only by a link. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTransport } from 'nodemailer'
import { readReport, type ReportContent } from '@openaccord/facts'
import { inboxOf } from '../../compose/reports.ts'
import { DAY, Refusal } from '../../kernel/index.ts'
import { openInbox } from '../../platform/inbox.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { decryptWith } from './age.ts'
import { readMail } from './mail.ts'
import { newReporter, openTeams, openWith, sealMessage } from './testing/house.ts'
import type { Database } from '../../platform/database.ts'

const DOMAIN = 'hub.example'
const bytes = (text: string) => new TextEncoder().encode(text.replaceAll('\n', '\r\n'))
const read = (text: string, sender = 'finder@finder.example') => readMail(bytes(text), { sender, own: DOMAIN })

async function openPost(database: Database) {
  const found = await openTeams(database, ['acme-works', 'other-works'], { inbox: DOMAIN })
  const troubles: unknown[] = []
  const inbox = await openInbox({ host: '127.0.0.1', port: 0, name: DOMAIN, ...inboxOf(found.house.reports, DOMAIN), trouble: (_what, error) => void troubles.push(error) })
  const post = createTransport({ host: '127.0.0.1', port: inbox.port, secure: false, ignoreTLS: true })
  return { ...found, troubles, post, close: async () => {
    post.close()
    await inbox.close()
  } }
}

describeOnEveryEngine('mail', (open) => {
  test('a mail is encrypted to the team as it arrives, and answered by one link that gives the receipt', async () => {
    const { house, acme, other, post, troubles, close } = await openPost(await open())
    const before = house.mails.length
    await post.sendMail({ from: 'Finder <finder@finder.example>', to: `report+acme-works@${DOMAIN}`, subject: 'The gate', text: 'A canary sings in the gate.', html: '<img src=x onerror=alert(1)>', attachments: [{ filename: '../../run.sh', content: 'echo canary' }] })
    const [card] = (await house.reports.deskReports(acme.analyst, {})).cards
    assert.ok(card !== undefined && card.subject.report.arrival === 'mail')
    assert.deepEqual((await house.reports.deskReports(other.analyst, {})).cards, [])
    const { ciphertext } = await house.reports.deskReport(acme.analyst, card.subject.report.id)
    const content = readReport((await decryptWith(acme.identity, ciphertext!))!) as ReportContent
    assert.deepEqual([content.answers.title, content.answers.text, content.files.map(({ name }) => name)], ['The gate', 'A canary sings in the gate.', ['mail.html', 'run.sh']])

    const [told, claim] = house.mails.slice(before)
    assert.deepEqual([told?.to, claim?.to], ['first@acme-works.example', 'finder@finder.example'])
    assert.doesNotMatch(`${told?.text} ${claim?.text}`, /canary|gate/)
    await assert.rejects(house.reports.answer(acme.analyst, card.subject.report.id, await sealMessage([acme.recipient, other.recipient], 'x')), (error) => error instanceof Refusal && error.code === 'reports.no-receipt')

    const link = /claim=(\S+)/.exec(claim?.text ?? '')?.[1] ?? ''
    const who = await newReporter()
    const taken = await house.reports.claim({ claim: link, recipient: who.recipient, accessSha256: who.keys.accessSha256 })
    assert.equal(taken.report, card.subject.report.id)
    await assert.rejects(house.reports.claimPlain(link), (error) => error instanceof Refusal && error.code === 'reports.receipt')
    await house.reports.answer(acme.analyst, taken.report, await sealMessage([acme.recipient, who.recipient], 'We have it.'))
    const box = await house.reports.mailbox(who.keys.access)
    assert.match((await openWith(who.keys.identity, box.messages[0]!.ciphertext)) ?? '', /We have it/)
    assert.equal(house.mails.at(-1)?.to, 'finder@finder.example')
    assert.deepEqual(troubles, [])
    await close()
  })

  test('nothing is relayed, nothing too large is taken, and nobody is written to over and over', async () => {
    const { house, acme, post, close } = await openPost(await open())
    const refused = (mail: object) => post.sendMail({ from: 'finder@finder.example', subject: 'x', text: 'x', ...mail }).then(() => 0, (error: { responseCode?: number }) => error.responseCode)
    assert.equal(await refused({ to: 'somebody@elsewhere.example' }), 550)
    assert.equal(await refused({ to: `report+nobody@${DOMAIN}` }), 550)
    assert.equal(await refused({ to: `postmaster@${DOMAIN}` }), 550)
    assert.equal(await refused({ to: `report+acme-works@${DOMAIN}`, text: 'x'.repeat(11 * 1024 * 1024) }), 552)
    assert.deepEqual((await house.reports.deskReports(acme.analyst, {})).cards, [])
    const before = house.mails.length
    for (let n = 0; n < 5; n++) assert.equal(await refused({ to: `report+acme-works@${DOMAIN}` }), 0)
    assert.equal(house.mails.slice(before).filter(({ to }) => to === 'finder@finder.example').length, 3)
    house.pass(15 * DAY)
    const link = /claim=(\S+)/.exec(house.mails.findLast(({ to }) => to === 'finder@finder.example')?.text ?? '')?.[1] ?? ''
    await assert.rejects(house.reports.claimPlain(link), (error) => error instanceof Refusal && error.code === 'reports.receipt')
    await house.reports.tend()
    const kept = await house.database.read((tx) => tx.all('select id from reports_report where mail is not null'))
    assert.deepEqual(kept, [])
    await close()
  })
})

test('robots, lists and our own mails are dropped; who it is from is what it says', async (t) => {
  const rows: [what: string, headers: string, taken: boolean, sender?: string][] = [
    ['a person', 'Subject: Hello', true],
    ['an answering machine', 'Auto-Submitted: auto-replied', false],
    ['a person whose program says so', 'Auto-Submitted: no', true],
    ['a list', 'List-Id: <all.example>', false],
    ['an old program', 'Precedence: bulk', false],
    ['a notice of delivery', 'Subject: Undelivered', false, ''],
    ['ourselves', 'Subject: loop\nFrom: report@hub.example', false],
  ]
  for (const [what, headers, taken, sender] of rows) {
    await t.test(what, async () => assert.equal((await read(`${headers.includes('From:') ? '' : 'From: finder@finder.example\n'}${headers}\n\nText.\n`, sender)) !== undefined, taken))
  }
  assert.equal((await read('From: "a\\r\\nBcc: all@example.com" <not an address>\n\nText.\n', 'x y@z'))?.from, undefined)
})

test('hostile mails become text and files, never more', async () => {
  const mail = await read('From: f@finder.example\nSubject: =?utf-8?B?4oCuZ25pcg==?= \u0007x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<script>alert(1)</script>\n--b\nContent-Type: application/x-sh; name="..\\\\..\\\\a\u202eb.sh"\nContent-Transfer-Encoding: base64\n\nZWNobw==\n--b--\n')
  assert.ok(mail !== undefined)
  assert.doesNotMatch(mail.title, /[\u202e\u0007]/)
  assert.deepEqual(mail.files.map(({ name }) => /^[^/\\\u202e]+$/.test(name)), mail.files.map(() => true))
  assert.ok(mail.files.some(({ type, name }) => type === 'text/html' && name === 'mail.html'))
  const deep = Array.from({ length: 200 }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`).join('')
  await assert.rejects(read(`From: f@finder.example\n${deep}`), (error) => error instanceof Refusal && error.code === 'reports.mail')
  const many = await read(`From: f@finder.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n${Array.from({ length: 40 }, (_, at) => `--b\nContent-Type: text/x-n; name=f${at}\nContent-Disposition: attachment\n\nx\n`).join('')}--b--\n`)
  assert.deepEqual(many?.files.map(({ name }) => name), ['mail.eml'])
})
