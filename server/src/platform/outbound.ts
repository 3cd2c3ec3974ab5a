/**
 * The one guarded way out: every fetch whose address a stranger may have chosen, and every other one too.
 * Only public addresses, checked for the very connection; redirects by hand, each as strictly as the first.
 */
import { ACCEPTED_ENCODINGS, readContent } from './outbound/content.ts'
import { agentFor, systemResolver, type Resolver } from './outbound/connect.ts'
import { OutboundError } from './outbound/error.ts'
import { parseTarget, type TargetRules } from './outbound/target.ts'

export { OutboundError, type OutboundCode } from './outbound/error.ts'
export { isPublicAddress } from './outbound/public-address.ts'
export { createTxtResolver } from './outbound/txt.ts'

export type OutboundOptions = {
  /** `host:port` that may be reached wherever it lies: an operator's own identity provider, a server in a test. */
  allow?: readonly string[]
  /** 80 and 443 unless said. */
  ports?: readonly number[]
  /** For tests; the system's resolver otherwise. */
  resolve?: Resolver
  /** Further certificate authorities in PEM, such as an operator's own. */
  ca?: string
  userAgent?: string
}

export type FetchOptions = {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
  /** Most bytes of the answer, packed and unpacked; 5 MiB. */
  maxBytes?: number
  /** For everything together, name resolution and redirects too; 10 seconds. */
  timeoutMs?: number
  /** 5. */
  maxRedirects?: number
  /** Media types that are read, lower case; any when left out. */
  types?: readonly string[]
  signal?: AbortSignal
}

export type Fetched = { url: string; status: number; headers: Readonly<Record<string, string>>; bytes: Buffer; text(): string }

/** Hop-by-hop and routing fields are the connection's own business. */
const NOT_YOURS = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'upgrade', 'expect', 'te', 'proxy-authorization'])
/** What a stranger's host may still be told after a redirect led there: nothing that could be a credential. */
const KEPT_ELSEWHERE = new Set(['accept', 'accept-language', 'user-agent'])
const REDIRECTS = new Set([301, 302, 303, 307, 308])

export type Outbound = ReturnType<typeof createOutbound>

