/**
 * Measuring what a host shows, beside the guarded way out and under the same rules: DNS, HTTP, TLS and SMTP, one connection
 * for each question, bounded in bytes and in time. It knows nothing of what the answers are good for.
 */
import { getServers } from 'node:dns'
import { openWay } from './measure/connect.ts'
import { askDns } from './measure/dns.ts'
import { createGate, type Gate } from './measure/gate.ts'
import { probeHttp, type HttpFacts } from './measure/http.ts'
import { probeSmtp, type SmtpFacts } from './measure/smtp.ts'
import { probeTls, type TlsFacts } from './measure/tls.ts'
import type { World } from './measure/world.ts'
import type { SecureVersion } from 'node:tls'

export { MeasureError, type MeasureCode } from './measure/error.ts'
export { createGate, type Gate } from './measure/gate.ts'
export type { HttpFacts } from './measure/http.ts'
export type { SmtpFacts } from './measure/smtp.ts'
export type { CertificateFacts, SessionFacts, TlsFacts } from './measure/tls.ts'
export type { World } from './measure/world.ts'

export type MeasureSettings = {
  world: World
  /** Ends everything: the deadline of the whole check. */
  signal: AbortSignal
  /** Says who asks and where to read about it. */
  agent: string
  /** The name of this machine for EHLO. */
  as: string
  gate?: Gate
  /** How many times longer each single question may take than is usual; 1. */
  patience?: number
}
export type Measure = ReturnType<typeof createMeasure>

/** For one check: names are resolved once in it. Only `dns` throws. */
export function createMeasure({ world, signal, agent, as, gate = createGate(), patience }: MeasureSettings) {
  const way = openWay({ world, gate, signal, ...(patience === undefined ? {} : { patience }) })
  return {
    /** The machine’s own time, by which its TLS judges certificates too; a sample’s clock does not move the world. */
    begun: new Date(),
    /** The bytes of an answer that `fits`. Throws MeasureError. */
    dns: (query: Uint8Array, fits: (message: Uint8Array) => boolean): Promise<Uint8Array> => askDns(world, { query, fits, signal, patience }),
    http: (url: string, mostBody: number): Promise<HttpFacts> => probeHttp(way, url, { agent, mostBody }),
    tls: (host: string, port: number, version: SecureVersion): Promise<TlsFacts> => probeTls(way, host, port, version),
    smtp: (host: string): Promise<SmtpFacts> => probeSmtp(way, host, { as }),
  }
}

/** The internet by these name servers, or by the system's. */
export const internet = (resolvers: readonly string[], ca?: string): World => ({
  name: 'internet', resolvers: resolvers.length > 0 ? resolvers : getServers(), ...(ca === undefined ? {} : { ca }),
})
