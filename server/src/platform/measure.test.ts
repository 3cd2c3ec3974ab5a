/** Hostile and broken targets on real sockets: nothing leaks, nothing hangs, every answer is a clear one. */
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { test } from 'node:test'
import { decode, encode, type Answer } from 'dns-packet'
import { SMTPServer } from 'smtp-server'
import { openAuthority } from '../demo/internet/certificates.ts'
import { startInternet, type Internet } from '../demo/internet/internet.ts'
import { a, inOrder, withMuchToDo } from '../demo/internet/sites.ts'
import { createGate, createMeasure, MeasureError, type Measure, type MeasureCode, type World } from './measure.ts'

const PATIENCE_MS = 30_000
/** The whole check ends then, where a test waits for just that. */
const SHORT_MS = 1_500
const measureIn = (world: World, ms = PATIENCE_MS): Measure => createMeasure({ world, signal: AbortSignal.timeout(ms), agent: 'test', as: 'hub.example', patience: ms === PATIENCE_MS ? 5 : 1 })

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A server that does with each connection whatever a test wants; `met` counts them. */
async function startHost(behave: (socket: Socket) => void) {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket.on('error', () => {}).on('close', () => void open.delete(socket)))
    host.met += 1
    behave(socket)
  })
  const host = { port: await listen(server), met: 0, open, [Symbol.asyncDispose]: async () => (server.close(), open.forEach((each) => void each.destroy())) }
  return host
}

/** A name server that answers each query as a test wants; `undefined` is silence. */
async function startNames(reply: (query: Buffer) => Buffer | Buffer[] | undefined) {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const names = { asked: [] as string[], at: `127.0.0.1:${socket.address().port}`, [Symbol.asyncDispose]: async () => void socket.close() }
  socket.on('message', (query, from) => {
    names.asked.push(decode(query).questions?.[0]?.name ?? '')
    for (const each of [reply(query) ?? []].flat()) socket.send(each, from.port, from.address)
  })
  return names
}

const said = (query: Buffer, answers: Answer[], more: { id?: number; name?: string } = {}): Buffer => {
  const { id = 0, questions = [] } = decode(query)
  const asked = questions.map((question) => ({ ...question, name: more.name ?? question.name }))
  return encode({ type: 'response', id: more.id ?? id, flags: 0x0180, questions: asked, answers: answers.filter(({ type }) => type === questions[0]?.type) })
}
/** Every name has these addresses. */
const allAt = (...addresses: string[]) => startNames((query) => {
  const name = decode(query).questions?.[0]?.name ?? ''
  return said(query, addresses.map((data) => ({ name, type: data.includes(':') ? 'AAAA' as const : 'A' as const, ttl: 60, data })))
})

test('addresses that are not public are reached by no probe, however the name is dressed', async (t) => {
  await using inside = await startHost((socket) => socket.end('secret'))
  const table: [what: string, addresses: string[]][] = [
    ['loopback', ['127.0.0.1']], ['private', ['10.0.0.1']], ['metadata', ['169.254.169.254']], ['carrier', ['100.64.0.1']], ['mapped', ['::ffff:127.0.0.1']],
    ['NAT64', ['64:ff9b::7f00:1']], ['unique local', ['fd00::1']], ['link-local', ['fe80::1']], ['loopback, six', ['::1']], ['public and private together', ['1.1.1.1', '10.0.0.1']],
  ]
  for (const [what, addresses] of table) {
    await t.test(what, async () => {
      await using names = await allAt(...addresses)
      const measure = measureIn({ name: 'internet', resolvers: [names.at] })
      const [http, tls, smtp] = await Promise.all([measure.http('http://trap.example/', 1_000), measure.tls('trap.example', 443, 'TLSv1.2'), measure.smtp('trap.example')])
      assert.deepEqual([http.outcome, tls.outcome, smtp.outcome], ['blocked', 'blocked', 'blocked'])
    })
  }
  await t.test('an address in place of a name, a port, a user, another scheme', async () => {
    const measure = measureIn({ name: 'internet', resolvers: ['127.0.0.1:1'] })
    for (const url of ['http://127.0.0.1/', 'http://[::1]/', 'http://2130706433/', `http://localhost:${inside.port}/`, 'http://user@trap.example/', 'ftp://trap.example/', 'file:///etc/passwd', 'nonsense']) {
      assert.equal((await measure.http(url, 1_000)).outcome, 'blocked', url)
    }
  })
  assert.equal(inside.met, 0)
})

