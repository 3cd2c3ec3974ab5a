/** Whatever is sent: parsers say no with one class of error and in time, and a report comes out in the end, without a false fail. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseMessage, readAnswer } from './dns/message.ts'
import { compareNames, parseDomain, parseName, printName } from './dns/name.ts'
import { parseCaa, parseDnskey, parseDs, parseMx, parseNsec, parseNsec3, parseRrsig, parseTlsa, parseTxt } from './dns/rdata.ts'
import { printRecord } from './dns/text.ts'
import { BaselineError } from './errors.ts'
import { judge, noObservations } from './judge.ts'
import type { AskedType, DnsAnswer, DnsOutcome, DnsRecord, HttpAnswer, RecordType, TlsAnswer } from './observations.ts'
import { RULES } from './rules/index.ts'
import { ask } from './testing/ask.ts'
import { cname, mx, txt, wire } from './testing/records.ts'
import { DOMAIN, RECORDS, SECURITY_TXT, session, STS_POLICY } from './testing/site.ts'
import { parseDmarc } from './texts/dmarc.ts'
import { parseHsts } from './texts/hsts.ts'
import { parseMtaStsPolicy, parseMtaStsRecord } from './texts/mta-sts.ts'
import { parseInstant, parseSecurityTxt, schemeOf } from './texts/security-txt.ts'
import { parseSpf } from './texts/spf.ts'
import { parseTlsRpt } from './texts/tls-rpt.ts'
import { NOW } from './testing/world.ts'

const RUNS = { numRuns: 300 }

/** Gives a value or throws a BaselineError, nothing else. */
function reads(parse: () => unknown): boolean {
  try {
    parse()
    return true
  } catch (error) {
    assert.ok(error instanceof BaselineError, String(error))
    assert.ok(error.message.length < 1000)
    return false
  }
}

const texts: [name: string, good: string, parse: (text: string) => unknown][] = [
  ['security.txt', SECURITY_TXT, parseSecurityTxt],
  ['DMARC', 'v=DMARC1; p=reject; rua=mailto:reports@northgate.example', parseDmarc],
  ['SPF', 'v=spf1 a:web.northgate.example/24//64 mx ip4:192.0.2.0/24 include:_spf.%{d}.example -all', parseSpf],
  ['MTA-STS record', 'v=STSv1; id=20260601;', parseMtaStsRecord],
  ['MTA-STS policy', STS_POLICY, parseMtaStsPolicy],
  ['TLS-RPT', 'v=TLSRPTv1; rua=mailto:tls@northgate.example', parseTlsRpt],
  ['HSTS', 'max-age="31536000"; includeSubDomains', parseHsts],
  ['date', '2026-06-15T12:00:00+02:00', parseInstant],
  ['URI', 'mailto:security@northgate.example', schemeOf],
  ['domain', 'www.northgate.example', parseDomain],
  ['name', '_dmarc.northgate.example', parseName],
]

test('parsers of texts take their good example, and anything else without surprise', async (t) => {
  for (const [name, good, parse] of texts) {
    await t.test(name, () => {
      assert.ok(reads(() => parse(good)))
      fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string(), spoilt(good)), (text) => void reads(() => parse(text))), RUNS)
    })
  }
})

/** A good text with something cut out and something put in. */
function spoilt(good: string): fc.Arbitrary<string> {
  return fc.tuple(fc.nat(good.length), fc.nat(8), fc.string({ unit: 'grapheme', maxLength: 12 })).map(([at, cut, put]) => good.slice(0, at) + put + good.slice(at + cut))
}

test('parsers of texts take their time in proportion, whatever is repeated', { timeout: 120_000 }, async (t) => {
  const pieces = ['a', ' ', ';', 'v=DMARC1;', 'a=', 'include:x ', '%{', '/', '-', '.', '=', '\n', ': ', '"', '%{d}', 'mailto:', ',', '(', '\\000', '/1', '//1', '- ', '*.']
  for (const [name, good, parse] of texts) {
    await t.test(name, () => {
      // a quadratic one would take many minutes for all of these
      for (const piece of pieces) for (const start of ['', good]) reads(() => parse(start + piece.repeat(Math.ceil(300_000 / piece.length))))
    })
  }
})

const anyBytes = fc.uint8Array({ maxLength: 300 })

