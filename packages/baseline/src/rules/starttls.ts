/** STARTTLS: every mail exchanger takes mail over an encrypted connection. RFC 3207, RFC 8996. */
import type { Check } from '../check.ts'
import { isHost } from '../dns/name.ts'
import type { SmtpAnswer } from '../observations.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import { detailOf, outcomeReason, reason } from '../reasons.ts'
import type { Finding } from '../result.ts'
import type { Seen } from '../seen.ts'
import { MOST_EXCHANGES, printRecords, wantMail } from './mail.ts'

const says = phrases('starttls', {
  encrypted: ['pass', rfc(3207, '4'), '{host} takes mail with {version}.'],
  'not-offered': ['fail', rfc(3207, '4'), '{host} offers no STARTTLS, so mail to it travels in the open.'],
  'no-handshake': ['fail', rfc(3207, '4.1'), '{host} offers STARTTLS, and the handshake fails.'],
  old: ['fail', rfc(8996, '2'), '{host} speaks nothing newer than {version}.'],
  untrusted: ['notice', rfc(5280, '6'), 'The certificate of {host} is not trusted ({why}). Most senders encrypt all the same, those with MTA-STS do not deliver.'],
  'no-host': ['fail', rfc(5321, '5.1'), 'An MX record names {host}, which is no host name.'],
  failed: ['error', rfc(5321, '3.1'), 'We could not talk to {host} ({outcome}). This does not count.'],
  'not-visited': ['not-tested', rfc(5321, '3.1'), '{host} was not visited. {why}'],
})
const fixes = remedies('starttls', { settings: 'Let every mail server offer STARTTLS with TLS 1.2 and TLS 1.3.' })

export const starttls: Check = {
  rule: { id: 'starttls', version: 1, title: 'STARTTLS', groups: ['mail'], mandatory: true, maximum: 10, sources: [rfc(3207, '4'), rfc(8996, '2')] },
  says: says.table,
  fixes: fixes.table,
  judge(seen) {
    const { exchanges, records } = wantMail(seen)
    const visits = visitsOf(seen, exchanges)
    return {
      raw: [...printRecords(records), ...visits.map(({ host, outcome, session, extensions }) => `${host}: ${outcome}; ${extensions.join(' ')}; ${session?.version ?? 'no TLS'}`)],
      findings: [...exchanges.filter((host) => !isHost(host)).slice(0, MOST_EXCHANGES).map((host) => says('no-host', { host })), ...visits.map(judgeVisit)],
      fixes: [fixes('settings', { as: 'setting', where: exchanges.slice(0, MOST_EXCHANGES).join(', ') })],
    }
  },
}

/** The most preferred ones, all in one round. */
export function visitsOf(seen: Seen, exchanges: readonly string[]): SmtpAnswer[] {
  const hosts = exchanges.filter(isHost).slice(0, MOST_EXCHANGES)
  seen.want(...hosts.map((host) => ({ ask: 'smtp' as const, host })))
  return hosts.map((host) => seen.smtp(host))
}

function judgeVisit(visit: SmtpAnswer): Finding {
  const { host, outcome, extensions, session } = visit
  const why = detailOf(visit)
  if (outcome === 'not-tested') return says('not-visited', { host, why })
  if (outcome === 'blocked') return says('not-visited', { host, why: reason('limit.host-not-public') })
  if (outcome !== 'answered') return says('failed', { host, outcome: [outcomeReason(outcome), ...why] })
  if (!extensions.includes('STARTTLS')) return says('not-offered', { host })
  if (session === undefined) return says('no-handshake', { host })
  if (session.version === 'TLSv1' || session.version === 'TLSv1.1') return says('old', { host, version: session.version })
  const { distrust, distrustReason, version } = session
  return distrust === null ? says('encrypted', { host, version }) : says('untrusted', { host, why: detailOf({ detail: distrust, ...(distrustReason && { reason: distrustReason }) }) })
}
