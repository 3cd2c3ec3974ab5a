/** Which domain somebody means: as it is typed or pasted, and what is not one that can be measured. */
import { isIP } from 'node:net'
import { domainToUnicode } from 'node:url'
import { BaselineError, parseDomain } from '@openaccord/baseline'
import { Refusal } from '../../../kernel/index.ts'
import { isRegistrys, isSpecial } from './suffixes.ts'

/** `covers`: names that a sample alliance answers for, although they are none of the internet's. */
export function readDomain(text: string, covers: (domain: string) => boolean = () => false): string {
  const typed = text.trim().replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
  const host = hostOf(typed)
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0 || /^\d[\d.]*$/.test(host) || host.startsWith('[')) throw no('domain-address', 'an address is not a domain', 'write the name, like northgate.example')
  if (/:\d*$/.test(host)) throw no('domain-port', 'a domain has no port', `write ${host.replace(/:\d*$/, '')}`)
  const whole = parsed(host)
  const domain = /^www\.[^.]+\./.test(whole) ? whole.slice(4) : whole
  if (covers(domain)) return domain
  if (isSpecial(domain)) throw no('domain-special', 'this name is not one of the public internet', 'write a domain that is registered')
  if (isRegistrys(domain)) throw no('domain-registry', `${domain} is a registry’s, with other people’s domains under it`, `write a domain under it, like name.${domain}`)
  return domain
}

/** As people read it. A label that does not read back to itself stays as it is. */
export const shownDomain = (domain: string): string => domainToUnicode(domain) || domain

/** Of an address that was pasted, its host; of a mail address, its domain. */
function hostOf(typed: string): string {
  const pasted = /^https?:\/\/([^/?#\s]+)/i.exec(typed)?.[1]
  if (pasted !== undefined) return pasted.slice(pasted.lastIndexOf('@') + 1)
  const mail = /^[^@\s/]+@([^@\s/]+)$/.exec(typed)?.[1]
  return mail ?? typed.replace(/\/$/, '')
}

function parsed(host: string): string {
  try {
    return parseDomain(host)
  } catch (error) {
    if (error instanceof BaselineError) throw no('domain', 'this is not a domain name', 'write a name of at least two parts, like northgate.example', error)
    throw error
  }
}

const no = (code: string, rule: string, fix: string, cause?: unknown): Refusal =>
  new Refusal('unprocessable', `baselines.${code}`, `this domain cannot be checked: ${rule}`, { faults: [{ field: '/domain', rule, fix }], cause })
