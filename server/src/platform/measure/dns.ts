/**
 * One question to the name servers (RFC 1035 §4.2): over UDP from a port of chance, over TCP where the answer was cut.
 * Only what comes from the server that was asked and fits the question is taken.
 */
import { createSocket } from 'node:dgram'
import { connect, isIP } from 'node:net'
import { reason } from '@openaccord/baseline'
import { untilAborted } from './connect.ts'
import { MeasureError, measureError } from './error.ts'
import { resolverAt, type Endpoint, type World } from './world.ts'

export type DnsWish = {
  /** The query as it goes out. */
  query: Uint8Array
  /** Whether an answer is one to this query: same identifier, same question. */
  fits: (message: Uint8Array) => boolean
  signal: AbortSignal
  patience?: number | undefined
}

const UDP_MS = 1_500
const TCP_MS = 3_000
const ROUNDS = 2
/** Answers that do not fit before a server is given up: someone is guessing. */
const MOST_STRAYS = 20

/** The bytes of the answer. Throws MeasureError: `timeout`, `unreachable`, or `malformed` where only wrong answers came. */
export async function askDns(world: World, wish: DnsWish): Promise<Uint8Array> {
  let last = new MeasureError('timeout', reason('dns.late'))
  for (let round = 0; round < ROUNDS; round++) {
    for (const resolver of world.resolvers.slice(0, 3)) {
      try {
        return await askOne(resolverAt(resolver), wish)
      } catch (error) {
        last = measureError(error)
        if (wish.signal.aborted) throw last
      }
    }
  }
  throw last
}

async function askOne(at: Endpoint, wish: DnsWish): Promise<Uint8Array> {
  const answer = await overUdp(at, wish)
  const cut = (answer[2]! & 0x02) !== 0
  return cut ? overTcp(at, wish) : answer
}

function overUdp({ host, port }: Endpoint, { query, fits, signal, patience = 1 }: DnsWish): Promise<Uint8Array> {
  const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4')
  const limit = AbortSignal.any([signal, AbortSignal.timeout(UDP_MS * patience)])
  let strays = 0
  const answer = new Promise<Uint8Array>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (message) => {
      if (message.length >= 12 && fits(message)) return resolve(message)
      strays += 1
      if (strays >= MOST_STRAYS) reject(new MeasureError('malformed', reason('dns.strays')))
    })
    // connected: the kernel drops whatever comes from elsewhere
    socket.connect(port, host, () => void socket.send(query, (error) => void (error && reject(error))))
  })
  return untilAborted(answer, limit)
    .catch((error: unknown) => {
      if (limit.aborted && strays > 0) throw new MeasureError('malformed', reason('dns.unfit'), { cause: error })
      throw error
    })
    .finally(() => socket.close())
}

/** RFC 7766: two bytes of length before each message. */
function overTcp({ host, port }: Endpoint, { query, fits, signal, patience = 1 }: DnsWish): Promise<Uint8Array> {
  const socket = connect({ host, port })
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TCP_MS * patience)])
  const answer = new Promise<Uint8Array>((resolve, reject) => {
    let got = Buffer.alloc(0)
    socket.on('error', reject).on('close', () => reject(new MeasureError('unreachable', reason('dns.hung-up'))))
    socket.on('data', (chunk: Buffer) => {
      got = Buffer.concat([got, chunk])
      if (got.length < 2 || got.length < 2 + got.readUInt16BE(0)) return
      const message = got.subarray(2, 2 + got.readUInt16BE(0))
      if (message.length >= 12 && fits(message)) resolve(message)
      else reject(new MeasureError('malformed', reason('dns.unfit')))
    })
    const length = Buffer.alloc(2)
    length.writeUInt16BE(query.length)
    socket.write(Buffer.concat([length, query]))
  })
  return untilAborted(answer, limit).finally(() => socket.destroy())
}
