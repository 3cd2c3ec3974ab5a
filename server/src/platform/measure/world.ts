/**
 * Where is measured: the internet, or the sample alliance's own few servers on this machine. What a check may reach is
 * decided here and nowhere else: public addresses, or exactly the `address:port` that a sample says it stands for.
 */
import { isPublicAddress } from '../outbound/public-address.ts'

export type World = {
  /** `sample`: told on every report. */
  name: 'internet' | 'sample'
  /** Name servers to ask, as `address` or `address:port` or `[address]:port`; never empty. */
  resolvers: readonly string[]
  /** For a sample and for tests: an address that stands for a server of this machine, `192.0.2.10:443` → its port on 127.0.0.1. */
  through?: ReadonlyMap<string, number>
  /** Certificate authorities in PEM to trust beside the usual ones. */
  ca?: string
}

export type Endpoint = { host: string; port: number }

/** Where to connect for a checked address, or undefined where that is not allowed. */
export function wayTo({ through }: World, address: string, port: number): Endpoint | undefined {
  const stands = through?.get(address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`)
  if (stands !== undefined) return { host: '127.0.0.1', port: stands }
  return isPublicAddress(address) ? { host: address, port } : undefined
}

/** Whether any port of this address may be reached. */
export function isReachable({ through }: World, address: string): boolean {
  if (isPublicAddress(address)) return true
  const begins = address.includes(':') ? `[${address}]:` : `${address}:`
  return [...(through?.keys() ?? [])].some((each) => each.startsWith(begins))
}

/** `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:53`, `2001:db8::53`. */
export function resolverAt(text: string): Endpoint {
  const [, six, four, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  return { host: six ?? four ?? text, port: Number(port ?? 53) }
}
