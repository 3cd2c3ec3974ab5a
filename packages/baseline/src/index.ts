/** What a domain shows of its security, read and judged. No I/O, no dependencies. */
export { BaselineError, type BaselineErrorCode } from './errors.ts'
export { judge, noObservations, questionsLeft } from './judge.ts'
export { parseMessage, printQuery, readAnswer, type DnsMessage } from './dns/message.ts'
export { parseDomain } from './dns/name.ts'
export type { Ds } from './dns/rdata.ts'
export { printRecord } from './dns/text.ts'
export { ROOT_ANCHORS } from './dnssec/anchors.ts'
export {
  MOST_BODY, MOST_RECORDS,
  type AskedType, type Certificate, type DnsAnswer, type DnsOutcome, type DnsRecord, type HttpAnswer, type HttpFailure, type HttpResponse,
  type Observations, type Question, type RecordType, type SmtpAnswer, type TlsAnswer, type TlsSession, type TlsVersion,
} from './observations.ts'
export { detailOf, reason, REASONS, reasonWords, type Reason, type ReasonCode } from './reasons.ts'
export type { CheckResult, Finding, Fix, Group, Report, Rule, RuleId, Source, Tally, Verdict } from './result.ts'
export { PHRASES, REMEDIES, RULES, type Settings } from './rules/index.ts'
export { isDmarc, parseDmarc, type Dmarc, type Policy } from './texts/dmarc.ts'
export { parseHsts, type Hsts } from './texts/hsts.ts'
export { isMtaSts, matchesMx, parseMtaStsPolicy, parseMtaStsRecord, type MtaStsPolicy } from './texts/mta-sts.ts'
export { parseSecurityTxt, type SecurityTxt, type SecurityTxtField } from './texts/security-txt.ts'
export { isSpf, parseSpf, type Mechanism, type Qualifier, type Spf } from './texts/spf.ts'
export { isTlsRpt, parseTlsRpt } from './texts/tls-rpt.ts'
