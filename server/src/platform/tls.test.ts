import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { anonymous } from '../kernel/index.ts'
import { createDoor } from './http.ts'
import { createLog } from './log.ts'
import { openCertificate } from './tls.ts'
import { hasOpenssl, makeSelfSigned } from './tls-self-signed.ts'

const skip = hasOpenssl() ? false : 'openssl is not on this machine'
const clock = () => Date.now() * 1000

function handshake(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => resolve(socket))
    socket.on('error', reject)
  })
}

async function servedSerial(port: number): Promise<string> {
  const socket = await handshake(port)
  const { serialNumber } = socket.getPeerCertificate()
  socket.destroy()
  return serialNumber
}

const get = (port: number, agent: Agent): Promise<{ status: number | undefined; hsts: unknown }> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/x', agent, headers: { host: 'hub.example' } }, (answer) => {
      answer.resume().on('end', () => resolve({ status: answer.statusCode, hsts: answer.headers['strict-transport-security'] }))
    }).on('error', reject).end()
  })

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 1200; round++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail(`never: ${what}`)
}

test('TLS by the hub itself, with certificates that change while it runs', { skip }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'openaccord-certs-'))
  const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  const [first, second, third] = [makeSelfSigned(), makeSelfSigned(), makeSelfSigned()]
  const put = async (pair: { cert: string; key: string }) => {
    for (const [file, text] of [[files.keyFile, pair.key], [files.certFile, pair.cert]] as const) {
      await writeFile(`${file}.new`, text)
      await rename(`${file}.new`, file)
    }
  }
  await put(first)
  const lines: string[] = []
  const log = createLog({ clock, destination: { write: (line) => void lines.push(line) } })
  const tls = await openCertificate(files, { log, pollMs: 500 })
  const door = createDoor({ publicUrl: 'https://hub.example', tls, clock, random: randomBytes, log, authenticate: async () => anonymous })
  door.add({ method: 'GET', path: '/x', access: 'public' }, () => ({ ok: true }))
  await door.ready()
  const { port } = await door.listen({ host: '127.0.0.1', port: 0 })
  t.after(async () => {
    await door.close({ graceMs: 100 })
    await rm(folder, { recursive: true })
  })

  const old = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false })
  t.after(() => old.destroy())
  assert.deepEqual(await get(port, old), { status: 200, hsts: 'max-age=63072000; includeSubDomains' })
  assert.equal(await servedSerial(port), first.serial)

  await t.test('1.2 and 1.3 are spoken, older ones and weak ciphers are not; ALPN says http/1.1', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = await handshake(port, { minVersion: version, maxVersion: version, ALPNProtocols: ['h2', 'http/1.1'] })
      assert.equal(socket.getProtocol(), version)
      assert.equal(socket.alpnProtocol, 'http/1.1')
      assert.match(socket.getCipher().standardName, /GCM|CHACHA20/)
      socket.destroy()
    }
    await assert.rejects(handshake(port, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }))
    await assert.rejects(handshake(port, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' }))
  })
  await t.test('a new pair is served to new connections, and old connections go on', async () => {
    await put(second)
    await until('the second certificate', async () => (await servedSerial(port)) === second.serial)
    assert.equal((await get(port, old)).status, 200)
  })
  await t.test('a pair that does not fit is logged, and the old one stays', async () => {
    await put({ cert: third.cert, key: first.key })
    await until('a word in the log', async () => lines.some((line) => line.includes('the old one stays')))
    assert.equal(await servedSerial(port), second.serial)
    await put({ cert: 'nonsense', key: third.key })
    await until('another word in the log', async () => lines.some((line) => line.includes('holds no PEM certificate')))
    assert.equal(await servedSerial(port), second.serial)
    assert.ok(!lines.join('').includes('PRIVATE KEY'))
  })
  await t.test('and once it fits, it is served', async () => {
    await put(third)
    await until('the third certificate', async () => (await servedSerial(port)) === third.serial)
  })
  await t.test('a pair that does not fit at the start stops the start, by name', async () => {
    await assert.rejects(openCertificate({ ...files, keyFile: join(folder, 'none.pem') }, { log }), /the private key .*none\.pem cannot be read/)
    await writeFile(join(folder, 'other.pem'), first.key)
    await assert.rejects(openCertificate({ ...files, keyFile: join(folder, 'other.pem') }, { log }), /does not belong to the certificate/)
  })
})
