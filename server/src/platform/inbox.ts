/**
 * An inbox: a server for incoming mail (RFC 5321) that takes messages for a few addresses and passes nothing on. STARTTLS with
 * the hub's certificate where there is one (RFC 3207), no authentication, limits on size, recipients and connections.
 */
import type { TlsOptions } from 'node:tls'
import type { Certificate } from './tls.ts'

export type Envelope = { /** Empty for notices of delivery. */ from: string; to: readonly string[] }
export type InboxSettings = {
  host: string
  port: number
  /** How it calls itself. */
  name: string
  certificate?: Certificate | undefined
  /** Largest message in bytes, and recipients of one. */
  maxBytes: number
  maxRecipients?: number
  maxClients?: number
  /** Whether this address takes mail here. Everything else is refused: nothing is relayed. */
  takes(address: string): Promise<boolean>
  /** Throws InboxRefusal where the sender should hear why not; anything else makes the sender try again later. */
  take(message: Uint8Array, envelope: Envelope): Promise<void>
  trouble(what: string, error: unknown): void
}

/** Said to the server that sends: RFC 5321 §4.2.1, 5yz. */
export class InboxRefusal extends Error {
  readonly responseCode: number
  constructor(words: string, responseCode = 550) {
    super(words)
    this.name = 'InboxRefusal'
    this.responseCode = responseCode
  }
}

export async function openInbox({ host, port, name, certificate, maxBytes, maxRecipients = 5, maxClients = 20, takes, take, trouble }: InboxSettings) {
  const tls: TlsOptions = certificate?.options() ?? {}
  const { SMTPServer } = await import('smtp-server')
  const server = new SMTPServer({
    name, banner: 'mail for reports', size: maxBytes, maxClients, socketTimeout: 60_000, closeTimeout: 2_000, disableReverseLookup: true, logger: false,
    ...(certificate === undefined ? {} : { ...tls, ALPNProtocols: undefined }),
    disabledCommands: certificate === undefined ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    onMailFrom: (_address, _session, done) => done(),
    onRcptTo: (address, session, done) => void answer(done, trouble, async () => {
      if (session.envelope.rcptTo.length >= maxRecipients) throw new InboxRefusal('too many recipients', 452)
      if (!(await takes(address.address))) throw new InboxRefusal('nobody takes mail at this address here, and nothing is passed on')
    }),
    onData: (stream, session, done) => void answer(done, trouble, async () => {
      const parts: Buffer[] = []
      let bytes = 0
      for await (const part of stream as AsyncIterable<Buffer>) {
        bytes += part.length
        // What is too large is read to its end and thrown away: RFC 5321 has no way to stop a sender in the middle.
        if (bytes <= maxBytes) parts.push(part)
        else parts.length = 0
      }
      if (bytes > maxBytes) throw new InboxRefusal(`a message has at most ${maxBytes} bytes here: use the form of the hub`, 552)
      const { mailFrom, rcptTo } = session.envelope
      await take(Buffer.concat(parts), { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map((to) => to.address) })
    }),
  })
  // A sender that breaks off is no trouble of ours.
  server.on('error', (error: Error) => isBrokenOff(error) || trouble('the inbox had trouble with a connection', error))
  certificate?.onChange(() => server.updateSecureContext(certificate.options()))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, host, () => {
      server.server.removeListener('error', reject)
      resolve()
    })
  })
  const place = server.server.address()
  return {
    port: place !== null && typeof place === 'object' ? place.port : port,
    close: (): Promise<void> => new Promise((resolve) => server.close(() => resolve())),
  }
}

const isBrokenOff = (error: Error): boolean => 'code' in error && ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(String(error.code)) || /TLS|SSL|timeout/i.test(error.message)

/** A refusal is said as it is; anything else is our own fault, said without its words and tried again later (451). */
async function answer(done: (error?: Error | null) => void, trouble: InboxSettings['trouble'], work: () => Promise<void>): Promise<void> {
  try {
    await work()
    done()
  } catch (error) {
    if (!(error instanceof InboxRefusal)) trouble('a mail could not be taken; its sender tries again', error)
    done(error instanceof InboxRefusal ? error : new InboxRefusal('not now: please try again later', 451))
  }
}
