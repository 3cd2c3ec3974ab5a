/** DMARC: mail that pretends to come from the domain is turned away. RFC 9989 (which replaces RFC 7489), found by its tree walk. */
import type { Check, Judgement } from '../check.ts'
import { ancestry, labelCount } from '../dns/name.ts'
import { BaselineError } from '../errors.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import type { Finding } from '../result.ts'
import type { Seen } from '../seen.ts'
import { isDmarc, parseDmarc, type Dmarc, type Policy } from '../texts/dmarc.ts'
import { schemeOf } from '../texts/security-txt.ts'
import { consent, unwilling } from './dmarc-reports.ts'
import { mailAt, printRecords, textsAt } from './mail.ts'

const says = phrases('dmarc', {
  strict: ['pass', rfc(9989, '4.7'), 'The policy for {domain} is {policy}.'],
  inherited: ['pass', rfc(9989, '4.10.1'), 'The record stands at {name}, and its policy for subdomains holds here.'],
  missing: ['fail', rfc(9989, '4.10.1'), 'There is no DMARC record at {name}, nor at a domain above.'],
  several: ['fail', rfc(9989, '4.10'), 'There are {count} DMARC records at {name}. Receivers then take none of them.'],
  malformed: ['fail', rfc(9989, '4.8'), 'The DMARC record cannot be read: {why}.'],
  'policy-none': ['fail', rfc(9989, '4.7'), 'The policy is none, so receivers deliver forged mail as any other.'],
  'policy-missing': ['fail', rfc(9989, '4.7'), 'There is no p, which counts as none, so receivers deliver forged mail as any other.'],
  'not-reject': ['notice', rfc(9989, '4.7'), 'The domain takes no mail, and its policy is quarantine; reject loses nothing here.'],
  'subdomains-none': ['fail', rfc(9989, '4.7'), 'For subdomains the policy is none ({tag}=none), so forged mail can use any of them.'],
  'subdomains-weaker': ['notice', rfc(9989, '4.7'), 'For subdomains the policy is weaker than for the domain ({tag}={policy}).'],
  testing: ['notice', rfc(9989, '4.7'), 't=y asks receivers to apply the policy one step weaker: it is still a test.'],
  percent: ['notice', rfc(7489, '6.3'), 'pct={pct} asks older receivers to apply the policy to a part of the mail only. RFC 9989 has no pct any more: remove it.'],
  'no-reports': ['notice', rfc(9989, '4.7'), 'There is no rua, so nobody learns who sends in this name.'],
  'reports-nowhere': ['notice', rfc(9989, '4.7'), 'rua has "{uri}", which is not an address such as mailto:reports@{domain}.'],
  'reports-refused': ['notice', rfc(7489, '7.1'), 'Reports go to {host}, which does not say at {name} that it wants them: they are not sent.'],
  flaw: ['notice', rfc(9989, '4.8'), 'The record has "{flaw}", which receivers do not understand and pass over.'],
  order: ['notice', rfc(7489, '6.3'), 'p does not stand right after v, as RFC 7489 wants: older receivers may pass over the record.'],
})
const fixes = remedies('dmarc', {
  publish: 'Publish this record. Read the reports of some weeks at p=none first if mail is sent in this name by others.',
  'publish-no-mail': 'Publish this record: nobody sends mail in this name.',
  consent: 'Ask whoever gets the reports to publish this record.',
})

type Found = { name: string; record: Dmarc }

export const dmarc: Check = {
  rule: { id: 'dmarc', version: 1, title: 'DMARC', groups: ['mail'], mandatory: true, maximum: 15, sources: [rfc(9989, '4.7'), rfc(9989, '4.10'), rfc(7489, '6.3')] },
  says: says.table,
  fixes: fixes.table,
  judge(seen) {
    const { domain } = seen
    const name = `_dmarc.${domain}`
    seen.want({ ask: 'dns', name: domain, type: 'MX' }, { ask: 'dns', name, type: 'TXT' })
    const takesMail = mailAt(seen).exchanges.length > 0
    const publish = takesMail
      ? fixes('publish', { as: 'dns', name, type: 'TXT', value: `v=DMARC1; p=quarantine; rua=mailto:dmarc-reports@${domain}` })
      : fixes('publish-no-mail', { as: 'dns', name, type: 'TXT', value: 'v=DMARC1; p=reject' })
    const found = find(seen, takesMail)
    const refused = found.findings.filter(({ key }) => key === 'dmarc.reports-refused').map(({ values }) => fixes('consent', consent(values['name'] ?? '')))
    // with a record that is right but for that, there is nothing to publish here
    const isAll = refused.length > 0 && found.findings.every(({ verdict, key }) => verdict === 'pass' || key === 'dmarc.reports-refused')
    return { subject: name, ...found, fixes: isAll ? refused : [publish, ...refused] }
  },
}

