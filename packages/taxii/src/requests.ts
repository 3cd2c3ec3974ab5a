/**
 * One request to a TAXII server and its answer: credentials for one origin only, redirects looked at, waiting when asked
 * to, sizes capped. Follows TAXII 2.1 §3.1 and §8.5, RFC 9110 §10.2.3 (Retry-After) and §15.4 (redirection).
 */
import { errorOfStatus, TaxiiClientError } from './client-errors.ts'
import { acceptContentType, MEDIA_TYPE } from './media-types.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>
export type Auth = { user: string; password: string } | { token: string }

export type RequestSettings = {
  fetch: Fetch
  auth?: Auth | undefined
  /** Default `openaccord-taxii`. */
  userAgent?: string
  /** The most octets of an answer; default 64 MiB. */
  maxPageBytes?: number
  /** Aborts whatever is under way. */
  signal?: AbortSignal
  /** For one answer with its body, in milliseconds; default 60,000. */
  timeoutMs?: number
  /** How often a request is sent at most; default 5. */
  attempts?: number
  /** The longest wait that a server may ask for (Retry-After), in milliseconds; default 120,000. */
  maxWaitMs?: number
  /** For tests: how to wait. */
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>
}

export type Ask = { method: 'GET' | 'POST' | 'DELETE'; url: string; body?: Uint8Array; resend?: boolean }
export type Answer = { url: string; status: number; headers: Headers; text: string }
export type Requester = (ask: Ask) => Promise<Answer>

const MIB = 1024 * 1024
const HOPS = 5

/**
 * Makes the function that asks. It resolves to a success (2xx) with a TAXII body or none, and otherwise throws
 * TaxiiClientError. 429 and 503 are waited out and asked again; so are lost answers, unless `resend` is false.
 */
export function createRequester(origin: string, settings: RequestSettings): Requester {
  const { attempts = 5, maxWaitMs = 120_000, wait = waitFor, signal } = settings
  return async (ask) => {
    for (let attempt = 1; ; attempt += 1) {
      const pause = Math.min(500 * 2 ** (attempt - 1), 30_000)
      try {
        const answer = await send(origin, settings, ask)
        const { status } = answer
        const again = status === 429 || status === 503 || ((status === 502 || status === 504) && ask.resend !== false)
        const asked = retryAfter(answer.headers) ?? pause
        if (!again || attempt >= attempts || asked > maxWaitMs) return checkAnswer(answer)
        await wait(asked, signal)
      } catch (error) {
        const lost = error instanceof TaxiiClientError && (error.code === 'network' || error.code === 'timeout')
        if (!lost || ask.resend === false || attempt >= attempts) throw error
        await wait(pause, signal)
      }
    }
  }
}

async function send(origin: string, settings: RequestSettings, ask: Ask): Promise<Answer> {
  const { timeoutMs = 60_000, maxPageBytes = 64 * MIB, signal } = settings
  const limit = AbortSignal.timeout(timeoutMs)
  const both = signal === undefined ? limit : AbortSignal.any([signal, limit])
  const shown = withoutQuery(ask.url)
  try {
    const response = await follow(origin, settings, ask, both)
    const text = response.ok ? await readText(response, maxPageBytes, shown) : await readText(response, MIB, shown).catch(() => '')
    return { url: shown, status: response.status, headers: response.headers, text }
  } catch (error) {
    if (error instanceof TaxiiClientError) throw error
    if (signal?.aborted === true) throw new TaxiiClientError('aborted', `asking ${shown} was stopped`, { url: shown, cause: error })
    if (limit.aborted) {
      throw new TaxiiClientError('timeout', `${shown} did not answer within ${timeoutMs} ms; try again, with a smaller limit`, { url: shown, cause: error })
    }
    throw new TaxiiClientError('network', `${shown} cannot be reached; check the address and the network`, { url: shown, cause: error })
  }
}

