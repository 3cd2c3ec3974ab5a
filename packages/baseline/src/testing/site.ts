/** A domain that does everything right, of which tests spoil one thing at a time. */
import { recordsAt } from '../dns/message.ts'
import type { Certificate, DnsAnswer, DnsRecord, HttpAnswer, SmtpAnswer, TlsAnswer, TlsSession, TlsVersion } from '../observations.ts'
import { a, aaaa, caa, mx, txt } from './records.ts'
import type { Answers } from './ask.ts'

export const DOMAIN = 'northgate.example'
export const MX = `mx1.${DOMAIN}`

export const SECURITY_TXT = [
  '# Whom to tell', `Contact: mailto:security@${DOMAIN}`, `Contact: https://${DOMAIN}/report`, 'Expires: 2027-01-01T00:00:00Z',
  'Preferred-Languages: en, nl', `Canonical: https://${DOMAIN}/.well-known/security.txt`, `Policy: https://${DOMAIN}/disclosure`, '',
].join('\r\n')

export const STS_POLICY = ['version: STSv1', 'mode: enforce', `mx: ${MX}`, 'max_age: 2419200', ''].join('\r\n')

export const RECORDS: readonly DnsRecord[] = [
  a(DOMAIN), aaaa(DOMAIN), mx(DOMAIN, 10, MX), caa(DOMAIN, 0, 'issue', 'ca.example.net'), caa(DOMAIN, 0, 'iodef', `mailto:security@${DOMAIN}`),
  txt(DOMAIN, 'v=spf1 mx ip4:192.0.2.0/24 include:_spf.mailhost.example -all'), txt(DOMAIN, 'some-site-verification=abc'),
  txt('_spf.mailhost.example', 'v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 ~all'),
  txt(`_dmarc.${DOMAIN}`, `v=DMARC1; p=reject; sp=reject; rua=mailto:reports@${DOMAIN}`),
  txt(`_mta-sts.${DOMAIN}`, 'v=STSv1; id=20260601;'), txt(`_smtp._tls.${DOMAIN}`, `v=TLSRPTv1; rua=mailto:tls@${DOMAIN}`),
]

const DIGEST = 'ab'.repeat(32)
export const certificate = (names: readonly string[], given: Partial<Certificate> = {}): Certificate => ({
  subject: `CN=${names[0] ?? ''}`, issuer: 'CN=Example Authority', serial: '01', notBefore: '2026-05-01T00:00:00Z', notAfter: '2026-10-01T00:00:00Z',
  dnsNames: [...names], keyType: 'ec', keyBits: 256, sha256: DIGEST, sha512: DIGEST + DIGEST, spkiSha256: DIGEST, spkiSha512: DIGEST + DIGEST, ...given,
})
export const session = (names: readonly string[], version: TlsVersion = 'TLSv1.3', given: Partial<Certificate> = {}): TlsSession => ({
  version, cipher: version === 'TLSv1.3' ? 'TLS_AES_128_GCM_SHA256' : 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', chain: [certificate(names, given)], distrust: null,
})

export const response = (url: string, status: number, headers: Record<string, string> = {}, body = ''): HttpAnswer =>
  ({ url, outcome: 'response', status, headers: Object.entries(headers), body, utf8: true, truncated: false })

const TEXT = { 'content-type': 'text/plain; charset=utf-8' }

/** `spoil` gives another answer than the good one, or undefined to leave it. `records` stand in for all of the same name and type. */
export type Spoil = {
  records?: readonly DnsRecord[]
  without?: readonly string[]
  dns?(name: string, type: string): Partial<DnsAnswer> | undefined
  http?(url: string): HttpAnswer | undefined
  tls?(version: TlsVersion): Partial<TlsAnswer> | undefined
  smtp?(host: string): Partial<SmtpAnswer> | undefined
}

export function site(spoil: Spoil = {}): Answers {
  const replaced = new Set((spoil.records ?? []).map(({ name, type }) => `${type} ${name}`))
  const kept = RECORDS.filter(({ name, type }) => !replaced.has(`${type} ${name}`) && !(spoil.without ?? []).includes(`${type} ${name}`))
  const records = [...kept, ...(spoil.records ?? [])]
  return {
    dns(name, type) {
      const answer = records.filter((record) => record.name === name && (record.type === type || record.type === 'CNAME'))
      const exists = records.some((record) => record.name === name || record.name.endsWith(`.${name}`))
      const outcome = recordsAt(answer, name, type).length > 0 ? 'answer' : exists ? 'empty' : 'nxdomain'
      return { name, type, outcome, answer, authority: [], ...spoil.dns?.(name, type) }
    },
    http: (url) => spoil.http?.(url) ?? page(url),
    tls: (host, port, version) => {
      const old = version === 'TLSv1' || version === 'TLSv1.1'
      return { host, port, version, outcome: old ? 'refused' : 'accepted', ...(old ? {} : { session: session([host], version) }), ...spoil.tls?.(version) }
    },
    smtp: (host) => ({ host, outcome: 'answered', extensions: ['PIPELINING', 'STARTTLS'], session: session([host]), ...spoil.smtp?.(host) }),
  }
}

function page(url: string): HttpAnswer {
  if (url === `https://${DOMAIN}/.well-known/security.txt`) return response(url, 200, TEXT, SECURITY_TXT)
  if (url === `https://mta-sts.${DOMAIN}/.well-known/mta-sts.txt`) return response(url, 200, TEXT, STS_POLICY)
  if (url.startsWith('http://')) return response(url, 301, { location: url.replace('http:', 'https:') })
  return response(url, 200, { 'strict-transport-security': 'max-age=31536000; includeSubDomains', 'content-type': 'text/html' }, '<!doctype html>')
}
