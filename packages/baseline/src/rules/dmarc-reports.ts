/** Do reports arrive? Whoever is named to get them for somebody else has to say yes in DNS. RFC 7489 §7.1, kept by RFC 9990. */
import type { Fix } from '../result.ts'
import { Unsettled, type Seen } from '../seen.ts'
import { isDmarc } from '../texts/dmarc.ts'
import { textsAt } from './mail.ts'

const MOST_ASKED = 3

/** Hosts of `rua` outside of the domain's own organization that do not say yes; what cannot be found out is left out. */
export function unwilling(seen: Seen, rua: readonly string[]): { host: string; name: string }[] {
  const hosts = [...new Set(rua.flatMap((uri) => hostOf(uri) ?? []))].filter((host) => !areRelated(host, seen.domain)).slice(0, MOST_ASKED)
  const asked = hosts.map((host) => ({ host, name: `${seen.domain}._report._dmarc.${host}` })).filter(({ name }) => name.length <= 253)
  seen.want(...asked.map(({ name }) => ({ ask: 'dns' as const, name, type: 'TXT' as const })))
  return asked.filter(({ name }) => saysNo(seen, name))
}

const hostOf = (uri: string): string | null => /^mailto:[^@\s]+@((?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{1,63})$/i.exec(uri)?.[1]?.toLowerCase() ?? null

/** Two labels in common are taken for one organization: rather no finding than a wrong one. */
function areRelated(one: string, two: string): boolean {
  const [a, b] = [one.split('.').slice(-2).join('.'), two.split('.').slice(-2).join('.')]
  return a === b
}

function saysNo(seen: Seen, name: string): boolean {
  try {
    return !textsAt(seen, name).some(({ text }) => isDmarc(text))
  } catch (error) {
    if (error instanceof Unsettled) return false
    throw error
  }
}

/** What the one who is to get the reports has to publish. */
export const consent = (name: string): Fix['publish'] => ({ as: 'dns', name, type: 'TXT', value: 'v=DMARC1' })
