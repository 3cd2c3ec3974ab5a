/**
 * The aggregator as a stranger finds it: one hub publishes, another one of its own process mirrors it, over real HTTP with whoever
 * changes something on the way between them. CSAF 2.0 §7.1.21 to §7.1.23 and §7.2.5, read with nothing of the house's own.
 */
import assert from 'node:assert/strict'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { printEnvelope, signEnvelope } from '@openaccord/attest'
import { validateAggregator } from '@openaccord/csaf'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readKeyFile } from '../cli/src/key-file.ts'
import { openProviderSite } from '../server/src/capabilities/advisories/testing/provider-site.ts'
import { CLOCK_FILE } from '../server/src/demo/clock.ts'
import { until } from '../server/src/platform/testing/until.ts'
import { hasOpenssl, makeSelfSigned } from '../server/src/platform/tls-self-signed.ts'
import { asking, type Ask } from './asking.ts'
import { checkDocuments, checkSignature, fetchKeys, GNUPG, taken, walkFolder, type Distribution, type Found } from './csaf-folder.ts'
import { accountOf, figures, testData } from './everywhere.ts'
import { startHub, type Hub } from './hub.ts'

const METADATA = '/.well-known/csaf/provider-metadata.json'
const AGGREGATOR = '/.well-known/csaf-aggregator/aggregator.json'
const WHITE = '/.well-known/csaf/white/'
const SCHEMAS = testData('disclosure', 'csaf-2.0')
type Listed = { metadata: { url: string; publisher: { namespace: string } }; mirrors?: string[] }
type Shown = { state: string; documents: number; looked: string | null; words: string | null; refused: { url: string; why: string }[] }