/** RFC 9989 §4.10.1: the record of the domain itself, else that of its organizational domain, else that of the public suffix. */
function find(seen: Seen, takesMail: boolean): Pick<Judgement, 'raw' | 'findings'> {
  const raw: string[] = []
  const above: Found[] = []
  for (const name of walk(seen.domain)) {
    const found = recordAt(seen, name, raw)
    if (found === null) continue
    if ('findings' in found) return name === seen.domain ? { raw, findings: found.findings } : judgeAbove(seen, above, raw, takesMail)
    if (name === seen.domain) return { raw, findings: judgeOwn(seen, found, takesMail) }
    above.push(found)
    if (found.record.psd !== 'u') break
  }
  return judgeAbove(seen, above, raw, takesMail)
}

function judgeAbove(seen: Seen, above: readonly Found[], raw: string[], takesMail: boolean): Pick<Judgement, 'raw' | 'findings'> {
  const found = organizational(above)
  if (found === null) return { raw, findings: [says('missing', { name: `_dmarc.${seen.domain}` })] }
  return { raw, findings: judgeInherited(seen, found, takesMail) }
}

/** RFC 9989 §4.10: the domain, then its parents; of a name of eight labels or more, those of seven and fewer. */
function walk(domain: string): string[] {
  const names = ancestry(domain).filter((name) => name !== '.')
  const [own = domain, ...parents] = names
  return [own, ...parents.filter((name) => labelCount(domain) < 8 || labelCount(name) <= 7)]
}

function recordAt(seen: Seen, domain: string, raw: string[]): Found | { findings: Finding[] } | null {
  const name = `_dmarc.${domain}`
  const texts = textsAt(seen, name).filter(({ text }) => isDmarc(text))
  raw.push(...printRecords(texts.map(({ record }) => record)))
  const [first, ...more] = texts
  if (first === undefined) return null
  if (more.length > 0) return { findings: [says('several', { name, count: texts.length })] }
  try {
    return { name: domain, record: parseDmarc(first.text) }
  } catch (error) {
    if (error instanceof BaselineError) return { findings: [says('malformed', { why: error.reason })] }
    throw error
  }
}

/** RFC 9989 §4.10.2: the one with psd=n; else, unless it is a public suffix, the one with the fewest labels. A suffix is the last resort. */
function organizational(above: readonly Found[]): Found | null {
  const own = above.find(({ record }) => record.psd === 'n')
  return own ?? above.findLast(({ record }) => record.psd !== 'y') ?? above.at(-1) ?? null
}

function judgeOwn(seen: Seen, { record }: Found, takesMail: boolean): Finding[] {
  const policy = record.p ?? 'none'
  return [
    ...judgePolicy(record.p, seen.domain, takesMail),
    ...(policy === 'none' ? [] : [...judgeSubdomains('sp', record.sp, policy), ...judgeSubdomains('np', record.np, policy)]),
    ...judgeRest(seen, record),
  ]
}

function judgeInherited(seen: Seen, { name, record }: Found, takesMail: boolean): Finding[] {
  return [says('inherited', { name: `_dmarc.${name}` }), ...judgePolicy(record.sp ?? record.p, seen.domain, takesMail), ...judgeRest(seen, record)]
}

function judgePolicy(policy: Policy | null, domain: string, takesMail: boolean): Finding[] {
  if (policy === null) return [says('policy-missing')]
  if (policy === 'none') return [says('policy-none')]
  return [says('strict', { domain, policy }), ...(policy === 'quarantine' && !takesMail ? [says('not-reject')] : [])]
}

function judgeSubdomains(tag: 'sp' | 'np', policy: Policy | null, own: Policy): Finding[] {
  if (policy === 'none') return [says('subdomains-none', { tag })]
  return policy === 'quarantine' && own === 'reject' ? [says('subdomains-weaker', { tag, policy })] : []
}

function judgeRest(seen: Seen, record: Dmarc): Finding[] {
  const nowhere = record.rua.find((uri) => schemeOf(uri) === null)
  return [
    ...(record.testing ? [says('testing')] : []),
    ...(record.pct < 100 ? [says('percent', { pct: record.pct })] : []),
    ...(record.rua.length === 0 ? [says('no-reports')] : []),
    ...(nowhere === undefined ? [] : [says('reports-nowhere', { uri: nowhere, domain: seen.domain })]),
    ...unwilling(seen, record.rua).map((each) => says('reports-refused', each)),
    ...record.flaws.slice(0, 5).map((flaw) => says('flaw', { flaw })),
    ...(record.inOrder || record.p === null ? [] : [says('order')]),
  ]
}
