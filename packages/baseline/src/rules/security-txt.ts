/** security.txt: somebody who found a weakness learns whom to tell. RFC 9116. */
import type { Check, Judgement } from '../check.ts'
import { BaselineError } from '../errors.ts'
import type { HttpResponse } from '../observations.ts'
import { phrases, remedies, rfc } from '../phrases.ts'
import { outcomeReason, reason, type Reason } from '../reasons.ts'
import type { Finding, Fix } from '../result.ts'
import { common, type Seen } from '../seen.ts'
import { parseInstant, parseSecurityTxt, schemeOf, type SecurityTxt, type SecurityTxtField } from '../texts/security-txt.ts'
import { follow, isTrouble, looksLikeHtml, mediaTypeOf, statusLine, wantWebsite } from './web.ts'

const says = phrases('security-txt', {
  found: ['pass', rfc(9116, '3'), 'The file is there and says whom to tell: {contact}. It expires {expires}.'],
  signed: ['pass', rfc(9116, '2.3'), 'The file carries an OpenPGP signature. The signature itself was not checked.'],
  missing: ['fail', rfc(9116, '3'), 'There is no security.txt at {url}: the server answers {status}.'],
  'no-https': ['fail', rfc(9116, '3'), 'The file is to be had over https, and {url} gave no trusted connection ({outcome}).'],
  astray: ['fail', rfc(9116, '3'), '{url} redirects to somewhere that is not https, or says nowhere.'],
  loop: ['fail', rfc(9116, '3'), '{url} redirects in a circle or more than five times.'],
  html: ['fail', rfc(9116, '3'), 'At {url} there is an HTML page, not a security.txt: probably the page that is shown for everything that does not exist.'],
  'catch-all': ['fail', rfc(9116, '4'), 'At {url} there is some text, but no field of a security.txt: probably what the server answers to every address.'],
  'content-type': ['fail', rfc(9116, '3'), 'The file is served as "{type}" and has to be text/plain with charset utf-8.'],
  'not-utf8': ['fail', rfc(9116, '3'), 'The file is not UTF-8.'],
  'too-long': ['fail', rfc(9116, '5'), 'The file is longer than 64 KiB.'],
  malformed: ['fail', rfc(9116, '4'), 'The file cannot be read: {why}.'],
  'no-contact': ['fail', rfc(9116, '2.5.3'), 'There is no Contact.'],
  contact: ['fail', rfc(9116, '2.5.3'), 'The Contact "{value}" in line {line} is not a URI: write mailto: before an address of mail, https: for a page, tel: for a telephone.'],
  'not-https': ['fail', rfc(9116, '2.5'), 'The address of {name} in line {line} is http, and has to be https.'],
  'no-expires': ['fail', rfc(9116, '2.5.5'), 'There is no Expires.'],
  'two-expires': ['fail', rfc(9116, '2.5.5'), 'There is more than one Expires.'],
  'bad-expires': ['fail', rfc(9116, '2.5.5'), 'Expires is "{value}", which is not a date such as 2030-01-31T12:00:00Z.'],
  expired: ['fail', rfc(9116, '2.5.5'), 'The file expired {expires}, so nobody can trust what it says.'],
  'expires-late': ['notice', rfc(9116, '2.5.5'), 'Expires is {expires}, more than a year ahead; less than a year is recommended.'],
  canonical: ['fail', rfc(9116, '2.5.2'), 'Canonical names other addresses than {url}, so whoever reads the file here should not trust it.'],
  'two-languages': ['fail', rfc(9116, '2.5.8'), 'There is more than one Preferred-Languages.'],
  'bad-languages': ['fail', rfc(9116, '2.5.8'), 'Preferred-Languages is "{value}", which is not a list of language tags such as "en, fr".'],
})
const fixes = remedies('security-txt', {
  publish: 'Serve this file as text/plain over https, with your own contact, and renew Expires every year.',
})

const YEAR = 366 * 86_400_000
/** RFC 9116 §2.5: values of these are web addresses or other URIs. */
const URI_FIELDS = new Set(['acknowledgments', 'canonical', 'contact', 'encryption', 'hiring', 'policy', 'csaf'])
const KNOWN_FIELDS = new Set([...URI_FIELDS, 'expires', 'preferred-languages'])

export const securityTxt: Check = {
  rule: {
    id: 'security-txt', version: 1, title: 'security.txt', groups: ['web'], mandatory: true, maximum: 10, sources: [rfc(9116, '2.5'), rfc(9116, '3')],
  },
  says: says.table,
  fixes: fixes.table,
  judge(seen, now) {
    wantWebsite(seen)
    const url = `https://${seen.domain}/.well-known/security.txt`
    const publish = suggestion(seen, url, now)
    const { last, urls, end } = follow(seen, url)
    // DNS has an address, or we would not be here: whoever fetched it found none all the same
    if (last.outcome === 'no-address' && last.url === url) return { findings: [common('http-failed', { what: url, outcome: outcomeReason(last.outcome) })] }
    if (last.outcome !== 'response') return { findings: [says('no-https', { url: last.url, outcome: outcomeReason(last.outcome) })], fixes: [publish] }
    const raw = [...urls.slice(0, -1), statusLine(last)]
    if (end === 'astray') return { raw, findings: [says('astray', { url: last.url })], fixes: [publish] }
    if (end === 'too-many') return { raw, findings: [says('loop', { url })], fixes: [publish] }
    return { subject: url, fixes: [publish], ...judgeResponse(last, urls, raw, now) }
  },
}

