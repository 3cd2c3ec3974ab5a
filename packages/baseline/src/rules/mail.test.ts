/** Rules for mail, good and bad, one thing spoilt at a time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DnsRecord, SmtpAnswer } from '../observations.ts'
import type { RuleId } from '../result.ts'
import { ask, resultOf, saysOf } from '../testing/ask.ts'
import { a, mx, txt } from '../testing/records.ts'
import { DOMAIN, MX, response, session, site, STS_POLICY, type Spoil } from '../testing/site.ts'

const says = async (rule: RuleId, spoil: Spoil, domain = DOMAIN): Promise<string> => saysOf(await ask(domain, site(spoil)), rule)
const at = (name: string, ...texts: string[]): Spoil => ({ records: texts.map((text) => txt(name, text)) })
const NO_MX = [`MX ${DOMAIN}`]
const RUA = `rua=mailto:reports@${DOMAIN}`

test('DMARC', async (t) => {
  const name = `_dmarc.${DOMAIN}`
  const own = (text: string): Spoil => at(name, text)
  const table: [name: string, spoil: Spoil, says: string][] = [
    ['p=reject', {}, 'pass dmarc.strict'],
    ['p=quarantine', own(`v=DMARC1; p=quarantine; ${RUA}`), 'pass dmarc.strict'],
    ['spaces, capitals and a last semicolon', own(`v = DMARC1 ;p = Reject; ${RUA} ;`), 'pass dmarc.strict'],
    ['another text beside it', { records: [txt(name, `v=DMARC1; p=reject; ${RUA}`), txt(name, 'verify=1')] }, 'pass dmarc.strict'],
    ['tags that nobody knows', own(`v=DMARC1; p=reject; x=y; ${RUA}`), 'pass dmarc.strict'],
    ['several addresses, one with an old size', own(`v=DMARC1; p=reject; ${RUA}!10m, https://reports.example/dmarc`), 'pass dmarc.strict'],
    ['not there', { without: [`TXT ${name}`] }, 'fail dmarc.missing'],
    ['a text that only looks like it', own('v=DMARC12; p=reject'), 'fail dmarc.missing'],
    ['the version in small letters', own('v=dmarc1; p=reject'), 'fail dmarc.missing'],
    ['two of them', at(name, 'v=DMARC1; p=reject', 'v=DMARC1; p=none'), 'fail dmarc.several'],
    ['p=none', own(`v=DMARC1; p=none; ${RUA}`), 'fail dmarc.policy-none'],
    ['no p', own(`v=DMARC1; ${RUA}`), 'fail dmarc.policy-missing'],
    ['a p that does not exist', own(`v=DMARC1; p=block; ${RUA}`), 'fail dmarc.malformed'],
    ['a tag twice', own(`v=DMARC1; p=reject; p=none; ${RUA}`), 'fail dmarc.malformed'],
    ['commas for semicolons', own(`v=DMARC1; p=reject, ${RUA}`), 'fail dmarc.malformed'],
    ['sp=none', own(`v=DMARC1; p=reject; sp=none; ${RUA}`), 'fail dmarc.subdomains-none'],
    ['np=none', own(`v=DMARC1; p=reject; np=none; ${RUA}`), 'fail dmarc.subdomains-none'],
    ['sp weaker', own(`v=DMARC1; p=reject; sp=quarantine; ${RUA}`), 'notice dmarc.subdomains-weaker'],
    ['sp stronger', own(`v=DMARC1; p=quarantine; sp=reject; ${RUA}`), 'pass dmarc.strict'],
    ['t=y', own(`v=DMARC1; p=quarantine; t=y; ${RUA}`), 'notice dmarc.testing'],
    ['t=n', own(`v=DMARC1; p=quarantine; t=n; ${RUA}`), 'pass dmarc.strict'],
    ['pct=50', own(`v=DMARC1; p=quarantine; pct=50; ${RUA}`), 'notice dmarc.percent'],
    ['pct=101', own(`v=DMARC1; p=quarantine; pct=101; ${RUA}`), 'notice dmarc.flaw'],
    ['an alignment that does not exist', own(`v=DMARC1; p=reject; adkim=strict; ${RUA}`), 'notice dmarc.flaw'],
    ['a word that is no tag', own(`v=DMARC1; p=reject; please; ${RUA}`), 'notice dmarc.flaw'],
    ['sp that does not exist', own(`v=DMARC1; p=reject; sp=yes; ${RUA}`), 'fail dmarc.malformed'],
    ['no reports', own('v=DMARC1; p=reject'), 'notice dmarc.no-reports'],
    ['reports to a bare address', own(`v=DMARC1; p=reject; rua=reports@${DOMAIN}`), 'notice dmarc.reports-nowhere'],
    ['reports to somebody who does not want them', own('v=DMARC1; p=reject; rua=mailto:n@reports.mailhost.example'), 'notice dmarc.reports-refused'],
    ['reports to somebody who does', { records: [txt(name, 'v=DMARC1; p=reject; rua=mailto:n@reports.mailhost.example'), txt(`${DOMAIN}._report._dmarc.reports.mailhost.example`, 'v=DMARC1;')] }, 'pass dmarc.strict'],
    ['reports to somebody of whom we cannot find out', { ...own('v=DMARC1; p=reject; rua=mailto:n@reports.mailhost.example'), dns: (asked) => (asked.includes('._report.') ? { outcome: 'timeout' } : undefined) }, 'pass dmarc.strict'],
    ['p after rua', own(`v=DMARC1; ${RUA}; p=reject`), 'notice dmarc.order'],
    ['no mail taken, p=quarantine', { without: NO_MX, ...own(`v=DMARC1; p=quarantine; ${RUA}`) }, 'notice dmarc.not-reject'],
    ['no mail taken, p=reject', { without: NO_MX }, 'pass dmarc.strict'],
    ['a timeout', { dns: (asked) => (asked === name ? { outcome: 'timeout' } : undefined) }, 'error common.dns-failed'],
    ['a server failure', { dns: (asked) => (asked === name ? { outcome: 'servfail' } : undefined) }, 'error common.dns-failed'],
  ]
  for (const [row, spoil, expected] of table) await t.test(row, async () => assert.equal(await says('dmarc', spoil), expected))
})

const dmarc = (name: string, text: string): DnsRecord => txt(`_dmarc.${name}`, text)

test('whoever does not want the reports is asked to say yes', async () => {
  const asked = await ask(DOMAIN, site(at(`_dmarc.${DOMAIN}`, 'v=DMARC1; p=reject; rua=mailto:n@reports.mailhost.example')))
  assert.deepEqual(resultOf(asked, 'dmarc').fixes.map(({ publish }) => publish), [{ as: 'dns', name: `${DOMAIN}._report._dmarc.reports.mailhost.example`, type: 'TXT', value: 'v=DMARC1' }])
})

test('DMARC is found up the tree (RFC 9989 §4.10)', async (t) => {
  const domain = `mail.eu.${DOMAIN}`
  const here = a(domain)
  const long = `a.b.c.d.e.f.g.${DOMAIN}`
  const table: [name: string, domain: string, spoil: Spoil, says: string][] = [
    ['the organizational domain, with its sp', domain, { records: [here] }, 'pass dmarc.inherited'],
    ['its sp is none', domain, { records: [here, dmarc(DOMAIN, `v=DMARC1; p=reject; sp=none; ${RUA}`)] }, 'fail dmarc.policy-none'],
    ['its p is none and sp is not there', domain, { records: [here, dmarc(DOMAIN, `v=DMARC1; p=none; ${RUA}`)] }, 'fail dmarc.policy-none'],
    ['its own record first', domain, { records: [here, dmarc(domain, `v=DMARC1; p=none; ${RUA}`)] }, 'fail dmarc.policy-none'],
    ['of two above, the one with fewer labels', domain, { records: [here, dmarc(`eu.${DOMAIN}`, `v=DMARC1; p=none; ${RUA}`)] }, 'pass dmarc.inherited'],
    ['unless the longer one says psd=n', domain, { records: [here, dmarc(`eu.${DOMAIN}`, `v=DMARC1; p=none; psd=n; ${RUA}`)] }, 'fail dmarc.policy-none'],
    ['a public suffix as the last resort', domain, { records: [here, dmarc('example', `v=DMARC1; p=reject; psd=y; ${RUA}`)], without: [`TXT _dmarc.${DOMAIN}`] }, 'pass dmarc.inherited'],
    ['a public suffix does not outweigh the domain below it', domain, { records: [here, dmarc('example', `v=DMARC1; p=none; psd=y; ${RUA}`)] }, 'pass dmarc.inherited'],
    ['of more than eight labels the middle is left out', long, { records: [a(long), dmarc(long.slice(2), `v=DMARC1; p=none; ${RUA}`)] }, 'pass dmarc.inherited'],
  ]
  for (const [row, of, spoil, expected] of table) {
    await t.test(row, async () => {
      const found = await ask(of, site(spoil))
      const keys = resultOf(found, 'dmarc').findings.map(({ verdict, key }) => `${verdict} ${key}`)
      assert.ok(keys.includes(expected), keys.join(', '))
      assert.equal(resultOf(found, 'dmarc').verdict === 'fail', expected.startsWith('fail'))
    })
  }
})

const includes = (count: number): string => Array.from({ length: count }, (_, index) => `include:s${index}.example`).join(' ')
const empty = (count: number): DnsRecord[] => Array.from({ length: count }, (_, index) => txt(`s${index}.example`, 'v=spf1 ip4:192.0.2.1 ~all'))
const spf = (text: string, ...more: DnsRecord[]): Spoil => ({ records: [txt(DOMAIN, text), ...more] })

test('SPF', async (t) => {
  const table: [name: string, spoil: Spoil, says: string][] = [
    ['-all', {}, 'pass spf.strict'],
    ['~all', spf('v=spf1 mx ~all'), 'pass spf.soft'],
    ['capitals', spf('V=SPF1 MX -ALL'), 'pass spf.strict'],
    ['more than one string', spf(`v=spf1 ${'ip4:192.0.2.1 '.repeat(30)}-all`), 'pass spf.strict'],
    ['all kinds', spf('v=spf1 a a:web.northgate.example/24//64 mx:northgate.example ip6:2001:db8::/32 exists:%{i}._spf.%{d} exp=why.northgate.example -all', a(`web.${DOMAIN}`)), 'pass spf.strict'],
    ['a redirect', spf('v=spf1 redirect=_spf.mailhost.example'), 'pass spf.soft'],
    ['a redirect that depends on the mail', spf('v=spf1 redirect=%{l}.mailhost.example'), 'notice spf.depends'],
    ['not there', { records: [txt(DOMAIN, 'hello')] }, 'fail spf.missing'],
    ['a version nobody knows', spf('v=spf10 -all'), 'fail spf.missing'],
    ['two of them', { records: [txt(DOMAIN, 'v=spf1 -all'), txt(DOMAIN, 'v=spf1 mx -all')] }, 'fail spf.several'],
    ['+all', spf('v=spf1 +all'), 'fail spf.everyone'],
    ['all without a sign', spf('v=spf1 all'), 'fail spf.everyone'],
    ['+all in what is included', spf('v=spf1 include:open.example -all', txt('open.example', 'v=spf1 +all')), 'fail spf.everyone'],
    ['every address there is', spf('v=spf1 ip4:0.0.0.0/0 -all'), 'fail spf.everyone'],
    ['?all', spf('v=spf1 mx ?all'), 'fail spf.neutral'],
    ['no all', spf('v=spf1 mx'), 'fail spf.no-all'],
    ['a slip of the pen', spf('v=spf1 inlcude:mailhost.example -all'), 'fail spf.malformed'],
    ['an address that is none', spf('v=spf1 ip4:192.0.2.256 -all'), 'fail spf.malformed'],
    ['a length that is too long', spf('v=spf1 ip4:192.0.2.0/33 -all'), 'fail spf.malformed'],
    ['an IPv6 address as ip4', spf('v=spf1 ip4:2001:db8::1 -all'), 'fail spf.malformed'],
    ['include without a name', spf('v=spf1 include: -all'), 'fail spf.malformed'],
    ['a space after the colon', spf('v=spf1 ip4: 192.0.2.1 -all'), 'fail spf.malformed'],
    ['redirect twice', spf('v=spf1 redirect=a.example redirect=b.example'), 'fail spf.malformed'],
    ['ten look-ups', spf(`v=spf1 ${includes(10)} -all`, ...empty(10)), 'pass spf.strict'],
    ['eleven', spf(`v=spf1 ${includes(11)} -all`, ...empty(11)), 'fail spf.too-many-lookups'],
    ['eleven, the last by redirect', spf(`v=spf1 ${includes(10)} redirect=s10.example`, ...empty(11)), 'fail spf.too-many-lookups'],
    ['an include of itself', spf(`v=spf1 include:${DOMAIN} -all`), 'fail spf.loop'],
    ['a circle', spf('v=spf1 include:one.example -all', txt('one.example', 'v=spf1 include:two.example -all'), txt('two.example', 'v=spf1 include:one.example -all')), 'fail spf.loop'],
    ['an include of nothing', spf('v=spf1 include:gone.example -all'), 'fail spf.included-missing'],
    ['two void look-ups', spf('v=spf1 a:v1.example mx:v2.example -all'), 'pass spf.strict'],
    ['three', spf('v=spf1 a:v1.example mx:v2.example exists:v3.example -all'), 'notice spf.too-many-voids'],
    ['something after all', spf('v=spf1 mx -all ip4:192.0.2.1'), 'notice spf.after-all'],
    ['ptr', spf('v=spf1 ptr -all'), 'notice spf.ptr'],
    ['no mail taken, -all', { without: NO_MX, ...spf('v=spf1 -all') }, 'pass spf.strict'],
    ['no mail taken, ~all', { without: NO_MX, ...spf('v=spf1 ~all') }, 'notice spf.soft-no-mail'],
    ['a timeout', { dns: (_name, type) => (type === 'TXT' ? { outcome: 'timeout' } : undefined) }, 'error common.dns-failed'],
    ['a timeout of what is included', { dns: (name) => (name === '_spf.mailhost.example' ? { outcome: 'timeout' } : undefined) }, 'error common.dns-failed'],
    ['a timeout, and something wrong before it', { ...spf('v=spf1 ip4:0.0.0.0/0 include:_spf.mailhost.example -all'), dns: (name) => (name === '_spf.mailhost.example' ? { outcome: 'timeout' } : undefined) }, 'fail spf.everyone'],
  ]
  for (const [row, spoil, expected] of table) await t.test(row, async () => assert.equal(await says('spf', spoil), expected))
})

test('null MX', async (t) => {
  const table: [name: string, spoil: Spoil, says: string][] = [
    ['mail is taken', {}, 'not-applicable null-mx.takes-mail'],
    ['it says that none is', { records: [mx(DOMAIN, 0, '')] }, 'pass null-mx.said'],
    ['it says nothing', { without: NO_MX }, 'notice null-mx.missing'],
    ['it says both', { records: [mx(DOMAIN, 0, ''), mx(DOMAIN, 10, MX)] }, 'fail null-mx.mixed'],
  ]
  for (const [row, spoil, expected] of table) await t.test(row, async () => assert.equal(await says('null-mx', spoil), expected))
  for (const rule of ['starttls', 'mta-sts', 'tls-rpt', 'dane'] as const) {
    await t.test(`${rule} is for those who take mail`, async () => assert.equal(await says(rule, { records: [mx(DOMAIN, 0, '')] }), 'not-applicable common.no-mail'))
  }
})

test('MTA-STS and TLS-RPT', async (t) => {
  const url = `https://mta-sts.${DOMAIN}/.well-known/mta-sts.txt`
  const policy = (body: string, status = 200, type = 'text/plain'): Spoil => ({ http: (asked) => (asked === url ? response(url, status, { 'content-type': type }, body) : undefined) })
  const edited = (from: string, to: string): Spoil => policy(STS_POLICY.replace(from, to))
  const table: [rule: RuleId, name: string, spoil: Spoil, says: string][] = [
    ['mta-sts', 'enforce', {}, 'pass mta-sts.enforced'],
    ['mta-sts', 'lines that end in LF', policy(STS_POLICY.replaceAll('\r\n', '\n')), 'pass mta-sts.enforced'],
    ['mta-sts', 'a wildcard', edited(MX, `*.${DOMAIN}`), 'pass mta-sts.enforced'],
    ['mta-sts', 'a wildcard for one label only', { ...edited(MX, '*.example') }, 'fail mta-sts.mx-missing'],
    ['mta-sts', 'testing', edited('enforce', 'testing'), 'notice mta-sts.testing'],
    ['mta-sts', 'none', policy('version: STSv1\nmode: none\nmax_age: 86400\n'), 'fail mta-sts.off'],
    ['mta-sts', 'a mail server that it does not name', { records: [mx(DOMAIN, 10, MX), mx(DOMAIN, 20, 'backup.mailhost.example')] }, 'fail mta-sts.mx-missing'],
    ['mta-sts', 'an hour', edited('2419200', '3600'), 'notice mta-sts.short-lived'],
    ['mta-sts', 'two years', edited('2419200', '63072000'), 'fail mta-sts.bad-policy'],
    ['mta-sts', 'no version', edited('version: STSv1', 'Version: STSv1'), 'fail mta-sts.bad-policy'],
    ['mta-sts', 'no mx', edited(`mx: ${MX}\r\n`, ''), 'fail mta-sts.bad-policy'],
    ['mta-sts', 'a mode nobody knows', edited('enforce', 'strict'), 'fail mta-sts.bad-policy'],
    ['mta-sts', 'an HTML page', policy('<!doctype html><title>Welcome</title>', 200, 'text/html'), 'fail mta-sts.bad-policy'],
    ['mta-sts', 'served as HTML', policy(STS_POLICY, 200, 'text/html'), 'notice mta-sts.content-type'],
    ['mta-sts', 'a redirect', policy('', 301), 'fail mta-sts.redirect'],
    ['mta-sts', 'not there', policy('', 404), 'fail mta-sts.no-policy'],
    ['mta-sts', 'a server in trouble', policy('', 500), 'error common.http-failed'],
    ['mta-sts', 'no trusted certificate', { http: (asked) => (asked === url ? { url, outcome: 'tls' } : undefined) }, 'fail mta-sts.no-policy'],
    ['mta-sts', 'a timeout', { http: (asked) => (asked === url ? { url, outcome: 'timeout' } : undefined) }, 'error common.http-failed'],
    ['mta-sts', 'no record', { without: [`TXT _mta-sts.${DOMAIN}`] }, 'fail mta-sts.missing'],
    ['mta-sts', 'two records', at(`_mta-sts.${DOMAIN}`, 'v=STSv1; id=1', 'v=STSv1; id=2'), 'fail mta-sts.several'],
    ['mta-sts', 'no id', at(`_mta-sts.${DOMAIN}`, 'v=STSv1;'), 'fail mta-sts.malformed'],
    ['mta-sts', 'an id with a hyphen', at(`_mta-sts.${DOMAIN}`, 'v=STSv1; id=2026-06-01'), 'fail mta-sts.malformed'],
    ['tls-rpt', 'an address of mail', {}, 'pass tls-rpt.reported'],
    ['tls-rpt', 'two places', at(`_smtp._tls.${DOMAIN}`, `v=TLSRPTv1; rua=mailto:tls@${DOMAIN},https://reports.example/tls`), 'pass tls-rpt.reported'],
    ['tls-rpt', 'not there', { without: [`TXT _smtp._tls.${DOMAIN}`] }, 'fail tls-rpt.missing'],
    ['tls-rpt', 'two records', at(`_smtp._tls.${DOMAIN}`, 'v=TLSRPTv1; rua=mailto:a@b.example', 'v=TLSRPTv1; rua=mailto:c@d.example'), 'fail tls-rpt.several'],
    ['tls-rpt', 'no rua', at(`_smtp._tls.${DOMAIN}`, 'v=TLSRPTv1;'), 'fail tls-rpt.malformed'],
    ['tls-rpt', 'by http', at(`_smtp._tls.${DOMAIN}`, 'v=TLSRPTv1; rua=http://reports.example/tls'), 'fail tls-rpt.malformed'],
  ]
  for (const [rule, row, spoil, expected] of table) await t.test(`${rule}: ${row}`, async () => assert.equal(await says(rule, spoil), expected))
})

const visit = (answer: Partial<SmtpAnswer>): Spoil => ({ smtp: () => answer })
test('STARTTLS', async (t) => {
  const table: [name: string, spoil: Spoil, says: string][] = [
    ['TLS 1.3', {}, 'pass starttls.encrypted'],
    ['TLS 1.2', visit({ session: session([MX], 'TLSv1.2') }), 'pass starttls.encrypted'],
    ['TLS 1.1 at most', visit({ session: session([MX], 'TLSv1.1') }), 'fail starttls.old'],
    ['not offered', visit({ extensions: ['PIPELINING'] }), 'fail starttls.not-offered'],
    ['a handshake that fails', { smtp: (host) => ({ host, outcome: 'answered', extensions: ['STARTTLS'], session: undefined }) as Partial<SmtpAnswer> }, 'fail starttls.no-handshake'],
    ['self-signed', visit({ session: { ...session([MX]), distrust: 'self-signed' } }), 'notice starttls.untrusted'],
    ['no answer', visit({ outcome: 'timeout' }), 'error starttls.failed'],
    ['turned away', visit({ outcome: 'turned-away', detail: '554 go away' }), 'error starttls.failed'],
    ['not visited', visit({ outcome: 'not-tested' }), 'not-tested starttls.not-visited'],
    ['an address that is not public', visit({ outcome: 'blocked' }), 'not-tested starttls.not-visited'],
    ['a name that is none', { records: [mx(DOMAIN, 10, 'mail server.example')] }, 'fail starttls.no-host'],
    ['one of two not encrypted', { records: [mx(DOMAIN, 10, MX), mx(DOMAIN, 20, `mx2.${DOMAIN}`)], smtp: (host) => (host === MX ? undefined : { extensions: [] }) }, 'fail starttls.not-offered'],
  ]
  for (const [row, spoil, expected] of table) await t.test(row, async () => assert.equal(await says('starttls', spoil), expected))

  await t.test('only the three most preferred are visited', async () => {
    const many = Array.from({ length: 20 }, (_, index) => mx(DOMAIN, 100 - index, `mx${index}.${DOMAIN}`))
    const { observations } = await ask(DOMAIN, site({ records: many }))
    assert.deepEqual(observations.smtp.map(({ host }) => host), [`mx19.${DOMAIN}`, `mx18.${DOMAIN}`, `mx17.${DOMAIN}`])
  })
})

test('what is suggested would pass', async () => {
  const without = ['_dmarc', '_mta-sts', '_smtp._tls'].map((label) => `TXT ${label}.${DOMAIN}`)
  const bare = await ask(DOMAIN, site({ without: [...without, `TXT ${DOMAIN}`] }))
  const records: DnsRecord[] = []
  let policy = ''
  for (const id of ['dmarc', 'spf', 'mta-sts', 'tls-rpt'] as const) {
    assert.equal(resultOf(bare, id).verdict, 'fail', id)
    for (const { publish } of resultOf(bare, id).fixes) {
      if (publish.as === 'dns') records.push(txt(publish.name, publish.value))
      if (publish.as === 'file') policy = publish.body
    }
  }
  const mended = await ask(DOMAIN, site({ records, http: (url) => (url.endsWith('/mta-sts.txt') ? response(url, 200, { 'content-type': 'text/plain' }, policy) : undefined) }))
  for (const id of ['dmarc', 'spf', 'mta-sts', 'tls-rpt'] as const) assert.equal(resultOf(mended, id).verdict, 'pass', id)
})
