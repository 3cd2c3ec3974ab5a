/** The address of a request (RFC 9112 §3.2): read in one way only, so that the door and who is behind it agree on it. */
import type { IncomingMessage } from 'node:http'
import { Refusal } from '../../kernel/index.ts'
import { Turned } from './verdict.ts'

const URL_LENGTH = 8_192
const MOST_FAULTS = 50
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i

/** §3.2.2: a whole URL is accepted too, and then its host counts, not the header's. Gives the path and query. */
export function originForm(request: Pick<IncomingMessage, 'url' | 'headers'>): string {
  const target = request.url ?? '/'
  const absolute = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(target)
  if (absolute === null) return target
  request.headers.host = absolute[1] ?? ''
  const rest = absolute[2] ?? ''
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** Refuses what another reader might take for another path, or even another host: dot segments, `//` first, backslashes, fragments. */
export function checkAddress(url: string): void {
  if (url.length > URL_LENGTH) throw new Turned(414, 'door.address-too-long', `the address is longer than ${URL_LENGTH} characters`)
  const path = url.split('?', 1)[0] ?? ''
  if (!path.startsWith('/') || path.startsWith('//') || /[\\#]/.test(url) || DOT_SEGMENT.test(path)) {
    throw new Turned(400, 'door.bad-address', 'the path of this address is not plainly written: it has dot segments, a double slash, a backslash or a fragment')
  }
  if (url.includes('%00')) throw nul(url, path)
}

/** U+0000 is in no name, text or number, and PostgreSQL has no place for it (its manual, 8.3): refused before anything looks for it. */
function nul(url: string, path: string): Refusal {
  const rule = 'has the character U+0000 (%00), which no text here has; leave it out'
  const fields = path.includes('%00') ? ['path'] : url.slice(path.length + 1).split('&').filter((pair) => pair.includes('%00')).map((pair) => readable(pair.split('=', 1)[0] ?? ''))
  return new Refusal('malformed', 'door.bad-address', `the address ${rule}`, { faults: [...new Set(fields)].slice(0, MOST_FAULTS).map((field) => ({ field, rule })) })
}

function readable(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('%00', '')).slice(0, 100)
  } catch {
    return 'query'
  }
}