function judgeResponse(response: HttpResponse, urls: readonly string[], raw: readonly string[], now: Date): Pick<Judgement, 'findings' | 'raw'> {
  const { url, status, body, utf8, truncated } = response
  if (isTrouble(status)) return { raw, findings: [common('http-failed', { what: url, outcome: reason('http.status', { status }) })] }
  if (status !== 200) return { raw, findings: [says('missing', { url, status })] }
  const shown = [...raw, body]
  if (looksLikeHtml(body)) return { raw: shown, findings: [says('html', { url })] }
  const findings: Finding[] = []
  const { type, charset } = mediaTypeOf(response)
  if (type !== 'text/plain' || (charset !== null && charset !== 'utf-8')) findings.push(says('content-type', { type: charset === null ? type : `${type}; charset=${charset}` }))
  if (!utf8) findings.push(says('not-utf8'))
  if (truncated) findings.push(says('too-long'))
  return { raw: shown, findings: [...findings, ...judgeText(body, urls, now)] }
}

function judgeText(body: string, urls: readonly string[], now: Date): Finding[] {
  const [url = ''] = urls
  const text = readOrWhy(body)
  if ('code' in text) {
    // not one line that could be meant as a field of ours
    return [/^(?:contact|expires)\s*:/im.test(body) ? says('malformed', { why: text }) : says('catch-all', { url })]
  }
  if (!text.fields.some(({ name }) => KNOWN_FIELDS.has(name))) return [says('catch-all', { url })]
  const contact = text.fields.find(({ name }) => name === 'contact')?.value ?? ''
  const problems = [...judgeUris(text), ...judgeExpires(text, now), ...judgeCanonical(text, urls), ...judgeLanguages(text)]
  const good = problems.some(({ verdict }) => verdict === 'fail') ? [] : [says('found', { contact, expires: valuesOf(text, 'expires')[0] ?? '' })]
  return [...problems, ...good, ...(text.signed ? [says('signed')] : [])]
}

function readOrWhy(body: string): SecurityTxt | Reason {
  try {
    return parseSecurityTxt(body)
  } catch (error) {
    if (error instanceof BaselineError) return error.reason
    throw error
  }
}

const valuesOf = (text: SecurityTxt, name: string): string[] => text.fields.filter((field) => field.name === name).map(({ value }) => value)

function judgeUris(text: SecurityTxt): Finding[] {
  const wrong = text.fields.flatMap((field) => (URI_FIELDS.has(field.name) ? judgeUri(field) : []))
  return text.fields.some(({ name }) => name === 'contact') ? wrong : [says('no-contact'), ...wrong]
}

function judgeUri({ name, value, line }: SecurityTxtField): Finding[] {
  const scheme = schemeOf(value)
  if (scheme === 'http') return [says('not-https', { name, line })]
  const isAddress = scheme !== null && (scheme !== 'mailto' || /^mailto:[^@]+@[^@]+$/i.test(value)) && (scheme !== 'https' || URL.canParse(value))
  return name === 'contact' && !isAddress ? [says('contact', { value, line })] : []
}

function judgeExpires(text: SecurityTxt, now: Date): Finding[] {
  const [expires, ...more] = valuesOf(text, 'expires')
  if (expires === undefined) return [says('no-expires')]
  if (more.length > 0) return [says('two-expires')]
  const at = parseInstant(expires)
  if (at === null) return [says('bad-expires', { value: expires })]
  if (at <= now.getTime()) return [says('expired', { expires })]
  return at > now.getTime() + YEAR ? [says('expires-late', { expires })] : []
}

function judgeCanonical(text: SecurityTxt, urls: readonly string[]): Finding[] {
  const canonical = valuesOf(text, 'canonical').map((value) => (URL.canParse(value) ? new URL(value).href : value))
  const [url = ''] = urls
  return canonical.length === 0 || canonical.some((each) => urls.includes(each)) ? [] : [says('canonical', { url })]
}

function judgeLanguages(text: SecurityTxt): Finding[] {
  const [languages, ...more] = valuesOf(text, 'preferred-languages')
  if (languages === undefined) return []
  if (more.length > 0) return [says('two-languages')]
  const isList = languages.length < 1000 && languages.split(',').every((tag) => /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i.test(tag.trim()))
  return isList ? [] : [says('bad-languages', { value: languages })]
}

function suggestion({ domain }: Seen, url: string, now: Date): Fix {
  const expires = new Date(now.getTime() + 364 * 86_400_000).toISOString().slice(0, 10)
  const body = `Contact: mailto:security@${domain}\nExpires: ${expires}T00:00:00Z\nPreferred-Languages: en\nCanonical: ${url}\n`
  return fixes('publish', { as: 'file', url, contentType: 'text/plain; charset=utf-8', body })
}
