/** The sentences by which the baseline is judged, each a test of its name, over a domain that is otherwise right. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, resultOf, saysOf } from './testing/ask.ts'
import { txt } from './testing/records.ts'
import { DOMAIN, response, SECURITY_TXT, site, type Spoil } from './testing/site.ts'

const TEXT = { 'content-type': 'text/plain' }
const spoilt = (spoil: Spoil) => ask(DOMAIN, site(spoil))
const withSecurityTxt = (status: number, headers: Record<string, string>, body: string) =>
  spoilt({ http: (url) => (url.endsWith('/security.txt') ? response(url, status, headers, body) : undefined) })
const withDmarc = (text: string) => spoilt({ records: [txt(`_dmarc.${DOMAIN}`, text)] })

test('a domain that does everything right passes every rule but DNSSEC, which is not signed here', async () => {
  const { report, rounds } = await spoilt({})
  assert.deepEqual(report.results.filter(({ verdict }) => verdict !== 'pass').map(({ id, verdict }) => `${id} ${verdict}`), ['dnssec fail', 'null-mx not-applicable', 'dane not-applicable'])
  assert.ok(rounds <= 6, `${rounds} rounds`)
})

test('an HTML soft-404 is not a security.txt', async () => {
  const page = '<!DOCTYPE html>\n<html><head><title>Northgate</title></head><body>Contact: mailto:security@northgate.example<br>Expires: 2027-01-01T00:00:00Z</body></html>'
  assert.equal(saysOf(await withSecurityTxt(200, { 'content-type': 'text/html' }, page), 'security-txt'), 'fail security-txt.html')
  assert.equal(saysOf(await withSecurityTxt(200, TEXT, `\n\n  ${page}`), 'security-txt'), 'fail security-txt.html')
  assert.equal(saysOf(await withSecurityTxt(200, TEXT, 'Welcome to Northgate.\nNothing to see here.'), 'security-txt'), 'fail security-txt.catch-all')
})

test('an expired Expires fails', async () => {
  assert.equal(saysOf(await withSecurityTxt(200, TEXT, SECURITY_TXT.replace('2027-01-01T00:00:00Z', '2026-06-15T11:59:59Z')), 'security-txt'), 'fail security-txt.expired')
  assert.equal(saysOf(await withSecurityTxt(200, TEXT, SECURITY_TXT.replace('2027-01-01T00:00:00Z', '2026-06-15T13:00:00+01:00')), 'security-txt'), 'fail security-txt.expired')
  assert.equal(saysOf(await withSecurityTxt(200, TEXT, SECURITY_TXT.replace('2027-01-01T00:00:00Z', '2026-06-15T13:00:01+01:00')), 'security-txt'), 'pass security-txt.found')
})

test('p=none fails', async () => {
  assert.equal(saysOf(await withDmarc('v=DMARC1; p=none; rua=mailto:reports@northgate.example'), 'dmarc'), 'fail dmarc.policy-none')
  assert.equal(saysOf(await withDmarc('v=DMARC1; p=none; t=y; rua=mailto:reports@northgate.example'), 'dmarc'), 'fail dmarc.policy-none')
})

test('t=y warns', async () => {
  const asked = await withDmarc('v=DMARC1; p=reject; t=y; rua=mailto:reports@northgate.example')
  assert.equal(saysOf(asked, 'dmarc'), 'notice dmarc.testing')
  assert.equal(resultOf(asked, 'dmarc').points, 7)
})

test('bogus DNSSEC fails', async () => {
  // a resolver that validates; rules/dnssec.test.ts has the zones that are wrong themselves
  const asked = await spoilt({ dns: (name, type) => (name === '.' && type === 'DNSKEY' ? { outcome: 'bogus', detail: 'extended error 6' } : undefined) })
  assert.equal(saysOf(asked, 'dnssec'), 'fail dnssec.bogus')
})

test('a timeout is an error', async () => {
  const silent = await ask(DOMAIN, { dns: (name, type) => ({ name, type, outcome: 'timeout', answer: [], authority: [] }) })
  for (const { id, verdict, points } of silent.report.results) assert.deepEqual([id, verdict, points], [id, 'error', 0])
  assert.deepEqual(silent.report.web, { passed: 0, applicable: 0, points: 0, maximum: 0, undecided: 6 })

  const { http: _http, tls: _tls, smtp: _smtp, ...dnsOnly } = site()
  const unreachable = await ask(DOMAIN, dnsOnly)
  const failed = unreachable.report.results.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
  assert.deepEqual(failed, ['dnssec'])
  for (const id of ['security-txt', 'https-redirect', 'hsts', 'tls-versions', 'tls-certificate', 'starttls', 'mta-sts'] as const) assert.equal(resultOf(unreachable, id).verdict, 'error', id)
})
