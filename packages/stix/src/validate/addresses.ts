/** How the values of address-like SCOs are written (STIX 2.1 §6.4 to §6.10, §6.15). Read by hand: these are the hot ones. */
import type { StixObject } from '../types.ts'
import { shown, type Inspection } from './finding.ts'

type Form = { test: (text: string) => boolean; rule: string; name: string; right: string }

const FORMS: Record<'ipv4' | 'ipv6' | 'domain' | 'email' | 'mac' | 'url', Form> = {
  ipv4: { test: isIpv4Range, rule: '6.8.1', name: 'an IPv4 address', right: 'dotted decimal, with /0 to /32 for a range' },
  ipv6: { test: isIpv6Range, rule: '6.9.1', name: 'an IPv6 address', right: 'an address of RFC 4291 §2.2, with /0 to /128 for a range' },
  domain: { test: isDomain, rule: '6.4.1', name: 'a domain name', right: 'a name of RFC 1034, without scheme, port or path' },
  email: { test: isEmail, rule: '6.5.1', name: 'an email address', right: 'local@domain, without a display name' },
  mac: { test: isMac, rule: '6.10.1', name: 'a MAC address', right: 'six lower-case octets with colons: 00:00:ab:cd:ef:01' },
  url: { test: isUrl, rule: '6.15.1', name: 'a URL', right: 'a URL of RFC 3986 with its scheme' },
}

/** Checks `value`; a defanged object may write it in any way. */
export function valueIs(form: keyof typeof FORMS): (object: StixObject, at: Inspection) => void {
  const { test, rule, name, right } = FORMS[form]
  return (object, at) => {
    const value = object['value']
    if (typeof value !== 'string' || test(value) || object['defanged'] === true) return
    at.error('bad-value', 'value', rule, `${shown(value)} is not ${name}`, `${right}; or "defanged": true`)
  }
}

export function isIpv4Range(text: string): boolean {
  const slash = text.indexOf('/')
  return slash < 0 ? isIpv4(text) : isPrefix(text.slice(slash + 1), 32) && isIpv4(text.slice(0, slash))
}

export function isIpv6Range(text: string): boolean {
  const slash = text.indexOf('/')
  return slash < 0 ? isIpv6(text) : isPrefix(text.slice(slash + 1), 128) && isIpv6(text.slice(0, slash))
}

function isPrefix(text: string, most: number): boolean {
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most
}

/** Four decimal numbers from 0 to 255 without leading zeros: `010` would be 8 to some readers and 10 to others. */
export function isIpv4(text: string): boolean {
  let [octet, digits, dots] = [0, 0, 0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 46) {
      if (digits === 0 || ++dots > 3) return false
      octet = digits = 0
    } else {
      if (code < 48 || code > 57 || (digits > 0 && octet === 0)) return false
      octet = octet * 10 + code - 48
      if (++digits > 3 || octet > 255) return false
    }
  }
  return dots === 3 && digits > 0
}

export function isIpv6(text: string): boolean {
  if (text.length > 45) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const [head = '', tail] = halves
  const groups = countGroups(head, tail === undefined) + (tail === undefined ? 0 : countGroups(tail, true))
  return tail === undefined ? groups === 8 : groups <= 7
}

/** How many 16-bit groups the text has, NaN where one is malformed; the last may be an IPv4 address. */
function countGroups(text: string, last: boolean): number {
  if (text === '') return 0
  const parts = text.split(':')
  const ending = last && parts.at(-1)?.includes('.') === true ? parts.pop() : undefined
  if (ending !== undefined && !isIpv4(ending)) return NaN
  return parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part)) ? parts.length + (ending === undefined ? 0 : 2) : NaN
}

/** Labels of 1 to 63 characters; underscores and letters beyond ASCII are met in practice and do no harm. */
export function isDomain(text: string): boolean {
  const length = text.endsWith('.') ? text.length - 1 : text.length
  if (length < 1 || length > 253) return false
  let label = 0
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code === 46) {
      if (label === 0) return false
      label = 0
    } else {
      if (!isLabelCharacter(code) || ++label > 63) return false
    }
  }
  return label > 0
}

function isLabelCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 45 || code === 95 || code === 42 ||
    (code >= 65 && code <= 90) || code > 159
  )
}

function isEmail(text: string): boolean {
  const sign = text.lastIndexOf('@')
  if (sign < 1 || text.length > 320 || sign === text.length - 1) return false
  const domain = text.slice(sign + 1)
  return !/[\s<>]/.test(text) && (isDomain(domain) || /^\[.+\]$/.test(domain))
}

function isMac(text: string): boolean {
  return /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(text)
}

function isUrl(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]{0,40}:[^\s<>"]+$/.test(text)
}
