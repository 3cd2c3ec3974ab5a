/** MTA-STS: senders insist on encryption to the right mail servers. RFC 8461. DANE does the same, and is taken instead. */
import type { Check } from '../check.ts'
import { BaselineError } from '../errors.ts'
import type { HttpResponse } from '../observations.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import { detailOf, outcomeReason, reason, type Reason } from '../reasons.ts'
import type { Finding } from '../result.ts'
import { common, type Seen } from '../seen.ts'
import { isMtaSts, matchesMx, parseMtaStsPolicy, parseMtaStsRecord } from '../texts/mta-sts.ts'
import { printRecords, textsAt, wantMail } from './mail.ts'
import { isTrouble, mediaTypeOf, statusLine } from './web.ts'

const says = phrases('mta-sts', {
  enforced: ['pass', rfc(8461, '5'), 'Senders insist on encryption to {hosts}, and remember it for {days} days.'],
  'dane-instead': ['pass', rfc(7672, '2.2'), 'There is no MTA-STS; DANE does the same for every mail server.'],
  missing: ['fail', rfc(8461, '3.1'), 'There is no MTA-STS record at {name}, so encryption on the way to the mail servers can be stripped off unseen.'],
  several: ['fail', rfc(8461, '3.1'), 'There are {count} MTA-STS records at {name}. Senders then take none of them.'],
  malformed: ['fail', rfc(8461, '3.1'), 'The record cannot be read: {why}.'],
  'no-policy': ['fail', rfc(8461, '3.3'), 'The record announces a policy, and {url} gives none ({outcome}).'],
  redirect: ['fail', rfc(8461, '3.3'), '{url} redirects, and senders do not follow.'],
  'content-type': ['notice', rfc(8461, '3.2'), 'The policy is served as "{type}" and should be text/plain.'],
  'bad-policy': ['fail', rfc(8461, '3.2'), 'The policy cannot be read: {why}.'],
  testing: ['notice', rfc(8461, '5'), 'The mode is testing: failures are reported and mail is delivered all the same.'],
  off: ['fail', rfc(8461, '5'), 'The mode is none: there is no policy.'],
  'mx-missing': ['fail', rfc(8461, '4.1'), 'The policy does not allow {hosts}, to which the MX records lead: senders that keep to it cannot deliver there.'],
  'short-lived': ['notice', rfc(8461, '3.2'), 'Senders remember the policy for {seconds} seconds; a day (86400) is the least, weeks are better.'],
})
const fixes = remedies('mta-sts', {
  record: 'Publish this record, and change the id whenever the policy changes.',
  policy: 'Serve this file over https. Begin with mode: testing if you are not sure of all certificates.',
})

const DAY = 86_400

/** `daneHolds` says whether every mail server is secured by DANE. */
export const mtaSts = (daneHolds: (seen: Seen, now: Date) => Promise<boolean>): Check => ({
  rule: { id: 'mta-sts', version: 1, title: 'MTA-STS', groups: ['mail'], mandatory: false, maximum: 10, sources: [rfc(8461, '3')] },
  says: says.table,
  fixes: fixes.table,
  async judge(seen, now) {
    const { domain } = seen
    const name = `_mta-sts.${domain}`
    const url = `https://mta-sts.${domain}/.well-known/mta-sts.txt`
    seen.want({ ask: 'dns', name, type: 'TXT' })
    const { exchanges } = wantMail(seen)
    const suggested = [
      fixes('record', { as: 'dns', name, type: 'TXT', value: `v=STSv1; id=${now.toISOString().slice(0, 10).replaceAll('-', '')}` }),
      fixes('policy', {
        as: 'file', url, contentType: 'text/plain',
        body: ['version: STSv1', 'mode: enforce', ...exchanges.map((host) => `mx: ${host}`), 'max_age: 2419200', ''].join('\r\n'),
      }),
    ]
    const texts = textsAt(seen, name).filter(({ text }) => isMtaSts(text))
    const records = printRecords(texts.map(({ record }) => record))
    const [first, ...more] = texts
    if (first === undefined) return { findings: [(await daneHolds(seen, now)) ? says('dane-instead') : says('missing', { name })], fixes: suggested }
    if (more.length > 0) return { raw: records, findings: [says('several', { name, count: texts.length })], fixes: suggested }
    const wrong = orWhy(() => parseMtaStsRecord(first.text))
    if (typeof wrong !== 'string') return { raw: records, findings: [says('malformed', wrong)], fixes: suggested }
    const response = seen.http(url)
    if (response.outcome !== 'response') {
      const why = detailOf(response)
      return { raw: records, findings: [says('no-policy', { url, outcome: why.length > 0 ? why : outcomeReason(response.outcome) })], fixes: suggested }
    }
    return { raw: [...records, statusLine(response), response.body], findings: judgePolicy(response, exchanges), fixes: suggested }
  },
})

function judgePolicy(response: HttpResponse, exchanges: readonly string[]): Finding[] {
  const { url, status, body } = response
  if (isTrouble(status)) return [common('http-failed', { what: url, outcome: reason('http.status', { status }) })]
  if (status >= 300 && status < 400) return [says('redirect', { url })]
  if (status !== 200) return [says('no-policy', { url, outcome: reason('http.status', { status }) })]
  const policy = orWhy(() => parseMtaStsPolicy(body))
  if ('why' in policy) return [says('bad-policy', policy)]
  const { type } = mediaTypeOf(response)
  const served = type === 'text/plain' ? [] : [says('content-type', { type })]
  if (policy.mode === 'none') return [...served, says('off')]
  const missing = exchanges.filter((host) => !matchesMx(host, policy.mx))
  return [
    ...served,
    ...(missing.length > 0 ? [says('mx-missing', { hosts: missing.join(', ') })] : []),
    ...(policy.maxAge < DAY ? [says('short-lived', { seconds: policy.maxAge })] : []),
    policy.mode === 'testing' ? says('testing') : says('enforced', { hosts: exchanges.join(', '), days: Math.floor(policy.maxAge / DAY) }),
  ]
}

function orWhy<T>(read: () => T): T | { why: Reason } {
  try {
    return read()
  } catch (error) {
    if (error instanceof BaselineError) return { why: error.reason }
    throw error
  }
}
