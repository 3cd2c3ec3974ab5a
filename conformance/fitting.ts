/** Values by chance that fit what the contract says (JSON Schema 2020-12, as far as it uses it): about what is there, where such a thing is known. */
import fc from 'fast-check'

export type Schema = {
  type?: string; const?: unknown; enum?: unknown[]; anyOf?: Schema[]; properties?: Record<string, Schema>; required?: string[]; items?: Schema
  pattern?: string; format?: string; minimum?: number; maximum?: number; minLength?: number; maxLength?: number
}
/** `named`: what a field or parameter of this name may hold. `text`: any text. */
export type Known = { named(name: string): readonly string[]; text: fc.Arbitrary<string> }

const MOST_NUMBER = 2 ** 40
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  email: ['a@b.example', 'ines.okafor@secretariat.example', 'Ä@b.example', 'x@[127.0.0.1]'],
  date: ['2026-12-01', '2020-02-29', '2026-02-30', '1700-01-01', '9999-12-31'],
  'date-time': ['2026-12-01T00:00:00Z', '2020-01-01T00:00:00.123456Z', '2026-11-23T06:00:00+14:00', '1700-01-01T00:00:00Z', '2255-01-01T00:00:00Z', '2026-02-30T00:00:00Z', '9999-12-31T23:59:59Z'],
}

export function fitting(schema: Schema, known: Known, name = ''): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((each) => fitting(each, known, name)))
  switch (schema.type) {
    case 'object': return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, part]) => [key, fitting(part, known, key)])), { requiredKeys: schema.required ?? [] })
    case 'array': return fc.array(fitting(schema.items ?? {}, known, name.replace(/s$/, '')), { maxLength: 4 })
    case 'integer': case 'number': return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 500, MOST_NUMBER) })
    case 'boolean': return fc.boolean()
    case 'null': return fc.constant(null)
    case 'string': return textOf(schema, known, name).map((text) => inLength(text, schema))
    default: return fc.jsonValue({ maxDepth: 3 })
  }
}

function textOf({ pattern, format }: Schema, known: Known, name: string): fc.Arbitrary<string> {
  const formed = FORMATS[format ?? '']
  if (formed !== undefined) return fc.constantFrom(...formed)
  const prefix = /^\^(?:\(\?:)*([a-z]+)_/.exec(pattern ?? '')?.[1]
  const there = [...known.named(name), ...(prefix === undefined ? [] : known.named(prefix))]
  if (pattern === undefined) return there.length === 0 ? known.text : fc.oneof(fc.constantFrom(...there), known.text)
  const rule = new RegExp(pattern, 'u')
  const fit = there.filter((text) => rule.test(text))
  return fit.length === 0 ? matching(rule, known) : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...fit) }, { weight: 1, arbitrary: matching(rule, known) })
}

/** Some expressions ask for what the generator cannot do (looking ahead): any text then, which will mostly be refused. */
function matching(rule: RegExp, known: Known): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(rule)
  } catch {
    return known.text
  }
}

function inLength(text: string, { minLength = 0, maxLength = Infinity }: Schema): string {
  const letters = [...text]
  return letters.length > maxLength ? letters.slice(0, maxLength).join('') : text.padEnd(minLength, 'x')
}