export function createOutbound(options: OutboundOptions = {}) {
  const rules: TargetRules = { ports: new Set(options.ports ?? [80, 443]), allow: new Set(options.allow?.map((each) => each.toLowerCase())) }
  const resolve = options.resolve ?? systemResolver
  const agentName = options.userAgent ?? 'openaccord'

  /** Fetches one resource whole. Throws OutboundError; an answer of 4xx or 5xx is an answer. */
  async function fetch(address: string, wanted: FetchOptions = {}): Promise<Fetched> {
    const url = parseTarget(address, rules)
    const timeout = AbortSignal.timeout(wanted.timeoutMs ?? 10_000)
    const signal = wanted.signal === undefined ? timeout : AbortSignal.any([timeout, wanted.signal])
    try {
      return await untilAborted(follow(url, wanted, signal), signal)
    } catch (cause) {
      if (cause instanceof OutboundError) throw cause
      if (timeout.aborted) throw new OutboundError('timeout', 'that host took too long to answer', { cause })
      if (wanted.signal?.aborted === true) throw cause
      throw reachedError(cause)
    }
  }

  async function follow(start: URL, wanted: FetchOptions, signal: AbortSignal): Promise<Fetched> {
    let hop: Hop = { url: start, method: wanted.method ?? 'GET', headers: headersOf(wanted, agentName), body: wanted.body }
    for (let redirects = 0; redirects <= (wanted.maxRedirects ?? 5); redirects++) {
      const answer = await once(hop, wanted, signal)
      if ('bytes' in answer) return answer
      hop = nextHop(hop, answer.status, answer.location)
    }
    throw new OutboundError('too-many-redirects', 'that address redirects too often')
  }

  async function once(hop: Hop, wanted: FetchOptions, signal: AbortSignal): Promise<Fetched | { status: number; location: string }> {
    const { request } = await import('undici')
    const agent = await agentFor(hop.url, rules, resolve, options.ca)
    try {
      const answer = await request(hop.url, { dispatcher: agent, method: hop.method, headers: hop.headers, body: hop.body ?? null, signal })
      const headers = plainHeaders(answer.headers)
      const location = headers['location']
      if (REDIRECTS.has(answer.statusCode) && location !== undefined) return { status: answer.statusCode, location }
      checkType(headers['content-type'], wanted.types, answer.statusCode)
      const bytes = await readContent(answer.body, hop.method === 'HEAD' ? '' : (headers['content-encoding'] ?? ''), wanted.maxBytes ?? 5_242_880)
      return { url: hop.url.href, status: answer.statusCode, headers, bytes, text: () => new TextDecoder().decode(bytes) }
    } finally {
      void agent.destroy()
    }
  }

  function nextHop(hop: Hop, status: number, location: string): Hop {
    const url = parseTarget(location, rules, hop.url)
    if (hop.url.protocol === 'https:' && url.protocol === 'http:') throw new OutboundError('bad-redirect', 'that address redirects from https to http')
    const elsewhere = url.origin !== hop.url.origin
    const keepsBody = status === 307 || status === 308 || hop.method === 'GET' || hop.method === 'HEAD'
    if (elsewhere && keepsBody && hop.body !== undefined) throw new OutboundError('bad-redirect', 'that address passes on to another host what was meant for it')
    const headers = elsewhere ? Object.fromEntries(Object.entries(hop.headers).filter(([name]) => KEPT_ELSEWHERE.has(name) || name === 'accept-encoding')) : hop.headers
    if (keepsBody) return { ...hop, url, headers }
    const { 'content-type': _, ...bodiless } = headers
    return { url, method: 'GET', headers: bodiless, body: undefined }
  }

  /** The same as a web `fetch`, for libraries that ask for one. */
  const webFetch: typeof globalThis.fetch = async (input, init) => {
    const asked = new Request(input, init)
    const body = asked.body === null ? undefined : new Uint8Array(await asked.arrayBuffer())
    const method = METHODS.find((each) => each === asked.method)
    if (method === undefined) throw new OutboundError('not-allowed', `the method ${asked.method} is not fetched with`)
    const got = await fetch(asked.url, {
      method, headers: Object.fromEntries(asked.headers), signal: asked.signal,
      ...(body === undefined ? {} : { body }), ...(asked.redirect === 'follow' ? {} : { maxRedirects: 0 }),
    })
    const { 'content-encoding': _, 'content-length': __, ...headers } = got.headers
    return new Response([204, 205, 304].includes(got.status) ? null : new Uint8Array(got.bytes), { status: got.status, headers })
  }

  return { fetch, webFetch }
}

type Method = NonNullable<FetchOptions['method']>
const METHODS: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']
type Hop = { url: URL; method: Method; headers: Readonly<Record<string, string>>; body: string | Uint8Array | undefined }

function headersOf(wanted: FetchOptions, agentName: string): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': agentName, accept: '*/*' }
  for (const [name, value] of Object.entries(wanted.headers ?? {})) if (!NOT_YOURS.has(name.toLowerCase())) headers[name.toLowerCase()] = value
  return { ...headers, 'accept-encoding': ACCEPTED_ENCODINGS }
}

function plainHeaders(from: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(from).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]])))
}

function checkType(header: string | undefined, types: readonly string[] | undefined, status: number): void {
  const type = header?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (types !== undefined && status < 300 && !types.includes(type)) throw new OutboundError('media-type', `the answer is not ${types.join(' or ')}`)
}

/** Name resolution knows no signal, so whoever waits is let go when the time is over. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function reachedError(cause: unknown): OutboundError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (/TIMEOUT/.test(code)) return new OutboundError('timeout', 'that host took too long to answer', { cause })
  return new OutboundError('unreachable', 'that host cannot be reached, or its certificate is not valid', { cause })
}
