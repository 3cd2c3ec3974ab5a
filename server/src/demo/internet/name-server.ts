/** A name server on loopback that answers for a tree of zones as a resolver would: over UDP, cut to size, and over TCP. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { AUTHENTIC_DATA, decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED, TRUNCATED_RESPONSE, type Answer } from 'dns-packet'
import { isWithin, type Said, type Zone } from './zone.ts'

export type NameServer = { /** `127.0.0.1:port`. */ at: string; asked: { name: string; type: string; over: 'udp' | 'tcp' }[]; close(): Promise<void> }

const MOST_UDP = 1_232
const MOST_HOPS = 8
const RCODES = { NOERROR: 0, NXDOMAIN: 3 } as const

/** Opens the server for TCP and a socket for UDP at one port of loopback. Others take ports too: tried until both are free. */
async function listenOnOnePort(tcp: Server): Promise<UdpSocket> {
  for (let left = 50; ; left--) {
    tcp.listen(0, '127.0.0.1')
    await once(tcp.unref(), 'listening')
    const udp = createSocket('udp4')
    udp.bind((tcp.address() as AddressInfo).port, '127.0.0.1')
    try {
      await once(udp.unref(), 'listening')
      return udp
    } catch (error) {
      if (left === 0) throw error
      await new Promise((resolve) => tcp.close(resolve))
    }
  }
}

export async function startNameServer(zones: readonly Zone[]): Promise<NameServer> {
  const asked: NameServer['asked'] = []
  const open = new Set<Socket>()
  const tcp = createServer((socket) => {
    open.add(socket.on('error', () => {}).on('close', () => void open.delete(socket)))
    socket.on('data', (chunk: Buffer) => {
      const answer = chunk.length > 2 ? reply(chunk.subarray(2), 'tcp') : undefined
      if (answer === undefined) return void socket.destroy()
      const length = Buffer.alloc(2)
      length.writeUInt16BE(answer.length)
      socket.end(Buffer.concat([length, answer]))
    })
  })
  const udp = await listenOnOnePort(tcp)
  const { port } = udp.address()
  udp.on('message', (message, from) => {
    const answer = reply(message, 'udp')
    if (answer !== undefined) udp.send(answer, from.port, from.address)
  })

  function reply(message: Buffer, over: 'udp' | 'tcp'): Buffer | undefined {
    try {
      const { id = 0, questions = [] } = decode(message)
      const [question] = questions
      if (question === undefined) return undefined
      const name = question.name.toLowerCase()
      asked.push({ name, type: question.type, over })
      const { rcode, answers, authorities } = resolve(name, question.type)
      const flags = RECURSION_DESIRED | RECURSION_AVAILABLE | RCODES[rcode]
      const whole = encode({ type: 'response', id, flags: flags | (answers.length > 0 ? AUTHENTIC_DATA : 0), questions, answers, authorities })
      return over === 'udp' && whole.length > MOST_UDP ? encode({ type: 'response', id, flags: flags | TRUNCATED_RESPONSE, questions }) : whole
    } catch {
      return undefined // what cannot be read is not answered
    }
  }

  /** As a resolver does: aliases are followed from zone to zone. */
  function resolve(name: string, type: string): Said {
    const answers: Answer[] = []
    let at = name
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const said = zoneOf(at, type)?.answer(at, type) ?? { rcode: 'NXDOMAIN' as const, answers: [], authorities: [] }
      answers.push(...said.answers)
      const alias = type === 'CNAME' ? undefined : said.answers.find((each) => each.type === 'CNAME')
      if (alias?.type !== 'CNAME') return { ...said, answers }
      at = alias.data
    }
    return { rcode: 'NOERROR', answers, authorities: [] }
  }

  /** The zone closest to the name; a delegation signer stands with the parent (RFC 4035 §3.1.4.1). */
  function zoneOf(name: string, type: string): Zone | undefined {
    return zones
      .filter((zone) => isWithin(name, zone.name) && !(type === 'DS' && zone.name === name && name !== '.'))
      .sort((a, b) => b.name.length - a.name.length)[0]
  }

  return {
    at: `127.0.0.1:${port}`,
    asked,
    async close() {
      udp.close()
      tcp.close()
      for (const socket of open) socket.destroy()
    },
  }
}