test('DNS messages and records of random bytes', () => {
  const types: [RecordType, (record: DnsRecord) => unknown][] = [
    ['MX', parseMx], ['TXT', parseTxt], ['CAA', parseCaa], ['DS', parseDs], ['DNSKEY', parseDnskey], ['RRSIG', parseRrsig], ['NSEC', parseNsec], ['NSEC3', parseNsec3], ['TLSA', parseTlsa],
  ]
  fc.assert(fc.property(anyBytes, (bytes) => {
    reads(() => parseMessage(bytes))
    assert.ok(readAnswer({ id: 1, name: DOMAIN, type: 'A' }, bytes).outcome !== 'answer')
    const rdata = Buffer.from(bytes).toString('hex')
    for (const [type, parse] of types) {
      const record = { name: DOMAIN, type, ttl: 1, rdata }
      reads(() => parse(record))
      assert.ok(printRecord(record).length < 2000)
    }
  }), RUNS)
})

test('a message cut anywhere, or with a byte changed, is read or refused', () => {
  const answer = Buffer.concat([Buffer.from('000781800001000200000000', 'hex'), wire(DOMAIN), Buffer.from('000f0001', 'hex'), ...[10, 20].map((preference) =>
    Buffer.concat([Buffer.from('c00c000f00010000012c0008', 'hex'), Buffer.from([0, preference, 3]), Buffer.from('mx1'), Buffer.from('c00c', 'hex')]))])
  assert.equal(parseMessage(answer).answer.length, 2)
  fc.assert(fc.property(fc.nat(answer.length - 1), fc.nat(255), (at, byte) => {
    reads(() => parseMessage(answer.subarray(0, at)))
    const changed = Buffer.from(answer)
    changed[at] = byte
    reads(() => parseMessage(changed))
  }), RUNS)
})

test('huge messages and records are refused, or read, at once', { timeout: 120_000 }, () => {
  const pointers = Buffer.concat([Buffer.from('000781800000ffff00000000', 'hex'), Buffer.concat(Array.from({ length: 30_000 }, (_, at) => Buffer.of(0xc0 | ((at * 2 + 10) >> 8 & 0x3f), (at * 2 + 10) & 0xff)))])
  assert.equal(reads(() => parseMessage(pointers)), false)
  assert.equal(parseTxt({ name: DOMAIN, type: 'TXT', ttl: 1, rdata: '0141'.repeat(500_000) }).length, 500_000)
})

const lower = (name: Uint8Array[]) => name.map((each) => [...each].map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte)))

test('names: what is printed is read again, and the order is an order', () => {
  const label = fc.uint8Array({ minLength: 1, maxLength: 12 })
  const labels = fc.array(label, { maxLength: 6 })
  fc.assert(fc.property(labels, labels, (one, two) => {
    assert.deepEqual(parseName(printName(one)).map((each) => [...each]), lower(one))
    assert.equal(Math.sign(compareNames(one, two)), -Math.sign(compareNames(two, one)) + 0)
    assert.equal(compareNames(one, two) === 0, printName(one) === printName(two))
  }), RUNS)
})

/** A world that answers each question in some way of its own, the same each time. */
function anyWorld(seed: number) {
  const chance = (key: string, of: number): number => {
    let hash = seed
    for (const character of key) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0
    return (hash ^ (hash >>> 13)) % of
  }
  const outcomes: readonly DnsOutcome[] = ['answer', 'empty', 'nxdomain', 'servfail', 'refused', 'timeout', 'malformed', 'bogus', 'not-tested']
  const junk = (key: string): DnsRecord => {
    const type = (['A', 'MX', 'TXT', 'CAA', 'DS', 'DNSKEY', 'RRSIG', 'NSEC', 'NSEC3', 'TLSA', 'CNAME', 'TYPE65'] as const)[chance(key, 12)] ?? 'A'
    return { name: chance(`${key}n`, 2) === 0 ? DOMAIN : key.slice(0, 20), type, ttl: 1, rdata: Array.from({ length: chance(`${key}l`, 60) }, (_, at) => chance(key + at, 256).toString(16).padStart(2, '0')).join('') }
  }
  const dns = (name: string, type: AskedType): DnsAnswer => {
    const key = `${name} ${type}`
    const own = RECORDS.filter((record) => record.name === name && record.type === type)
    const answer = [...(chance(`${key}o`, 2) === 0 ? own : []), ...Array.from({ length: chance(`${key}c`, 3) }, (_, at) => junk(key + at))]
    return { name, type, outcome: name === DOMAIN && chance(`${key}d`, 3) > 0 ? 'answer' : outcomes[chance(key, outcomes.length)] ?? 'answer', answer, authority: [junk(`${key}a`)] }
  }
  const http = (url: string): HttpAnswer => {
    const failures = ['timeout', 'refused', 'unreachable', 'no-address', 'tls', 'malformed', 'blocked', 'not-tested'] as const
    const failure = failures[chance(url, 16)]
    if (failure !== undefined) return { url, outcome: failure }
    const status = [200, 200, 204, 301, 302, 404, 429, 503][chance(`${url}s`, 8)] ?? 200
    const headers: [string, string][] = [['content-type', ['text/plain', 'text/html', 'x', ''][chance(`${url}t`, 4)] ?? ''], ['location', [`${url}x`, '//', 'http://[', '/'][chance(`${url}l`, 4)] ?? ''], ['strict-transport-security', 'max-age=1;;="']]
    return { url, outcome: 'response', status, headers, body: [SECURITY_TXT, STS_POLICY, '\u0000', '<html>', 'a: b'][chance(`${url}b`, 5)] ?? '', utf8: chance(`${url}u`, 4) > 0, truncated: chance(`${url}v`, 4) === 0 }
  }
  const tls = (host: string, port: number, version: TlsAnswer['version']): TlsAnswer => {
    const outcome = (['accepted', 'refused', 'timeout', 'unreachable', 'no-address', 'error', 'blocked', 'not-tested'] as const)[chance(host + version, 8)] ?? 'error'
    return { host, port, version, outcome, ...(outcome === 'accepted' && chance(version, 3) > 0 ? { session: { ...session([host], version), chain: chance(host, 2) === 0 ? [] : session([host]).chain } } : {}) }
  }
  return { dns, http, tls }
}

