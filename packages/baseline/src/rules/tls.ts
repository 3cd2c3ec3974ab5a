/** TLS of the website: which versions are spoken (RFC 8996, RFC 9325), and whether the certificate holds (RFC 5280, RFC 9525). */
import type { Check } from '../check.ts'
import type { Certificate, TlsAnswer, TlsSession, TlsVersion } from '../observations.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import { detailOf, outcomeReason, reason } from '../reasons.ts'
import type { Finding } from '../result.ts'
import { common, type Seen } from '../seen.ts'
import { parseInstant } from '../texts/security-txt.ts'
import { wantWebsite } from './web.ts'

const VERSIONS: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']
const OLD: ReadonlySet<TlsVersion> = new Set(['TLSv1', 'TLSv1.1'])
const PORT = 443

const versionSays = phrases('tls-versions', {
  modern: ['pass', rfc(9325, '3.1.1'), 'The server speaks {versions} and nothing older.'],
  'old-spoken': ['fail', rfc(8996, '2'), 'The server still speaks {version}, which has been forbidden since 2021.'],
  'none-spoken': ['fail', rfc(9325, '3.1.1'), 'The server speaks neither TLS 1.2 nor TLS 1.3.'],
  'no-secrecy': ['notice', rfc(9325, '4.1'), 'With {version} the server chose {cipher}, which has no forward secrecy or is out of date.'],
  'not-tried': ['not-tested', rfc(8996, '2'), 'Whether the server still speaks {version} was not tested. {why}'],
  failed: ['error', rfc(8446, '6'), 'We could not find out whether the server speaks {version} ({outcome}). This does not count.'],
})
const versionFixes = remedies('tls-versions', { settings: 'Let the web server speak TLS 1.2 and TLS 1.3 only, with suites that have forward secrecy.' })

/** One handshake for each version, that version and no other. */
function handshakes(seen: Seen): TlsAnswer[] {
  seen.want(...VERSIONS.map((version) => ({ ask: 'tls' as const, host: seen.domain, port: PORT, version })))
  return VERSIONS.map((version) => seen.tls(seen.domain, PORT, version))
}

const rawOf = (answers: readonly TlsAnswer[]): string[] =>
  answers.map(({ version, outcome, session, detail }) => [version, outcome, session?.cipher, detail].filter((part) => part !== undefined).join(' '))

export const tlsVersions: Check = {
  rule: { id: 'tls-versions', version: 1, title: 'TLS versions', groups: ['web'], mandatory: true, maximum: 10, sources: [rfc(8996, '2'), rfc(9325, '3.1.1')] },
  says: versionSays.table,
  fixes: versionFixes.table,
  judge(seen) {
    wantWebsite(seen)
    const answers = handshakes(seen)
    const spoken = answers.filter(({ outcome }) => outcome === 'accepted')
    const modern = spoken.filter(({ version }) => !OLD.has(version))
    const findings = answers.flatMap((answer) => judgeHandshake(answer, modern.length > 0))
    if (modern.length > 0) findings.push(versionSays('modern', { versions: modern.map(({ version }) => named(version)).join(', ') }))
    else if (answers.every(({ outcome }) => outcome === 'accepted' || outcome === 'refused')) findings.push(versionSays('none-spoken'))
    return {
      raw: rawOf(answers), fixes: [versionFixes('settings', { as: 'setting', where: `${seen.domain}:${PORT}` })],
      // `modern` says "nothing older", so it stands only where nothing else speaks against it
      findings: findings.some(({ verdict }) => verdict !== 'pass') ? findings.filter(({ verdict }) => verdict !== 'pass') : findings,
    }
  },
}

function judgeHandshake(answer: TlsAnswer, modernSpoken: boolean): Finding[] {
  const { version, outcome, session } = answer
  const old = OLD.has(version)
  const name = named(version)
  switch (outcome) {
    case 'accepted':
      if (old) return [versionSays('old-spoken', { version: name })]
      return session !== undefined && version === 'TLSv1.2' && isWeak(session.cipher) ? [versionSays('no-secrecy', { version: name, cipher: session.cipher })] : []
    case 'refused': return []
    case 'not-tested': case 'blocked': return [versionSays('not-tried', { version: name, why: detailOf(answer) })]
    default:
      // a newer version that works tells enough of the other new one
      return !old && modernSpoken ? [] : [versionSays('failed', { version: name, outcome: [outcomeReason(outcome), ...detailOf(answer)] })]
  }
}

const named = (version: TlsVersion): string => (version === 'TLSv1' ? 'TLS 1.0' : version.replace('TLSv', 'TLS '))

/** RFC 9325 §4.1: key transport without forward secrecy, and ciphers that are broken or nearly so. */
const isWeak = (cipher: string): boolean => !/(?:^|_|-)(?:EC)?DHE(?:_|-)/.test(cipher) || /RC4|DES|NULL|EXPORT|MD5|anon/i.test(cipher)

