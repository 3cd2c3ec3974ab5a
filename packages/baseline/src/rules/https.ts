/** http leads to https on the same host first (RFC 6797 §7.2), and https stays (HSTS, RFC 6797 §6.1). */
import type { Check } from '../check.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import { detailOf, outcomeReason, reason } from '../reasons.ts'
import { common } from '../seen.ts'
import { headersOf, isRedirect, isTrouble, statusLine, targetOf, wantWebsite } from './web.ts'
import { parseHsts } from '../texts/hsts.ts'

const redirectSays = phrases('https-redirect', {
  redirected: ['pass', rfc(6797, '7.2'), '{url} leads to {to}.'],
  'no-http': ['pass', rfc(6797, '7.2'), 'Nothing answers on port 80, so nobody is served without encryption.'],
  plain: ['fail', rfc(6797, '7.2'), '{url} answers without encryption (status {status}) instead of leading to https.'],
  'other-host': ['notice', rfc(6797, '7.2'), '{url} leads straight to {to}. Lead to https on the same host first, so that browsers learn its HSTS too.'],
  'still-http': ['fail', rfc(6797, '7.2'), '{url} leads to {to}, which is not https.'],
})
const redirectFixes = remedies('https-redirect', { redirect: 'Let the server answer every request on port 80 with a permanent redirect to the same address with https.' })

export const httpsRedirect: Check = {
  rule: { id: 'https-redirect', version: 1, title: 'http leads to https', groups: ['web'], mandatory: true, maximum: 5, sources: [rfc(6797, '7.2')] },
  says: redirectSays.table,
  fixes: redirectFixes.table,
  judge(seen) {
    wantWebsite(seen)
    const url = `http://${seen.domain}/`
    const answer = seen.http(url)
    const fixes = [redirectFixes('redirect', { as: 'header', url, name: 'Location', value: `https://${seen.domain}/` })]
    if (answer.outcome !== 'response') {
      return { findings: [answer.outcome === 'refused' ? redirectSays('no-http') : common('http-failed', { what: url, outcome: outcomeReason(answer.outcome) })] }
    }
    const raw = [statusLine(answer), ...headersOf(answer, 'location').map((value) => `Location: ${value}`)]
    if (isTrouble(answer.status)) return { raw, findings: [common('http-failed', { what: url, outcome: reason('http.status', { status: answer.status }) })] }
    const to = isRedirect(answer.status) ? targetOf(answer) : null
    if (to === null) return { raw, fixes, findings: [redirectSays('plain', { url, status: answer.status })] }
    if (to.protocol !== 'https:') return { raw, fixes, findings: [redirectSays('still-http', { url, to: to.href })] }
    return { raw, fixes, findings: [redirectSays(to.hostname === seen.domain ? 'redirected' : 'other-host', { url, to: to.href })] }
  },
}

const hstsSays = phrases('hsts', {
  long: ['pass', rfc(6797, '6.1.1'), 'Browsers that have been here keep to https for {days} days.'],
  short: ['notice', rfc(6797, '6.1.1'), 'Browsers keep to https for {days} days; a year (31536000 seconds) is good practice.'],
  'too-short': ['fail', rfc(6797, '6.1.1'), 'Browsers keep to https for {days} days only; half a year (15768000 seconds) is the least.'],
  off: ['fail', rfc(6797, '6.1.1'), 'max-age is 0, which tells browsers to forget HSTS.'],
  missing: ['fail', rfc(6797, '6.1'), '{url} sends no Strict-Transport-Security, so a first click can still be led to http.'],
  malformed: ['fail', rfc(6797, '6.1'), 'Browsers ignore the Strict-Transport-Security of {url}: {why}.'],
  twice: ['notice', rfc(6797, '8.1'), '{url} sends Strict-Transport-Security more than once; browsers take the first.'],
  untrusted: ['fail', rfc(6797, '8.1'), 'Browsers ignore HSTS where the certificate is not trusted, and {url} gave no trusted connection ({outcome}).'],
  refused: ['fail', rfc(6797, '7.1'), 'Nothing answers on https at {url}.'],
})
const hstsFixes = remedies('hsts', { header: 'Let the web server send this header with every answer over https.' })

const YEAR = 31_536_000
const HALF_YEAR = 15_768_000

export const hsts: Check = {
  rule: { id: 'hsts', version: 1, title: 'HSTS', groups: ['web'], mandatory: true, maximum: 10, sources: [rfc(6797, '6.1')] },
  says: hstsSays.table,
  fixes: hstsFixes.table,
  judge(seen) {
    wantWebsite(seen)
    const url = `https://${seen.domain}/`
    const answer = seen.http(url)
    const fixes = [hstsFixes('header', { as: 'header', url, name: 'Strict-Transport-Security', value: `max-age=${YEAR}; includeSubDomains` })]
    if (answer.outcome === 'refused') return { fixes, findings: [hstsSays('refused', { url })] }
    // DNS has an address, or we would not be here: whoever fetched it found none all the same
    if (answer.outcome === 'no-address') return { findings: [common('http-failed', { what: url, outcome: outcomeReason(answer.outcome) })] }
    if (answer.outcome !== 'response') {
      const why = detailOf(answer)
      return { fixes, findings: [hstsSays('untrusted', { url, outcome: why.length > 0 ? why : outcomeReason(answer.outcome) })] }
    }
    const [header, ...more] = headersOf(answer, 'strict-transport-security')
    const raw = [statusLine(answer), ...[header, ...more].filter((each) => each !== undefined).map((each) => `Strict-Transport-Security: ${each}`)]
    if (header === undefined) {
      return { raw, fixes, findings: [isTrouble(answer.status) ? common('http-failed', { what: url, outcome: reason('http.status', { status: answer.status }) }) : hstsSays('missing', { url })] }
    }
    const findings = more.length > 0 ? [hstsSays('twice', { url })] : []
    const policy = parseHsts(header)
    if ('why' in policy) return { raw, fixes, findings: [...findings, hstsSays('malformed', { url, why: policy.reason })] }
    const days = Math.floor(policy.maxAge / 86_400)
    if (policy.maxAge === 0) return { raw, fixes, findings: [...findings, hstsSays('off')] }
    const said = policy.maxAge >= YEAR ? 'long' : policy.maxAge >= HALF_YEAR ? 'short' : 'too-short'
    return { raw, fixes, findings: [...findings, hstsSays(said, { days })] }
  },
}
