/** Whole checks of domains that want to harm: every one ends in time with a report, and nothing private is touched. */
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import { test, type TestContext } from 'node:test'
import { decode, encode, type Answer } from 'dns-packet'
import { judge, type Report } from '@openaccord/baseline'
import { startInternet, type Site } from '../../demo/internet/internet.ts'
import { a, inOrder } from '../../demo/internet/sites.ts'
import type { World } from '../../platform/measure.ts'
import { gather } from './verbs/gather.ts'

const WHOLE_MS = 28_000

async function check(world: World, domain: string, wholeMs = WHOLE_MS): Promise<{ report: Report; ms: number }> {
  const began = performance.now()
  const seen = await gather({ place: { world, settings: {} }, domain, signal: AbortSignal.timeout(wholeMs), origin: 'https://hub.example', random: randomBytes })
  assert.notEqual(seen, 'opted-out')
  const report = await judge(seen as Exclude<typeof seen, 'opted-out'>, new Date(), {})
  JSON.stringify(report)
  return { report, ms: performance.now() - began }
}
const verdictsOf = ({ results }: Report) => Object.fromEntries(results.map(({ id, verdict }) => [id, verdict]))

async function startNames(t: TestContext, reply: (query: Buffer) => Buffer | undefined): Promise<World> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  socket.on('message', (query, from) => {
    const answer = reply(query)
    if (answer !== undefined) socket.send(answer, from.port, from.address)
  })
  t.after(() => socket.close())
  return { name: 'internet', resolvers: [`127.0.0.1:${socket.address().port}`] }
}

/** The header of an answer to this query, its question with it, and as many records as it says. */
function headed(query: Buffer, { answers = 0, flags = 0x8180 } = {}): Buffer {
  const { questions = [] } = decode(query)
  const whole = encode({ type: 'response', id: query.readUInt16BE(0), flags: flags & 0x7fff, questions })
  whole.writeUInt16BE(answers, 6)
  return whole
}
const reply = (query: Buffer, records: (name: string, type: string) => Answer[]): Buffer => {
  const { id = 0, questions = [] } = decode(query)
  const [question] = questions
  return encode({ type: 'response', id, flags: 0x0180, questions, answers: records(question?.name ?? '', question?.type ?? '') })
}

test('name servers that lie', { concurrency: true, timeout: 120_000 }, async (t) => {
  const huge = 'x'.repeat(255)
  /** `own`: the domain's own records are wrong, and that its website cannot be found is no error of ours. */
  const table: [what: string, answer: (query: Buffer) => Buffer | undefined, own?: 'own'][] = [
    ['a name that points at itself', (query) => Buffer.concat([headed(query, { answers: 1 }), Buffer.from([0xc0, headed(query).length, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 1, 1, 1, 1])])],
    ['a count of 65,535 records and none of them', (query) => headed(query, { answers: 0xffff })],
    ['a record that ends beyond the message', (query) => Buffer.concat([headed(query, { answers: 1 }), Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 1, 0xff, 0xff, 1])])],
    ['aliases in a circle', (query) => reply(query, (name) => [{ name, type: 'CNAME', ttl: 1, data: name.startsWith('a.') ? name.slice(2) : `a.${name}` }, { name: `a.${name}`, type: 'CNAME', ttl: 1, data: name }])],
    ['an alias to ever new names', (query) => reply(query, (name) => [{ name, type: 'CNAME', ttl: 1, data: `x.${name}`.slice(0, 200) }])],
    ['refusing everything: a lame delegation', (query) => headed(query, { flags: 0x8185 })],
    ['in trouble with everything', (query) => headed(query, { flags: 0x8182 })],
    ['cut, and nothing over TCP', (query) => headed(query, { flags: 0x8380 })],
    ['records of nonsense of every type', (query) => Buffer.concat([headed(query, { answers: 3 }), ...Array.from({ length: 3 }, () => Buffer.concat([Buffer.from([0xc0, 0x0c]), query.subarray(query.length - 4 - 11, query.length - 11).subarray(0, 4), Buffer.from([0, 0, 0, 1, 0, 3, 0xff, 0xff, 0xff])]))]), 'own'],
    ['huge records', (query) => reply(query, (name, type) => (type === 'TXT' ? [{ name, type: 'TXT', ttl: 1, data: [`v=spf1 include:${name} ${huge.slice(0, 100)}`, huge, huge] }] : []))],
    ['loopback, metadata and private networks for every name', (query) => reply(query, (name, type) => (type === 'A' ? [a(name, '127.0.0.1'), a(name, '169.254.169.254'), a(name, '10.0.0.1')] : type === 'MX' ? [{ name, type: 'MX', ttl: 1, data: { preference: 1, exchange: 'localhost' } }] : []))],
    ['bytes of chance', (query) => Buffer.concat([query.subarray(0, 2), randomBytes(200)])],
  ]
  await Promise.all(table.map(([what, answer, own]) => t.test(what, async () => {
    const { report, ms } = await check(await startNames(t, answer), 'trap.example', 6_000)
    assert.ok(ms < 30_000)
    const passed = report.results.filter(({ verdict, id }) => verdict === 'pass' && id !== 'spf')
    assert.deepEqual(passed.map(({ id }) => id), [], 'a liar passes nothing')
    if (own === undefined) for (const id of ['security-txt', 'tls-versions', 'tls-certificate', 'starttls'] as const) assert.notEqual(verdictsOf(report)[id], 'fail', `${id}: what could not be looked at is no fail`)
  })))
})

test('websites that lead astray', { concurrency: true, timeout: 120_000 }, async (t) => {
  let touched = 0
  const inside = createServer((socket) => void (touched++, socket.end()))
  inside.listen(0, '127.0.0.1')
  await once(inside, 'listening')
  t.after(() => void inside.close())
  const { port } = inside.address() as AddressInfo
  const table: [what: string, location: string][] = [
    ['in a circle', '/.well-known/security.txt'], ['to loopback', `https://127.0.0.1:${port}/`], ['to loopback by name', `https://localhost:${port}/`], ['to metadata', 'http://169.254.169.254/latest/meta-data/'],
    ['to a file', 'file:///etc/passwd'], ['to another port', `https://site.example:${port}/`], ['to a user', 'https://admin:pw@site.example/'], ['to nonsense', 'https://['], ['to an endless address', `/${'x'.repeat(9_000)}`],
    ['to a mapped address', 'https://[::ffff:127.0.0.1]/'],
  ]
  await Promise.all(table.map(([what, location]) => t.test(what, async (each) => {
    const site: Site = inOrder('site.example', '192.0.2.10', Date.now())
    const net = await startInternet([{ ...site, web: { ...site.web!, pages: {}, otherwise: { status: 302, headers: { location } } } }], Date.now())
    each.after(() => net.close())
    const { report, ms } = await check(net.world, 'site.example')
    assert.ok(ms < 30_000)
    assert.notEqual(verdictsOf(report)['security-txt'], 'pass')
  })))
  assert.equal(touched, 0, 'nothing inside was touched')
})