const certificateSays = phrases('tls-certificate', {
  trusted: ['pass', rfc(9525, '6'), 'The certificate is trusted, names {host}, and holds for {days} more days.'],
  untrusted: ['fail', rfc(5280, '6'), 'Browsers do not trust the certificate: {why}.'],
  'other-name': ['fail', rfc(9525, '6.3'), 'The certificate is for {names}, not for {host}.'],
  expired: ['fail', rfc(5280, '4.1.2.5'), 'The certificate expired {notAfter}.'],
  'not-yet': ['fail', rfc(5280, '4.1.2.5'), 'The certificate holds only from {notBefore}.'],
  'ends-soon': ['notice', rfc(5280, '4.1.2.5'), 'The certificate ends in {days} days, and should have been renewed by now.'],
  'small-key': ['fail', rfc(9325, '4.5'), 'The key of the certificate is too short: {bits} bits of {type}.'],
  'no-tls': ['fail', rfc(9325, '3.1.1'), 'No encrypted connection could be made with {host}.'],
})
const certificateFixes = remedies('tls-certificate', { renew: 'Install a certificate from a public authority that names this host, with all intermediate ones, and let it be renewed by itself.' })

export const tlsCertificate: Check = {
  rule: { id: 'tls-certificate', version: 1, title: 'Certificate', groups: ['web'], mandatory: true, maximum: 10, sources: [rfc(5280, '6'), rfc(9525, '6')] },
  says: certificateSays.table,
  fixes: certificateFixes.table,
  judge(seen, now) {
    wantWebsite(seen)
    const host = seen.domain
    const answers = handshakes(seen)
    const session = answers.findLast((answer) => answer.session !== undefined)?.session
    const fixes = [certificateFixes('renew', { as: 'setting', where: `${host}:${PORT}` })]
    if (session !== undefined) return { raw: session.chain.map(printCertificate), fixes, findings: judgeCertificate(session, host, now) }
    const refused = answers.every(({ outcome }) => outcome === 'refused')
    if (refused) return { raw: rawOf(answers), fixes, findings: [certificateSays('no-tls', { host })] }
    const tried = answers.find(({ outcome }) => outcome !== 'not-tested' && outcome !== 'blocked' && outcome !== 'refused')
    const what = reason('question.any-tls', { host })
    const why = detailOf(tried ?? answers.at(-1) ?? {})
    return {
      raw: rawOf(answers),
      findings: [tried === undefined ? common('not-tested', { what, why }) : common('http-failed', { what, outcome: why.length > 0 ? why : outcomeReason(tried.outcome) })],
    }
  },
}

const DAY = 86_400_000

/** What is wrong with a certificate for a host; `trusted` alone where nothing is. */
export function judgeCertificate({ chain, distrust, distrustReason }: TlsSession, host: string, now: Date): Finding[] {
  const [leaf] = chain
  if (leaf === undefined) return [certificateSays('untrusted', { why: reason('certificate.none') })]
  const notBefore = parseInstant(leaf.notBefore) ?? Number.POSITIVE_INFINITY
  const notAfter = parseInstant(leaf.notAfter) ?? 0
  const findings: Finding[] = []
  if (notAfter <= now.getTime()) findings.push(certificateSays('expired', { notAfter: leaf.notAfter }))
  else if (notBefore > now.getTime()) findings.push(certificateSays('not-yet', { notBefore: leaf.notBefore }))
  else if (distrust !== null) findings.push(certificateSays('untrusted', { why: detailOf({ detail: distrust, ...(distrustReason && { reason: distrustReason }) }) }))
  if (!namesHost(leaf, host)) findings.push(certificateSays('other-name', { names: leaf.dnsNames.slice(0, 10).join(', ') || reason('certificate.no-name'), host }))
  if (isSmall(leaf)) findings.push(certificateSays('small-key', { bits: leaf.keyBits, type: leaf.keyType }))
  if (findings.length > 0) return findings
  const days = Math.floor((notAfter - now.getTime()) / DAY)
  return [certificateSays(isLate(notBefore, notAfter, now.getTime()) ? 'ends-soon' : 'trusted', { host, days })]
}

/** Thirty days; of a certificate that lives for a hundred or less, and so is renewed by itself, a quarter of its life. */
function isLate(notBefore: number, notAfter: number, now: number): boolean {
  const life = notAfter - notBefore
  return notAfter - now < (life <= 100 * DAY ? life / 4 : 30 * DAY)
}

/** RFC 9525 §6.3: `*` stands for the whole leftmost label, and only there. */
export function namesHost({ dnsNames }: Certificate, host: string): boolean {
  return dnsNames.some((each) => {
    const name = each.toLowerCase().replace(/\.$/, '')
    if (!name.startsWith('*.')) return name === host
    return host.includes('.') && host.slice(host.indexOf('.') + 1) === name.slice(2) && name.slice(2).includes('.')
  })
}

const isSmall = ({ keyType, keyBits }: Certificate): boolean =>
  keyType.startsWith('rsa') ? keyBits < 2048 : keyType === 'ec' && keyBits < 224

const printCertificate = ({ subject, issuer, notBefore, notAfter, dnsNames, keyType, keyBits, sha256 }: Certificate): string =>
  `${subject || '(no subject)'}; issued by ${issuer}; ${notBefore} to ${notAfter}; ${dnsNames.slice(0, 20).join(' ')}; ${keyType} ${keyBits}; sha256 ${sha256}`
