/** Rules for websites, good and bad, one thing spoilt at a time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HttpAnswer, TlsAnswer, TlsVersion } from '../observations.ts'
import type { RuleId } from '../result.ts'
import { ask, resultOf, saysOf } from '../testing/ask.ts'
import { a, caa, cname } from '../testing/records.ts'
import { DOMAIN, response, SECURITY_TXT, session, site, type Spoil } from '../testing/site.ts'

const TEXT = { 'content-type': 'text/plain; charset=utf-8' }
const url = `https://${DOMAIN}/.well-known/security.txt`
const says = async (rule: RuleId, spoil: Spoil): Promise<string> => saysOf(await ask(DOMAIN, site(spoil)), rule)
const at = (address: string, answer: HttpAnswer) => ({ http: (asked: string) => (asked === address ? answer : undefined) })
const file = (body: string, headers: Record<string, string> = TEXT): Spoil => at(url, response(url, 200, headers, body))
const edited = (from: string | RegExp, to: string): Spoil => file(SECURITY_TXT.replace(from, to))
const failed = (outcome: 'timeout' | 'no-address' | 'refused' | 'tls' | 'blocked' | 'not-tested'): HttpAnswer => ({ url, outcome })

const SIGNED = ['-----BEGIN PGP SIGNED MESSAGE-----', 'Hash: SHA512', '', '- -- Northgate', ...SECURITY_TXT.split('\r\n').slice(1), '-----BEGIN PGP SIGNATURE-----', '', 'iHUEARYKAB0WIQ==', '=abcd', '-----END PGP SIGNATURE-----', ''].join('\n')

test('security.txt', async (t) => {
  const table: [name: string, spoil: Spoil, says: string][] = [
    ['as it should be', {}, 'pass security-txt.found'],
    ['without a charset', file(SECURITY_TXT, { 'content-type': 'text/plain' }), 'pass security-txt.found'],
    ['names of fields in any case, no space after the colon', file('CONTACT:mailto:security@northgate.example\nexpires:2027-01-01T00:00:00Z'), 'pass security-txt.found'],
    ['with a field nobody knows', file(`${SECURITY_TXT}Greeting: hello\r\n`), 'pass security-txt.found'],
    ['signed with OpenPGP', file(SIGNED.replace('- -- Northgate', '- # Northgate')), 'pass security-txt.found'],
    ['signed, and the signature cut off', file(SIGNED.slice(0, SIGNED.indexOf('-----BEGIN PGP SIGNATURE'))), 'fail security-txt.malformed'],
    ['a redirect within https', { http: (asked) => (asked === url ? response(url, 302, { location: `https://www.${DOMAIN}/security.txt` }) : asked.endsWith('/security.txt') ? response(asked, 200, TEXT, SECURITY_TXT) : undefined) }, 'pass security-txt.found'],
    ['a redirect to http', at(url, response(url, 302, { location: 'http://northgate.example/security.txt' })), 'fail security-txt.astray'],
    ['a redirect to nowhere', at(url, response(url, 302)), 'fail security-txt.astray'],
    ['a redirect to itself', at(url, response(url, 302, { location: url })), 'fail security-txt.loop'],
    ['redirects without end', { http: (asked) => (asked.includes('security.txt') ? response(asked, 302, { location: `${asked}x` }) : undefined) }, 'fail security-txt.loop'],
    ['not there', at(url, response(url, 404, { 'content-type': 'text/html' }, '<html>')), 'fail security-txt.missing'],
    ['forbidden', at(url, response(url, 403)), 'fail security-txt.missing'],
    ['a server in trouble', at(url, response(url, 503)), 'error common.http-failed'],
    ['a server that wants to be left alone', at(url, response(url, 429)), 'error common.http-failed'],
    ['a timeout', at(url, failed('timeout')), 'error common.http-failed'],
    ['an address that only DNS has', at(url, failed('no-address')), 'error common.http-failed'],
    ['a redirect to a host without an address', { http: (asked) => (asked === url ? response(url, 302, { location: 'https://gone.example/security.txt' }) : asked.includes('gone') ? { url: asked, outcome: 'no-address' } : undefined) }, 'fail security-txt.no-https'],
    ['no trusted certificate', at(url, failed('tls')), 'fail security-txt.no-https'],
    ['no https at all', at(url, failed('refused')), 'fail security-txt.no-https'],
    ['an address that is not public', at(url, failed('blocked')), 'not-tested common.not-tested'],
    ['served as HTML', file(SECURITY_TXT, { 'content-type': 'text/html' }), 'fail security-txt.content-type'],
    ['served without a type', file(SECURITY_TXT, {}), 'fail security-txt.content-type'],
    ['in another charset', file(SECURITY_TXT, { 'content-type': 'text/plain; charset=iso-8859-1' }), 'fail security-txt.content-type'],
    ['not UTF-8', at(url, { ...response(url, 200, TEXT, SECURITY_TXT), utf8: false } as HttpAnswer), 'fail security-txt.not-utf8'],
    ['longer than is read', at(url, { ...response(url, 200, TEXT, SECURITY_TXT), truncated: true } as HttpAnswer), 'fail security-txt.too-long'],
    ['a line that is no field', file(`${SECURITY_TXT}please be kind\n`), 'fail security-txt.malformed'],
    ['empty', file(''), 'fail security-txt.catch-all'],
    ['the same JSON for every address', file('{"error":"not found"}'), 'fail security-txt.catch-all'],
    ['without Contact', edited(/Contact: .*\r\n/g, ''), 'fail security-txt.no-contact'],
    ['Contact without a scheme', edited('mailto:', ''), 'fail security-txt.contact'],
    ['Contact by http', edited('https://northgate.example/report', 'http://northgate.example/report'), 'fail security-txt.not-https'],
    ['Contact by telephone', edited(/mailto:\S+/, 'tel:+1-201-555-0123'), 'pass security-txt.found'],
    ['Policy by http', edited('https://northgate.example/disclosure', 'http://northgate.example/disclosure'), 'fail security-txt.not-https'],
    ['without Expires', edited(/Expires: .*\r\n/, ''), 'fail security-txt.no-expires'],
    ['Expires twice', edited(/(Expires: .*\r\n)/, '$1$1'), 'fail security-txt.two-expires'],
    ['Expires as people write it', edited('2027-01-01T00:00:00Z', '1 January 2027'), 'fail security-txt.bad-expires'],
    ['Expires on a day that does not exist', edited('2027-01-01', '2027-02-29'), 'fail security-txt.bad-expires'],
    ['Expires in three years', edited('2027-01-01', '2029-06-15'), 'notice security-txt.expires-late'],
    ['Canonical elsewhere', edited(/Canonical: .*\r\n/, 'Canonical: https://other.example/.well-known/security.txt\r\n'), 'fail security-txt.canonical'],
    ['Canonical here and elsewhere', edited(/(Canonical: .*\r\n)/, '$1Canonical: https://other.example/.well-known/security.txt\r\n'), 'pass security-txt.found'],
    ['Preferred-Languages twice', edited(/(Preferred-Languages: .*\r\n)/, '$1$1'), 'fail security-txt.two-languages'],
    ['Preferred-Languages in words', edited('en, nl', 'English and Dutch'), 'fail security-txt.bad-languages'],
    ['no website', { without: [`A ${DOMAIN}`, `AAAA ${DOMAIN}`] }, 'not-applicable common.no-web'],
  ]
  for (const [name, spoil, expected] of table) await t.test(name, async () => assert.equal(await says('security-txt', spoil), expected))
})

test('the file that is suggested would pass', async () => {
  const asked = await ask(DOMAIN, site(at(url, response(url, 404))))
  const [fix] = resultOf(asked, 'security-txt').fixes
  assert.ok(fix?.publish.as === 'file')
  assert.equal(await says('security-txt', file(fix.publish.body, { 'content-type': fix.publish.contentType })), 'pass security-txt.found')
})

test('http leads to https, and HSTS', async (t) => {
  const plain = `http://${DOMAIN}/`
  const home = `https://${DOMAIN}/`
  const header = (value: string): Spoil => at(home, response(home, 200, { 'strict-transport-security': value }))
  const table: [rule: RuleId, name: string, spoil: Spoil, says: string][] = [
    ['https-redirect', 'as it should be', {}, 'pass https-redirect.redirected'],
    ['https-redirect', 'nothing on port 80', at(plain, { url: plain, outcome: 'refused' }), 'pass https-redirect.no-http'],
    ['https-redirect', 'served in the open', at(plain, response(plain, 200)), 'fail https-redirect.plain'],
    ['https-redirect', 'not found in the open', at(plain, response(plain, 404)), 'fail https-redirect.plain'],
    ['https-redirect', 'straight to www', at(plain, response(plain, 301, { location: `https://www.${DOMAIN}/` })), 'notice https-redirect.other-host'],
    ['https-redirect', 'to http again', at(plain, response(plain, 301, { location: `http://www.${DOMAIN}/` })), 'fail https-redirect.still-http'],
    ['https-redirect', 'relative, so still http', at(plain, response(plain, 302, { location: '/en/' })), 'fail https-redirect.still-http'],
    ['https-redirect', 'a redirect to mail', at(plain, response(plain, 302, { location: 'mailto:x@y' })), 'fail https-redirect.plain'],
    ['https-redirect', 'a timeout', at(plain, { url: plain, outcome: 'timeout' }), 'error common.http-failed'],
    ['https-redirect', 'a server in trouble', at(plain, response(plain, 500)), 'error common.http-failed'],
    ['hsts', 'a year', {}, 'pass hsts.long'],
    ['hsts', 'a year to the second', header('max-age=31536000'), 'pass hsts.long'],
    ['hsts', 'in quotes', header('Max-Age="63072000" ; includeSubDomains; preload'), 'pass hsts.long'],
    ['hsts', 'a second less than a year', header('max-age=31535999'), 'notice hsts.short'],
    ['hsts', 'half a year', header('max-age=15768000'), 'notice hsts.short'],
    ['hsts', 'a second less than half', header('max-age=15767999'), 'fail hsts.too-short'],
    ['hsts', 'switched off', header('max-age=0'), 'fail hsts.off'],
    ['hsts', 'not there', at(home, response(home, 200)), 'fail hsts.missing'],
    ['hsts', 'not there in trouble', at(home, response(home, 502)), 'error common.http-failed'],
    ['hsts', 'without max-age', header('includeSubDomains'), 'fail hsts.malformed'],
    ['hsts', 'max-age twice', header('max-age=31536000; max-age=0'), 'fail hsts.malformed'],
    ['hsts', 'no number', header('max-age=forever'), 'fail hsts.malformed'],
    ['hsts', 'commas for semicolons', header('max-age=31536000, includeSubDomains'), 'fail hsts.malformed'],
    ['hsts', 'sent twice, the first one good', at(home, { ...response(home, 200), headers: [['strict-transport-security', 'max-age=31536000'], ['strict-transport-security', 'max-age=0']] } as HttpAnswer), 'notice hsts.twice'],
    ['hsts', 'with a redirect', at(home, response(home, 301, { location: `https://www.${DOMAIN}/`, 'strict-transport-security': 'max-age=31536000' })), 'pass hsts.long'],
    ['hsts', 'no trusted certificate', at(home, { url: home, outcome: 'tls', detail: 'self-signed' }), 'fail hsts.untrusted'],
    ['hsts', 'an address that only DNS has', at(home, { url: home, outcome: 'no-address' }), 'error common.http-failed'],
    ['hsts', 'no https', at(home, { url: home, outcome: 'refused' }), 'fail hsts.refused'],
    ['hsts', 'a timeout', at(home, { url: home, outcome: 'timeout' }), 'error common.http-failed'],
  ]
  for (const [rule, name, spoil, expected] of table) await t.test(`${rule}: ${name}`, async () => assert.equal(await says(rule, spoil), expected))
})

const given = (outcomes: Partial<Record<TlsVersion, TlsAnswer['outcome']>>): Spoil => ({
  tls(version) {
    const outcome = outcomes[version]
    return outcome === undefined ? undefined : { outcome, ...(outcome === 'accepted' ? { session: session([DOMAIN], version) } : { session: undefined }) } as Partial<TlsAnswer>
  },
})

const shown = (...[names, , facts]: Parameters<typeof session>): Spoil => ({ tls: (version) => (version.startsWith('TLSv1.') && version !== 'TLSv1.1' ? { session: session(names, version, facts) } : undefined) })

test('TLS versions and the certificate', async (t) => {
  const all = (outcome: TlsAnswer['outcome']) => given({ TLSv1: outcome, 'TLSv1.1': outcome, 'TLSv1.2': outcome, 'TLSv1.3': outcome })
  const table: [rule: RuleId, name: string, spoil: Spoil, says: string][] = [
    ['tls-versions', '1.2 and 1.3', {}, 'pass tls-versions.modern'],
    ['tls-versions', '1.2 alone', given({ 'TLSv1.3': 'refused' }), 'pass tls-versions.modern'],
    ['tls-versions', '1.3 alone', given({ 'TLSv1.2': 'refused' }), 'pass tls-versions.modern'],
    ['tls-versions', '1.0 still', given({ TLSv1: 'accepted' }), 'fail tls-versions.old-spoken'],
    ['tls-versions', '1.1 still', given({ 'TLSv1.1': 'accepted' }), 'fail tls-versions.old-spoken'],
    ['tls-versions', '1.0 and nothing newer', given({ TLSv1: 'accepted', 'TLSv1.2': 'refused', 'TLSv1.3': 'refused' }), 'fail tls-versions.old-spoken'],
    ['tls-versions', 'none', all('refused'), 'fail tls-versions.none-spoken'],
    ['tls-versions', 'no answer', all('timeout'), 'error tls-versions.failed'],
    ['tls-versions', 'no answer to 1.0', given({ TLSv1: 'timeout' }), 'error tls-versions.failed'],
    ['tls-versions', '1.0 not tried', given({ TLSv1: 'not-tested' }), 'not-tested tls-versions.not-tried'],
    ['tls-versions', 'no answer to 1.3, which 1.2 makes up for', given({ 'TLSv1.3': 'timeout' }), 'pass tls-versions.modern'],
    ['tls-versions', 'a suite without forward secrecy', { tls: (version) => (version === 'TLSv1.2' ? { session: { ...session([DOMAIN], version), cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' } } : undefined) }, 'notice tls-versions.no-secrecy'],
    ['tls-certificate', 'as it should be', {}, 'pass tls-certificate.trusted'],
    ['tls-certificate', 'a wildcard of the domain above', shown([`*.example`]), 'fail tls-certificate.other-name'],
    ['tls-certificate', 'another name', shown(['other.example']), 'fail tls-certificate.other-name'],
    ['tls-certificate', 'the name among others, in capitals', shown(['other.example', 'Northgate.EXAMPLE']), 'pass tls-certificate.trusted'],
    ['tls-certificate', 'no name', shown([]), 'fail tls-certificate.other-name'],
    ['tls-certificate', 'expired', shown([DOMAIN], 'TLSv1.3', { notAfter: '2026-06-15T11:59:59Z' }), 'fail tls-certificate.expired'],
    ['tls-certificate', 'not yet', shown([DOMAIN], 'TLSv1.3', { notBefore: '2026-06-15T12:00:01Z' }), 'fail tls-certificate.not-yet'],
    ['tls-certificate', 'nineteen days of a year', shown([DOMAIN], 'TLSv1.3', { notBefore: '2025-07-04T00:00:00Z', notAfter: '2026-07-04T00:00:00Z' }), 'notice tls-certificate.ends-soon'],
    ['tls-certificate', 'nineteen days of forty-seven', shown([DOMAIN], 'TLSv1.3', { notBefore: '2026-05-18T00:00:00Z', notAfter: '2026-07-04T00:00:00Z' }), 'pass tls-certificate.trusted'],
    ['tls-certificate', 'nine days of forty-seven', shown([DOMAIN], 'TLSv1.3', { notBefore: '2026-05-08T00:00:00Z', notAfter: '2026-06-24T00:00:00Z' }), 'notice tls-certificate.ends-soon'],
    ['tls-certificate', 'a short key', shown([DOMAIN], 'TLSv1.3', { keyType: 'rsa', keyBits: 1024 }), 'fail tls-certificate.small-key'],
    ['tls-certificate', 'self-signed', { tls: (version) => (version === 'TLSv1.3' ? { session: { ...session([DOMAIN]), distrust: 'self-signed' } } : undefined) }, 'fail tls-certificate.untrusted'],
    ['tls-certificate', 'no TLS', all('refused'), 'fail tls-certificate.no-tls'],
    ['tls-certificate', 'no answer', all('timeout'), 'error common.http-failed'],
    ['tls-certificate', 'not tried', all('not-tested'), 'not-tested common.not-tested'],
  ]
  for (const [rule, name, spoil, expected] of table) await t.test(`${rule}: ${name}`, async () => assert.equal(await says(rule, spoil), expected))
})

const only = (...[flags, tag, value]: [number, string, string]): Spoil => ({ records: [caa(DOMAIN, flags, tag, value)] })

test('CAA', async (t) => {
  const none = { without: [`CAA ${DOMAIN}`] }
  const table: [name: string, spoil: Spoil, says: string][] = [
    ['as it should be', {}, 'pass caa.limited'],
    ['nobody', only(0, 'issue', ';'), 'pass caa.nobody'],
    ['with parameters', only(0, 'issue', 'ca.example.net; accounturi=https://ca.example.net/1; validationmethods=dns-01'), 'pass caa.limited'],
    ['the tag in capitals', only(0, 'ISSUE', 'ca.example.net'), 'pass caa.limited'],
    ['not there', none, 'fail caa.missing'],
    ['at the domain above', { ...none, records: [caa('example', 0, 'issue', 'ca.example.net')] }, 'pass caa.limited'],
    ['iodef alone', only(0, 'iodef', 'mailto:security@northgate.example'), 'fail caa.no-issue'],
    ['wildcards alone', only(0, 'issuewild', 'ca.example.net'), 'notice caa.only-wildcards'],
    ['no domain', only(0, 'issue', 'Example Authority Ltd'), 'notice caa.malformed-value'],
    ['something critical that nobody knows', { records: [caa(DOMAIN, 0, 'issue', 'ca.example.net'), caa(DOMAIN, 128, 'tbs', 'x')] }, 'notice caa.unknown-critical'],
    ['something else that nobody knows', { records: [caa(DOMAIN, 0, 'issue', 'ca.example.net'), caa(DOMAIN, 0, 'tbs', 'x')] }, 'pass caa.limited'],
    ['iodef by telephone', { records: [caa(DOMAIN, 0, 'issue', 'ca.example.net'), caa(DOMAIN, 0, 'iodef', 'tel:1')] }, 'notice caa.bad-iodef'],
    ['a record that cannot be read', only(0, 'not a tag', 'x'), 'error common.unreadable'],
    ['a timeout', { dns: (_name, type) => (type === 'CAA' ? { outcome: 'timeout' } : undefined) }, 'error common.dns-failed'],
  ]
  for (const [name, spoil, expected] of table) await t.test(name, async () => assert.equal(await says('caa', spoil), expected))
})

test('a domain that does not exist is judged by no rule, an alias to nowhere by those of mail', async () => {
  const nowhere = await ask('nowhere.example', site())
  assert.deepEqual([...new Set(nowhere.report.results.map(({ verdict, findings }) => `${verdict} ${findings[0]?.key}`))], ['not-applicable common.no-domain'])
  const alias = await ask('alias.example', site({ records: [cname('alias.example', 'gone.example'), a('other.example')] }))
  assert.equal(saysOf(alias, 'security-txt'), 'not-applicable common.no-web')
  assert.equal(saysOf(alias, 'spf'), 'fail spf.missing')
})
