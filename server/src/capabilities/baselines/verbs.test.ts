/** The room on both engines, with real name servers, web servers and mail servers on loopback. */
import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { DAY, MINUTE, Refusal } from '../../kernel/index.ts'
import { a, inOrder, txt, withMuchToDo, withoutMail } from '../../demo/internet/sites.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { latestReport } from './index.ts'
import { AT_MOST_EVERY, KEPT_REPORTS, MOST_WAITING } from './model.ts'
import { openRoom } from './testing/room.ts'

const now = Date.now()
const good = inOrder('good.example', '192.0.2.10', now)
const bad = withMuchToDo('bad.example', '192.0.2.20', now)
const refusedWith = (code: string) => (error: unknown): boolean => error instanceof Refusal && error.code === `baselines.${code}`

describeOnEveryEngine('baselines', (open) => {
  test('asked for, measured, read again; the same within ten minutes, anew after', { timeout: 60_000 }, async () => {
    const database = await open()
    const room = await openRoom(database, [good])
    assert.deepEqual((await room.baselines.standing('good.example')).check, undefined)
    const asked = await room.ask('https://www.good.example/')
    assert.ok(['waiting', 'running'].includes(asked.state))
    assert.equal((await room.ask('GOOD.example')).id, asked.id)
    await room.baselines.settled()
    const { report, check, again, history } = await room.baselines.standing('good.example')
    assert.deepEqual([report?.id, report?.state, check, history.length, again], [asked.id, 'done', undefined, 1, room.now() + AT_MOST_EVERY])
    assert.equal(report?.report?.results.filter(({ verdict }) => verdict === 'fail').length, 0)
    assert.equal((await database.read((tx) => latestReport(tx, 'good.example')))?.id, asked.id)
    const before = room.net.nameServer.asked.length
    assert.equal((await room.ask('good.example')).id, asked.id)
    await room.baselines.settled()
    assert.equal(room.net.nameServer.asked.length, before, 'nobody was asked again')
    room.pass(AT_MOST_EVERY)
    const second = await room.ask('good.example')
    assert.notEqual(second.id, asked.id)
    await room.baselines.settled()
    assert.deepEqual((await room.baselines.standing('good.example')).history.map(({ id }) => id), [second.id, asked.id])
    assert.equal((await room.baselines.report(asked.id)).report?.domain, 'good.example')
    assert.equal((await room.baselines.observations(asked.id))['domain'], 'good.example')
    await assert.rejects(room.baselines.report('baseline_00000000000000000000'), refusedWith('report-unknown'))
    assert.deepEqual(room.troubles, [])
    await room.close()
  })

  test('many who ask at once get one check', { timeout: 60_000 }, async () => {
    const room = await openRoom(await open(), [good])
    const ids = await Promise.all(Array.from({ length: 12 }, async (_, n) => (await room.ask('good.example', `203.0.113.${n}`)).id))
    assert.equal(new Set(ids).size, 1)
    await room.baselines.settled()
    assert.equal((await room.baselines.standing('good.example')).history.length, 1)
    await room.close()
  })

  test('who asks too much is told so, the queue has an end, and nothing of who asked is kept', { timeout: 60_000 }, async () => {
    const database = await open()
    const room = await openRoom(database, [])
    const asked = Array.from({ length: 10 }, (_, n) => room.ask(`d${n}.example`))
    await Promise.all(asked)
    await assert.rejects(room.ask('one-more.example'), refusedWith('pace'))
    await room.ask('one-more.example', '203.0.113.8')
    await room.baselines.settled()
    await assert.rejects(room.ask('another.example'), refusedWith('pace'))
    assert.ok((await room.ask('d1.example')).id, 'what is known is shown to everyone')
    room.pass(4 * MINUTE)
    await room.ask('another.example')
    await room.baselines.settled()
    const rows = JSON.stringify(await database.read((tx) => tx.all('select * from baselines_check')))
    assert.doesNotMatch(rows, /203\.0\.113/)
    await database.transact(async (tx) => {
      for (let n = 0; n < MOST_WAITING; n++) await tx.run(`insert into baselines_check (id, domain, state, asked_at, sample) values (?, 'x.example', 'waiting', 1, 1)`, `baseline_${n}`)
    })
    await assert.rejects(room.ask('late.example', '203.0.113.9'), refusedWith('busy'))
    await room.close()
  })

  test('a domain that says no is not measured, and its reports are gone', { timeout: 60_000 }, async () => {
    const room = await openRoom(await open(), [good, { domain: 'shy.example', address: '192.0.2.40', signing: 'unsigned', records: [a('shy.example', '192.0.2.40'), txt('_openaccord-check.shy.example', 'no')] }])
    const { id } = await room.ask('shy.example')
    await room.baselines.settled()
    const { check, report, again } = await room.baselines.standing('shy.example')
    assert.deepEqual([check?.id, check?.state, report, again !== null], [id, 'opted-out', undefined, true])
    assert.deepEqual(room.net.nameServer.asked.map(({ name }) => name), ['_openaccord-check.shy.example'])
    assert.equal(await room.baselines.runBaseline('shy.example'), undefined)
    await room.close()
  })

  test('the last reports of a domain are kept, of the newest what they were judged from; old ones go', { timeout: 120_000 }, async () => {
    const database = await open()
    const room = await openRoom(database, [{ domain: 'plain.example', address: '192.0.2.50', signing: 'unsigned', records: [] }])
    const ids: string[] = []
    for (let n = 0; n < KEPT_REPORTS + 2; n++) {
      ids.unshift((await room.ask('plain.example', `203.0.113.${n}`)).id)
      await room.baselines.settled()
      room.pass(AT_MOST_EVERY)
    }
    const { history } = await room.baselines.standing('plain.example')
    assert.deepEqual(history.map(({ id }) => id), ids.slice(0, KEPT_REPORTS))
    const kept = await database.read((tx) => tx.all<{ id: string }>('select id from baselines_check where observations is not null order by asked_at desc'))
    assert.deepEqual(kept.map(({ id }) => id), ids.slice(0, 3))
    room.pass(500 * DAY)
    assert.equal(await room.baselines.sweep(), KEPT_REPORTS)
    await room.close()
  })

  test('a check whose hub died is done by another; one that stops gives it back', { timeout: 60_000 }, async () => {
    const database = await open()
    const room = await openRoom(database, [good])
    await database.transact((tx) => tx.run(`insert into baselines_check (id, domain, state, asked_at, sample, holder, lease_until) values ('baseline_1', 'good.example', 'running', ?, 1, 'runner_gone', ?)`, room.now(), room.now() + MINUTE))
    await room.baselines.sweep()
    await room.baselines.settled()
    assert.equal((await room.baselines.standing('good.example')).check?.state, 'running')
    room.pass(2 * MINUTE)
    await room.baselines.sweep()
    await room.baselines.settled()
    assert.equal((await room.baselines.standing('good.example')).report?.id, 'baseline_1')
    room.pass(AT_MOST_EVERY)
    await room.ask('good.example')
    await room.close()
    const left = await database.read((tx) => tx.get<{ state: string }>(`select state from baselines_check where id <> 'baseline_1'`))
    assert.ok(left?.state === 'waiting' || left?.state === 'done')
  })

  test('a domain whose every server is mute: an end in time, errors, and no fails', { timeout: 60_000 }, async () => {
    const mute = createServer((socket) => void socket.on('error', () => {}))
    await new Promise<void>((resolve) => void mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as AddressInfo
    const room = await openRoom(await open(), [{ ...good, domain: 'mute.example', records: [a('mute.example', '192.0.2.60'), { name: 'mute.example', type: 'MX', ttl: 60, data: { preference: 1, exchange: 'mute.example' } }], web: undefined, mail: undefined }], { wholeMs: 2_500 })
    const through = room.net.world.through as Map<string, number>
    for (const each of [25, 80, 443]) through.set(`192.0.2.60:${each}`, port)
    const began = performance.now()
    const report = await room.baselines.runBaseline('mute.example')
    assert.ok(performance.now() - began < 20_000)
    const verdicts = Object.fromEntries(report!.results.map(({ id, verdict }) => [id, verdict]))
    for (const id of ['security-txt', 'https-redirect', 'tls-versions', 'tls-certificate', 'starttls']) assert.ok(['error', 'not-tested'].includes(verdicts[id]!), `${id} is ${verdicts[id]}`)
    await room.close()
    mute.close()
  })
})

describeOnEveryEngine('what the checks find', (open, { engine }) => {
  test('good and bad states, by rule', { timeout: 120_000 }, async (t) => {
    const states = {
      'good.example': good,
      'bad.example': bad,
      'no-mail.example': withoutMail('no-mail.example', '192.0.2.30'),
      'bogus.example': { ...inOrder('bogus.example', '192.0.2.31', now), signing: 'broken' as const },
      'expired.example': certified('expired.example', '192.0.2.32', 'expired'),
      'self.example': certified('self.example', '192.0.2.33', 'self-signed'),
      'misnamed.example': certified('misnamed.example', '192.0.2.34', 'wrong-name'),
      'plain-mail.example': mailing('plain-mail.example', '192.0.2.35', 'none'),
      'empty.example': { domain: 'empty.example', address: '192.0.2.36', signing: 'unsigned' as const, records: [] },
    }
    const room = await openRoom(await open(), Object.values(states))
    const found: Record<string, Record<string, string>> = {}
    for (const [n, domain] of [...Object.keys(states), 'nowhere.example'].entries()) {
      await room.ask(domain, `203.0.113.${n}`)
      await room.baselines.settled()
      const { report } = await room.baselines.standing(domain)
      found[domain] = Object.fromEntries(report!.report!.results.map(({ id, verdict }) => [id, verdict]))
    }
    await room.close()
    const expected: Record<string, Record<string, string>> = {
      'good.example': Object.fromEntries(Object.keys(found['good.example']!).map((id) => [id, id === 'null-mx' || id === 'dane' ? found['good.example']![id]! : 'pass'])),
      'bad.example': { 'security-txt': 'fail', 'https-redirect': 'fail', hsts: 'fail', 'tls-versions': 'fail', 'tls-certificate': 'pass', caa: 'fail', dnssec: 'fail', dmarc: 'fail', spf: 'pass', starttls: 'notice', 'mta-sts': 'fail', 'tls-rpt': 'fail' },
      'bogus.example': { dnssec: 'fail', 'security-txt': 'pass' },
      'no-mail.example': { 'security-txt': 'fail', 'null-mx': 'pass', starttls: 'not-applicable', 'mta-sts': 'not-applicable' },
      'expired.example': { 'tls-certificate': 'fail', hsts: 'fail' },
      'self.example': { 'tls-certificate': 'fail', hsts: 'fail' },
      'misnamed.example': { 'tls-certificate': 'fail', hsts: 'fail' },
      'plain-mail.example': { starttls: 'fail' },
      'empty.example': { 'security-txt': 'not-applicable', hsts: 'not-applicable' },
      'nowhere.example': { 'security-txt': 'not-applicable', dmarc: 'not-applicable' },
    }
    for (const [domain, verdicts] of Object.entries(expected)) {
      await t.test(domain, () => assert.deepEqual(Object.fromEntries(Object.keys(verdicts).map((id) => [id, found[domain]![id]])), verdicts))
    }
    if (engine === 'sqlite') t.diagnostic(`\n${tableOf(found)}`)
  })
})

function certified(domain: string, address: string, certificate: 'expired' | 'self-signed' | 'wrong-name') {
  const site = inOrder(domain, address, now)
  return { ...site, web: { ...site.web!, certificate } }
}
function mailing(domain: string, address: string, tls: 'none') {
  const site = inOrder(domain, address, now)
  return { ...site, mail: { ...site.mail!, tls } }
}

const SIGNS: Readonly<Record<string, string>> = { pass: 'pass', notice: 'notice', fail: 'FAIL', 'not-applicable': '–', 'not-tested': 'not tested', error: 'error' }

function tableOf(found: Record<string, Record<string, string>>): string {
  const domains = Object.keys(found)
  const rules = Object.keys(found[domains[0]!]!)
  const rows = [['', ...domains.map((each) => each.replace('.example', ''))], ...rules.map((rule) => [rule, ...domains.map((domain) => SIGNS[found[domain]![rule]!] ?? '')])]
  return rows.map((row) => row.map((cell, at) => cell.padEnd(at === 0 ? 16 : 11)).join('').trimEnd()).join('\n')
}
