/**
 * Binary values as strings of code points below U+0100, one for each octet: compared as strings they are compared as
 * unsigned octets, as STIX 2.1 §9.6.3 wants, and a string constant turns into one without being changed (§9.2).
 */

/** The octets of base64 (line feeds allowed), or undefined where it is none. */
export function octetsOfBase64(base64: string): string | undefined {
  if (!/^[A-Za-z0-9+/=\s]*$/.test(base64)) return undefined
  try {
    return atob(base64)
  } catch {
    return undefined
  }
}

/** The octets of an even number of hex digits, or undefined where they are none. */
export function octetsOfHex(hex: string): string | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(hex)) return undefined
  return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
}

/** The same string when it can be read as octets, otherwise undefined. */
export function octetsOfString(text: string): string | undefined {
  return /^[\0-\xff]*$/.test(text) ? text : undefined
}