test('a name is resolved once for a whole check: an answer that turns changes nothing', async () => {
  let asked = 0
  await using names = await startNames((query) => {
    const { name = '', type } = decode(query).questions?.[0] ?? {}
    return said(query, type === 'A' ? [{ name, type: 'A', ttl: 0, data: asked++ === 0 ? '192.0.2.1' : '127.0.0.1' }] : [])
  })
  await using first = await startHost((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nfirst'))
  const measure = measureIn({ name: 'sample', resolvers: [names.at], through: new Map([['192.0.2.1:80', first.port]]) })
  for (let time = 0; time < 3; time++) {
    const answer = await measure.http('http://rebind.example/', 1_000)
    assert.equal(answer.outcome === 'response' && answer.body, 'first')
  }
  assert.deepEqual([asked, first.met], [1, 3])
})

test('what a server sends is bounded in bytes and in time', { timeout: 60_000, concurrency: true }, async (t) => {
  const head = 'HTTP/1.1 200 OK\r\nconnection: close\r\n'
  const table: [what: string, behave: (socket: Socket) => void, outcome: string][] = [
    ['a body without end', (socket) => { socket.write(`${head}\r\n`); pour(socket, 'x'.repeat(20_000)) }, 'response'],
    ['a header without end', (socket) => { socket.write(head); pour(socket, `x-more: ${'x'.repeat(2_000)}\r\n`) }, 'malformed'],
    ['a header of 64 KiB', (socket) => socket.end(`${head}x-huge: ${'x'.repeat(65_536)}\r\n\r\n`), 'malformed'],
    ['no HTTP at all', (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'), 'malformed'],
    ['hanging up at once', (socket) => socket.destroy(), 'unreachable'],
    ['a body that breaks off', (socket) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf`), 'response'],
    ['an upgrade nobody asked for', (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'), 'malformed'],
    ['silence', () => {}, 'timeout'],
    ['a drop now and then', (socket) => { socket.write('HTTP/1.1 200'); drip(socket, ' ') }, 'timeout'],
  ]
  await using names = await allAt('192.0.2.1')
  await Promise.all(table.map(([what, behave, outcome]) => t.test(what, async () => {
    await using host = await startHost(behave)
    const began = performance.now()
    const answer = await measureIn({ name: 'sample', resolvers: [names.at], through: new Map([['192.0.2.1:80', host.port]]) }, outcome === 'timeout' ? SHORT_MS : PATIENCE_MS).http('http://host.example/', 50_000)
    assert.equal(answer.outcome, outcome)
    if (answer.outcome === 'response') assert.ok(answer.truncated && answer.body.length <= 50_000)
    assert.ok(performance.now() - began < PATIENCE_MS)
  })))
})

function pour(socket: Socket, text: string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(text)) continue
  }
  socket.on('drain', more)
  more()
}
function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => void socket.write(text), 200)
  socket.on('close', () => clearInterval(timer))
}

test('mail servers that are rude, endless, mute or something else', { timeout: 60_000, concurrency: true }, async (t) => {
  const table: [what: string, behave: (socket: Socket) => void, outcome: string, detail: RegExp][] = [
    ['turned away at the door', (socket) => socket.end('554 no\r\n'), 'turned-away', /554 no/],
    ['turned away after EHLO', (socket) => { socket.write('220 hi\r\n'); socket.once('data', () => socket.end('550 not you\r\n')) }, 'turned-away', /550/],
    ['a greeting without end', (socket) => pour(socket, '220-more\r\n'), 'error', /longer than|more than 200/],
    ['a line without end', (socket) => pour(socket, 'x'.repeat(4_000)), 'error', /longer than/],
    ['a web server', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'error', /does not speak SMTP/],
    ['hanging up', (socket) => socket.end('220 hi\r\n'), 'unreachable', /hung up|cannot be reached/],
    ['silence', () => {}, 'timeout', /in time/],
    ['STARTTLS refused after all', (socket) => answering(socket, '454 not now'), 'answered', /454/],
    ['STARTTLS and then nonsense', (socket) => answering(socket, '220 go', 'this is no handshake\r\n'), 'answered', /./],
    ['more in the clear after STARTTLS', (socket) => answering(socket, '220 go\r\n250 injected'), 'answered', /in the clear/],
  ]
  await using names = await allAt('192.0.2.1')
  await Promise.all(table.map(([what, behave, outcome, detail]) => t.test(what, async () => {
    await using host = await startHost(behave)
    const found = await measureIn({ name: 'sample', resolvers: [names.at], through: new Map([['192.0.2.1:25', host.port]]) }, outcome === 'timeout' ? SHORT_MS : PATIENCE_MS).smtp('mx.example')
    assert.equal(found.outcome, outcome, JSON.stringify(found))
    assert.match(found.detail ?? '', detail)
    assert.equal(found.session, undefined)
  })))
})

/** EHLO is answered with STARTTLS; what comes to STARTTLS is given. */
function answering(socket: Socket, toStartTls: string, later = ''): void {
  socket.write('220 hi\r\n')
  socket.on('data', (chunk: Buffer) => {
    if (chunk.toString('latin1').startsWith('EHLO')) socket.write('250-hi\r\n250 STARTTLS\r\n')
    else if (chunk.toString('latin1').startsWith('STARTTLS')) socket.write(`${toStartTls}\r\n`)
    else if (later !== '') socket.end(later)
  })
}

test('a mail server that somebody else wrote: STARTTLS, its certificate, and a polite end', { timeout: 60_000 }, async () => {
  const authority = openAuthority('Test authority', Date.now())
  const certificate = authority.issue({ names: ['mx.example'], from: Date.now() - 1_000_000, until: Date.now() + 90 * 86_400_000 })
  const said: string[] = []
  const ended = Promise.withResolvers<void>()
  const server = new SMTPServer({
    ...certificate, authOptional: true, logger: false,
    onConnect: (_session, done) => (said.push('connect'), done()),
    onSecure: (_socket, _session, done) => (said.push('secure'), done()),
    onMailFrom: (_address, _session, done) => (said.push('mail'), done()),
    onClose: () => ended.resolve(),
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  await using names = await allAt('192.0.2.1')
  const found = await measureIn({ name: 'sample', resolvers: [names.at], through: new Map([['192.0.2.1:25', port]]), ca: authority.cert }).smtp('mx.example')
  assert.deepEqual([found.outcome, found.extensions.includes('STARTTLS'), found.session?.version, found.session?.distrust, found.session?.chain[0]?.dnsNames], ['answered', true, 'TLSv1.3', null, ['mx.example']])
  await ended.promise
  assert.deepEqual(said, ['connect', 'secure'], 'no mail was begun')
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

test('TLS: refused, mute, broken, and each version told apart', { timeout: 60_000, concurrency: true }, async (t) => {
  const bad = Buffer.from('160303002a02000026', 'hex')
  const table: [what: string, behave: (socket: Socket) => void, outcome: string][] = [
    ['an alert', (socket) => socket.once('data', () => socket.end(Buffer.from('15030100020246', 'hex'))), 'refused'],
    ['hanging up after our hello', (socket) => socket.once('data', () => socket.destroy()), 'refused'],
    ['half a hello', (socket) => socket.once('data', () => socket.end(bad)), 'refused'],
    ['plain words', (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')), 'error'],
    ['silence', () => {}, 'timeout'],
  ]
  await using names = await allAt('192.0.2.1')
  await Promise.all(table.map(([what, behave, outcome]) => t.test(what, async () => {
    await using host = await startHost(behave)
    const found = await measureIn({ name: 'sample', resolvers: [names.at], through: new Map([['192.0.2.1:443', host.port]]) }, outcome === 'timeout' ? SHORT_MS : PATIENCE_MS).tls('host.example', 443, 'TLSv1.2')
    assert.equal(found.outcome, outcome, JSON.stringify(found))
  })))
  await t.test('nobody listens', async () => {
    const found = await measureIn({ name: 'sample', resolvers: [names.at], through: new Map([['192.0.2.1:443', 1]]) }).tls('host.example', 443, 'TLSv1.2')
    assert.equal(found.outcome, 'unreachable')
  })
  await t.test('old and new', async () => {
    const net = await startInternet([inOrder('good.example', '192.0.2.10', Date.now()), withMuchToDo('old.example', '192.0.2.20', Date.now())], Date.now())
    const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const
    const outcomes = async (host: string) => (await Promise.all(versions.map((version) => measureIn(net.world).tls(host, 443, version)))).map(({ outcome }) => outcome)
    assert.deepEqual(await outcomes('good.example'), ['refused', 'refused', 'accepted', 'accepted'])
    assert.deepEqual(await outcomes('old.example'), ['accepted', 'accepted', 'accepted', 'accepted'])
    await net.close()
  })
})

/** A site in order but for its certificate. */
const site = (domain: string, at: number, certificate: 'good' | 'expired' | 'self-signed' | 'wrong-name') => {
  const whole = inOrder(domain, `192.0.2.${at}`, Date.now())
  return { ...whole, web: { ...whole.web!, certificate } }
}

test('certificates: what is wrong with a chain is told, the name is left to the rules', async () => {
  const net = await startInternet([site('good.example', 1, 'good'), site('late.example', 2, 'expired'), site('own.example', 3, 'self-signed'), site('misnamed.example', 4, 'wrong-name')], Date.now())
  const measure = measureIn(net.world)
  const distrust = async (host: string) => {
    const found = await measure.tls(host, 443, 'TLSv1.3')
    assert.equal(found.outcome, 'accepted')
    return found.outcome === 'accepted' ? [found.session.distrust, found.session.chain[0]!.dnsNames[0]] : []
  }
  assert.deepEqual(await distrust('good.example'), [null, 'good.example'])
  assert.deepEqual(await distrust('late.example'), ['the certificate has expired', 'late.example'])
  assert.deepEqual(await distrust('own.example'), ['the certificate is signed by itself alone', 'own.example'])
  assert.deepEqual(await distrust('misnamed.example'), [null, 'other.example'])
  for (const [host, outcome] of [['good.example', 'response'], ['late.example', 'tls'], ['own.example', 'tls'], ['misnamed.example', 'tls']] as const) {
    assert.equal((await measure.http(`https://${host}/`, 1_000)).outcome, outcome, host)
  }
  await net.close()
})

const isOurs = (bytes: Uint8Array): boolean => bytes[0] === 0 && bytes[1] === 77
const good = (asked: Buffer): Buffer => said(asked, [{ name: 'x.example', type: 'TXT', ttl: 1, data: ['yes'] }])

test('name servers: only what fits the question counts', { timeout: 60_000, concurrency: true }, async (t) => {
  const query = encode({ type: 'query', id: 77, flags: 0x0100, questions: [{ name: 'x.example', type: 'TXT' }] })
  const table: [what: string, reply: (asked: Buffer) => Buffer | Buffer[] | undefined, code: MeasureCode | 'answered'][] = [
    ['an answer', good, 'answered'],
    ['a wrong identifier', (asked) => said(asked, [], { id: 78 }), 'malformed'],
    ['a wrong one first, then the right one', (asked) => [said(asked, [], { id: 78 }), good(asked)], 'answered'],
    ['a flood of wrong ones', (asked) => Array.from({ length: 30 }, (_, n) => said(asked, [], { id: 1_000 + n })), 'malformed'],
    ['four bytes', () => Buffer.alloc(4), 'malformed'],
    ['silence', () => undefined, 'timeout'],
  ]
  await Promise.all(table.map(([what, reply, code]) => t.test(what, async () => {
    await using names = await startNames(reply)
    const asked = measureIn({ name: 'internet', resolvers: [names.at] }, code === 'answered' ? PATIENCE_MS : SHORT_MS).dns(query, isOurs)
    if (code === 'answered') assert.deepEqual(decode(Buffer.from(await asked)).answers?.length, 1)
    else await assert.rejects(asked, (error) => error instanceof MeasureError && error.code === code)
  })))
  await t.test('a server of another address is not heard', async () => {
    await using far = await startNames(() => undefined)
    await using stranger = await startNames(() => undefined)
    assert.notEqual(far.at, stranger.at)
    const asked = measureIn({ name: 'internet', resolvers: [far.at] }, 700).dns(query, isOurs)
    await assert.rejects(asked, (error) => error instanceof MeasureError && error.code === 'timeout')
    assert.equal(stranger.asked.length, 0)
  })
  await t.test('the second server is asked where the first is mute, the deadline ends it all', async () => {
    await using mute = await startNames(() => undefined)
    await using other = await startNames(good)
    assert.ok((await measureIn({ name: 'internet', resolvers: [mute.at, other.at] }).dns(query, isOurs)).length > 12)
    const began = performance.now()
    await assert.rejects(measureIn({ name: 'internet', resolvers: [mute.at] }, 300).dns(query, isOurs), MeasureError)
    assert.ok(performance.now() - began < 60_000)
  })
})

test('an answer that was cut is asked for again over TCP', async () => {
  const long = Array.from({ length: 40 }, (_, n): Answer => ({ name: 'long.example', type: 'TXT', ttl: 1, data: [`${n} ${'x'.repeat(200)}`] }))
  const net: Internet = await startInternet([{ domain: 'long.example', address: '192.0.2.9', signing: 'unsigned', records: [a('long.example', '192.0.2.9'), ...long] }], Date.now())
  const query = encode({ type: 'query', id: 5, flags: 0x0100, questions: [{ name: 'long.example', type: 'TXT' }] })
  const answer = await measureIn(net.world).dns(query, (bytes) => bytes[1] === 5)
  assert.equal(decode(Buffer.from(answer)).answers?.length, 40)
  assert.deepEqual(net.nameServer.asked.map(({ over }) => over), ['udp', 'tcp'])
  await net.close()
})

test('at most so many connections to one address at a time, and all get their turn', async () => {
  const gate = createGate({ perAddress: 2, inAll: 3 })
  const signal = new AbortController()
  const [first, second] = await Promise.all([gate.take('a', signal.signal), gate.take('a', signal.signal)])
  const order: string[] = []
  const third = gate.take('a', signal.signal).then((leave) => (order.push('third'), leave))
  const other = await gate.take('b', signal.signal)
  assert.deepEqual([gate.busy(), gate.waiting(), order], [3, 1, []])
  first()
  first()
  const leaveThird = await third
  assert.deepEqual([gate.busy(), gate.waiting(), order], [3, 0, ['third']])
  const given = new AbortController()
  const never = gate.take('c', given.signal)
  given.abort(new Error('enough'))
  await assert.rejects(never, /enough/)
  for (const leave of [second, other, leaveThird]) leave()
  assert.deepEqual([gate.busy(), gate.waiting()], [0, 0])
})
