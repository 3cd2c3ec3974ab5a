/** A domain that takes no mail says so, so that nobody tries. RFC 7505. */
import type { Check } from '../check.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import { mailAt, printRecords } from './mail.ts'

const says = phrases('null-mx', {
  said: ['pass', rfc(7505, '3'), 'The domain says that it takes no mail.'],
  missing: ['notice', rfc(7505, '3'), 'The domain has no MX record. Senders then try its address as a mail server (RFC 5321 §5.1): a null MX says that there is none.'],
  mixed: ['fail', rfc(7505, '3'), 'The domain says that it takes no mail, and names mail servers too.'],
  'takes-mail': ['not-applicable', rfc(7505, '3'), 'The domain takes mail.'],
})
const fixes = remedies('null-mx', { publish: 'Publish this record, and no other MX, if the domain is to take no mail.' })

export const nullMx: Check = {
  rule: { id: 'null-mx', version: 1, title: 'Null MX', groups: ['mail'], mandatory: false, maximum: 5, sources: [rfc(7505, '3')] },
  says: says.table,
  fixes: fixes.table,
  judge(seen) {
    const { exchanges, nullMx: said, records } = mailAt(seen)
    const publish = fixes('publish', { as: 'dns', name: seen.domain, type: 'MX', value: '0 .' })
    const what = exchanges.length > 0 ? (said ? 'mixed' : 'takes-mail') : said ? 'said' : 'missing'
    return { raw: printRecords(records), findings: [says(what)], fixes: [publish] }
  },
}