test('every world ends in a report of every rule, with points within their maximum', { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.nat(), async (seed) => {
    const { report, questions, rounds } = await ask(DOMAIN, anyWorld(seed))
    assert.deepEqual(report.results.map(({ id }) => id), RULES.map(({ id }) => id))
    for (const { verdict, points, maximum, findings, fixes } of report.results) {
      assert.ok(findings.length > 0 && findings[0]?.verdict === verdict)
      assert.ok(verdict === 'pass' ? points === maximum : verdict === 'notice' ? points <= maximum / 2 : points === 0)
      assert.ok(verdict === 'fail' || verdict === 'notice' || fixes.length === 0)
      for (const { words } of findings) assert.ok(!/\{\w+\}/.test(words), words)
    }
    assert.ok(rounds <= 30 && questions.length <= 300, `${rounds} rounds, ${questions.length} questions`)
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report)
  }), { numRuns: 60 })
})

test('nothing that merely failed to answer is ever a fail, in part or as a whole', { timeout: 120_000 }, async () => {
  const away = ['servfail', 'refused', 'timeout', 'malformed', 'not-tested'] as const
  await fc.assert(fc.asyncProperty(fc.constantFrom(...away), fc.constantFrom(...away), async (one, two) => {
    const { report } = await ask(DOMAIN, { dns: (name, type) => ({ name, type, outcome: name.length % 2 === 0 ? one : two, answer: [], authority: [] }) })
    for (const { id, verdict } of report.results) assert.ok(verdict === 'error' || verdict === 'not-tested', `${id} ${verdict}`)
  }), { numRuns: 25 })
})

const labelFor = (text: string): string => [...text].reduce((hash, character) => (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0, 7).toString(36)
const redirected = (url: string): HttpAnswer => ({ url, outcome: 'response', status: 302, headers: [['location', `${url}x`]], body: '', utf8: true, truncated: false })

test('answers that are made to keep us asking do not', { timeout: 120_000 }, async (t) => {
  const worlds: [says: string, records: (name: string, type: AskedType) => DnsRecord[]][] = [
    ['aliases of aliases', (name, type) => (type === 'DNSKEY' ? [] : [cname(name, `${labelFor(name)}.deep.er.and.deep.er.example`)])],
    ['includes that branch', (name) => [txt(name, `v=spf1 ${Array.from({ length: 30 }, (_, at) => `include:${labelFor(name + at)}.example`).join(' ')} -all`)]],
    ['records of mail without end', (name) => Array.from({ length: 400 }, (_, at) => mx(name, at, `${labelFor(name + at)}.a.b.c.d.e.f.example`))],
  ]
  for (const [says, records] of worlds) {
    await t.test(says, async () => {
      const { questions, rounds } = await ask(`a.b.c.d.e.${DOMAIN}`, { dns: (name, type) => ({ name, type, outcome: 'answer', answer: records(name, type), authority: [] }), http: redirected })
      assert.ok(questions.length <= 250 && rounds <= 30, `${rounds} rounds, ${questions.length} questions`)
    })
  }
})

test('the same observations give the same report', async () => {
  const observations = noObservations(DOMAIN, NOW.toISOString(), 'a test')
  assert.deepEqual(await judge(observations, NOW), await judge(observations, NOW))
})
