/** Connections that stay with the address that was checked: names are resolved here, once, for this connection. */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Agent } from 'undici'
import { OutboundError } from './error.ts'
import { isPublicAddress } from './public-address.ts'
import { bareHost, isAllowed, type TargetRules } from './target.ts'

export type Resolved = { address: string; family: number }
/** A name to all its addresses. */
export type Resolver = (host: string) => Promise<readonly Resolved[]>
export const systemResolver: Resolver = (host) => lookup(host, { all: true, order: 'verbatim' })

/** An agent for one hop. Resolves and checks first, connects to exactly what was checked, checks the peer once more. */
export async function agentFor(url: URL, rules: TargetRules, resolve: Resolver, ca: string | undefined): Promise<Agent> {
  const allowed = isAllowed(url, rules)
  const pinned = await addressesOf(bareHost(url), allowed, resolve)
  const { Agent, buildConnector } = await import('undici')
  const connect = buildConnector({
    timeout: 10_000,
    ...(ca === undefined ? {} : { ca }),
    lookup: (_host, options, done) => {
      const first = pinned[0]
      if (options.all === true) done(null, [...pinned])
      else if (first !== undefined) done(null, first.address, first.family)
    },
  })
  return new Agent({
    pipelining: 0,
    connections: 1,
    connect: (options, done) =>
      connect(options, (error, socket) => {
        if (error !== null) return done(error, null)
        if (!allowed && !isPublicAddress(socket.remoteAddress ?? '')) {
          socket.destroy()
          return done(notPublic(), null)
        }
        done(null, socket)
      }),
  })
}

/** One address that is not public is enough to refuse a name: such an answer is a trap or a mistake. */
async function addressesOf(host: string, allowed: boolean, resolve: Resolver): Promise<readonly Resolved[]> {
  const family = isIP(host)
  const found = family === 0 ? await resolved(host, resolve) : [{ address: host, family }]
  if (found.length === 0) throw new OutboundError('unresolved', 'the name of that host has no address')
  if (!allowed && !found.every(({ address }) => isPublicAddress(address))) throw notPublic()
  return found
}

async function resolved(host: string, resolve: Resolver): Promise<readonly Resolved[]> {
  try {
    return await resolve(host)
  } catch (cause) {
    throw new OutboundError('unresolved', 'the name of that host cannot be resolved', { cause })
  }
}

const notPublic = () => new OutboundError('not-allowed', 'it does not lead to the public internet')
