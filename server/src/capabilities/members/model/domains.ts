/**
 * Proof of domain control: a line in the domain's DNS (TXT at `_openaccord.<domain>`) or in a file on its web server
 * (`/.well-known/openaccord.json`). The line names the key, so that anyone can look for it. Pure: answers go in, a finding comes out.
 */
import { domainToASCII } from 'node:url'
import type { Micros } from '@openaccord/names'
import { DAY, HOUR, Refusal } from '../../../kernel/index.ts'

export type DomainMethod = 'dns' | 'file'
export type DomainResult = 'unchecked' | 'verified' | 'missing' | 'wrong' | 'error'
/** What one place answered. `error`: it could not be asked. */
export type PlaceAnswer = { result: 'verified' | 'missing' | 'wrong' | 'error'; detail: string }
export type Finding = PlaceAnswer & { method: DomainMethod | null }

export type KeyDomain = {
  domain: string
  /** Chance, so that the line was not there before somebody here asked for it. */
  token: string
  result: DomainResult
  detail: string
  /** Where it was found last. */
  method: DomainMethod | null
  checked: Micros | null
  verified: Micros | null
  /** Since when a proof that was there is gone. */
  lost: Micros | null
  /** What the log was told last. */
  told: { result: 'verified' | 'missing' | 'wrong'; at: Micros } | null
  next: Micros | null
}

export const MOST_DOMAINS = 10
const RECHECK = 30 * DAY
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/

/** One domain, one spelling: lower case, ASCII, no dot at the end. Throws a Refusal that names the field. */
export function parseDomain(text: string, field: string): string {
  const written = text.trim().replace(/\.$/, '')
  const domain = /[\s/\\?#@:%[\]]/.test(written) ? '' : domainToASCII(written).toLowerCase()
  const labels = domain.split('.')
  const last = labels.at(-1) ?? ''
  if (domain.length <= 240 && labels.length >= 2 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(last)) return domain
  throw new Refusal('unprocessable', 'members.domain', 'this is not a domain name', {
    faults: [{ field, rule: 'a domain name of two parts or more, without https:// or a path', fix: 'write it like company.example' }],
  })
}

/** `https://www.company.example/about` gives `company.example`. */
export function domainOfWebsite(website: string | null): string | undefined {
  const host = website === null ? undefined : URL.parse(website)?.hostname.replace(/^www\.(?=.+\.)/, '')
  try {
    return host === undefined ? undefined : parseDomain(host, '')
  } catch {
    return undefined
  }
}

export const newDomain = (domain: string, token: string, now: Micros): KeyDomain => ({
  domain, token, result: 'unchecked', detail: 'not looked at yet', method: null, checked: null, verified: null, lost: null, told: null, next: now + HOUR,
})

const MARK = 'openaccord1 '
export const proofLine = (keyid: string, token: string): string => `${MARK}key=${keyid} token=${token}`
export const dnsName = (domain: string): string => `_openaccord.${domain}`
export const fileUrl = (domain: string, port = 443): string => `https://${domain}${port === 443 ? '' : `:${port}`}/.well-known/openaccord.json`
/** The file holds a list of such lines, so that several keys and alliances have room in it. */
export const fileContent = (line: string): string => JSON.stringify({ openaccord: [line] })

/** Looks for the line among those that were found. */
export function judgeLines(lines: readonly string[], line: string, where: string): PlaceAnswer {
  const said = lines.map((each) => each.trim())
  if (said.includes(line)) return { result: 'verified', detail: `found ${where}` }
  const keyid = /key=([0-9a-f]{64})/.exec(line)?.[1] ?? line
  if (said.some((each) => each.includes(keyid))) return { result: 'wrong', detail: `${where} this key is named, but not by this line: compare it letter by letter` }
  const ours = said.filter((each) => each.startsWith(MARK)).length
  return { result: 'missing', detail: ours === 0 ? `there is no such line ${where}` : `${where} other keys are named, this one is not` }
}

/** The content of the file. What is no such file is `wrong`. */
export function judgeFile(text: string, line: string): PlaceAnswer {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return badFile('it is not JSON')
  }
  if (typeof value !== 'object' || value === null || !('openaccord' in value) || !Array.isArray(value.openaccord)) return badFile('it has no list “openaccord”')
  const lines = value.openaccord.filter((each) => typeof each === 'string').slice(0, 1000)
  return judgeLines(lines, line, 'in the file')
}

const badFile = (why: string): PlaceAnswer => ({ result: 'wrong', detail: `the file is there, but ${why}: it reads {"openaccord": ["…"]}` })

/** One place is enough. Otherwise the place where the proof was counts; before there was one, DNS unless the file is wrong. */
export function judge(dns: PlaceAnswer, file: PlaceAnswer, before: DomainMethod | null): Finding {
  if (dns.result === 'verified') return { ...dns, method: 'dns' }
  if (file.result === 'verified') return { ...file, method: 'file' }
  const counts = before === 'file' ? file : before === 'dns' ? dns : file.result === 'wrong' ? file : dns
  return { result: counts.result, detail: `DNS: ${dns.detail}; file: ${file.detail}`, method: null }
}

/** What is known after a look. A place that could not be asked changes nothing that was known. */
export function noteFinding(domain: KeyDomain, finding: Finding, now: Micros): KeyDomain {
  const seen = { ...domain, detail: finding.detail, checked: now, next: nextLook(domain, finding, now) }
  if (finding.result === 'error') return { ...seen, result: domain.result === 'unchecked' ? 'error' : domain.result }
  if (finding.result === 'verified') return { ...seen, result: 'verified', method: finding.method, verified: now, lost: null }
  return { ...seen, result: finding.result, lost: domain.verified === null ? null : (domain.lost ?? now) }
}

function nextLook({ verified, lost }: KeyDomain, { result }: Finding, now: Micros): Micros {
  if (result === 'verified') return now + RECHECK
  if (result === 'error') return now + 6 * HOUR
  if (verified === null) return now + HOUR
  return now + (lost === null || now - lost < RECHECK ? DAY : RECHECK)
}

/** Whether the log is told: what changed since it was told last, and once a month that it is as it was. */
export function worthTelling({ result, told, verified }: KeyDomain, now: Micros): 'verified' | 'missing' | 'wrong' | undefined {
  if (result === 'unchecked' || result === 'error' || (told === null && verified === null)) return undefined
  return told === null || told.result !== result || now - told.at >= RECHECK ? result : undefined
}
