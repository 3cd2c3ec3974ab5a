/**
 * Names under which registries register: they are nobody's own domain. The common ones of the Public Suffix List's ICANN part
 * (publicsuffix.org), written by hand; one that is missing here is measured for what it shows, which does no harm.
 */

const UNDER: Readonly<Record<string, string>> = {
  ar: 'com edu gob gov int mil net org', at: 'ac co gv or', au: 'asn com edu gov id net org', bd: 'ac com edu gov net org', br: 'com edu gov jus leg mil net org',
  cn: 'ac com edu gov mil net org', co: 'com edu gov mil net nom org', cy: 'ac com gov net org', ec: 'com edu gob gov net org', eg: 'com edu gov net org',
  es: 'com edu gob nom org', fj: 'ac com gov net org', gh: 'com edu gov org', gr: 'com edu gov net org', hk: 'com edu gov idv net org', hu: 'co gov org',
  id: 'ac co desa go mil net or sch web', il: 'ac co gov idf muni net org', in: 'ac co edu firm gov ind mil net nic org res', jp: 'ac ad co ed go gr lg ne or',
  ke: 'ac co go me mobi ne or sc', kr: 'ac co go mil ne or pe re', lk: 'ac com edu gov net org', ma: 'ac co gov net org', mx: 'com edu gob net org',
  my: 'com edu gov mil name net org', ng: 'com edu gov mil mobi name net org', np: 'com edu gov mil net org', nz: 'ac co geek gen govt health iwi maori net org school',
  pe: 'com edu gob mil net nom org', ph: 'com edu gov mil net org', pk: 'com edu gov net org', pl: 'com edu gov net org', pt: 'com edu gov net org',
  ro: 'com gov nom org', ru: 'ac com edu gov int mil net org', sa: 'com edu gov med net org sch', sg: 'com edu gov net org per', th: 'ac co go in mi net or',
  tr: 'av bel com edu gen gov k12 mil name net org pol web', tw: 'com edu gov idv mil net org', tz: 'ac co go mil ne or sc', ua: 'com edu gov in net org',
  ug: 'ac co com go ne or org sc', uk: 'ac co gov ltd me net nhs org plc police sch', uy: 'com edu gub mil net org', ve: 'co com edu gob gov mil net org web',
  vn: 'ac com edu gov info name net org', za: 'ac co edu gov law net nom org school web', zm: 'ac co com edu gov net org', zw: 'ac co gov mil org',
}

export function isRegistrys(domain: string): boolean {
  const [second, top, ...more] = domain.split('.')
  return more.length === 0 && second !== undefined && top !== undefined && (UNDER[top] ?? '').split(' ').includes(second)
}

/** RFC 6761, RFC 6762, RFC 7686, RFC 8375 and ICANN's `internal`: names that mean nothing on the public internet. */
const SPECIAL = new Set(['alt', 'arpa', 'corp', 'example', 'home', 'internal', 'invalid', 'lan', 'local', 'localdomain', 'localhost', 'mail', 'onion', 'test'])
export const isSpecial = (domain: string): boolean => SPECIAL.has(domain.slice(domain.lastIndexOf('.') + 1))
