/** A mail exchanger on loopback that says hello, offers STARTTLS or does not, and says goodbye. It takes no mail. */
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { Certified } from './certificates.ts'

export type MailData = { host: string; /** Undefined: STARTTLS is not offered. */ certificate: Certified | undefined }
export type MailServer = { port: number; close(): Promise<void> }

export async function startMailServer({ host, certificate }: MailData): Promise<MailServer> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket.on('error', () => {}).on('close', () => void open.delete(socket)))
    socket.write(`220 ${host} ESMTP\r\n`)
    talk(socket, certificate !== undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server.unref(), 'listening')

  function talk(line: Socket, offersTls: boolean): void {
    let text = ''
    const hear = (chunk: Buffer): void => {
      text = (text + chunk.toString('latin1')).slice(-2_000)
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n')) {
        const said = text.slice(0, end).trim().toUpperCase()
        text = text.slice(end + 1)
        if (said.startsWith('EHLO')) line.write(`250-${host}\r\n250-PIPELINING\r\n${offersTls ? '250-STARTTLS\r\n' : ''}250 8BITMIME\r\n`)
        else if (said === 'STARTTLS' && offersTls) return secure(line, hear)
        else if (said === 'QUIT') return void line.end(`221 ${host} goodbye\r\n`)
        else line.write('502 not here\r\n')
      }
    }
    line.on('data', hear)
  }

  function secure(line: Socket, hear: (chunk: Buffer) => void): void {
    line.off('data', hear)
    line.write('220 go ahead\r\n')
    const secured = new TLSSocket(line, { isServer: true, secureContext: createSecureContext({ ...certificate }) })
    secured.on('error', () => {})
    talk(secured, false)
  }

  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
