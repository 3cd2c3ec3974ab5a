/** The vault: what it seals opens whole and in its place, under its own key, and in no other way. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { testVault } from './testing/vault.ts'
import { CHUNK_BYTES, LARGEST_BYTES, SEALED_CHUNK_BYTES } from './vault/chunks.ts'
import { HEAD_BYTES } from './vault/envelope.ts'
import { addToKeyFile, isOpenToOthers, readKeyFile } from './vault/key-file.ts'
import { createVault, vaultKey, VaultError, type VaultErrorCode } from './vault.ts'

const folder = await mkdtemp(join(tmpdir(), 'openaccord-vault-'))
after(() => rm(folder, { recursive: true, force: true }))
let last = 0
const freshFile = () => join(folder, `${++last}`, 'vault.key')
const freshKey = () => vaultKey(randomBytes(32))
const vault = testVault()
const ABOUT = 'reports_note.body report_1'
const code = (wanted: VaultErrorCode) => (error: unknown) => error instanceof VaultError && error.code === wanted

async function gathered(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all)
}
/** The same bytes in parts of these sizes, over and over. */
async function* inParts(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length]!
    yield bytes.subarray(at, at + size)
    at += size
  }
}

test('what is sealed opens, and no two seals are alike', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 3_000 }), fc.string(), (bytes, about) => {
    const sealed = vault.seal(bytes, about)
    assert.deepEqual(vault.open(sealed, about), bytes)
    assert.equal(sealed.length, HEAD_BYTES + bytes.length + 16)
    assert.notDeepEqual(vault.seal(bytes, about), sealed)
  }), { numRuns: 200 })
  assert.equal(vault.openText(vault.sealText('Grüße, 世界', ABOUT), ABOUT), 'Grüße, 世界')
})

test('nothing of the clear text is in what lies there', () => {
  const sealed = vault.sealText('canary '.repeat(2_000), ABOUT)
  assert.ok(!Buffer.from(sealed).includes('canary'))
})

test('every bit counts', () => {
  const sealed = vault.sealText('Embargo until Tuesday.', ABOUT)
  for (let at = 0; at < sealed.length * 8; at++) {
    const bad = sealed.slice()
    bad[at >> 3]! ^= 1 << (at & 7)
    assert.throws(() => vault.open(bad, ABOUT), VaultError, `bit ${at}`)
  }
  for (let length = 0; length < sealed.length; length++) assert.throws(() => vault.open(sealed.subarray(0, length), ABOUT), VaultError)
  assert.throws(() => vault.open(Buffer.concat([sealed, new Uint8Array(1)]), ABOUT), code('not-whole'))
})

test('what was moved to another row, or belongs to another hub, does not open', () => {
  const sealed = vault.sealText('For this row alone.', ABOUT)
  assert.throws(() => vault.open(sealed, 'reports_note.body report_2'), code('not-whole'))
  assert.throws(() => vault.open(sealed, 'reports_note.title report_1'), code('not-whole'))
  assert.throws(() => testVault().open(sealed, ABOUT), code('unknown-key'))
  assert.throws(() => vault.open(Buffer.from('{"clear":true}'.repeat(20)), ABOUT), code('not-sealed'))
})

test('the head of one item does not open the body of another', () => {
  const [one, other] = [vault.sealText('pay 100', ABOUT), vault.sealText('pay 999', ABOUT)]
  assert.throws(() => vault.open(Buffer.concat([one.subarray(0, HEAD_BYTES), other.subarray(HEAD_BYTES)]), ABOUT), code('not-whole'))
})

test('a large item: whole and stream are the same bytes, at every edge of a chunk', async () => {
  for (const length of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES - 7]) {
    const clear = new Uint8Array(randomBytes(length))
    const streamed = await gathered(vault.sealStream(inParts(clear, [65_536, 1, 300_000]), ABOUT))
    assert.ok(Buffer.from(vault.open(streamed, ABOUT)).equals(clear), `${length} sealed as a stream`)
    const sealed = vault.seal(clear, ABOUT)
    assert.equal(sealed.length, streamed.length)
    assert.ok((await gathered(vault.openStream(inParts(sealed, [1, 71, 999_983]), ABOUT))).equals(clear), `${length} opened as a stream`)
  }
})

