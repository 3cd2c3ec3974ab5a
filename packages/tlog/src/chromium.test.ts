/** The same verdicts in a browser as in Node: the package is bundled as it is and asked there, through WebCrypto. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { chromium } from 'playwright-core'
import { rolldown } from 'rolldown'
import { edgeCases } from './edge-cases.test.ts'
import { verifyEd25519 } from './ed25519.ts'
import { entryAt, grownLog } from './growing-log.test.ts'
import type * as Tlog from './index.ts'

const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((file) => existsSync(file))
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const PATIENCE_MS = 120_000
const skip = executablePath === undefined ? 'Chromium is not here (Debian, Ubuntu: apt-get install chromium)' : false

/** As it travels into the page. */
const sent = (bytes: Uint8Array): number[] => [...bytes]

/** One file for browsers, without node:crypto in it, and a page at an address where WebCrypto is allowed. */
async function served(): Promise<{ url: string; code: string; close: () => void }> {
  const bundle = await rolldown({ input: join(import.meta.dirname, 'index.ts'), platform: 'browser', logLevel: 'silent' })
  const { output: [{ code }] } = await bundle.generate({ format: 'esm' })
  await bundle.close()
  const server = createServer(({ url }, response) => {
    if (url === '/tlog.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(code)
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>tlog</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : assert.fail()}/`, code, close: () => server.close() }
}

test('in Chromium as in Node', { skip }, async (t) => {
  const { url, code, close } = await served()
  t.after(close)
  assert.doesNotMatch(code, /^import /m, 'the bundle needs nothing else')
  const browser = await chromium.launch({ executablePath: executablePath ?? '', args: FLAGS, timeout: PATIENCE_MS })
  t.after(() => browser.close())
  const page = await browser.newPage()
  await page.goto(url, { timeout: PATIENCE_MS })
  const cases = edgeCases()

  await t.test(`${cases.length} Ed25519 edge cases have the same verdict`, async () => {
    const asked = cases.map(({ publicKey, message, signature }) => [publicKey, message, signature].map(sent))
    const verdicts = await page.evaluate(async (asked) => {
      const { verifyEd25519 }: typeof Tlog = await import(new URL('/tlog.js', location.href).href)
      const said: boolean[] = []
      for (const [publicKey = [], message = [], signature = []] of asked) said.push(await verifyEd25519(Uint8Array.from(publicKey), Uint8Array.from(message), Uint8Array.from(signature)))
      return said
    }, asked)
    for (const [at, { name, publicKey, message, signature, accept }] of cases.entries()) {
      assert.equal(verdicts[at], accept, `Chromium: ${name}`)
      assert.equal(await verifyEd25519(publicKey, message, signature), accept, `Node: ${name}`)
    }
  })

  await t.test('a log is made, witnessed, proven and verified, and an altered one refused', async () => {
    const { files, roots } = grownLog([1000])
    const tiles = [...files].map(([path, bytes]) => [path, sent(bytes)] as const)
    const told = await page.evaluate(async ([tiles, root, entry]) => {
      const tlog: typeof Tlog = await import(new URL('/tlog.js', location.href).href)
      const [log, witness] = await Promise.all([tlog.generateKey(), tlog.signerFromSeed(new Uint8Array(32).fill(3))])
      const checkpoint = { origin: 'example.com/log', size: 1000, root: Uint8Array.from(root), extensions: [] }
      const note = await tlog.signCheckpoint(checkpoint, [tlog.noteSigner('example.com/log', log), tlog.cosigner('witness.example', witness, 1_795_334_400)])
      const vkey = tlog.printVerifierKey(tlog.verifierKey('example.com/log', log.publicKey))
      const witnessVkey = tlog.printVerifierKey(tlog.verifierKey('witness.example', witness.publicKey, tlog.SIGNATURE_TYPE.cosignature))
      const policy = tlog.parsePolicy(`log ${vkey}\nwitness w ${witnessVkey}\nquorum w\n`)
      const stored = new Map(tiles.map(([path, text]) => [path, Uint8Array.from(text)]))
      const reader = await tlog.createTileReader({ fetchTile: async (path) => stored.get(path), checkpoint })
      const proof = tlog.printProof({ index: 700, hashes: await reader.inclusionProof(700), checkpoint: tlog.printNote(note) })
      const proven = await tlog.verifyProof(proof, tlog.leafHash(Uint8Array.from(entry)), policy)
      const altered = await tlog.verifyProof(proof, tlog.leafHash(Uint8Array.from([...entry, 0])), policy).catch((fault: unknown) => Object(fault).code)
      return [proven.index, proven.cosigned.length, altered]
    }, [tiles, sent(roots.get(1000) ?? assert.fail()), sent(entryAt(700))] as const)
    assert.deepEqual(told, [700, 1, 'inclusion-refused'])
  })

  await t.test('signatures made there are those made here', async () => {
    const signed = await page.evaluate(async () => {
      const { signerFromSeed }: typeof Tlog = await import(new URL('/tlog.js', location.href).href)
      const { publicKey, sign } = await signerFromSeed(new Uint8Array(32).fill(9))
      return [publicKey, await sign(new TextEncoder().encode('a message'))].map((bytes) => [...bytes])
    })
    const { signerFromSeed } = await import('./ed25519.ts')
    const key = await signerFromSeed(new Uint8Array(32).fill(9))
    assert.deepEqual(signed, [[...key.publicKey], [...(await key.sign(new TextEncoder().encode('a message')))]])
  })
})
