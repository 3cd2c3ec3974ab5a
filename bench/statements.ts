/**
 * Signed statements handed in one by one over HTTP, each with a token through the whole door, against plain node:http that
 * verifies one Ed25519 signature and commits one row a request. Hub, floor and load run in processes of their own, by turns.
 *
 *   node --conditions=source bench/statements.ts [acts a round=4000] [connections=96]
 */
import { fork, type ChildProcess } from 'node:child_process'
import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import { pae } from '@openaccord/attest'
import { ACT_PAYLOAD_TYPE, instantOf, printAct, subjectOf } from '@openaccord/facts'
import { startTestHouse } from '../conformance/start.ts'
import { makeKey, registerKey } from '../server/src/demo/keys.ts'
import { median } from './parts/asking.ts'

const [ACTS = 4_000, CONNECTIONS = 96] = process.argv.slice(2).filter((word) => /^\d+$/.test(word)).map(Number)
const ROUNDS = 5
const TEXT = 'We tell our customers within a day when we learn of a weakness that is used against them. '.repeat(4).trim()
/** PKCS #8 and SPKI of Ed25519 (RFC 8410 §7) before the 32 bytes of the key. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** What is known of the one who states: enough to sign and to hand in. */
type Desk = { url: string; token: string; alliance: string; organisation: `org_${string}`; seed: string; key: string }
type Shot = { seconds: number; cpu: number; median: number; late: number; turnedAway: number }
type Asked = { do: 'open'; desk: Desk; folder: string } | { do: 'make'; count: number } | { do: 'fire'; url: string } | { do: 'processor' } | { do: 'close' }

