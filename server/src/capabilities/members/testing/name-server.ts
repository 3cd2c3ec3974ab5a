/** A real name server (RFC 1035) on a free port of this machine: TXT records by name, or a way to fail. UDP, and TCP for what is too long. */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { decode, encode, streamEncode, type Packet } from 'dns-packet'

const AUTHORITATIVE = 1 << 10
const TRUNCATED = 1 << 9
const CODES = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 } as const
const MOST_UDP = 512
/** Records as lists of parts; `silent` answers nothing. A name that is not there is NXDOMAIN, an empty list has other records only. */
export type Zone = Map<string, string[][] | keyof typeof CODES | 'silent'>

export async function startNameServer(zone: Zone) {
  const tcp = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (data: Buffer) => {
      const answer = answerTo(data.subarray(2), zone)
      if (answer !== undefined) socket.write(streamEncode(answer))
    })
  })
  const udp = await onOnePort(tcp)
  const { port } = udp.address()
  udp.on('message', (message, { port: to, address }) => {
    const answer = answerTo(message, zone)
    if (answer === undefined) return
    const bytes = encode(answer)
    udp.send(bytes.length <= MOST_UDP ? bytes : encode({ ...answer, flags: (answer.flags ?? 0) | TRUNCATED, answers: [] }), to, address)
  })
  return {
    address: `127.0.0.1:${port}`,
    close(): void {
      udp.close()
      tcp.close()
    },
  }
}

/** A port that is free for UDP may be another's for TCP: then the next one is tried. */
async function onOnePort(tcp: Server): Promise<Socket> {
  for (;;) {
    const udp = createSocket('udp4')
    udp.bind(0, '127.0.0.1')
    await once(udp, 'listening')
    tcp.listen(udp.address().port, '127.0.0.1')
    const taken = await once(tcp, 'listening').then(() => false, (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error
      return true
    })
    if (!taken) return udp
    udp.close()
  }
}

function answerTo(message: Buffer, zone: Zone): Packet | undefined {
  const { id, questions = [] } = decode(message)
  const name = questions[0]?.name ?? ''
  const held = zone.get(name.toLowerCase())
  const answer = { type: 'response', id: id ?? 0, questions } as const
  if (held === 'silent') return undefined
  if (held === undefined || typeof held === 'string') return { ...answer, flags: AUTHORITATIVE | CODES[held ?? 'NXDOMAIN'] }
  return { ...answer, flags: AUTHORITATIVE, answers: held.map((parts) => ({ type: 'TXT', name, ttl: 1, data: parts })) }
}
