/** DANE: the keys of the mail servers stand in DNS, signed. RFC 7672, RFC 7671, RFC 6698. */
import { printHex } from '../bytes.ts'
import type { Check } from '../check.ts'
import { isHost } from '../dns/name.ts'
import { parseTlsa, type Ds, type Tlsa } from '../dns/rdata.ts'
import { ROOT_ANCHORS } from '../dnssec/anchors.ts'
import { validate } from '../dnssec/records.ts'
import { newBudget } from '../dnssec/signature.ts'
import type { Certificate, DnsRecord, SmtpAnswer } from '../observations.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import { detailOf, outcomeReason, reason } from '../reasons.ts'
import type { Finding } from '../result.ts'
import { common, type Seen } from '../seen.ts'
import { MOST_EXCHANGES, printRecords, wantMail } from './mail.ts'
import { namesHost } from './tls.ts'

const says = phrases('dane', {
  holds: ['pass', rfc(7672, '2.2'), 'The key of {host} is the one that its TLSA records name.'],
  unused: ['not-applicable', rfc(7672, '1.3'), 'No mail server has TLSA records. MTA-STS is the other way.'],
  'some-missing': ['notice', rfc(7672, '2.2'), '{host} has no TLSA records, others of the mail servers have.'],
  insecure: ['fail', rfc(7672, '2.2'), 'The TLSA records of {host} are not protected by DNSSEC ({why}), so senders pass over them.'],
  unusable: ['fail', rfc(7672, '3.1'), 'No TLSA record of {host} is of a kind for mail: usage 3 or 2.'],
  mismatch: ['fail', rfc(7672, '3.1'), 'The certificate of {host} is none that its TLSA records name: senders do not deliver.'],
  'no-tls': ['fail', rfc(7672, '2.2'), '{host} has TLSA records and no STARTTLS: senders do not deliver.'],
  unknown: ['error', rfc(7672, '2.2'), 'We could not see the certificate of {host} ({outcome}). This does not count.'],
})
const fixes = remedies('dane', { publish: 'Publish this record, which names the key of the certificate in use, and change it before the key.' })

export const dane = (anchors: readonly Ds[] = ROOT_ANCHORS): Check => ({
  rule: { id: 'dane', version: 1, title: 'DANE', groups: ['mail'], mandatory: false, maximum: 10, sources: [rfc(7672, '2.2'), rfc(7672, '3.1')] },
  says: says.table,
  fixes: fixes.table,
  async judge(seen, now) {
    const found = await findings(seen, now, anchors)
    return { ...found, fixes: found.servers.flatMap(suggestion) }
  },
})

/** Every mail server has TLSA records that hold: MTA-STS is not missed then. */
export const daneHolds = (anchors: readonly Ds[] = ROOT_ANCHORS) => async (seen: Seen, now: Date): Promise<boolean> =>
  (await findings(seen, now, anchors)).findings.every(({ key }) => key === 'dane.holds')

/** RFC 7672 §2.2.3: the records of port 25. */
const nameOf = (host: string): string => `_25._tcp.${host}`

async function findings(seen: Seen, now: Date, anchors: readonly Ds[]): Promise<{ raw: string[]; findings: Finding[]; servers: SmtpAnswer[] }> {
  const hosts = wantMail(seen).exchanges.filter(isHost).slice(0, MOST_EXCHANGES)
  seen.want(...hosts.map((host) => ({ ask: 'dns' as const, name: nameOf(host), type: 'TLSA' as const })))
  const records = hosts.map((host) => seen.dns(nameOf(host), 'TLSA').records)
  // also where no name of a mail server can be one
  if (records.every((set) => set.length === 0)) return { raw: [], findings: [says('unused')], servers: [] }
  const found: Finding[] = []
  const servers: SmtpAnswer[] = []
  const budget = newBudget()
  for (const host of hosts) {
    const { standing, records: set } = await validate(seen, nameOf(host), 'TLSA', anchors, now, budget)
    if (set.length === 0) found.push(says('some-missing', { host }))
    else if (standing.state !== 'secure') found.push(says('insecure', { host, why: standing.state === 'bogus' ? standing.why : reason('dnssec.not-signed', { name: standing.at }) }))
    else {
      const server = seen.smtp(host)
      servers.push(server)
      found.push(judgeServer(server, set, seen.domain))
    }
  }
  return { raw: printRecords(records.flat()), findings: found, servers }
}

function judgeServer(server: SmtpAnswer, set: readonly DnsRecord[], domain: string): Finding {
  const { host, outcome, extensions, session } = server
  const why = detailOf(server)
  if (outcome === 'not-tested' || outcome === 'blocked') return common('not-tested', { what: reason('question.smtp', { host }), why })
  if (outcome !== 'answered') return says('unknown', { host, outcome: why.length > 0 ? why : outcomeReason(outcome) })
  if (!extensions.includes('STARTTLS') || session === undefined) return says('no-tls', { host })
  const usable = set.map(parseTlsa).filter(({ usage, selector, matching }) => (usage === 3 || usage === 2) && selector <= 1 && matching <= 2)
  if (usable.length === 0) return says('unusable', { host })
  return usable.some((tlsa) => matches(tlsa, session.chain, [host, domain])) ? says('holds', { host }) : says('mismatch', { host })
}

/** Usage 3 names the server's own key, whatever else its certificate says (RFC 7672 §3.1.1); usage 2 an authority in the chain (§3.1.2). */
function matches(tlsa: Tlsa, chain: readonly Certificate[], names: readonly string[]): boolean {
  const [leaf] = chain
  if (leaf === undefined) return false
  if (tlsa.usage === 3) return isNamed(tlsa, leaf)
  return chain.slice(1).some((certificate) => isNamed(tlsa, certificate)) && names.some((name) => namesHost(leaf, name))
}

/** Whole data (matching 0) would need the certificate itself; nobody publishes that for mail (RFC 7671 §5.1 advises digests). */
function isNamed({ selector, matching, data }: Tlsa, certificate: Certificate): boolean {
  const digest = printHex(data)
  if (matching === 1) return digest === (selector === 0 ? certificate.sha256 : certificate.spkiSha256)
  return matching === 2 && digest === (selector === 0 ? certificate.sha512 : certificate.spkiSha512)
}

function suggestion({ host, session }: SmtpAnswer): ReturnType<typeof fixes>[] {
  const [leaf] = session?.chain ?? []
  return leaf === undefined ? [] : [fixes('publish', { as: 'dns', name: `_25._tcp.${host}`, type: 'TLSA', value: `3 1 1 ${leaf.spkiSha256}` })]
}