describe('the CSAF aggregator, from outside', { skip: hasOpenssl() ? false : 'openssl is not on this machine' }, () => {
  test('mirrors another hub byte for byte, follows it, and takes over nothing that was changed on the way', { timeout: 600_000 }, async () => {
    const folders = ['first', 'second'].map((name) => mkdtempSync(join(tmpdir(), `accord-${name}-`))) as [string, string]
    const tls = makeSelfSigned()
    const authority = join(folders[1], 'authority.pem')
    writeFileSync(authority, tls.cert)
    assert.ok(new X509Certificate(tls.cert).ca)
    const between = await openBetween(tls)
    const site = await openProviderSite(['EX-2026-1', 'EX-2026-2'], tls)
    const env = { OPENACCORD_OUTBOUND_ALLOW: `${new URL(between.url).host},${site.host}`, NODE_EXTRA_CA_CERTS: authority }
    const hubs: Hub[] = []
    const start = async (at: 0 | 1) => {
      const hub = await startHub({ word: 'bare', folder: folders[at], ...(at === 0 ? { env: { OPENACCORD_ORIGIN: between.url, OPENACCORD_TRUSTED_PROXIES: '127.0.0.1' } } : { port: secondPort, env }) })
      hubs[at] = hub
      if (at === 0) between.leadTo(hub.url)
      return hub
    }
    let secondPort: number | undefined
    try {
      const first = asking(between.url, tls.cert)
      const guide = (await start(0)).guide()
      const second = await start(1)
      secondPort = Number(new URL(second.url).port)
      const { ask } = second
      const own = second.guide()
      const [lars, mette] = [accountOf(own, 'Lars Uhl').token, accountOf(own, 'Mette Lindqvist').token]
      const shown = async (token: string): Promise<Shown> => (await taken(ask, '/api/v1/advisories/providers/mine', token)).json().provider
      const name = async (token: string, url: string): Promise<void> => {
        const answer = await ask('/api/v1/advisories/providers/mine', { method: 'PUT', token, json: { url, wanted: 'mirror' } })
        assert.equal(answer.status, 200, answer.text)
        await until(async () => (await shown(token)).looked !== null, 'nobody looked at it')
      }
      /** Asks for looks until one has found this. */
      const look = async (found: (shown: Shown) => boolean): Promise<Shown> => {
        for (let tries = 0; tries < 20; tries++) {
          const { looked } = await shown(lars)
          const asked = await ask('/api/v1/advisories/providers/mine/fetch', { method: 'POST', token: lars, json: {} })
          assert.equal(asked.status, 200, asked.text)
          await until(async () => (await shown(lars)).looked !== looked, 'nobody looked again')
          if (found(await shown(lars))) return shown(lars)
        }
        return assert.fail(JSON.stringify(await shown(lars)))
      }
      const mirrored = (path: string) => ask(`${AGGREGATOR.replace('aggregator.json', 'ferrous-works/white/')}${path}`)

      // one document is changed under its digest, another one with its digests, and with them it is nobody's who is known
      const paths = (await taken(first, `${WHITE}index.txt`)).text.trim().split('\n')
      const [changed, forged] = paths as [string, string]
      assert.ok(paths.length >= 4)
      const forgery = forge((await taken(first, WHITE + forged)).bytes)
      between.changeBy((path, bytes) => {
        const algorithm = /\.(sha256|sha512)$/.exec(path)?.[1]
        if (path === WHITE + changed) return forge(bytes)
        if (path === WHITE + forged) return forgery
        return algorithm === undefined || !path.startsWith(`${WHITE}${forged}.`) ? bytes : Buffer.from(`${createHash(algorithm).update(forgery).digest('hex')}  ${forged.slice(5)}\n`)
      })
      await name(mette, site.url)
      await name(lars, between.url + METADATA)
      const before = await shown(lars)
      assert.equal(before.state, 'fetched', before.words ?? '')
      const place = (path: string) => between.url + WHITE + path
      assert.deepEqual(new Map(before.refused.map(({ url, why }) => [url, why])), new Map([[place(changed), 'its sha512 is not the one beside it'], [place(forged), 'its signature is none by a key that the provider lists']]))
      assert.equal(before.documents, paths.length - 2)
      for (const path of paths) assert.equal((await mirrored(path)).status, path === changed || path === forged ? 404 : 200, path)

      // nothing is changed on the way any more
      between.changeBy()
      await look(({ documents, refused }) => documents === paths.length && refused.length === 0)
      const read = await readAggregator({ ask, origin: second.url, originals: new Map([[between.url + METADATA, { ask: first, origin: between.url }], [site.url, { ask: asking(new URL(site.url).origin, tls.cert), origin: new URL(site.url).origin }]]) })

      // what is published at the first comes along, a day later at both
      const revised = await revise(first, guide, folders[0])
      for (const at of [0, 1] as const) {
        await hubs[at]!.end('SIGTERM')
        writeFileSync(join(folders[at], CLOCK_FILE), JSON.stringify({ days: 1 }))
        await start(at)
        if (at === 0) await until(async () => versionOf((await taken(first, WHITE + revised.path)).json()) !== revised.version, 'the revision is not published')
      }
      const later = await taken(first, WHITE + revised.path)
      await look(({ refused }) => refused.length === 0)
      const copy = await mirrored(revised.path)
      assert.ok(copy.bytes.equals(later.bytes) && !copy.bytes.equals(read.get(revised.path)!), 'the revision is at the second')
      const again = await readAggregator({ ask, origin: second.url, late: ['--ignore-time-conflict'], originals: new Map([[between.url + METADATA, { ask: first, origin: between.url }]]) })
      assert.equal(again.size, paths.length)

      // a digest that is changed on the way is named, and what was good stays
      between.changeBy((path, bytes) => (path.startsWith(WHITE + changed) && /sha\d+$/.test(path) ? Buffer.from(bytes.toString().replace(/^./, (digit) => (digit === '0' ? '1' : '0'))) : bytes))
      const last = await look(({ refused }) => refused.length > 0)
      assert.deepEqual([last.documents, last.refused], [paths.length, [{ url: place(changed), why: 'its sha512 is not the one beside it' }]])
      assert.ok((await mirrored(changed)).bytes.equals(read.get(changed)!))
      figures(`${read.size} documents of 2 providers mirrored; 1 revision followed; 3 changed on the way refused; schema ${SCHEMAS === undefined ? 'by the house: the published one is not here' : 'as published'}; signatures ${GNUPG ? 'verified by gpgv' : 'not checked: gpgv is not here (Debian: apt install gpgv)'}`)
    } finally {
      await Promise.all(hubs.map((hub) => hub.end('SIGTERM')))
      await Promise.all([between.close(), site.close()])
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    }
  })
})