// Redirects are followed by hand, so that no credentials and no objects ever reach another origin
async function follow(origin: string, settings: RequestSettings, ask: Ask, signal: AbortSignal): Promise<Response> {
  const { fetch } = settings // called bare: a browser's fetch does not bear another `this`
  let url = ask.url
  for (let hop = 0; hop <= HOPS; hop += 1) {
    const response = await fetch(url, {
      method: ask.method,
      redirect: 'manual',
      signal,
      headers: headersOf(settings, ask),
      ...(ask.body === undefined ? {} : { body: ask.body as BodyInit }),
    })
    if (response.type !== 'opaqueredirect' && ![301, 302, 303, 307, 308].includes(response.status)) return response
    const target = redirectTarget(url, response)
    await response.body?.cancel()
    const kept = ask.method === 'GET' || response.status === 307 || response.status === 308
    if (target === undefined || target.origin !== origin || !kept) throw refuseRedirect(url, target)
    url = target.href
  }
  throw new TaxiiClientError('redirect-refused', `${withoutQuery(ask.url)} redirects more than ${HOPS} times; check the address`, { url: ask.url })
}

function redirectTarget(url: string, response: Response): URL | undefined {
  const location = response.headers.get('location')
  return location !== null && URL.canParse(location, url) ? new URL(location, url) : undefined
}

function refuseRedirect(from: string, to: URL | undefined): TaxiiClientError {
  const where = to === undefined ? 'elsewhere' : `to ${withoutQuery(to.href)}`
  return new TaxiiClientError('redirect-refused', `${withoutQuery(from)} redirects ${where}, which is not followed; use that address itself if you trust it`, {
    url: withoutQuery(from),
  })
}

function headersOf({ auth, userAgent = 'openaccord-taxii' }: RequestSettings, ask: Ask): Record<string, string> {
  return {
    Accept: MEDIA_TYPE,
    'User-Agent': userAgent,
    ...(auth === undefined ? {} : { Authorization: authorization(auth) }),
    ...(ask.body === undefined ? {} : { 'Content-Type': MEDIA_TYPE }),
  }
}

function authorization(auth: Auth): string {
  if ('token' in auth) return `Bearer ${auth.token}`
  const bytes = new TextEncoder().encode(`${auth.user}:${auth.password}`) // RFC 7617 §2.1: in UTF-8
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`
}

async function readText(response: Response, most: number, url: string): Promise<string> {
  const tooLarge = new TaxiiClientError('answer-too-large', `${url} answers with more than ${most} octets; ask with a smaller limit`, { url })
  if (Number(response.headers.get('content-length') ?? 0) > most) {
    await response.body?.cancel()
    throw tooLarge
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  if (response.body === null) return ''
  const reader = response.body.getReader()
  let text = ''
  let read = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    read += part.value.length
    if (read > most) {
      await reader.cancel()
      throw tooLarge
    }
    text += decode(decoder, part.value, url)
  }
  return text + decode(decoder, undefined, url)
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, url: string): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
  } catch (cause) {
    throw new TaxiiClientError('bad-answer', `${url} answers with text that is not UTF-8; tell its operator`, { url, cause })
  }
}

function checkAnswer(answer: Answer): Answer {
  const { url, status, headers, text } = answer
  if (status < 200 || status > 299) throw errorOfStatus(status, url, wordsOf(text), retryAfter(headers))
  const type = headers.get('content-type') ?? undefined
  if (text === '' || acceptContentType(type)) return answer
  throw new TaxiiClientError('bad-content-type', `${url} answers with ${type ?? 'no media type'} instead of ${MEDIA_TYPE}; check that this is a TAXII 2.1 address`, {
    url,
    status,
  })
}

// A stranger's words, cut short and kept to one line
function wordsOf(text: string): string {
  try {
    const message: unknown = JSON.parse(text)
    if (typeof message !== 'object' || message === null) return ''
    const words = ['title', 'description'].map((key) => Reflect.get(message, key)).filter((word) => typeof word === 'string')
    return words.join(': ').replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, 300)
  } catch {
    return ''
  }
}

/** How long the server asks to wait, in milliseconds (RFC 9110 §10.2.3): seconds, or a date measured by its own clock. */
export function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const until = Date.parse(text) - Date.parse(headers.get('date') ?? '')
  return Number.isNaN(until) ? undefined : Math.max(0, until)
}

/** Resolves after so many milliseconds; rejects with 'aborted' as soon as the signal says so. */
export function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(new TaxiiClientError('aborted', 'waiting for the server was stopped', { cause: signal?.reason }))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted === true) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}

const withoutQuery = (url: string): string => url.split('?', 1)[0] ?? url
