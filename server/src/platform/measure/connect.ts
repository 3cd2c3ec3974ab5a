/**
 * The one guarded way to a host that a stranger has named: its name is resolved once for the whole check, every address is
 * held against the same rules as any other way out, and the connection goes to exactly the address that was looked at.
 */
import { Resolver } from 'node:dns/promises'
import { connect as connectSocket, isIP, type Socket } from 'node:net'
import { reason } from '@openaccord/baseline'
import { isPublicAddress } from '../outbound/public-address.ts'
import { codeOf, MeasureError, measureError } from './error.ts'
import type { Gate } from './gate.ts'
import { isReachable, resolverAt, wayTo, type World } from './world.ts'

export type Way = ReturnType<typeof openWay>

/** So long for one connection to be made. */
const CONNECT_MS = 4_000
const RESOLVE_MS = 2_500
/** Addresses of one host that are tried, one of each family. */
const MOST_TRIED = 2

export function openWay({ world, gate, signal, patience = 1 }: { world: World; gate: Gate; signal: AbortSignal; patience?: number }) {
  /** So long at most, and no longer than the whole check. */
  const limit = (ms: number): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(ms * patience)])

  const known = new Map<string, Promise<readonly string[]>>()

  /** All addresses of a name. One that is not public is enough to refuse the name: such an answer is a trap or a mistake. */
  function addressesOf(host: string): Promise<readonly string[]> {
    if (isIP(host) !== 0) return Promise.reject(new MeasureError('blocked', reason('way.address')))
    const found = known.get(host) ?? resolve(host)
    known.set(host, found)
    return found
  }

  async function resolve(host: string): Promise<readonly string[]> {
    const resolver = new Resolver({ timeout: RESOLVE_MS * patience, tries: 2, maxTimeout: RESOLVE_MS * patience })
    resolver.setServers(world.resolvers.map((each) => serverText(each)))
    const stop = (): void => resolver.cancel()
    signal.addEventListener('abort', stop, { once: true })
    try {
      const [four, six] = await Promise.all([settled(resolver.resolve4(host)), settled(resolver.resolve6(host))])
      const addresses = [...four.addresses.slice(0, 16), ...six.addresses.slice(0, 16)]
      if (addresses.length === 0) throw noAddress([four.code, six.code])
      if (!addresses.every((address) => isReachable(world, address))) throw new MeasureError('blocked', reason('way.not-public'))
      return addresses
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  /** A connection to that host and port, to be given back by `done`. Throws MeasureError. */
  async function connect(host: string, port: number, until: AbortSignal): Promise<{ socket: Socket; address: string; done: () => void }> {
    try {
      const addresses = await untilAborted(addressesOf(host), until)
      const tried = [addresses.find((each) => isIP(each) === 4), addresses.find((each) => isIP(each) === 6)].filter((each) => each !== undefined)
      let last: unknown
      for (const address of tried.slice(0, MOST_TRIED)) {
        try {
          return await connectOne(address, port, until)
        } catch (error) {
          last = error
          if (!/^E(NET|HOST)UNREACH$|^EADDRNOTAVAIL$|^EAFNOSUPPORT$/.test(codeOf(error))) break
        }
      }
      throw last
    } catch (error) {
      throw measureError(error)
    }
  }

  async function connectOne(address: string, port: number, until: AbortSignal): Promise<{ socket: Socket; address: string; done: () => void }> {
    const way = wayTo(world, address, port)
    if (way === undefined) throw world.through === undefined ? new MeasureError('blocked', reason('way.not-public')) : new MeasureError('refused', reason('way.nothing-listens'))
    const leave = await gate.take(address, until)
    const socket = connectSocket({ ...way, autoSelectFamily: false })
    socket.on('error', () => {}) // an error that comes after its reader has gone is nobody's
    const done = (): void => {
      socket.destroy()
      leave()
    }
    try {
      await opened(socket, AbortSignal.any([until, limit(CONNECT_MS)]))
      // the connection goes by number, so this holds by itself; looked at all the same
      if (way.host === address && !isPublicAddress(socket.remoteAddress ?? '')) throw new MeasureError('blocked', reason('way.not-public'))
      return { socket, address, done }
    } catch (error) {
      done()
      throw error
    }
  }

  return { connect, addressesOf, limit, world }
}

/** The form node:dns takes. */
function serverText(text: string): string {
  const { host, port } = resolverAt(text)
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

async function settled(work: Promise<string[]>): Promise<{ addresses: string[]; code: string }> {
  try {
    return { addresses: await work, code: '' }
  } catch (error) {
    return { addresses: [], code: codeOf(error) }
  }
}

/** Only who says plainly that there is none has none; all else is not known. */
function noAddress(codes: readonly string[]): MeasureError {
  if (codes.every((code) => code === 'ENODATA' || code === 'ENOTFOUND')) return new MeasureError('no-address', reason('way.no-address'))
  if (codes.some((code) => code === 'ETIMEOUT' || code === 'ECANCELLED')) return new MeasureError('timeout', reason('way.name-late'))
  const code = codes.find((each) => each !== '')
  return new MeasureError('unreachable', code === undefined ? reason('way.name-silent') : reason('way.name-fails', { code }))
}

function opened(socket: Socket, limit: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (then: () => void) => () => {
      limit.removeEventListener('abort', aborted)
      socket.off('connect', ready).off('error', failed)
      then()
    }
    const ready = end(resolve)
    const failed = (error: Error) => end(() => reject(error))()
    const aborted = () => end(() => reject(limit.reason))()
    socket.once('connect', ready).once('error', failed)
    limit.addEventListener('abort', aborted, { once: true })
    if (limit.aborted) aborted()
  })
}

/** Whoever waits is let go when the time is over. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  aborted.promise.catch(() => {})
  const abort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  work.catch(() => {})
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