const forge = (bytes: Buffer): Buffer => Buffer.from(bytes.toString().replace(/"title": ?"/, '$&Not: '))
const versionOf = ({ document }: Found['value']): string => document.tracking.version

/** What stands between the two: TLS in front of the first hub, and whatever `changeBy` does to what passes. */
async function openBetween(tls: { cert: string; key: string }) {
  let to = ''
  let change: ((path: string, bytes: Buffer) => Buffer) | undefined
  const serve: RequestListener = (asked, answer) => {
    const { hostname, port } = new URL(to)
    const passed = request({ hostname, port, path: asked.url, method: asked.method, headers: { ...asked.headers, 'accept-encoding': 'identity', 'x-forwarded-proto': 'https' } }, (found) => {
      const chunks: Buffer[] = []
      found.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const bytes = Buffer.concat(chunks)
        const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...headers } = found.headers
        const isFile = found.statusCode === 200 && change !== undefined
        answer.writeHead(found.statusCode ?? 502, headers).end(isFile ? change!(asked.url ?? '', bytes) : bytes)
      })
    })
    passed.on('error', () => answer.writeHead(502).end())
    asked.pipe(passed)
  }
  const server = createServer(tls, serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (url: string): void => void (to = url),
    changeBy: (by?: typeof change): void => void (change = by),
    close: () => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections() }),
  }
}

/** A further version of an advisory that is out, over the interface: written, approved by a second person, signed; out some minutes later. */
async function revise(ask: Ask, guide: Parameters<typeof accountOf>[0], folder: string): Promise<{ path: string; version: string }> {
  const [writer, second] = [accountOf(guide, 'Rita Fonseca').token, accountOf(guide, 'Duarte Reis').token]
  const send = async (token: string, method: string, path: string, json: unknown) => {
    const answer = await ask(`/api/v1/advisories/${path}`, { method, token, json })
    assert.ok(answer.status < 300, `${path}: ${answer.text}`)
    return answer.json()
  }
  const desk = async (at = '') => (await taken(ask, `/api/v1/advisories/desk${at}`, writer)).json()
  const { drafts }: { drafts: { id: string; state: string; trackingId: string }[] } = await desk()
  const { id, trackingId } = drafts.find(({ state }) => state === 'published') ?? assert.fail('nothing is published')
  const path = (await taken(ask, `${WHITE}index.txt`)).text.split('\n').find((line) => line.endsWith(`/${trackingId.toLowerCase()}.json`)) ?? assert.fail(trackingId)
  const version = versionOf((await taken(ask, WHITE + path)).json())
  const { draft, version: base } = await desk(`/${id}`)
  await send(writer, 'PUT', `desk/${id}`, { base, draft: { ...draft, head: { ...draft.head, title: `${draft.head.title}, looked at again` } }, summary: 'The title says it.' })
  const saved = await desk(`/${id}`)
  await send(writer, 'POST', `desk/${id}/submit`, { version: saved.version, sha256: saved.sha256 })
  await send(second, 'POST', `desk/${id}/approve`, { sha256: saved.sha256 })
  const { statement, payloadType } = await send(writer, 'POST', 'acts/prepare', { kind: 'advisory-publication', says: { advisory: id } })
  const envelope = printEnvelope(await signEnvelope(payloadType, Buffer.from(statement), [readKeyFile(join(folder, 'keys', 'small-lantern.pem'))]))
  await send(writer, 'POST', 'acts', { envelope })
  return { path, version }
}

type Original = { ask: Ask; origin: string }
type Reading = { ask: Ask; origin: string; /** By the address of their metadata, those to be compared. */ originals: ReadonlyMap<string, Original>; late?: readonly string[] }

