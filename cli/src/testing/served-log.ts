/** A real log over HTTP, as a hub serves it: the paper hub of the verifier's tests, at the addresses of a hub. */
import { createServer, type ServerResponse } from 'node:http'
import type { PaperHub } from '../../../conformance/paper-hub.ts'

export type ServedLog = { url: string; /** What is served: changed by a test that needs a hub which lies. */ show(hub: PaperHub): Promise<void>; close(): Promise<void> }

/** `keys` are the entries about keys, which go into each evidence file. */
export async function serveLog(first: PaperHub, keys: readonly number[], time: number): Promise<ServedLog> {
  let hub = first
  let checkpoint = await first.checkpoint({ time })
  const answer = async (path: string): Promise<Uint8Array | string | { removed: string } | undefined> => {
    const [, what = '', rest = ''] = /^\/log\/([^/]+)\/?(.*)$/.exec(path) ?? []
    if (what === 'checkpoint') return checkpoint
    if (what === 'policy') return hub.policyText
    if (what === 'tile') return hub.fetchTile(`tile/${rest}`)
    if (what === 'payload') return hub.fetchPayload(rest)
    const index = /^\d+$/.test(rest) ? Number(rest) : hub.leaves.findIndex((_, at) => hub.entry(at).id === rest)
    if (index < 0 || index >= hub.size()) return undefined
    if (what === 'evidence') return hub.evidence(index, keys.filter((key) => key !== index), { checkpoint })
    return what === 'proof' ? hub.proof(index, checkpoint) : undefined
  }
  const give = async (path: string, response: ServerResponse): Promise<void> => {
    const found = await answer(path)
    if (found === undefined) response.writeHead(404).end()
    else if (typeof found === 'object' && 'removed' in found) response.writeHead(410, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ detail: found.removed }))
    else response.end(found)
  }
  const server = createServer((request, response) => {
    give(request.url ?? '', response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async show(next) {
      hub = next
      checkpoint = await next.checkpoint({ time })
    },
    close: () => new Promise((done) => {
      server.close(() => done())
      server.closeAllConnections()
    }),
  }
}