/** A process of this file in that role; it answers each question once. */
function started(role: 'hub' | 'floor' | 'load') {
  const flags = role === 'hub' ? (process.env['OPENACCORD_BENCH_NODE'] ?? '').split(' ').filter(Boolean) : []
  const child: ChildProcess = fork(import.meta.filename, [role, String(ACTS), String(CONNECTIONS)], { execArgv: ['--conditions=source', '--disable-warning=ExperimentalWarning', ...flags] })
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the ${role} ended with ${String(code)}`)))
  ended.catch(() => {})
  return {
    async ask<T>(asked: Asked): Promise<T> {
      child.send(asked)
      const [answer] = await Promise.race([once(child, 'message'), ended])
      return answer as T
    },
    /** With this process held still; afterwards its door needs a moment until it no longer believes to be late. */
    async alone<T>(work: () => Promise<T>): Promise<T> {
      child.kill('SIGSTOP')
      try {
        return await work()
      } finally {
        child.kill('SIGCONT')
        await sleep(3_000)
      }
    },
    async close() {
      child.send({ do: 'close' } satisfies Asked)
      await once(child, 'exit')
    },
  }
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'openaccord-bench-statements-'))
  const [hub, floor, load] = [started('hub'), started('floor'), started('load')]
  const open = { do: 'open', desk: {} as Desk, folder } as const
  const desk = await hub.ask<Desk>(open)
  const floorUrl = await floor.ask<string>({ ...open, desk })
  await load.ask({ ...open, desk })
  const rounds: { ours: Shot; ourCpu: number; bare: Shot; bareCpu: number }[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    await load.ask({ do: 'make', count: ACTS })
    await hub.ask({ do: 'processor' })
    const ours = await load.ask<Shot>({ do: 'fire', url: desk.url })
    const ourCpu = await hub.ask<number>({ do: 'processor' })
    const [bare, bareCpu] = await hub.alone(async () => {
      await floor.ask({ do: 'processor' })
      return [await load.ask<Shot>({ do: 'fire', url: floorUrl }), await floor.ask<number>({ do: 'processor' })] as const
    })
    if (round > 0) rounds.push({ ours, ourCpu, bare, bareCpu }) // the first warms all three
  }
  await Promise.all([hub.close(), floor.close(), load.close()])
  rmSync(folder, { recursive: true })
  const pick = (of: (one: (typeof rounds)[number]) => number): number => median(rounds.map(of))
  const rate = (of: (one: (typeof rounds)[number]) => Shot): string => `${Math.round(pick((one) => ACTS / of(one).seconds)).toLocaleString('en')}/s`
  const each = (of: (one: (typeof rounds)[number]) => number): string => `${Math.round(pick((one) => (of(one) / ACTS) * 1e6))} µs`
  console.log(`${ROUNDS} rounds of ${ACTS.toLocaleString('en')} signed statements over ${CONNECTIONS} connections, medians:`)
  console.log(`  hub ${rate(({ ours }) => ours)} (target 1,000/s), node:http with one verification and one commit each ${rate(({ bare }) => bare)}, ratio ${pick(({ ours, bare }) => bare.seconds / ours.seconds).toFixed(2)}`)
  console.log(`  answered after ${pick(({ ours }) => ours.median).toFixed(0)} ms in the median, ${pick(({ ours }) => ours.late).toFixed(0)} ms at the 99th percentile, ${rounds.reduce((sum, { ours }) => sum + ours.turnedAway, 0)} asked to come again; processor time an act: hub ${each(({ ourCpu }) => ourCpu)}, floor ${each(({ bareCpu }) => bareCpu)}, load ${each(({ ours }) => ours.cpu)}`)
}

/** The token of the link in a mail. */
const secretOf = (text: string): string => /[?&]token=([\w-]+)/.exec(text)?.[1] ?? ''

/** An alliance of one organisation with two people, a key that is active, and a program's token. */
async function beHub(folder: string): Promise<Desk> {
  const browser = { address: '127.0.0.1', userAgent: 'bench', previous: undefined }
  const { house, url, zone, mails } = await startTestHouse({ folder, filled: false })
  const actorOf = (secret: string) => house.members.authenticate({ sessionCookie: secret, ...browser })
  const { secret } = await house.members.setUp({ token: secretOf((await house.setUpLink()) ?? ''), alliance: 'Bench', purpose: 'Measuring', organisation: 'Harbour', person: 'Ada Lind', mail: 'ada@harbour.example' }, browser)
  const first = await actorOf(secret)
  await house.members.invite(first, first.organisation!, { mail: 'second@harbour.example', roles: ['secretariat'] })
  const second = await actorOf((await house.members.acceptInvitation({ token: secretOf(mails.at(-1)?.text ?? ''), name: 'Bo Berg' }, browser)).secret)
  const { secret: token } = await house.members.makeToken(first, { name: 'bench', scopes: [...first.may], days: 30 }, browser)
  const robot = await house.members.authenticate({ authorization: `Bearer ${token}`, ...browser })
  const key = await makeKey()
  await registerKey(house, zone, { slug: 'harbour', robot, first, second, key }, key)
  const { statement } = await house.members.prepareAct(robot, { kind: 'statement', says: { title: 'First', text: TEXT, language: 'en' } })
  const { predicate } = JSON.parse(statement) as { predicate: { alliance: string } }
  return { url, token, alliance: predicate.alliance, organisation: robot.organisation!, seed: Buffer.from(key.seed).toString('hex'), key: key.hex }
}

/** The least that takes a signed statement: parse, verify, one row, durable before the answer. */
async function beFloor({ key }: Desk, folder: string): Promise<string> {
  const engine = new DatabaseSync(join(folder, 'floor.sqlite'))
  engine.exec('pragma journal_mode = wal; pragma synchronous = full; create table act (sha256 text primary key, envelope text not null)')
  const insert = engine.prepare('insert into act (sha256, envelope) values (?, ?)')
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(key, 'hex')]), format: 'der', type: 'spki' })
  const server = createServer((request, answer) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => void chunks.push(chunk))
    request.on('end', () => {
      const { envelope } = JSON.parse(Buffer.concat(chunks).toString()) as { envelope: string }
      const { payload, signatures } = JSON.parse(envelope) as { payload: string; signatures: { sig: string }[] }
      const statement = Buffer.from(payload, 'base64')
      const good = verify(null, pae(ACT_PAYLOAD_TYPE, statement), publicKey, Buffer.from(signatures[0]!.sig, 'base64'))
      if (good) insert.run(sha256(statement), envelope)
      answer.writeHead(good ? 201 : 422, { 'content-type': 'application/json', 'content-length': 2 }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}

const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes)
let made = 0

/** Whole requests as bytes, each with a statement of its own. */
function makeRequests({ alliance, organisation, token, key, seed }: Desk, privateKey: KeyObject, count: number): Buffer[] {
  const keyid = sha256(Buffer.from(key, 'hex'))
  const at = instantOf(Date.now() * 1000)
  return Array.from({ length: count }, () => {
    const says = { title: `Statement ${seed.slice(0, 4)} ${++made}`, text: TEXT, language: 'en' }
    const statement = Buffer.from(printAct({ kind: 'statement', subject: subjectOf('statement', says, sha256), alliance, organisation, at, says }))
    const sig = sign(null, pae(ACT_PAYLOAD_TYPE, statement), privateKey).toString('base64')
    const envelope = JSON.stringify({ payload: statement.toString('base64'), payloadType: ACT_PAYLOAD_TYPE, signatures: [{ keyid, sig }] })
    const body = JSON.stringify({ envelope })
    return Buffer.from(`POST /api/v1/pledges/acts HTTP/1.1\r\nhost: HOST\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\naccept: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  })
}

