/** TLS-RPT: senders report when encryption to the mail servers fails. RFC 8460. */
import type { Check } from '../check.ts'
import { BaselineError } from '../errors.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import { isTlsRpt, parseTlsRpt } from '../texts/tls-rpt.ts'
import { printRecords, textsAt, wantMail } from './mail.ts'

const says = phrases('tls-rpt', {
  reported: ['pass', rfc(8460, '3'), 'Senders report failures to {uris}.'],
  missing: ['fail', rfc(8460, '3'), 'There is no TLS-RPT record at {name}, so nobody learns when encryption fails.'],
  several: ['fail', rfc(8460, '3'), 'There are {count} TLS-RPT records at {name}. Senders then take none of them.'],
  malformed: ['fail', rfc(8460, '3'), 'The record cannot be read: {why}.'],
})
const fixes = remedies('tls-rpt', { publish: 'Publish this record with an address where reports are read.' })

export const tlsRpt: Check = {
  rule: { id: 'tls-rpt', version: 1, title: 'TLS-RPT', groups: ['mail'], mandatory: false, maximum: 5, sources: [rfc(8460, '3')] },
  says: says.table,
  fixes: fixes.table,
  judge(seen) {
    const name = `_smtp._tls.${seen.domain}`
    seen.want({ ask: 'dns', name, type: 'TXT' })
    wantMail(seen)
    const publish = [fixes('publish', { as: 'dns', name, type: 'TXT', value: `v=TLSRPTv1; rua=mailto:tls-reports@${seen.domain}` })]
    const texts = textsAt(seen, name).filter(({ text }) => isTlsRpt(text))
    const raw = printRecords(texts.map(({ record }) => record))
    const [first, ...more] = texts
    if (first === undefined) return { subject: name, findings: [says('missing', { name })], fixes: publish }
    if (more.length > 0) return { subject: name, raw, findings: [says('several', { name, count: texts.length })], fixes: publish }
    try {
      return { subject: name, raw, findings: [says('reported', { uris: parseTlsRpt(first.text).join(', ') })] }
    } catch (error) {
      if (!(error instanceof BaselineError)) throw error
      return { subject: name, raw, findings: [says('malformed', { why: error.reason })], fixes: publish }
    }
  },
}
