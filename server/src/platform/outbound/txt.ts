/** TXT records (RFC 1035 §3.3.14) from name servers of one's own choice: for proofs that live in the domain name system. */
import { Resolver } from 'node:dns/promises'

/** `servers`: addresses, with a port where it is not 53; the system's when empty. The answer rejects with the codes of node:dns. */
export function createTxtResolver({ servers = [], timeoutMs = 3_000, tries = 2 }: { servers?: readonly string[]; timeoutMs?: number; tries?: number } = {}) {
  const resolver = new Resolver({ timeout: timeoutMs, tries })
  if (servers.length > 0) resolver.setServers(servers)
  return (name: string): Promise<string[][]> => resolver.resolveTxt(name)
}
