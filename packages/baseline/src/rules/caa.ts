/** CAA: which certification authorities may issue for the domain. RFC 8659, looked for up the tree. */
import type { Check } from '../check.ts'
import { parentOf } from '../dns/name.ts'
import { parseCaa, type Caa } from '../dns/rdata.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import type { Finding } from '../result.ts'
import type { Seen, Settled } from '../seen.ts'
import { printRecords } from './mail.ts'

const says = phrases('caa', {
  limited: ['pass', rfc(8659, '4.2'), 'At {name}: {issuers} may issue certificates, and nobody else.'],
  nobody: ['pass', rfc(8659, '4.2'), 'At {name}: nobody may issue certificates.'],
  missing: ['fail', rfc(8659, '3'), 'Neither {domain} nor a domain above it has CAA records, so every authority may issue.'],
  'no-issue': ['fail', rfc(8659, '4.2'), 'The CAA records at {name} have no issue and no issuewild, so they limit nobody.'],
  'only-wildcards': ['notice', rfc(8659, '4.3'), 'The CAA records at {name} limit certificates with a wildcard only.'],
  'malformed-value': ['notice', rfc(8659, '4.2'), 'The {tag} "{value}" at {name} names no authority, so it allows none.'],
  'unknown-critical': ['notice', rfc(8659, '4.5'), '{tag} at {name} is marked critical and is not known: authorities that do not know it may not issue.'],
  'bad-iodef': ['notice', rfc(8659, '4.4'), 'iodef "{value}" at {name} is neither mailto: nor https:.'],
})
const fixes = remedies('caa', { publish: 'Publish a record for each authority from which you take certificates, with its name instead of the one here.' })

/** Registered in "Certification Authority Restriction Properties". */
const KNOWN = new Set(['issue', 'issuewild', 'iodef', 'contactemail', 'contactphone', 'issuevmc', 'issuemail'])

export const caa: Check = {
  rule: { id: 'caa', version: 1, title: 'CAA', groups: ['web'], mandatory: false, maximum: 5, sources: [rfc(8659, '3'), rfc(8659, '4')] },
  says: says.table,
  fixes: fixes.table,
  judge(seen) {
    const { domain } = seen
    const publish = [fixes('publish', { as: 'dns', name: domain, type: 'CAA', value: '0 issue "ca.example.net"' })]
    const found = climb(seen, domain)
    if (found === null) return { findings: [says('missing', { domain })], fixes: publish }
    const { name, records } = found
    return { subject: name, raw: printRecords(records), findings: judgeSet(name, records.map(parseCaa)), fixes: publish }
  },
}

/** §3: the first set of records on the way up, the root left out. */
function climb(seen: Seen, domain: string): { name: string; records: Settled['records'] } | null {
  for (let name: string | null = domain; name !== null && name !== '.'; name = parentOf(name)) {
    const { records } = seen.dns(name, 'CAA')
    if (records.length > 0) return { name, records }
  }
  return null
}

function judgeSet(name: string, records: readonly Caa[]): Finding[] {
  const findings: Finding[] = []
  for (const { critical, tag, value } of records) {
    if (critical && !KNOWN.has(tag)) findings.push(says('unknown-critical', { tag, name }))
    if (tag === 'iodef' && !/^(?:mailto|https):\S+$/i.test(value)) findings.push(says('bad-iodef', { value, name }))
    if ((tag === 'issue' || tag === 'issuewild') && issuerOf(value) === null) findings.push(says('malformed-value', { tag, value, name }))
  }
  const issue = records.filter(({ tag }) => tag === 'issue')
  const wild = records.filter(({ tag }) => tag === 'issuewild')
  if (issue.length === 0) return [...findings, says(wild.length > 0 ? 'only-wildcards' : 'no-issue', { name })]
  const issuers = [...new Set([...issue, ...wild].map(({ value }) => issuerOf(value)).filter((issuer) => issuer !== null && issuer !== ''))]
  return [...findings, issuers.length === 0 ? says('nobody', { name }) : says('limited', { name, issuers: issuers.join(', ') })]
}

/** issue-value of §4.2: a domain or nothing, then parameters; null where it is neither. */
function issuerOf(value: string): string | null {
  const [issuer = '', ...parameters] = value.split(';').map((part) => part.trim())
  const isDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.|$)){0,127}$/i.test(issuer) && !issuer.endsWith('.')
  const areParameters = parameters.every((parameter, at) =>
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\s*=\s*[\x21-\x3a\x3c-\x7e]*$/i.test(parameter) || (parameter === '' && at === parameters.length - 1))
  return value.length <= 2000 && isDomain && areParameters ? issuer : null
}
