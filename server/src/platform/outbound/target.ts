/** Where a fetch may go, judged by the address as written: scheme, port, user, and spelling of the host. */
import { isIP } from 'node:net'
import { OutboundError } from './error.ts'
import { isPublicAddress } from './public-address.ts'

export type TargetRules = { ports: ReadonlySet<number>; /** `host:port`, exactly. */ allow: ReadonlySet<string> }

const AUTHORITY = /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)/i
const PLAIN_HOST = /^(?:\[[0-9a-f:.]+\]|[^\s:@%[\]\\]+)(?::\d{1,5})?$/i

/** Parses an address, or a Location against `base`, and says no to what is not plainly an allowed place. */
export function parseTarget(text: string, rules: TargetRules, base?: URL): URL {
  // oxlint-disable-next-line no-control-regex -- the URL standard drops these silently; an honest address has none
  if (text.length > 4096 || /[\u0000-\u0020\u007f\\]/.test(text)) throw bad('it is too long or has spaces, control characters or backslashes')
  if (!URL.canParse(text, base)) throw bad('it cannot be read')
  const url = new URL(text, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw bad('only http and https are fetched')
  if (url.username !== '' || url.password !== '') throw bad('it has a user name or password in it')
  checkSpelling(text, url, base === undefined)
  if (isAllowed(url, rules)) return url
  if (!rules.ports.has(portOf(url))) throw new OutboundError('not-allowed', `port ${portOf(url)} is not among those that may be fetched from`)
  const host = bareHost(url)
  if (isIP(host) !== 0 ? !isPublicAddress(host) : !host.includes('.')) throw new OutboundError('not-allowed', 'it does not lead to the public internet')
  return url
}

/** 0x7f.1, 017700000001, 2130706433, %31 and a final dot all mean an address without saying so. */
function checkSpelling(text: string, url: URL, absolute: boolean): void {
  const authority = AUTHORITY.exec(text)?.[1]
  if (authority === undefined) {
    if (absolute) throw bad('it has no host')
    return
  }
  if (!PLAIN_HOST.test(authority)) throw bad('its host is oddly written')
  if (url.hostname.endsWith('.')) throw bad('its host ends in a dot')
  const written = authority.replace(/:\d*$/, '').toLowerCase()
  if (isIP(url.hostname) === 4 && written !== url.hostname) throw bad('its host is a number in disguise')
}

export const portOf = (url: URL): number => (url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port))
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')
export const isAllowed = (url: URL, { allow }: TargetRules): boolean => allow.has(`${url.hostname}:${portOf(url)}`)
const bad = (why: string): OutboundError => new OutboundError('bad-address', `the address is refused: ${why}`)
