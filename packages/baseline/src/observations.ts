/**
 * What was seen of a domain, before anyone judges it: what DNS, HTTPS, TLS and SMTP answered, one entry for each question.
 * All of it is plain JSON, so that observations can be kept, published and judged again by somebody else.
 *
 * Measuring is a loop without knowledge of the rules: ask what `questionsLeft` lists, add each answer, until nothing is left.
 * Nothing is followed on the way: a redirect, an include of SPF, a delegation is a question of its own in the next round.
 */

import type { Reason } from './reasons.ts'

/** Types of records that rules ask for. */
export type AskedType = 'A' | 'AAAA' | 'CAA' | 'CNAME' | 'DNSKEY' | 'DS' | 'MX' | 'NS' | 'SOA' | 'TLSA' | 'TXT'
/** As it is written in zone files; one without a mnemonic here is `TYPE65280` (RFC 3597 §5). */
export type RecordType = AskedType | 'DNAME' | 'NSEC' | 'NSEC3' | 'NSEC3PARAM' | 'PTR' | 'RRSIG' | `TYPE${number}`

export type DnsRecord = {
  /** Lower case, without the last dot, `.` for the root; bytes other than a-z 0-9 - _ as `\DDD` (RFC 1035 §5.1). */
  name: string
  type: RecordType
  /** Seconds. */
  ttl: number
  /** The bytes of RDATA in lower-case hex, names within written out in full (RFC 3597 §4). */
  rdata: string
}

/** What DNS said to one question. */
export type DnsOutcome =
  /** NOERROR with records of the type asked for, perhaps behind aliases. */
  | 'answer'
  /** NOERROR without any (RFC 2308 §2.2). */
  | 'empty'
  | 'nxdomain'
  | 'servfail'
  /** REFUSED, or a response code other than the three above. */
  | 'refused'
  | 'timeout'
  /** Not a DNS message that can be read, or one for another question. */
  | 'malformed'
  /** A validating resolver gave no data because signatures were wrong (RFC 8914 §4.7 and following). */
  | 'bogus'
  /** Not asked: over a limit, or not allowed where we measure. */
  | 'not-tested'

export type DnsAnswer = {
  /** As asked: lower case, without the last dot, `.` for the root. */
  name: string
  type: AskedType
  outcome: DnsOutcome
  /** The answer section: aliases, the records and their RRSIG. */
  answer: DnsRecord[]
  /** The authority section: SOA, NSEC, NSEC3 and their RRSIG. */
  authority: DnsRecord[]
  /** Why it failed or was not asked, in a few words that may be shown. */
  detail?: string
  /** The same by a code, where it has one. */
  reason?: Reason
}

/** One request without following redirects, certificates verified. */
export type HttpResponse = {
  /** As asked. */
  url: string
  outcome: 'response'
  status: number
  /** In the order received, names in lower case, a repeated one repeated. */
  headers: [name: string, value: string][]
  /** Decoded as UTF-8 (wrong bytes become U+FFFD), at most `MOST_BODY` bytes of it. */
  body: string
  /** Every byte of it was valid UTF-8. */
  utf8: boolean
  /** More was sent than was read. */
  truncated: boolean
}
/** `tls`: no handshake, or a certificate that is not trusted. `blocked`: the host leads to an address that is not public. */
export type HttpFailure = {
  url: string
  outcome: 'timeout' | 'refused' | 'unreachable' | 'no-address' | 'tls' | 'malformed' | 'blocked' | 'not-tested'
  detail?: string
  reason?: Reason
}
export type HttpAnswer = HttpResponse | HttpFailure

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'

/** Facts of one certificate; times are RFC 3339 in UTC, digests lower-case hex. */
export type Certificate = {
  subject: string
  issuer: string
  serial: string
  notBefore: string
  notAfter: string
  /** dNSName entries of subjectAltName, as they stand. */
  dnsNames: string[]
  /** `rsa`, `ec`, `ed25519`, … */
  keyType: string
  /** Of an RSA modulus or of the curve. */
  keyBits: number
  /** Digests of the whole certificate and of its SubjectPublicKeyInfo (RFC 6698 §2.1.2). */
  sha256: string
  sha512: string
  spkiSha256: string
  spkiSha512: string
}

/** A handshake that went through, whether or not the certificate is trusted. */
export type TlsSession = {
  version: TlsVersion
  /** As IANA names it. */
  cipher: string
  /** The leaf first, as sent. */
  chain: Certificate[]
  /** Null where the chain leads to a trust anchor and is in its time; otherwise why not. The name is judged by the rules. */
  distrust: string | null
  /** The same by a code, where it has one. */
  distrustReason?: Reason
}

/** One handshake that offered one version and no other. */
export type TlsAnswer = {
  host: string
  /** TCP port, 443. */
  port: number
  version: TlsVersion
  /** `refused`: the server was reached and did not agree (an alert, or it hung up after our hello). */
  outcome: 'accepted' | 'refused' | 'timeout' | 'unreachable' | 'no-address' | 'error' | 'blocked' | 'not-tested'
  /** Present where accepted. */
  session?: TlsSession
  detail?: string
  reason?: Reason
}

/** One visit to port 25 of a mail exchanger: greeting, EHLO, STARTTLS where offered, handshake, QUIT. */
export type SmtpAnswer = {
  host: string
  outcome:
    /** EHLO was answered, and the handshake, where STARTTLS was offered, succeeded or was refused. */
    | 'answered'
    /** Connected, and turned away (421, 554, no greeting). */
    | 'turned-away'
    | 'timeout' | 'unreachable' | 'no-address' | 'error' | 'blocked' | 'not-tested'
  /** Keywords of the answer to EHLO, upper case. */
  extensions: string[]
  /** Present where STARTTLS was offered and the handshake went through. */
  session?: TlsSession
  detail?: string
  reason?: Reason
}

export type Observations = {
  /** A-labels, lower case, without the last dot. */
  domain: string
  /** RFC 3339, UTC: when the first question was asked. */
  observedAt: string
  /** Who measured and by which resolver, in words for the report. */
  vantage: string
  dns: DnsAnswer[]
  http: HttpAnswer[]
  tls: TlsAnswer[]
  smtp: SmtpAnswer[]
}

/** What is still to be asked. Each is asked once; a failed or skipped one is entered with its outcome. */
export type Question =
  /** With EDNS, DO and CD set, so that signatures come and wrong ones are not withheld: see `printQuery`. */
  | { ask: 'dns'; name: string; type: AskedType }
  | { ask: 'http'; url: string }
  | { ask: 'tls'; host: string; port: number; version: TlsVersion }
  | { ask: 'smtp'; host: string }

/** Bytes of a body that are kept. */
export const MOST_BODY = 64 * 1024
/** Records of one section that are kept. */
export const MOST_RECORDS = 500
