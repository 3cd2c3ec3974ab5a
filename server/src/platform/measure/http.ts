/** One GET on a connection of its own, redirects told and not followed, certificates verified, header and body bounded. */
import { request, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { reason, type Reason } from '@openaccord/baseline'
import type { Way } from './connect.ts'
import { MeasureError, measureError, told } from './error.ts'
import { handshake } from './tls.ts'

export type HttpFacts =
  | { url: string; outcome: 'response'; status: number; headers: [name: string, value: string][]; body: string; utf8: boolean; truncated: boolean }
  | { url: string; outcome: 'timeout' | 'refused' | 'unreachable' | 'no-address' | 'tls' | 'malformed' | 'blocked'; detail: string; reason: Reason }

const WHOLE_MS = 6_000
const MOST_HEADER = 16 * 1024
const MOST_HEADERS = 100

/** Never throws. `mostBody` in bytes. */
export async function probeHttp(way: Way, address: string, { agent, mostBody }: { agent: string; mostBody: number }): Promise<HttpFacts> {
  try {
    const url = targetOf(address)
    const port = url.protocol === 'https:' ? 443 : 80
    const limit = way.limit(WHOLE_MS)
    const { socket, done } = await way.connect(url.hostname, port, limit)
    try {
      const line = url.protocol === 'https:' ? await handshake(socket, { host: url.hostname, world: way.world, minVersion: 'TLSv1.2', limit, strict: true }) : socket
      const answer = await ask(line, url, agent, limit)
      const { bytes, truncated } = await bodyOf(answer, mostBody, limit)
      return { url: address, outcome: 'response', status: answer.statusCode ?? 0, headers: headersOf(answer), truncated, ...textOf(bytes, truncated) }
    } finally {
      done()
    }
  } catch (error) {
    const { code, reason: why } = measureError(error)
    return { url: address, outcome: code, ...told(why) }
  }
}

/** Only http and https, by name, on their own ports: a redirect may lead nowhere else. */
function targetOf(address: string): URL {
  const url = URL.canParse(address) && address.length <= 4_096 ? new URL(address) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw new MeasureError('blocked', reason('way.scheme'))
  if (url.hostname.startsWith('[')) throw new MeasureError('blocked', reason('way.address'))
  if (url.port !== '' || url.username !== '' || url.password !== '') throw new MeasureError('blocked', reason('way.port'))
  return url
}

function ask(line: Socket, url: URL, agent: string, limit: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request({
      method: 'GET', host: url.hostname, path: url.pathname + url.search, createConnection: () => line, setHost: false, signal: limit, maxHeaderSize: MOST_HEADER,
      headers: { host: url.hostname, 'user-agent': agent, accept: '*/*', 'accept-encoding': 'identity', connection: 'close' },
    })
    asked.maxHeadersCount = MOST_HEADERS
    asked.once('response', resolve).on('error', reject).once('upgrade', () => reject(new MeasureError('malformed', reason('http.upgrade')))).end()
  })
}

async function bodyOf(answer: IncomingMessage, most: number, limit: AbortSignal): Promise<{ bytes: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size > most) break
    }
  } catch (error) {
    if (limit.aborted && size === 0) throw error
    return { bytes: Buffer.concat(chunks).subarray(0, most), truncated: true } // it broke off; what came is kept as a part
  }
  return { bytes: Buffer.concat(chunks).subarray(0, most), truncated: size > most }
}

/** A cut may fall into a character, which does not make the text wrong. */
function textOf(bytes: Buffer, truncated: boolean): { body: string; utf8: boolean } {
  const body = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: truncated })
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: truncated })
    return { body, utf8: true }
  } catch {
    return { body, utf8: false }
  }
}

function headersOf({ rawHeaders }: IncomingMessage): [string, string][] {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) pairs.push([rawHeaders[at]!.toLowerCase(), rawHeaders[at + 1]!])
  return pairs
}
