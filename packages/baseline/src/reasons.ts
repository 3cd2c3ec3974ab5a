/**
 * Why something is not so, could not be read or could not be found out: a code that never changes, with its own values, and
 * the English words made from it. Findings carry both, so that a translation goes by the code and everyone else reads words.
 */

/** Every reason there is, with `{values}` to be filled in: what a translation has to cover. */
export const REASONS = {
  /** In the words of whoever answered, or of an observation without a code. */
  'raw': '{text}',

  'outcome.accepted': 'accepted',
  'outcome.blocked': 'blocked',
  'outcome.bogus': 'bogus',
  'outcome.error': 'error',
  'outcome.malformed': 'malformed',
  'outcome.no-address': 'no-address',
  'outcome.not-tested': 'not-tested',
  'outcome.refused': 'refused',
  'outcome.servfail': 'servfail',
  'outcome.timeout': 'timeout',
  'outcome.tls': 'tls',
  'outcome.turned-away': 'turned-away',
  'outcome.unreachable': 'unreachable',
  'http.status': 'status {status}',

  'question.dns': '{type} of {name}',
  'question.tls': '{version} with {host}',
  'question.any-tls': 'TLS with {host}',
  'question.smtp': 'mail server {host}',
  'question.signatures': 'the signatures of {name}',

  'limit.not-public': 'It leads to an address that is not public.',
  'limit.host-not-public': 'Its address is not public.',
  'limit.too-deep': 'The way there is longer than is followed.',
  'limit.questions': 'more would be asked than one check asks',
  'limit.time': 'the time for one check was over',

  'name.long': '"{name}" is longer than {most} bytes',
  'name.character': '"{name}" has a character that is not written that way',
  'name.labels': '"{name}" has labels of 1 to {most} bytes',
  'name.domain': '"{name}" is a domain with at least two labels of letters, digits and hyphens, such as northgate.example, and no more than ten',
  'name.none': '"{name}" is not a domain name',

  'message.cut': 'the DNS message is cut short',
  'message.name-cut': 'the DNS message has a name that is cut short',
  'message.pointer': 'the DNS message has a name that points forward',
  'message.label': 'the DNS message has a label of an unknown kind',
  'message.long-name': 'the DNS message has a name of more than {most} bytes',
  'message.questions': 'the DNS message asks more than one question',
  'message.records': 'the DNS message has more than {most} records in one section',
  'message.other': 'the answer is to another question',
  'message.rcode': 'response code {number}',
  'message.extended': 'extended error {number}',

  'record.cut': 'the {type} record of {name} is cut short',
  'record.name-cut': 'the {type} record of {name} has a name that is cut short',
  'record.pointer': 'the {type} record of {name} has a name that points forward',
  'record.label': 'the {type} record of {name} has a label of an unknown kind',
  'record.long-name': 'the {type} record of {name} has a name of more than {most} bytes',
  'record.hex': 'the {type} record of {name} has data that is not hex',
  'record.other-type': 'the {type} record of {name} is no {wanted} record',
  'record.left-over': 'the {type} record of {name} has {count} bytes too many',
  'record.tag': 'the {type} record of {name} has a tag that is not letters and digits',
  'record.flags': 'the {type} record of {name} has unknown flags, and is passed over (RFC 5155 §8.2)',
  'record.bitmap': 'the {type} record of {name} has a type bitmap out of order',

  'tags.long': 'the {record} record is longer than {most} characters',
  'tags.no-tag': 'the {record} record has "{part}", which is no name=value',
  'tags.twice': 'the {record} record has {name} twice',
  'dmarc.begins': 'the DMARC record begins with v=DMARC1;',
  'dmarc.policy': 'the DMARC record has {name}={value}, which is none of {policies}',
  'tls-rpt.rua': 'the TLS-RPT record has a rua with mailto: or https: addresses, not "{value}"',
  'spf.begins': 'the SPF record begins with v=spf1 and a space',
  'spf.long': 'the SPF record is longer than {most} characters',
  'spf.terms': 'the SPF record has more than {most} terms',
  'spf.twice': 'the SPF record has {name}= twice',
  'spf.unknown': 'the SPF record has "{term}", which no receiver understands',
  'mta-sts.id': 'the MTA-STS record has an id of 1 to 32 letters and digits',
  'mta-sts.line': 'the MTA-STS policy has the line "{line}", which is no "key: value"',
  'mta-sts.version': 'the MTA-STS policy has the line version: STSv1',
  'mta-sts.mode': 'the MTA-STS policy has a mode: enforce, testing or none',
  'mta-sts.max-age': 'the MTA-STS policy has a max_age of 0 to {most} seconds',
  'mta-sts.no-mx': 'the MTA-STS policy names at least one mx',
  'mta-sts.many-mx': 'the MTA-STS policy names at most {most} mx',
  'mta-sts.mx': 'the MTA-STS policy has the mx "{mx}", which is no host',
  'security-txt.lines': 'line {line} of security.txt is the last that is read',
  'security-txt.no-signature': 'line {line} of security.txt begins an OpenPGP signed message without its signature',
  'security-txt.signature-end': 'line {line} of security.txt begins an OpenPGP signature that does not end',
  'security-txt.no-field': 'line {line} of security.txt is neither empty, nor a comment with #, nor a field such as "Contact: mailto:…"',
  'security-txt.no-value': 'line {line} of security.txt has a field {name} without a value',
  'hsts.header-long': 'it is longer than {most} characters',
  'hsts.directive': '"{directive}" is no directive',
  'hsts.directive-twice': '{name} stands there twice',
  'hsts.no-max-age': 'there is no max-age',
  'hsts.max-age': 'max-age is not a number of seconds',

  'dnssec.resolver': 'the resolver finds the signatures of {type} of {name} wrong',
  'dnssec.no-key': 'the parent has a DS record, and {zone} has no DNSKEY',
  'dnssec.other-key': 'no key of {zone} is the one that the DS record of its parent names',
  'dnssec.wildcard-ds': 'the DS record of {name} is made from a wildcard',
  'dnssec.unproven': '{zone} does not prove that {name} has no {type} record',
  'dnssec.opposite': '{zone} proves the opposite: {name} has a DS record or speaks for itself',
  'dnssec.withheld': '{zone} proves that {name} has a {type} record, and gives none',
  'dnssec.wildcard': '{name} is answered from a wildcard, and nothing proves that it does not exist itself',
  'dnssec.aliases': '{name} is an alias of an alias, more than {most} times',
  'dnssec.not-signed': '{name} is not signed',
  'signature.no-record': 'there is no record',
  'signature.none': '{type} of {name} has no signature',
  'signature.no-key': '{type} of {name} has no signature by a key of {zone}',
  'signature.other-signer': 'the signature over {type} of {name} is by {signer}, not by {zone}',
  'signature.labels': 'the signature over {type} of {name} is for a longer name',
  'signature.algorithm': 'the signature over {type} of {name} uses algorithm {algorithm}, which is not known here',
  'signature.not-yet': 'the signature over {type} of {name} holds only from {when}',
  'signature.expired': 'the signature over {type} of {name} expired {when}',
  'signature.wrong': 'the signature over {type} of {name} is wrong',
  'signature.work': 'it takes more work to check than any honest zone does',
  'platform.algorithm': 'the WebCrypto here does not know DNSSEC algorithm {algorithm}',
  'platform.no-crypto': 'this platform has no WebCrypto (browsers: only over https)',

  'certificate.none': 'none was sent',
  'certificate.no-name': 'no host',
  'certificate.expired': 'the certificate has expired',
  'certificate.not-yet': 'the certificate is not valid yet',
  'certificate.self-signed': 'the certificate is signed by itself alone',
  'certificate.own-root': 'the chain ends at an authority that is not trusted',
  'certificate.no-intermediate': 'an intermediate certificate is missing',
  'certificate.no-root': 'the chain does not lead to a trusted authority',
  'certificate.other-name': 'the certificate is for another name',
  'tls.failed': 'TLS failed ({code})',
  'tls.disagrees': 'the server does not agree ({code})',
  'tls.hung-up': 'it hung up during the handshake',

  'way.not-public': 'it leads to an address that is not on the public internet',
  'way.address': 'an address is not a domain',
  'way.scheme': 'only http and https are asked',
  'way.port': 'only the usual ports are asked, without a user name',
  'way.no-address': 'the name has no address',
  'way.name-late': 'the name was not resolved in time',
  'way.name-fails': 'the name cannot be resolved ({code})',
  'way.name-silent': 'the name cannot be resolved (no answer)',
  'way.nothing-listens': 'nothing listens there',
  'way.late': 'no answer in time',
  'way.unreachable': 'it cannot be reached',
  'way.fails': 'it cannot be reached ({code})',
  'dns.late': 'no name server has answered in time',
  'dns.strays': 'only answers to other questions came',
  'dns.unfit': 'the answer cannot be read, or is to another question',
  'dns.hung-up': 'the name server hung up',
  'http.not-http': 'the answer is not HTTP ({code})',
  'http.upgrade': 'it answered with an upgrade nobody asked for',
  'smtp.long': 'its reply is longer than {most} bytes',
  'smtp.lines': 'its reply has more than {most} lines',
  'smtp.not-smtp': 'what answers there does not speak SMTP',
  'smtp.hung-up': 'it hung up',
  'smtp.starttls': 'STARTTLS was answered with {reply}',
  'smtp.starttls-silent': 'STARTTLS was answered with nothing',
  'smtp.early': 'it sent more in the clear after agreeing to STARTTLS',
} as const

