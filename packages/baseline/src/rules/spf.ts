/** SPF: which servers may send mail in the domain's name. RFC 7208, with its limits counted over all includes and redirects. */
import type { Check } from '../check.ts'
import { parseName, printName } from '../dns/name.ts'
import { BaselineError } from '../errors.ts'
import type { DnsRecord } from '../observations.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import type { Finding } from '../result.ts'
import { Unsettled, type Seen } from '../seen.ts'
import { hasMacro, isSpf, parseSpf, type Mechanism, type Spf } from '../texts/spf.ts'
import { mailAt, printRecords, textsAt } from './mail.ts'

const says = phrases('spf', {
  strict: ['pass', rfc(7208, '5.1'), 'Whoever is not listed is turned away (-all). The record takes {lookups} of 10 look-ups.'],
  soft: ['pass', rfc(7208, '5.1'), 'Whoever is not listed is marked as suspicious (~all). The record takes {lookups} of 10 look-ups.'],
  'soft-no-mail': ['notice', rfc(7208, '5.1'), 'The domain takes no mail and the record ends in ~all; -all says clearly that nobody sends in its name.'],
  missing: ['fail', rfc(7208, '4.5'), 'There is no SPF record at {name}.'],
  several: ['fail', rfc(7208, '4.5'), 'There are {count} SPF records at {name}. Receivers then take none of them.'],
  malformed: ['fail', rfc(7208, '4.6'), 'The SPF record at {name} cannot be read: {why}.'],
  'included-missing': ['fail', rfc(7208, '5.2'), '{name} is included and has no SPF record. Receivers then give up.'],
  'included-several': ['fail', rfc(7208, '5.2'), '{name} is included and has {count} SPF records. Receivers then give up.'],
  everyone: ['fail', rfc(7208, '5.1'), '{term} at {name} lets the whole world send in this name.'],
  neutral: ['fail', rfc(7208, '5.1'), 'The record ends in ?all, which says nothing about those who are not listed.'],
  'no-all': ['fail', rfc(7208, '4.7'), 'The record ends without all or redirect, which says nothing about those who are not listed.'],
  depends: ['notice', rfc(7208, '7.1'), 'The record ends in redirect={target}, which depends on each mail and cannot be judged from outside.'],
  loop: ['fail', rfc(7208, '4.6.4'), '{name} includes itself, directly or by others. Receivers then give up.'],
  'too-many-lookups': ['fail', rfc(7208, '4.6.4'), 'The record takes more than 10 look-ups. Receivers then give up.'],
  'too-many-voids': ['notice', rfc(7208, '4.6.4'), '{count} of its look-ups find nothing, and receivers may give up after two: {names}.'],
  'many-exchanges': ['fail', rfc(7208, '4.6.4'), 'mx at {name} leads to more than 10 mail servers. Receivers then give up.'],
  'after-all': ['notice', rfc(7208, '5.1'), 'What stands after all in the record of {name} is never looked at.'],
  ptr: ['notice', rfc(7208, '5.5'), 'ptr at {name} is slow and unreliable and should not be used.'],
})
const fixes = remedies('spf', {
  publish: 'Publish one record that lists the servers that send for you, and ends in -all. This one lets your mail exchangers send, and nobody else.',
  'publish-no-mail': 'Publish this record: nobody sends mail in this name.',
})

const MOST_LOOKUPS = 10
const MOST_VOIDS = 2

/** What a walk over the record and those it includes has come to. */
type Walk = { lookups: number; voids: Set<string>; findings: Finding[]; records: DnsRecord[]; over: boolean }

export const spf: Check = {
  rule: { id: 'spf', version: 1, title: 'SPF', groups: ['mail'], mandatory: true, maximum: 10, sources: [rfc(7208, '4.6.4'), rfc(7208, '5.1')] },
  says: says.table,
  fixes: fixes.table,
  judge(seen) {
    const { domain } = seen
    seen.want({ ask: 'dns', name: domain, type: 'TXT' }, { ask: 'dns', name: domain, type: 'MX' })
    const takesMail = mailAt(seen).exchanges.length > 0
    const publish = fixes(takesMail ? 'publish' : 'publish-no-mail', { as: 'dns', name: domain, type: 'TXT', value: takesMail ? 'v=spf1 mx -all' : 'v=spf1 -all' })
    const walk: Walk = { lookups: 0, voids: new Set(), findings: [], records: [], over: false }
    walkAll(seen, walk, takesMail)
    if (walk.over) walk.findings.push(says('too-many-lookups'))
    if (walk.voids.size > MOST_VOIDS) walk.findings.push(says('too-many-voids', { count: walk.voids.size, names: [...walk.voids].join(', ') }))
    return { raw: printRecords(walk.records), findings: walk.findings, fixes: [publish] }
  },
}

