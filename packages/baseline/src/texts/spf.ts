/** SPF records, by the grammar of RFC 7208 §4.6.1, §5, §6 and §7.1. */
import { BaselineError } from '../errors.ts'
import { reason, type Reason } from '../reasons.ts'

export type Qualifier = '+' | '-' | '~' | '?'
export type Mechanism = {
  name: 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'ip4' | 'ip6' | 'exists'
  qualifier: Qualifier
  /** Domain specification or address; null where the domain itself is meant. */
  value: string | null
  /** Prefix length of the address, null where it is one address. */
  prefix: number | null
}
export type Spf = { mechanisms: Mechanism[]; /** Domain specification of redirect=. */ redirect: string | null }

const MOST_LENGTH = 20_000
const MOST_TERMS = 500
const MACRO = /%(?:\{[slodiphcrtv]\d{0,3}r?[.\-+,/_=]{0,10}\}|%|_|-)/gi

/** RFC 7208 §4.5: the version, and a space or the end after it. */
export const isSpf = (text: string): boolean => /^v=spf1(?: |$)/i.test(text)

/** It has a macro, so that its value depends on the mail at hand. */
export const hasMacro = (value: string): boolean => value.includes('%')

/** Throws `malformed-text`: what receivers call a permanent error. */
export function parseSpf(text: string): Spf {
  if (!isSpf(text)) throw refuse(reason('spf.begins'))
  if (text.length > MOST_LENGTH) throw refuse(reason('spf.long', { most: MOST_LENGTH }))
  const terms = text.slice('v=spf1'.length).split(' ').filter((term) => term !== '')
  if (terms.length > MOST_TERMS) throw refuse(reason('spf.terms', { most: MOST_TERMS }))
  const spf: Spf = { mechanisms: [], redirect: null }
  const modifiers = new Set<string>()
  for (const term of terms) {
    const [, name = '', value = ''] = /^([a-z][a-z0-9_.-]*)=(.*)$/is.exec(term) ?? []
    if (name === '') {
      spf.mechanisms.push(parseMechanism(term))
      continue
    }
    const modifier = name.toLowerCase()
    if (modifiers.has(modifier) && (modifier === 'redirect' || modifier === 'exp')) throw refuse(reason('spf.twice', { name: modifier }))
    modifiers.add(modifier)
    if (modifier === 'redirect') spf.redirect = domainSpec(value, term)
  }
  return spf
}

function parseMechanism(term: string): Mechanism {
  const [, sign = '', word = '', rest = ''] = /^([-+~?]?)([a-z0-9]+)(.*)$/is.exec(term) ?? []
  const qualifier = (['+', '-', '~', '?'] as const).find((each) => each === sign) ?? '+'
  const name = word.toLowerCase()
  switch (name) {
    case 'all':
      if (rest !== '') throw unknown(term)
      return { name, qualifier, value: null, prefix: null }
    case 'include': case 'exists':
      if (!rest.startsWith(':')) throw unknown(term)
      return { name, qualifier, value: domainSpec(rest.slice(1), term), prefix: null }
    case 'ptr':
      return { name, qualifier, value: rest === '' ? null : domainSpec(rest.startsWith(':') ? rest.slice(1) : '', term), prefix: null }
    case 'a': case 'mx':
      return { name, qualifier, ...targetOf(rest, term) }
    case 'ip4': case 'ip6':
      return { name, qualifier, ...networkOf(name, rest, term) }
    default:
      throw unknown(term)
  }
}

/** [ ":" domain-spec ] [ "/" ip4-cidr ] [ "//" ip6-cidr ] */
function targetOf(rest: string, term: string): Pick<Mechanism, 'value' | 'prefix'> {
  const lengths = /(?:\/(\d{1,2}))?(?:\/\/(\d{1,3}))?$/.exec(rest)
  const [, four, six] = lengths ?? []
  const domain = rest.slice(0, lengths?.index ?? rest.length)
  if ((domain !== '' && !domain.startsWith(':')) || Number(four ?? 0) > 32 || Number(six ?? 0) > 128) throw unknown(term)
  return { value: domain === '' ? null : domainSpec(domain.slice(1), term), prefix: four === undefined ? null : Number(four) }
}

function networkOf(name: 'ip4' | 'ip6', rest: string, term: string): Pick<Mechanism, 'value' | 'prefix'> {
  const [, address = '', length] = /^:([^/]+)(?:\/(\d{1,3}))?$/s.exec(rest) ?? []
  const widest = name === 'ip4' ? 32 : 128
  const fits = name === 'ip4' ? isIpv4(address) : isIpv6(address)
  if (!fits || Number(length ?? 0) > widest) throw unknown(term)
  return { value: address, prefix: length === undefined ? null : Number(length) }
}

export function isIpv4(text: string): boolean {
  const parts = text.length <= 15 ? text.split('.') : []
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
}

export const isIpv6 = (text: string): boolean => text.length <= 45 && /^[0-9a-f:.]+$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`)

/** §7.1: visible characters with macros written out right, ending in a name or a macro. */
function domainSpec(value: string, term: string): string {
  const plain = value.replaceAll(MACRO, '')
  const ends = /(?:\.[a-z0-9-]*[a-z][a-z0-9-]*\.?|\})$/i.test(value)
  if (value.length > 255 || plain.includes('%') || !/^[\x21-\x7e]*$/.test(plain) || !ends) throw unknown(term)
  return value.endsWith('.') ? value.slice(0, -1) : value
}

const unknown = (term: string): BaselineError => refuse(reason('spf.unknown', { term: term.slice(0, 60) }))
const refuse = (why: Reason): BaselineError => new BaselineError('malformed-text', why)
