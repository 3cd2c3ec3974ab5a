/** Proof of domain control against a real name server and a real web server over TLS, both on this machine. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { RequestListener } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { createOutbound, createTxtResolver, type OutboundOptions } from '../../platform/outbound.ts'
import { hasOpenssl, makeSelfSigned } from '../../platform/tls-self-signed.ts'
import { createDomainCheck, type CheckDomain } from './domain-check.ts'
import { dnsName, fileContent, proofLine } from './model/domains.ts'
import { startNameServer, type Zone } from './testing/name-server.ts'

const LINE = proofLine('a'.repeat(64), 'right')
const OTHER = proofLine('a'.repeat(64), 'wrong')
const DOMAIN = 'quay.example'
const send = (status: number, body: string, headers: Record<string, string> = {}): RequestListener => (_, response) => void response.writeHead(status, headers).end(body)
const NOT_FOUND = send(404, 'none')

describe('domains are asked', { skip: hasOpenssl() ? false : 'there is no openssl to make a certificate with', timeout: 60_000 }, () => {
  const zone: Zone = new Map()
  let answer: RequestListener = NOT_FOUND
  let asked = 0
  let names: Awaited<ReturnType<typeof startNameServer>>
  let web: ReturnType<typeof createServer>
  let ca = ''
  let port = 0
  let check: CheckDomain
  const checkWith = (options: OutboundOptions, { servers = [names.address], timeoutMs = 10_000 } = {}): CheckDomain => createDomainCheck({
    port, txt: createTxtResolver({ servers, timeoutMs, tries: 1 }),
    fetch: createOutbound({ ca, ports: [port], resolve: async () => [{ address: '127.0.0.1', family: 4 }], ...options }).fetch,
  })

  before(async () => {
    const { cert, key } = makeSelfSigned([DOMAIN, 'www.quay.example'])
    ca = cert
    names = await startNameServer(zone)
    web = createServer({ cert, key }, (request, response) => {
      asked++
      answer(request, response)
    })
    web.listen(0, '127.0.0.1')
    await once(web, 'listening')
    const address = web.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
    check = checkWith({ allow: [`${DOMAIN}:${port}`, `www.quay.example:${port}`] })
  })
  after(() => {
    names.close()
    web.closeAllConnections()
    web.close()
  })

  const look = async (records: string[][] | 'SERVFAIL' | 'REFUSED' | 'silent' | undefined, listener: RequestListener, before: 'dns' | 'file' | null = null) => {
    zone.clear()
    if (records !== undefined) zone.set(dnsName(DOMAIN), records)
    answer = listener
    return check({ domain: DOMAIN, line: LINE, before })
  }

  test('by DNS: the line among others, in one part or many, long answers too', async () => {
    asked = 0
    for (const records of [[[LINE]], [['v=spf1 -all'], [OTHER], [LINE]], [[LINE.slice(0, 20), LINE.slice(20)]], [[LINE], ...Array.from({ length: 40 }, (_, n) => [`${n} ${'x'.repeat(200)}`])]]) {
      assert.deepEqual(await look(records, NOT_FOUND), { result: 'verified', method: 'dns', detail: 'found at _openaccord.quay.example' })
    }
    assert.equal(asked, 0, 'then nobody asks for the file')
    assert.equal((await look([[OTHER]], NOT_FOUND)).result, 'wrong')
    assert.equal((await look([['v=spf1 -all']], NOT_FOUND)).result, 'missing')
    assert.equal((await look([], NOT_FOUND)).result, 'missing')
    assert.equal((await look(undefined, NOT_FOUND)).result, 'missing')
    assert.equal((await look([[LINE.replace('openaccord1', 'OPENACCORD1')]], NOT_FOUND)).result, 'wrong')
  })

  test('name servers that cannot be asked say nothing', async () => {
    for (const trouble of ['SERVFAIL', 'REFUSED'] as const) {
      const found = await look(trouble, NOT_FOUND, 'dns')
      assert.deepEqual([found.result, found.method], ['error', null], trouble)
    }
    assert.equal((await look('SERVFAIL', send(200, fileContent(LINE)))).result, 'verified', 'the file is enough')
    zone.set(dnsName(DOMAIN), 'silent')
    answer = NOT_FOUND
    const allow = [`${DOMAIN}:${port}`]
    for (const impatient of [checkWith({ allow }, { timeoutMs: 100 }), checkWith({ allow }, { servers: ['127.0.0.1:1'], timeoutMs: 100 })]) {
      assert.equal((await impatient({ domain: DOMAIN, line: LINE, before: null })).result, 'error')
    }
  })

  test('by the file: over TLS, with redirects on the way, and no larger than it needs to be', async () => {
    assert.deepEqual(await look([], send(200, fileContent(LINE))), { result: 'verified', method: 'file', detail: 'found in the file' })
    const moved = (to: string): RequestListener => (request, response) =>
      request.headers.host?.startsWith('www.') === true ? send(200, fileContent(LINE))(request, response) : send(302, '', { location: to })(request, response)
    assert.equal((await look([], moved(`https://www.quay.example:${port}/.well-known/openaccord.json`))).result, 'verified')
    assert.equal((await look([], moved(`http://www.quay.example:${port}/`), 'file')).result, 'wrong', 'from https to http')
    assert.equal((await look([], send(302, '', { location: '/again' }), 'file')).result, 'wrong', 'round and round')
    assert.equal((await look([], send(302, '', { location: `https://127.0.0.1:${port}/` }), 'file')).result, 'error', 'inwards')
    assert.equal((await look([], send(302, '', { location: 'https://169.254.169.254/latest/meta-data' }), 'file')).result, 'error', 'to the metadata of a cloud')
    assert.equal((await look([], send(200, fileContent(LINE) + ' '.repeat(70_000)), 'file')).result, 'wrong')
    assert.equal((await look([], send(200, fileContent(OTHER)))).result, 'wrong')
    assert.equal((await look([], send(200, '<html>')))?.result, 'wrong')
    for (const [status, result] of [[401, 'missing'], [404, 'missing'], [410, 'missing'], [429, 'error'], [500, 'error'], [503, 'error']] as const) {
      assert.equal((await look([], send(status, 'x'), 'file')).result, result, String(status))
    }
    assert.equal((await look([], (request) => void request.socket.destroy(), 'file')).result, 'error', 'a broken conversation')
  })

  test('where the proof was is where it is missed', async () => {
    assert.equal((await look([], send(500, ''), 'dns')).result, 'missing')
    assert.equal((await look('SERVFAIL', NOT_FOUND, 'file')).result, 'missing')
    assert.equal((await look('SERVFAIL', NOT_FOUND, 'dns')).result, 'error')
  })

  test('a domain that leads inwards is not asked for its file', async () => {
    asked = 0
    zone.clear()
    answer = send(200, fileContent(LINE))
    const found = await checkWith({})({ domain: DOMAIN, line: LINE, before: 'file' })
    assert.deepEqual([found.result, asked], ['error', 0])
    assert.match(found.detail, /not-allowed/)
    const untrusted = await checkWith({ ca: '', allow: [`${DOMAIN}:${port}`] })({ domain: DOMAIN, line: LINE, before: 'file' })
    assert.deepEqual([untrusted.result, asked], ['error', 0], 'a certificate that nobody vouches for')
  })
})