/** 21 to 23, and what §7.2.5 asks for: each mirror beside the list, with the documents of its provider, its signatures and its key. */
async function readAggregator({ ask, origin, originals, late }: Reading): Promise<Map<string, Buffer>> {
  const list = (await taken(ask, AGGREGATOR)).json()
  checkSchema(list) // 21
  assert.equal(list.canonical_url, origin + AGGREGATOR)
  assert.equal(list.aggregator.category, 'aggregator')
  const listed = list.csaf_providers as Listed[]
  assert.ok(new Set(listed.map(({ metadata }) => metadata.publisher.namespace)).size >= 2) // 22
  const mirrors = listed.filter(({ mirrors: own }) => own !== undefined)
  assert.equal(new Set(mirrors.flatMap(({ mirrors: own }) => own)).size, 2, 'two disjoint parties are mirrored here, each in its folder')
  const read = new Map<string, Buffer>()
  const all: Found[] = []
  for (const [url, original] of originals) {
    const { mirrors: [address] = [] } = mirrors.find(({ metadata }) => metadata.url === url) ?? assert.fail(`${url} is not mirrored`)
    const folder = origin + AGGREGATOR.slice(0, -'aggregator.json'.length)
    assert.match(address!.slice(folder.length), /^[a-z0-9-]+\/provider-metadata\.json$/) // 23
    assert.ok(address!.startsWith(folder))
    const metadata = (await taken(ask, address!.slice(origin.length))).json()
    const theirs = (await taken(original.ask, url.slice(original.origin.length))).json()
    for (const field of ['canonical_url', 'publisher', 'role', 'public_openpgp_keys', 'last_updated']) assert.deepEqual(metadata[field], theirs[field], field)
    const keyring = await fetchKeys(original.ask, original.origin, metadata.public_openpgp_keys)
    const [{ directory_url: directory, rolie: { feeds: [feed] } }] = metadata.distributions as [Distribution]
    const base = directory.slice(origin.length)
    assert.ok(directory.startsWith(address!.replace('provider-metadata.json', '')) && feed!.url.startsWith(directory))
    const found = await walkFolder(ask, { base, origin, label: feed!.tlp_label, feed: feed!.url.slice(origin.length), token: undefined })
    const open = theirs.distributions.flatMap(({ rolie }: Distribution) => rolie.feeds).find(({ tlp_label: label }: { tlp_label: string }) => label === 'WHITE').url as string
    const { entry } = (await taken(original.ask, open.slice(original.origin.length))).json().feed as { entry: { content: { src: string } }[] }
    assert.equal(found.length, entry.length)
    for (const one of found) {
      const path = one.path.slice(base.length)
      const source = entry.find(({ content }) => content.src.endsWith(`/${path}`))?.content.src.slice(original.origin.length) ?? assert.fail(path)
      assert.ok(one.bytes.equals((await taken(original.ask, source)).bytes), path)
      assert.ok(one.signature.equals((await taken(original.ask, `${source}.asc`)).bytes), path)
      for (const algorithm of ['sha256', 'sha512']) assert.equal((await taken(ask, `${one.path}.${algorithm}`)).text, (await taken(original.ask, `${source}.${algorithm}`)).text)
      if (GNUPG) checkSignature(one, keyring, late)
      read.set(path, one.bytes)
    }
    all.push(...found)
    rmSync(keyring.folder, { recursive: true, force: true })
  }
  checkDocuments(all)
  return read
}

/** By the published schema where it is here, with another's validator. */
function checkSchema(list: unknown): void {
  if (SCHEMAS === undefined) return assert.deepEqual(validateAggregator(list), [])
  const schemaOf = (name: string) => JSON.parse(readFileSync(join(SCHEMAS, `${name}_json_schema.json`), 'utf8'))
  // of a document as much as provider metadata refers to
  const { $id, properties: { document: { properties: { publisher } } } } = schemaOf('csaf')
  const ajv = new Ajv2020({ strict: false, validateFormats: false, schemas: [{ $id, properties: { document: { properties: { publisher } } } }, schemaOf('provider')] })
  const isValid = ajv.compile(schemaOf('aggregator'))
  assert.ok(isValid(list), JSON.stringify(isValid.errors))
  assert.ok(!isValid({ ...(list as object), csaf_providers: [] }))
}
