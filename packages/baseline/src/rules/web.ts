/** What the rules for websites share: is there one, where do redirects lead, what does a header say. RFC 9110. */
import type { HttpAnswer, HttpResponse } from '../observations.ts'
import { common, Unsettled, type Seen } from '../seen.ts'

/** Settles as not applicable where the domain has no address, hence no website. */
export function wantWebsite(seen: Seen): void {
  const { domain } = seen
  seen.want({ ask: 'dns', name: domain, type: 'A' }, { ask: 'dns', name: domain, type: 'AAAA' })
  const four = seen.dns(domain, 'A')
  const six = seen.dns(domain, 'AAAA')
  if (four.outcome !== 'answer' && six.outcome !== 'answer') throw new Unsettled(common('no-web', { domain }))
}

export function headersOf(response: HttpResponse, name: string): string[] {
  return response.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value)
}

export const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

/** Where a redirect leads, or null when it does not say or leads away from http and https. */
export function targetOf(response: HttpResponse): URL | null {
  const [location] = headersOf(response, 'location')
  if (location === undefined) return null
  try {
    const url = new URL(location, response.url)
    url.hash = ''
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null
  } catch {
    return null
  }
}

export const MOST_REDIRECTS = 5

export type Followed = { last: Exclude<HttpAnswer, { outcome: 'timeout' }>; urls: string[]; end: 'response' | 'failure' | 'too-many' | 'astray' }

/** Follows redirects, each a request of its own, while they stay on https and in public. `urls` are those that were asked. */
export function follow(seen: Seen, start: string): Followed {
  const urls: string[] = []
  let url = start
  for (;;) {
    const answer = seen.http(url)
    urls.push(url)
    if (answer.outcome !== 'response') return { last: answer, urls, end: 'failure' }
    if (!isRedirect(answer.status)) return { last: answer, urls, end: 'response' }
    const target = targetOf(answer)
    if (target === null || target.protocol !== 'https:') return { last: answer, urls, end: 'astray' }
    if (urls.includes(target.href) || urls.length > MOST_REDIRECTS) return { last: answer, urls, end: 'too-many' }
    url = target.href
  }
}

/** `text/plain; charset=UTF-8` as its type and charset in lower case (RFC 9110 §8.3.1). */
export function mediaTypeOf(response: HttpResponse): { type: string; charset: string | null } {
  const [header = ''] = headersOf(response, 'content-type')
  const [type = '', ...parameters] = header.toLowerCase().slice(0, 500).split(';').map((part) => part.trim())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length).replaceAll('"', '') ?? null
  return { type, charset }
}

/** A page, whatever its type says: what a soft 404 and a single-page application answer with. */
export const looksLikeHtml = (body: string): boolean => /^\ufeff?\s*<(?:!doctype|html|head|body|script|\?xml|!--)/i.test(body.slice(0, 1000))

/** The server is in trouble or wants to be left alone: tells nothing about the rule. */
export const isTrouble = (status: number): boolean => status >= 500 || status === 429 || status === 408

export const statusLine = (response: HttpResponse): string => `${response.url} → ${response.status}`
