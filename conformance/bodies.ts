/** Bodies made from what the contract says of a route: in its shape, and about nothing that exists. JSON Schema 2020-12, as far as the contract uses it. */
import { contract } from '@openaccord/api'

type Schema = { type?: string; const?: unknown; enum?: unknown[]; anyOf?: Schema[]; properties?: Record<string, Schema>; required?: string[]; items?: Schema; minItems?: number; minLength?: number; minimum?: number; pattern?: string; format?: string }
type Listed = { method: string; path: string; body?: unknown }

const NOBODYS = '00000000000000000000'
/** By what a pattern begins with: text that fits it. */
const FITTING: readonly (readonly [RegExp, string])[] = [
  [/^\^\[0-9a-f\]\{64\}\$/, '0'.repeat(64)], [/^\^\[0-9a-f\]\{8\}-/, '00000000-0000-4000-8000-000000000000'], [/^\^\[A-Z\]\{2\}\$/, 'FR'], [/^\^https\?:/, 'https://nobody.example/'],
  [/^\^https:/, 'https://nobody.example/provider-metadata.json'], [/^\^CVE-/, 'CVE-2026-0000'],
  [/^\^\(\?:\(\?:application\|/, `application_${NOBODYS}`],
  [/^\^age1/, `age1${'q'.repeat(58)}`], [/^\^\[A-Za-z0-9_-\]\{43\}/, '0'.repeat(43)], [/^\^\[A-Za-z0-9\+\/\]\{43\}=/, `${'0'.repeat(43)}=`], [/^\^pkg:/, 'pkg:npm/nobody'],
  [/^\^(?:20|\\d\{4\}|\[0-9\]\{4\})/, '2026-01-01'],
]

/** For `POST /api/v1/…`: a body that its route reads; undefined where the contract has no such route. */
export function bodyFor(method: string, path: string): unknown {
  const route = Object.values(contract).flatMap((room) => Object.values(room) as Listed[]).find((each) => each.method === method && each.path === path)
  return route === undefined ? undefined : route.body === undefined ? {} : made(route.body as Schema)
}

function made(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.anyOf !== undefined) return made(schema.anyOf.find(({ type }) => type !== 'null') ?? {})
  switch (schema.type) {
    case 'object': return Object.fromEntries((schema.required ?? []).map((name) => [name, made(schema.properties?.[name] ?? {})]))
    case 'array': return Array.from({ length: schema.minItems ?? 0 }, () => made(schema.items ?? {}))
    case 'string': return text(schema)
    case 'boolean': return false
    case 'integer':
    case 'number': return schema.minimum ?? 0
    default: return {}
  }
}

function text({ pattern = '', format, minLength = 1 }: Schema): string {
  if (format === 'date-time') return '2026-01-01T00:00:00.000Z'
  if (format === 'email') return 'nobody@nowhere.example'
  const prefix = /^\^([a-z]+)_\[0-9a-h/.exec(pattern)?.[1]
  if (prefix !== undefined) return `${prefix}_${NOBODYS}`
  return FITTING.find(([begins]) => begins.test(pattern))?.[1] ?? 'nobody'.padEnd(minLength, 's')
}
