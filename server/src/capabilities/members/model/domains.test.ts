/** Names, lines and findings: one row, one case. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY, HOUR } from '../../../kernel/index.ts'
import { domainOfWebsite, fileContent, judge, judgeFile, judgeLines, newDomain, noteFinding, parseDomain, proofLine, worthTelling, type DomainMethod, type Finding, type PlaceAnswer } from './domains.ts'

const KEY = 'a'.repeat(64)
const LINE = proofLine(KEY, 'right')
const answer = (result: PlaceAnswer['result']): PlaceAnswer => ({ result, detail: result })
const finding = (result: PlaceAnswer['result'], method: DomainMethod | null = null): Finding => ({ ...answer(result), method })

test('a domain has one spelling', async (t) => {
  const table: [given: string, expected: string | undefined][] = [
    ['quay.example', 'quay.example'], [' Quay.Example. ', 'quay.example'], ['Bücher.example', 'xn--bcher-kva.example'], ['a.b.c.example', 'a.b.c.example'], ['例え.example', 'xn--r8jz45g.example'],
    ['localhost', undefined], ['', undefined], ['.', undefined], ['a..example', undefined], ['-a.example', undefined], ['a-.example', undefined], ['192.0.2.1', undefined], ['0x7f.1', undefined], ['[::1]', undefined],
    ['https://quay.example', undefined], ['quay.example/x', undefined], ['quay.example:443', undefined], ['a b.example', undefined], ['_x.example', undefined], [`${'a'.repeat(64)}.example`, undefined], [`${'a.'.repeat(120)}example`, undefined],
  ]
  for (const [given, expected] of table) {
    await t.test(JSON.stringify(given), () => (expected === undefined ? assert.throws(() => parseDomain(given, '/domain'), { code: 'members.domain' }) : assert.equal(parseDomain(given, '/domain'), expected)))
  }
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.domain()), (text) => {
    let domain: string
    try {
      domain = parseDomain(text, '')
    } catch {
      return
    }
    assert.equal(parseDomain(domain, ''), domain)
    assert.equal(new URL(`https://${domain}/`).hostname, domain)
  }), { numRuns: 500 })
})

test('a website has a domain, mostly', () => {
  for (const [website, expected] of [['https://www.quay.example/about', 'quay.example'], ['https://quay.example', 'quay.example'], ['http://www.example', 'www.example'], ['https://[::1]', undefined], ['https://192.0.2.1', undefined], ['https://localhost', undefined], ['nonsense', undefined], [null, undefined]] as const) {
    assert.equal(domainOfWebsite(website), expected, String(website))
  }
})

test('the line is there, is another one, or is not', async (t) => {
  const table: [name: string, lines: string[], expected: PlaceAnswer['result']][] = [
    ['alone', [LINE], 'verified'], ['among others', ['v=spf1 -all', proofLine('b'.repeat(64), 'x'), LINE], 'verified'], ['with blanks around it', [` ${LINE} `], 'verified'],
    ['with another token', [proofLine(KEY, 'wrong')], 'wrong'], ['in capitals', [LINE.replace('key=', 'KEY=')], 'wrong'], ['cut off', [LINE.slice(0, -1)], 'wrong'], ['with more behind it', [`${LINE}x`], 'wrong'],
    ['nothing', [], 'missing'], ['something else', ['v=spf1 -all'], 'missing'], ['another key', [proofLine('b'.repeat(64), 'right')], 'missing'],
  ]
  for (const [name, lines, expected] of table) {
    await t.test(name, () => {
      assert.equal(judgeLines(lines, LINE, 'here').result, expected)
      assert.equal(judgeFile(JSON.stringify({ openaccord: lines, more: 1 }), LINE).result, expected)
    })
  }
  assert.equal(judgeFile(fileContent(LINE), LINE).result, 'verified')
  for (const text of ['', 'null', '[]', '{}', '{"openaccord":"x"}', LINE, '<html>', `{"openaccord":{"0":"${LINE}"}}`]) assert.equal(judgeFile(text, LINE).result, 'wrong', text)
})

test('one place is enough; an error is never a no', () => {
  const results = ['verified', 'missing', 'wrong', 'error'] as const
  for (const dns of results) {
    for (const file of results) {
      for (const before of [null, 'dns', 'file'] as const) {
        const { result, method } = judge(answer(dns), answer(file), before)
        const named = `${dns} and ${file}, before ${before}`
        if (dns === 'verified' || file === 'verified') assert.deepEqual([result, method], ['verified', dns === 'verified' ? 'dns' : 'file'], named)
        else if (before !== null) assert.equal(result, before === 'dns' ? dns : file, named)
        else assert.equal(result, file === 'wrong' ? 'wrong' : dns, named)
      }
    }
  }
})

test('what is known after each look', () => {
  const now = 1_000 * DAY
  const fresh = newDomain('quay.example', 't', now)
  const there = noteFinding(fresh, finding('verified', 'file'), now)
  assert.deepEqual([there.result, there.method, there.verified, there.lost, there.next], ['verified', 'file', now, null, now + 30 * DAY])
  const unsure = noteFinding(there, finding('error'), now + DAY)
  assert.deepEqual([unsure.result, unsure.lost, unsure.verified, unsure.checked, unsure.next], ['verified', null, now, now + DAY, now + DAY + 6 * HOUR])
  const gone = noteFinding(unsure, finding('missing'), now + 2 * DAY)
  assert.deepEqual([gone.result, gone.lost, gone.next], ['missing', now + 2 * DAY, now + 3 * DAY])
  const still = noteFinding(gone, finding('wrong'), now + 50 * DAY)
  assert.deepEqual([still.result, still.lost, still.next], ['wrong', now + 2 * DAY, now + 80 * DAY])
  assert.equal(noteFinding(still, finding('error'), now + 51 * DAY).result, 'wrong')
  assert.deepEqual(noteFinding(still, finding('verified', 'dns'), now + 51 * DAY).lost, null)
  assert.deepEqual([noteFinding(fresh, finding('error'), now).result, noteFinding(fresh, finding('missing'), now).lost], ['error', null])
})

test('the log hears what changed, and once a month that nothing did', () => {
  const now = 1_000 * DAY
  const there = noteFinding(newDomain('quay.example', 't', now), finding('verified', 'dns'), now)
  assert.equal(worthTelling(there, now), 'verified')
  const told = { ...there, told: { result: 'verified' as const, at: now } }
  assert.equal(worthTelling(told, now + 29 * DAY), undefined)
  assert.equal(worthTelling(told, now + 30 * DAY), 'verified')
  assert.equal(worthTelling({ ...told, result: 'missing' }, now), 'missing')
  assert.equal(worthTelling(noteFinding(newDomain('quay.example', 't', now), finding('missing'), now), now), undefined, 'what never was is not lost')
  assert.equal(worthTelling(newDomain('quay.example', 't', now), now), undefined)
})
