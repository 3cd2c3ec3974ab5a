/** Asking a hub over real sockets: every status is an answer, nothing is followed, nothing is parsed unasked. */
import { Agent, request, type IncomingHttpHeaders } from 'node:http'
import { Agent as SecureAgent, request as requestSecurely } from 'node:https'

export type Wish = {
  method?: string
  headers?: Record<string, string | string[]>
  body?: string | Uint8Array
  /** Sent as JSON. */
  json?: unknown
  token?: string
  basic?: { user: string; password: string }
  /** A session's secret. */
  session?: string
}
export type Answer = { status: number; headers: IncomingHttpHeaders; bytes: Buffer; text: string; json(): any } // oxlint-disable-line typescript/no-explicit-any -- what a test reads is what it checks
export type Ask = (path: string, wish?: Wish) => Promise<Answer>

const agent = new Agent({ keepAlive: true, maxSockets: 32 })
const SLOWEST_MS = 120_000

export const TAXII = 'application/taxii+json;version=2.1'
export const SESSION = 'accord_session'

/** `url`: `http://127.0.0.1:4180`; `ca`: who vouches for one over TLS. Rejects only where there was no HTTP answer at all. */
export function asking(url: string, ca?: string): Ask {
  const { hostname, port, origin, protocol } = new URL(url)
  const way = protocol === 'https:' ? { send: requestSecurely, agent: new SecureAgent({ keepAlive: true, maxSockets: 32, ...(ca === undefined ? {} : { ca }) }) } : { send: request, agent }
  const ask = (path: string, wish: Wish): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method = 'GET', headers = {}, body, json, token, basic, session } = wish
      const sent = json === undefined ? body : JSON.stringify(json)
      const asked = way.send({
        hostname, port, path, method, agent: way.agent,
        headers: {
          ...(sent === undefined ? {} : { 'content-length': String(Buffer.byteLength(sent)) }),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(basic === undefined ? {} : { authorization: basicOf(basic) }),
          ...(session === undefined ? {} : { cookie: `${SESSION}=${session}`, origin }),
          ...headers,
        },
      })
      asked.setTimeout(SLOWEST_MS, () => asked.destroy(new Error(`${method} ${path}: no answer in ${SLOWEST_MS} ms`)))
      // a hub closes a line that was idle, and the next request may meet that: it was never read, so it is asked anew
      asked.once('error', (error) => (asked.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE') ? resolve(ask(path, wish)) : reject(error)))
      asked.once('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () => {
          const bytes = Buffer.concat(chunks)
          const text = bytes.toString('utf8')
          resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text, json: () => JSON.parse(text) })
        })
      })
      asked.end(sent)
    })
  return (path, wish = {}) => ask(path, wish)
}

export const basicOf = ({ user, password }: { user: string; password: string }): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

/** Opens a sign-in link as its page does, and gives the session's secret. */
export async function signIn(ask: Ask, link: string): Promise<string> {
  const answer = await ask('/api/v1/sign-in/mail/open', { method: 'POST', json: { token: new URL(link).searchParams.get('token') ?? '' } })
  const secret = new RegExp(`${SESSION}=([^;]+)`).exec(String(answer.headers['set-cookie']))?.[1]
  if (answer.status !== 200 || secret === undefined) throw new Error(`this link did not sign in: ${answer.status} ${answer.text}`)
  return secret
}