/** Each connection sends its next request once it has heard the answer to the last. */
async function fire(url: string, requests: readonly Buffer[]): Promise<Shot> {
  const { host, hostname, port } = new URL(url)
  const whole = requests.map((request) => Buffer.from(request.toString().replace('host: HOST', `host: ${host}`)))
  const times: number[] = []
  let [next, turnedAway] = [0, 0]
  const cpu = process.cpuUsage()
  const began = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, () => new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname).setNoDelay(true)
    let heard = ''
    let [mine, sent] = [0, 0]
    const send = (): void => {
      mine = next++
      const request = whole[mine]
      if (request === undefined) return void (socket.end(), resolve())
      sent = performance.now()
      socket.write(request)
    }
    socket.on('connect', send).on('error', reject).on('close', () => reject(new Error('the connection was closed'))).on('data', (bytes) => {
      heard += bytes.toString('latin1')
      const body = heard.indexOf('\r\n\r\n') + 4
      const length = /\r\ncontent-length: (\d+)/i.exec(heard)
      if (body < 4 || length === null || heard.length < body + Number(length[1])) return
      const [status, request] = [heard.slice(9, 12), whole[mine]!]
      if (status === '503') turnedAway++ // the hub is late: come again, the time counts
      else if (status !== '201') return void reject(new Error(heard))
      heard = ''
      if (status === '503') return void setTimeout(() => socket.write(request), 200)
      times.push(performance.now() - sent)
      send()
    })
  })))
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  times.sort((a, b) => a - b)
  return { seconds, cpu: (user + system) / 1e6, median: median(times), late: times[Math.floor(times.length * 0.99)] ?? NaN, turnedAway }
}

/** One of the three processes: answers what it is asked. */
function be(role: string): void {
  let desk: Desk | undefined
  let privateKey: KeyObject | undefined
  let requests: Buffer[] = []
  let cpu = process.cpuUsage()
  async function answer(asked: Asked): Promise<unknown> {
    if (asked.do === 'open') {
      if (role === 'hub') return beHub(asked.folder)
      desk = asked.desk
      privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(desk.seed, 'hex')]), format: 'der', type: 'pkcs8' })
      return role === 'floor' ? beFloor(desk, asked.folder) : 'ready'
    }
    if (asked.do === 'make') return (requests = makeRequests(desk!, privateKey!, asked.count)).length
    if (asked.do === 'fire') return fire(asked.url, requests)
    if (asked.do === 'close') process.exit()
    const { user, system } = process.cpuUsage(cpu)
    cpu = process.cpuUsage()
    return (user + system) / 1e6
  }
  process.once('disconnect', () => process.exit()) // whoever measures is gone
  process.on('message', async (asked: Asked) => process.send?.(await answer(asked)))
}

if (process.send === undefined) await measure()
else be(process.argv[2] ?? '')
