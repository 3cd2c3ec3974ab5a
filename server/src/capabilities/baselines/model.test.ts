import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MINUTE, Refusal } from '../../kernel/index.ts'
import { againAt, optsOut } from './model.ts'
import { readDomain, shownDomain } from './model/domain.ts'

test('which domain somebody means', async (t) => {
  const table: [typed: string, domain: string][] = [
    ['northgate.se', 'northgate.se'], [' Northgate.SE. ', 'northgate.se'], ['https://northgate.se/about?x#y', 'northgate.se'], ['http://user:pw@northgate.se/', 'northgate.se'],
    ['www.northgate.se', 'northgate.se'], ['www.se', 'www.se'], ['security@northgate.se', 'northgate.se'], ['northgate.se/', 'northgate.se'],
    ['bücher.de', 'xn--bcher-kva.de'], ['BÜCHER.de', 'xn--bcher-kva.de'], ['موقع.وزارة-الاتصالات.مصر', 'xn--4gbrim.xn----ymcbaaajlc6dj7bxne2c.xn--wgbh1c'],
    ['\u200enorthgate.se\u200f', 'northgate.se'], ['a.b.c.d.northgate.co.uk', 'a.b.c.d.northgate.co.uk'],
  ]
  for (const [typed, domain] of table) await t.test(typed, () => assert.equal(readDomain(typed), domain))
})

test('what is no domain that can be measured', async (t) => {
  const table: [typed: string, code: string][] = [
    ['', 'domain'], ['northgate', 'domain'], ['..', 'domain'], ['-a.se', 'domain'], ['a..se', 'domain'], ['a b.se', 'domain'], ['a_b.se', 'domain'], [`${'a'.repeat(64)}.se`, 'domain'],
    [`${'a.'.repeat(130)}se`, 'domain'], ['northgate.se:443', 'domain-port'], ['https://northgate.se:8443/', 'domain-port'], ['192.0.2.1', 'domain-address'], ['1.1', 'domain-address'],
    ['https://127.0.0.1/', 'domain-address'], ['[::1]', 'domain-address'], ['::1', 'domain-address'], ['https://[2001:db8::1]/', 'domain-address'], ['2130706433', 'domain-address'],
    ['router.local', 'domain-special'], ['a.internal', 'domain-special'], ['a.example', 'domain-special'], ['x.onion', 'domain-special'], ['1.0.0.127.in-addr.arpa', 'domain-special'],
    ['co.uk', 'domain-registry'], ['www.co.uk', 'domain-registry'], ['com.br', 'domain-registry'], ['0x7f.1', 'domain'], ['ex ample.se', 'domain'], ['a\u0000.se', 'domain'],
  ]
  for (const [typed, code] of table) {
    await t.test(JSON.stringify(typed), () => {
      assert.throws(() => readDomain(typed), (error) => error instanceof Refusal && error.code === `baselines.${code}` && error.faults[0]?.field === '/domain' && error.kind === 'unprocessable')
    })
  }
})

test('a sample answers for names that are nobody’s', () => {
  assert.equal(readDomain('small-lantern.example', (name) => name.endsWith('.example')), 'small-lantern.example')
  assert.throws(() => readDomain('a.local', (name) => name.endsWith('.example')), Refusal)
})

test('a domain is shown as people read it', () => {
  assert.equal(shownDomain('xn--bcher-kva.de'), 'bücher.de')
  assert.equal(shownDomain('xn--nonsense-.de'), 'xn--nonsense-.de')
})

test('when it may be measured again', () => {
  assert.equal(againAt({ state: 'running', asked: 0, ended: null }, 1), null)
  assert.equal(againAt({ state: 'done', asked: 0, ended: MINUTE }, 2 * MINUTE), 11 * MINUTE)
  assert.equal(againAt({ state: 'done', asked: 0, ended: MINUTE }, 11 * MINUTE), null)
  assert.equal(againAt({ state: 'opted-out', asked: MINUTE, ended: null }, 2 * MINUTE), 11 * MINUTE)
})

test('a line that says no', () => {
  for (const line of ['no', 'off', ' NO ', 'check=no', 'check = off']) assert.ok(optsOut(line), line)
  for (const line of ['', 'yes', 'nope', 'check=yes', 'v=spf1 -all']) assert.ok(!optsOut(line), line)
})
