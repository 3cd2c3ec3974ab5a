/**
 * Published folders of CSAF documents as a stranger reads them, with nothing of the house's own: digests by Node, signatures by
 * GnuPG, documents by another validator. Numbers are those of CSAF 2.0 §7.1.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Ask } from './asking.ts'

export const GNUPG = spawnSync('gpgv', ['--version']).status === 0
export type Distribution = { directory_url: string; rolie: { services?: string[]; categories?: string[]; feeds: { tlp_label: string; url: string }[] } }
type Key = { fingerprint: string; url: string }
type Entry = { id: string; content: { src: string }; link: { rel: string; href: string }[] }
type Document = { document: { category: string; distribution: { tlp: { label: string } }; tracking: { id: string; initial_release_date: string; current_release_date: string; version: string } } }
export type Found = { path: string; bytes: Buffer; value: Document; signature: Buffer }

export async function taken(ask: Ask, path: string, token?: string) {
  const answer = await ask(path, token === undefined ? {} : { token })
  assert.equal(answer.status, 200, `${path}: ${answer.status}`)
  return answer
}

export function pathOf(url: string, origin: string): string {
  assert.ok(url.startsWith(`${origin}/`), `${url} is not of ${origin}`)
  return url.slice(origin.length)
}

/** 20. One ring of them, and their fingerprints. */
export async function fetchKeys(ask: Ask, origin: string, keys: readonly Key[]) {
  assert.ok(keys.length > 0)
  const folder = mkdtempSync(join(tmpdir(), 'accord-keys-'))
  const blocks: Buffer[] = []
  for (const { fingerprint, url } of keys) {
    assert.match(fingerprint, /^[0-9A-F]{40}$/)
    blocks.push(bytesOfArmour((await taken(ask, pathOf(url, origin))).text))
  }
  const ring = join(folder, 'ring.gpg')
  writeFileSync(ring, Buffer.concat(blocks))
  return { folder, ring, fingerprints: keys.map(({ fingerprint }) => fingerprint) }
}

/** RFC 9580 §6.2: what stands between the empty line and the checksum. */
const bytesOfArmour = (text: string): Buffer => Buffer.from(text.slice(text.search(/\r?\n\r?\n/)).split(/\r?\n/).filter((line) => !/^[-=]/.test(line)).join(''), 'base64')

type Place = { base: string; origin: string; label: string; feed: string; token: string | undefined }

/** 2, 4, 11 to 15, 18: the list, the changes, the listings and the feed name the same documents, each with its digests. */
export async function walkFolder(ask: Ask, { base, origin, label, feed, token }: Place): Promise<Found[]> {
  const get = (path: string) => taken(ask, path, token)
  const paths = (await get(`${base}index.txt`)).text.split('\n').filter((line) => line !== '')
  const changes = (await get(`${base}changes.csv`)).text.split('\n').filter((line) => line !== '').map((line) => /^"([^"]+)","([^"]+)"\r?$/.exec(line) ?? assert.fail(line))
  assert.deepEqual(changes.map(([, path]) => path!).toSorted(), paths.toSorted())
  const times = changes.map(([, , at]) => Date.parse(at!))
  assert.deepEqual(times, times.toSorted((a, b) => b - a), 'the newest change stands first')
  const years = [...new Set(paths.map((path) => path.slice(0, 5)))]
  const listed = (await get(base)).text.split('\n')
  for (const year of years) assert.ok(listed.some((line) => line.startsWith(year)), `${base} does not list ${year}`)
  const { entry: entries } = (await get(feed)).json().feed as { entry: Entry[] }
  assert.deepEqual(entries.map(({ content }) => pathOf(content.src, origin).slice(base.length)).toSorted(), paths.toSorted())

  const found: Found[] = []
  for (const path of paths) {
    const { bytes, json, headers } = await get(base + path)
    assert.match(String(headers['content-type']), /^application\/json/)
    const value = json() as Document
    const { tracking, distribution } = value.document
    assert.equal(path, `${tracking.initial_release_date.slice(0, 4)}/${tracking.id.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_')}.json`)
    assert.equal(distribution.tlp.label, label)
    assert.equal(times[changes.findIndex(([, one]) => one === path)], Date.parse(tracking.current_release_date))
    const listing = (await get(`${base}${path.slice(0, 5)}`)).text.split('\n')
    const links = entries.find(({ content }) => content.src === origin + base + path)?.link ?? []
    for (const algorithm of ['sha256', 'sha512']) {
      const text = (await get(`${base}${path}.${algorithm}`)).text
      assert.equal(text, `${createHash(algorithm).update(bytes).digest('hex')}  ${path.slice(5)}\n`)
      assert.ok(links.some(({ rel, href }) => rel === 'hash' && href === `${origin}${base}${path}.${algorithm}`))
    }
    assert.ok(listing.includes(path.slice(5)) && listing.includes(`${path.slice(5)}.asc`), `${base}${path.slice(0, 5)} does not list ${path}`)
    assert.ok(links.some(({ rel, href }) => rel === 'signature' && href === `${origin}${base}${path}.asc`))
    const { bytes: signature } = await get(`${base}${path}.asc`)
    if (token !== undefined) for (const beside of ['', '.sha256', '.asc']) assert.equal((await ask(base + path + beside)).status, 401)
    found.push({ path: base + path, bytes, value, signature })
  }
  return found
}

/** By another's mandatory tests (§6.1). */
export function checkDocuments(found: readonly Found[]): void {
  const second = fileURLToPath(new URL('../packages/csaf/src/testing/second-opinion.ts', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=source', second], { input: JSON.stringify(found.map(({ value }) => value)), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  assert.equal(status, 0, stderr)
  const verdicts = JSON.parse(stdout) as Record<string, string>[]
  assert.equal(verdicts.length, found.length)
  for (const [at, verdict] of verdicts.entries()) {
    assert.ok(Object.keys(verdict).filter((id) => id.startsWith('6.1.')).length >= 40)
    assert.deepEqual(Object.entries(verdict).filter(([id, says]) => id.startsWith('6.1.') && says !== 'passes'), [], found[at]!.path)
  }
}

export function checkSignature({ path, bytes, signature }: Found, { folder, ring, fingerprints }: Awaited<ReturnType<typeof fetchKeys>>, options: readonly string[] = []): void {
  const [document, beside] = [join(folder, 'document'), join(folder, 'document.asc')]
  writeFileSync(beside, signature)
  const judge = (content: Buffer) => {
    writeFileSync(document, content)
    return spawnSync('gpgv', [...options, '--homedir', folder, '--keyring', ring, '--status-fd', '1', beside, document], { encoding: 'utf8' })
  }
  const { status, stdout, stderr } = judge(bytes)
  assert.equal(status, 0, `${path}: ${stderr}`)
  assert.ok(fingerprints.some((fingerprint) => stdout.includes(`VALIDSIG ${fingerprint}`)), stdout)
  assert.notEqual(judge(Buffer.concat([bytes, Buffer.from(' ')])).status, 0, 'a signature of other bytes')
}
