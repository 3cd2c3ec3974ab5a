/** A client that costs little: bodies made beforehand, connections kept, some requests at once, answers counted and let go. */
import { Agent, request } from 'node:http'

const MEDIA_TYPE = 'application/taxii+json;version=2.1'
export type Answered = { status: number; bytes: number; body: Buffer; headers: Record<string, string | string[] | undefined>; ms: number }
export type Client = ReturnType<typeof createClient>

export function createClient(url: string, token: string | undefined, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(url)
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }

  function send(method: string, path: string, body: Buffer | undefined, keep: boolean): Promise<Answered> {
    const began = performance.now()
    const sent = body === undefined ? {} : { 'content-type': MEDIA_TYPE, 'content-length': body.length }
    return new Promise((resolve, reject) => {
      const out = request({ hostname, port, path, method, agent, headers: { accept: MEDIA_TYPE, ...authorization, ...sent } }, (answer) => {
        const chunks: Buffer[] = []
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (keep || answer.statusCode !== 200) chunks.push(chunk)
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, bytes, body: Buffer.concat(chunks), headers: answer.headers, ms: performance.now() - began }))
        answer.on('error', reject)
      })
      out.on('error', reject)
      out.end(body)
    })
  }

  return {
    get: (path: string, keep = false) => again(() => send('GET', path, undefined, keep)),
    post: (path: string, body: Buffer) => again(() => send('POST', path, body, true)),
    close: () => agent.destroy(),
  }
}

/** A connection that was kept too long while this process was busy is found closed; objects sent twice are kept once. */
async function again(work: () => Promise<Answered>): Promise<Answered> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET'))) throw error
    process.stderr.write(`tried again: ${error.message}\n`)
    return work()
  }
}

/** All of it, so many at once. */
export async function abreast<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(Array.from({ length: lanes }, async () => {
    while (next < items.length) await work(items[next++]!)
  }))
}

/** Sends envelopes and makes sure that every object was taken. */
export async function postAll(client: Client, path: string, bodies: readonly Buffer[], lanes: number, each: number): Promise<void> {
  await abreast(bodies, lanes, async (body) => {
    const { status, body: answer } = await client.post(path, body)
    const told = JSON.parse(answer.toString()) as { success_count?: number; failures?: unknown[] }
    if (status !== 202 || told.success_count !== each) throw new Error(`${status}: ${answer.toString().slice(0, 500)}`)
  })
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
