/** Which Host a request may ask for. A name that is not ours is refused with 421: that ends DNS rebinding. */
import { Turned } from './verdict.ts'

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/

/** `hosts`: names with their port where it is not the scheme's own. `loopback`: the hub listens on loopback only. */
export function createHostCheck({ hosts, loopback }: { hosts: readonly string[]; loopback: boolean }): (host: string) => void {
  const known = new Set(hosts.map((host) => host.toLowerCase()))
  return (host) => {
    if (known.has(host) || known.has(host.replace(/:(443|80)$/, '')) || (loopback && LOOPBACK.test(host))) return
    throw new Turned(421, 'door.other-host', 'this hub does not answer for the host that was asked for')
  }
}
