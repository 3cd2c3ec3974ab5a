/**
 * Looks for the line that proves a domain: TXT records at a name of its own, `_openaccord.<domain>` (RFC 8552), and the
 * well-known file (RFC 8615), through the guarded way out. What cannot be asked is an `error`, never a no.
 */
import { dnsName, fileUrl, judge, judgeFile, judgeLines, type DomainMethod, type Finding, type PlaceAnswer } from './model/domains.ts'

/** All TXT records of a name, each in the parts in which it came. Rejects with the codes of node:dns. */
export type AskTxt = (name: string) => Promise<readonly (readonly string[])[]>
/** The guarded `fetch` of the platform. */
export type FetchFile = (url: string, wanted: { maxBytes: number; timeoutMs: number; maxRedirects: number }) => Promise<{ status: number; text(): string }>
export type CheckDomain = (wish: { domain: string; line: string; before: DomainMethod | null }) => Promise<Finding>

const MOST_BYTES = 65_536
const NOT_THERE = new Set(['ENOTFOUND', 'ENODATA'])
/** Answers of the guarded way out that say something about the domain; the others say that it could not be asked. */
const WRONG = new Set(['bad-redirect', 'too-many-redirects', 'too-large', 'bad-encoding'])

/** `port` for tests; the file lies at 443. */
export function createDomainCheck({ txt, fetch, port }: { txt: AskTxt; fetch: FetchFile; port?: number }): CheckDomain {
  async function askDns(domain: string, line: string): Promise<PlaceAnswer> {
    const where = `at ${dnsName(domain)}`
    try {
      return judgeLines((await txt(dnsName(domain))).map((parts) => parts.join('')), line, where)
    } catch (error) {
      const code = codeOf(error)
      if (NOT_THERE.has(code)) return { result: 'missing', detail: `there is no TXT record ${where}` }
      return { result: 'error', detail: `the name servers could not be asked (${code})` }
    }
  }

  async function askFile(domain: string, line: string): Promise<PlaceAnswer> {
    try {
      const { status, text } = await fetch(fileUrl(domain, port), { maxBytes: MOST_BYTES, timeoutMs: 10_000, maxRedirects: 3 })
      if (status >= 200 && status < 300) return judgeFile(text(), line)
      return { result: status === 429 || status >= 500 ? 'error' : 'missing', detail: `the web server answered ${status}` }
    } catch (error) {
      const code = codeOf(error)
      if (WRONG.has(code)) return { result: 'wrong', detail: `the web server's answer cannot be taken (${code})` }
      return { result: 'error', detail: `the web server could not be asked (${code})` }
    }
  }

  return async ({ domain, line, before }) => {
    const dns = await askDns(domain, line)
    return dns.result === 'verified' ? { ...dns, method: 'dns' } : judge(dns, await askFile(domain, line), before)
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no answer')