export type ReasonCode = keyof typeof REASONS
/** Plain JSON. */
export type Reason = { code: ReasonCode; values: Record<string, string> }
/** One after the other, the nearer one first. */
export type Said = Reason | readonly Reason[]

type Slots<Words extends string> = Words extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never
/** Exactly the values that the words of this code have. */
type Given<Code extends ReasonCode> = [Slots<(typeof REASONS)[Code]>] extends [never] ? [] : [values: Record<Slots<(typeof REASONS)[Code]>, string | number>]

const MOST_VALUE = 200
/** What others published is shown, but never at any length. */
export const clipped = (text: string): string => (text.length > MOST_VALUE ? `${text.slice(0, MOST_VALUE - 1)}…` : text)

/** `reason('spf.terms', { most: 500 })`; the compiler knows the values of each. */
export function reason<Code extends ReasonCode>(code: Code, ...[values]: Given<Code>): Reason {
  return { code, values: Object.fromEntries(Object.entries<string | number>(values ?? {}).map(([name, value]) => [name, clipped(String(value))])) }
}

export const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(REASONS, code)

/** In English; several with a comma between. */
export function reasonWords(said: Said): string {
  return listed(said).map(({ code, values }) => REASONS[code].replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)).join(', ')
}

export const listed = (said: Said): readonly Reason[] => ('code' in said ? [said] : said)

/** Why an observation is as it is: by its code where it has one that is known, in its own words otherwise, or nothing. */
export function detailOf({ detail, reason: coded }: { detail?: string; reason?: Reason }): readonly Reason[] {
  if (coded !== undefined && isReasonCode(coded.code)) return [coded]
  return detail === undefined || detail === '' ? [] : [reason('raw', { text: detail })]
}

type Outcome = { [Code in ReasonCode]: Code extends `outcome.${infer Name}` ? Name : never }[ReasonCode]

/** What came of a question. */
export const outcomeReason = (outcome: Outcome): Reason => ({ code: `outcome.${outcome}`, values: {} })