test('chunks that are left out, turned round, doubled or cut off are noticed, by either way of opening', async () => {
  const sealed = vault.seal(randomBytes(3 * CHUNK_BYTES + 5), ABOUT)
  const head = sealed.subarray(0, HEAD_BYTES)
  const [a, b, c, d] = [0, 1, 2, 3].map((n) => sealed.subarray(HEAD_BYTES + n * SEALED_CHUNK_BYTES, HEAD_BYTES + (n + 1) * SEALED_CHUNK_BYTES)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  const broken: [name: string, parts: Uint8Array[]][] = [
    ['the end is gone', [head, a, b, c]],
    ['the last chunk is cut', [head, a, b, c, d.subarray(0, -1)]],
    ['a chunk in between is gone', [head, a, c, d]],
    ['two have changed places', [head, b, a, c, d]],
    ['one is there twice', [head, a, a, b, c, d]],
    ['something follows', [head, a, b, c, d, new Uint8Array(16)]],
    ['nothing follows the head', [head]],
    ['the head is cut', [head.subarray(0, 40)]],
  ]
  for (const [name, parts] of broken) {
    const bytes = Buffer.concat(parts)
    assert.throws(() => vault.open(bytes, ABOUT), VaultError, name)
    await assert.rejects(gathered(vault.openStream(inParts(bytes, [700_001]), ABOUT)), VaultError, name)
  }
})

test('64 MiB are the most that one item has', async () => {
  const part = new Uint8Array(CHUNK_BYTES)
  async function* endless() {
    for (;;) yield part
  }
  let sealed = 0
  await assert.rejects(async () => {
    for await (const { length } of vault.sealStream(endless(), ABOUT)) sealed += length
  }, code('too-large'))
  assert.ok(sealed <= LARGEST_BYTES + 64 * 16 + HEAD_BYTES)
  assert.throws(() => vault.seal(new Uint8Array(LARGEST_BYTES + 1), ABOUT), code('too-large'))
})

test('several keys open, the newest seals', () => {
  const [older, newer] = [freshKey(), freshKey()]
  const before = createVault({ keys: [older], random: randomBytes })
  const between = createVault({ keys: [older, newer], random: randomBytes })
  const afterwards = createVault({ keys: [newer], random: randomBytes })
  const [early, late] = [before.sealText('early', ABOUT), between.sealText('late', ABOUT)]
  assert.deepEqual([between.openText(early, ABOUT), between.openText(late, ABOUT), afterwards.openText(late, ABOUT)], ['early', 'late', 'late'])
  assert.throws(() => before.open(late, ABOUT), code('unknown-key'))
  assert.throws(() => afterwards.open(early, ABOUT), code('unknown-key'))
  assert.throws(() => createVault({ keys: [], random: randomBytes }), code('key-file'))
})

test('the key file is made once, for the hub’s user alone, and grows by a line', async () => {
  const file = freshFile()
  assert.equal(await readKeyFile(file), undefined)
  const first = await addToKeyFile(file, randomBytes)
  assert.deepEqual(await readKeyFile(file), [first])
  const second = await addToKeyFile(file, randomBytes)
  assert.deepEqual(await readKeyFile(file), [first, second])
  const text = await readFile(file, 'utf8')
  assert.ok(!text.includes(first.id) && text.startsWith('# The vault key'))
  if (process.platform === 'win32') return
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.equal(await isOpenToOthers(file), false)
  await chmod(file, 0o644)
  assert.equal(await isOpenToOthers(file), true)
})

test('a key file that is not one says where, and never what stands there', async () => {
  const file = freshFile()
  await addToKeyFile(file, randomBytes)
  const text = await readFile(file, 'utf8')
  const line = text.split('\n').at(-2)!
  const table: [name: string, text: string, says: RegExp][] = [
    ['nothing', '', /holds 0 keys/],
    ['only words', '# my key\n\n', /holds 0 keys/],
    ['a line cut short', text.slice(0, -5), /line 3 is no vault key/],
    ['bits beyond the key', `${text.trimEnd().slice(0, -1)}_\n`, /line 3 is no vault key/],
    ['another kind of key', 'AGE-SECRET-KEY-1QQQQ\n', /line 1 is no vault key/],
    ['the same key twice', `${text}${line}\n`, /holds the key [0-9a-f]{16} twice/],
  ]
  for (const [name, wrong, says] of table) {
    await writeFile(file, wrong)
    await assert.rejects(readKeyFile(file), (error: Error) => code('key-file')(error) && says.test(error.message) && !error.message.includes(line.slice(6, 30)) && !error.message.includes('QQQQ'), name)
  }
  await writeFile(file, text.replaceAll('\n', '\r\n'))
  assert.equal((await readKeyFile(file))?.length, 1, 'an editor of another system is no harm')
})