/** What is wrong in one place stays wrong, also where another look-up told nothing. */
function walkAll(seen: Seen, walk: Walk, takesMail: boolean): void {
  try {
    const record = recordAt(seen, seen.domain, walk, [])
    if (record === null) return
    const last = walkRecord(seen, seen.domain, record, walk, [seen.domain])
    walk.findings.push(...judgeLast(last, walk, takesMail))
  } catch (error) {
    if (!(error instanceof Unsettled)) throw error
    walk.findings.push(error.finding)
  }
}

function recordAt(seen: Seen, name: string, walk: Walk, path: readonly string[]): Spf | null {
  const texts = textsAt(seen, name).filter(({ text }) => isSpf(text))
  walk.records.push(...texts.map(({ record }) => record))
  const [first, ...more] = texts
  const included = path.length > 0
  if (first === undefined) {
    walk.findings.push(says(included ? 'included-missing' : 'missing', { name }))
    return null
  }
  if (more.length > 0) {
    walk.findings.push(says(included ? 'included-several' : 'several', { name, count: texts.length }))
    return null
  }
  try {
    return parseSpf(first.text)
  } catch (error) {
    if (!(error instanceof BaselineError)) throw error
    walk.findings.push(says('malformed', { name, why: error.reason }))
    return null
  }
}

/** Counts as §4.6.4 says, stops where receivers stop, and gives the `all` that decides, or null. */
function walkRecord(seen: Seen, name: string, record: Spf, walk: Walk, path: readonly string[]): Mechanism | null {
  const end = record.mechanisms.findIndex((mechanism) => mechanism.name === 'all')
  if (end !== -1 && end < record.mechanisms.length - 1) walk.findings.push(says('after-all', { name }))
  for (const mechanism of end === -1 ? record.mechanisms : record.mechanisms.slice(0, end)) {
    if (walk.over) return null
    judgeMechanism(seen, name, mechanism, walk, path)
  }
  const all = record.mechanisms[end]
  if (all !== undefined) {
    if (all.qualifier === '+') walk.findings.push(says('everyone', { term: '+all', name }))
    return all
  }
  if (record.redirect === null || walk.over) return null
  if (hasMacro(record.redirect)) walk.findings.push(says('depends', { target: record.redirect }))
  return visit(seen, record.redirect, walk, path)
}

function judgeMechanism(seen: Seen, name: string, { name: kind, value, prefix, qualifier }: Mechanism, walk: Walk, path: readonly string[]): void {
  if (kind === 'all') return
  if (kind === 'ip4' || kind === 'ip6') {
    if (prefix === 0 && qualifier === '+') walk.findings.push(says('everyone', { term: `${kind}:${value ?? ''}/0`, name }))
    return
  }
  if (kind === 'include') {
    visit(seen, value ?? '', walk, path)
    return
  }
  if (!count(walk)) return
  if (kind === 'ptr') walk.findings.push(says('ptr', { name }))
  else if (value === null || !hasMacro(value)) lookUp(seen, kind, value ?? name, walk)
}

/** Follows an include or a redirect, unless it is unknown until mail comes. */
function visit(seen: Seen, target: string, walk: Walk, path: readonly string[]): Mechanism | null {
  if (!count(walk) || hasMacro(target)) return null
  const name = nameOf(target)
  if (name === null || path.includes(name)) {
    walk.findings.push(name === null ? says('included-missing', { name: target }) : says('loop', { name }))
    return null
  }
  const record = recordAt(seen, name, walk, path)
  return record === null ? null : walkRecord(seen, name, record, walk, [...path, name])
}

function count(walk: Walk): boolean {
  walk.lookups++
  if (walk.lookups > MOST_LOOKUPS) walk.over = true
  return !walk.over
}

/** A look-up that finds nothing is void; `a` finds something when there is an address of either kind. */
function lookUp(seen: Seen, kind: 'a' | 'mx' | 'exists', target: string, walk: Walk): void {
  const name = nameOf(target)
  if (name === null) return
  const { outcome, records } = seen.dns(name, kind === 'mx' ? 'MX' : 'A')
  if (kind === 'mx' && records.length > 10) walk.findings.push(says('many-exchanges', { name }))
  if (outcome === 'answer') return
  if (kind === 'a' && seen.dns(name, 'AAAA').outcome === 'answer') return
  walk.voids.add(name)
}

function nameOf(target: string): string | null {
  try {
    return printName(parseName(target))
  } catch (error) {
    if (error instanceof BaselineError) return null
    throw error
  }
}

function judgeLast(all: Mechanism | null, { lookups, over, findings }: Walk, takesMail: boolean): Finding[] {
  if (over || findings.some(({ verdict, key }) => verdict === 'fail' || key === 'spf.depends')) return []
  if (all === null) return [says('no-all')]
  switch (all.qualifier) {
    case '-': return [says('strict', { lookups })]
    case '~': return [says('soft', { lookups }), ...(takesMail ? [] : [says('soft-no-mail')])]
    case '?': return [says('neutral')]
    case '+': return []
  }
}
