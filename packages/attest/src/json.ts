/**
 * JSON (RFC 8259) of which every reader makes the same: UTF-8, and no object with a name twice. Two readers that keep
 * different ones of two equal names would see two different statements under one signature.
 */
import { AttestError } from './errors.ts'

export type JsonObject = { [name: string]: unknown }
const DEEPEST = 100

/** Text, or bytes in UTF-8. Throws `malformed-json`. */
export function parseJson(input: string | Uint8Array): unknown {
  const text = typeof input === 'string' ? input : decode(input)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AttestError('malformed-json', '', 'is not JSON', { cause })
  }
  refuseDoubles(text)
  return value
}

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new AttestError('malformed-json', '', 'is not UTF-8', { cause })
  }
}

/** Strings and brackets are all there is to see in a text that is known to be JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g

function refuseDoubles(text: string): void {
  const open: (Set<string> | undefined)[] = []
  let last = ''
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') keep(open.at(-1), JSON.parse(last) as string)
    if (open.length > DEEPEST) throw new AttestError('malformed-json', '', `is nested deeper than ${DEEPEST}`)
    last = token
  }
}

function keep(names: Set<string> | undefined, name: string): void {
  if (names?.has(name)) throw new AttestError('malformed-json', '', `has the name ${JSON.stringify(name.slice(0, 80))} twice in one object`)
  names?.add(name)
}
