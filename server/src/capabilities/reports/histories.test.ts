/** Anybody doing anything at any time: every no is a refusal, only the team and the reporter come to the ciphertext, and nothing that was said lies in the store in clear. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { anonymous, DAY, Refusal } from '../../kernel/index.ts'
import { backup } from '../../platform/backup.ts'
import { openDatabase } from '../../platform/database.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import type { ReportMove } from './model.ts'
import { ADDRESS, file, openTeams, openWith, sealMessage } from './testing/house.ts'

const WHO = ['visitor', 'secretariat', 'manager', 'analyst', 'other'] as const
const DO = ['read', 'list', 'acknowledge', 'validate', 'invalidate', 'accept', 'defer', 'close', 'note', 'answer', 'disclose', 'write', 'wait', 'tend'] as const
const steps = fc.array(fc.record({ who: fc.constantFrom(...WHO), what: fc.constantFrom(...DO), days: fc.integer({ min: 0, max: 200 }) }), { minLength: 15, maxLength: 30 })
const SECRET = 'canary-in-the-report'

describeOnEveryEngine('histories of a report', (open, { engine }) => {
  test('whoever does what, whenever', async () => {
    await fc.assert(fc.asyncProperty(steps, async (history) => {
      const { house, secretariat, acme, other } = await openTeams(await open())
      const actors = { visitor: anonymous, secretariat, manager: acme.manager, analyst: acme.analyst, other: other.analyst }
      const { report, reporter } = await file(house, 'acme-works', { answers: { text: SECRET } })
      const message = await sealMessage([acme.recipient, reporter.recipient], SECRET)
      const { reports } = house
      let said: unknown[] = []
      for (const { who, what, days } of history) {
        const actor = actors[who]
        const did: Record<(typeof DO)[number], () => Promise<unknown>> = {
          read: () => reports.deskReport(actor, report),
          list: async () => who === 'other' && assert.deepEqual((await reports.deskReports(actor, {})).cards, []),
          acknowledge: () => reports.acknowledge(actor, report, 'Thank you.'),
          ...(Object.fromEntries((['validate', 'invalidate', 'accept', 'defer', 'close'] satisfies ReportMove[]).map((move) => [move, () => reports.move(actor, report, move, 'Because.')])) as Record<ReportMove, () => Promise<unknown>>),
          note: () => reports.note(actor, report, { title: 'N', text: SECRET, components: [], cves: [], cwes: [], cvss: null, ssvc: [], duplicateOf: null }),
          answer: () => reports.answer(actor, report, message),
          disclose: () => reports.disclose(actor, report),
          write: () => reports.write({ access: reporter.keys.access, ciphertext: message }),
          wait: async () => void house.pass(days * DAY),
          tend: () => reports.tend(),
        }
        // a verb that refuses at once throws before it promises anything
        const outcome = await Promise.resolve().then(did[what]).then(() => 'done', (error: unknown) => {
          assert.ok(error instanceof Refusal, String(error))
          return 'refused'
        })
        if (who !== 'analyst' && !['write', 'wait', 'tend', 'list'].includes(what)) assert.equal(outcome, 'refused', `${who} ${what}`)
        const { subject, ciphertext } = await reports.mailbox(reporter.keys.access)
        assert.deepEqual(subject.events.slice(0, said.length), said, 'what happened stays as it was')
        said = [...subject.events]
        if (ciphertext !== null) assert.match((await openWith(reporter.keys.identity, ciphertext)) ?? '', new RegExp(SECRET))
      }
      const facts = (await house.journal.readAfter(0, 10_000)).map(({ body }) => body).join()
      assert.equal(`${facts} ${JSON.stringify(house.mails)}`.includes(SECRET), false)
    }), { numRuns: engine === 'sqlite' ? 8 : 2 })
  })
})

test('nothing that was said lies in the database file, the journal, a mail or a back-up', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'accord-reports-'))
  const database = await openDatabase(`sqlite:${join(folder, 'hub.sqlite')}`)
  try {
    const { house, acme } = await openTeams(database, ['acme-works'])
    const words = Array.from({ length: 6 }, () => `canary${randomBytes(12).toString('hex')}`)
    const [title, text, attached, wrote, noted, told] = words as [string, string, string, string, string, string]
    const filed = await house.reports.filePlain({
      to: 'acme-works', report: { title, text }, files: [{ name: 'x.txt', type: 'text/plain', content: Buffer.from(attached).toString('base64') }], language: 'en', mail: `${told}@finder.example`, effort: await house.worked(),
    }, { address: ADDRESS, speaks: 'en' })
    await house.reports.writePlain({ code: filed.code, text: wrote, language: 'en' })
    await house.reports.fileByMail({ to: 'acme-works', from: 'one@finder.example', answers: { title, text }, files: [], language: 'en' })
    await house.reports.note(acme.analyst, filed.report, { title: noted, text: noted, components: [], cves: [], cwes: [], cvss: null, ssvc: [], duplicateOf: null })
    await house.reports.acknowledge(acme.analyst, filed.report, noted)
    assert.equal((await house.reports.mailboxPlain(filed.code)).content?.answers.text, text)
    await backup(database, join(folder, 'backup'), { now: house.now() })
    const hidden = [title, text, attached, Buffer.from(attached).toString('base64').slice(0, 24), wrote, noted, told, filed.code, filed.code.replaceAll('-', '')]
    for (const name of await readdir(folder)) {
      const bytes = await readFile(join(folder, name))
      for (const word of hidden) assert.equal(bytes.includes(word), false, `${name} holds ${word}`)
    }
    // its address is where news go to, and nowhere else
    const mails = house.mails.map(({ subject, text: body }) => `${subject} ${body}`).join()
    for (const word of hidden) assert.equal(mails.includes(word), false)
  } finally {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
})
