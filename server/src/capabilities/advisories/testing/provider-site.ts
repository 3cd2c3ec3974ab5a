/** A provider that a member runs itself, for tests: real documents, hashes, signatures and feeds behind a real server on this machine. */
import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { toCsaf20 } from '@openaccord/advisory'
import { buildRolieFeed, documentPath, printHashFile, printProviderMetadata, printRolieFeed, type Csaf, type ProviderMetadata } from '@openaccord/csaf'
import { makeOpenPgpKey, signDetached } from '../signing-key.ts'
import { anyDraft } from './draft.ts'

export type ProviderSite = Awaited<ReturnType<typeof openProviderSite>>
const NAMESPACE = 'https://psirt.networks.example'
const AT = Date.UTC(2026, 5, 1) * 1000

/** `files` may be changed at any time: a path and its bytes; a text that begins with `→` redirects. `tls`: over it. */
export async function openProviderSite(names: readonly string[], tls?: { cert: string; key: string }) {
  const files = new Map<string, Uint8Array>()
  const asked: string[] = []
  const serve: RequestListener = (request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const found = files.get(path)
    const redirect = found !== undefined && new TextDecoder().decode(found.subarray(0, 3)) === '→'
    response.writeHead(found === undefined ? 404 : redirect ? 302 : 200, redirect ? { location: '/elsewhere' } : { 'content-type': 'application/json' }).end(redirect ? undefined : found)
  }
  const server = tls === undefined ? createServer(serve) : createSecureServer(tls, serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const base = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/csaf/`
  const put = (path: string, text: string | Uint8Array): void => void files.set(path, typeof text === 'string' ? new TextEncoder().encode(text) : text)
  const key = await makeOpenPgpKey('A member', AT)
  put('/csaf/key.asc', key.publicKey)

  const documents = names.map((name) => toCsaf20(anyDraft(name)).document)
  /** The document under this address, with hashes and a signature that fit it. */
  async function place(document: Csaf, text = `${JSON.stringify(document, null, 2)}\n`): Promise<string> {
    const path = `/csaf/white/${documentPath(document)}`
    const bytes = new TextEncoder().encode(text)
    put(path, bytes)
    for (const algorithm of ['sha256', 'sha512'] as const) put(`${path}.${algorithm}`, printHashFile(createHash(algorithm).update(bytes).digest('hex'), path.slice(path.lastIndexOf('/') + 1), algorithm))
    put(`${path}.asc`, (await signDetached([bytes], key.secretKey, AT))[0]!)
    return path
  }
  const paths: string[] = []
  for (const document of documents) paths.push(await place(document))
  put('/csaf/white/feed.json', printRolieFeed(buildRolieFeed({ url: `${base}white/feed.json`, directoryUrl: `${base}white/`, title: 'White', label: 'WHITE', updated: '2026-06-01T00:00:00Z', documents, hashes: ['sha256', 'sha512'], signed: true })))
  const metadata: ProviderMetadata = {
    canonical_url: `${base}provider-metadata.json`, last_updated: '2026-06-01T00:00:00Z', list_on_CSAF_aggregators: true, mirror_on_CSAF_aggregators: true, metadata_version: '2.0', role: 'csaf_trusted_provider',
    publisher: { category: 'vendor', name: 'Example Networks', namespace: NAMESPACE }, public_openpgp_keys: [{ fingerprint: key.fingerprint, url: `${base}key.asc` }],
    distributions: [{ rolie: { feeds: [{ tlp_label: 'WHITE', url: `${base}white/feed.json` }] } }],
  }
  const describe = (change: Partial<ProviderMetadata> = {}): void => put('/csaf/provider-metadata.json', printProviderMetadata({ ...metadata, ...change }))
  describe()
  return { url: `${base}provider-metadata.json`, host: `127.0.0.1:${port}`, files, asked, paths, documents, place, put, describe, close: () => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections() }) }
}
