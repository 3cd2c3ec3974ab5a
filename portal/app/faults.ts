/**
 * The API's faults in plain words, beside the inputs they belong to. The contract's schemas speak JSON Schema (“must NOT have fewer
 * than 1 characters”); a room's own rules are sentences already and stay as they are.
 */
import type { Key } from './messages/en/index.ts'
import type { Words } from './messages/words.ts'

/** What went wrong with a form: `field` is the name of an input, or empty for the whole. */
export type Fault = { field: string; text: string; fix?: string; /** In the hub’s English, though the visitor reads another language. */ foreign?: true }
type ApiFault = { field: string; rule: string; fix?: string | undefined }

const RULES: readonly [rule: RegExp, key: Key][] = [
  [/^must not have fewer than 1 characters?$/i, 'fault.empty'],
  [/^must not have fewer than 1 items?$/i, 'fault.none'],
  [/^must read like \\S$/, 'fault.empty'],
  [/^(is missing|must have required property)/i, 'fault.empty'],
  [/^must match format "?email/i, 'fault.mail'],
  [/^must match format "?date-time/i, 'fault.time'],
  [/^must match format "?date\b/i, 'fault.day'],
  [/^must read like \^\[a-z\]\{2,3\}/, 'fault.choose'],
  [/^must read like \^\[a-z0-9\]\+\(-/, 'fault.slug'],
  [/^must read like \^https\?:/, 'fault.link'],
  [/^must read like \^\[A-Z\]\{2\}\$/, 'fault.country'],
  [/^must read like \^(org|person|community|\[0-9a-f\])/, 'fault.choose'],
  [/^must not have fewer than (\d+) characters/i, 'fault.short'],
  [/^must not have more than (\d+) characters/i, 'fault.long'],
  [/^must not have more than (\d+) items/i, 'fault.many'],
  [/^must be >= (\d+)/, 'fault.least'],
  [/^must be <= (\d+)/, 'fault.most'],
  [/^must be (integer|number)/, 'fault.number'],
  [/^must be one of /, 'fault.choose'],
]
/** What rooms say in words of their own to those without an account. */
const ROOMS: readonly [rule: RegExp, key: Key][] = [
  [/^what is claimed holds already$/, 'fault.past'],
  [/^what has ended shows nothing$/, 'fault.later'],
  [/^no domain was named yet$/, 'fault.noDomain'],
  [/^at most \d+ documents$/, 'fault.documents'],
  [/^all documents together have at most/, 'fault.documentsSize'],
  [/^is base64 /, 'fault.file'],
  [/^no control characters, no marks that hide/, 'fault.marks'],
]
/** Said of each branch of an “either … or nothing”, beside the branch that matters. */
const BESIDES = /^must (be null|match a schema in anyOf|match exactly one schema)/

/** `rename` maps a field of the API (`invite.mail`) to the name of the input where they differ. */
export function faultsOf(faults: readonly ApiFault[], rename: Readonly<Record<string, string>>, words: Words): Fault[] {
  const said = new Map<string, Fault>()
  const telling = faults.filter(({ rule }) => !BESIDES.test(rule))
  for (const { field, rule, fix } of telling.length > 0 ? telling : faults) {
    const input = inputOf(field, rename)
    if (!said.has(input)) said.set(input, { field: input, ...inWords(rule, fix, words) })
  }
  return [...said.values()]
}

/** In another language than English the fix is part of the words; where there are none, a rule of a schema says that it is not met. */
function inWords(rule: string, fix: string | undefined, { t, tag }: Words): Omit<Fault, 'field'> {
  for (const [pattern, key] of tag === 'en' ? RULES : [...RULES, ...ROOMS]) {
    const match = pattern.exec(rule)
    if (match !== null) return { text: t(key, { count: Number(match[1] ?? 0) }), ...(tag === 'en' && fix !== undefined ? { fix } : {}) }
  }
  if (tag !== 'en' && /^(?:must |is not )/.test(rule)) return { text: t('fault.wrong') }
  return { text: rule, ...(fix === undefined ? {} : { fix }), ...(tag === 'en' ? {} : { foreign: true as const }) }
}

/** `/body/roles/0` or `list.name` as the API names it, `roles` or `list` as the form does. */
export function inputOf(field: string, rename: Readonly<Record<string, string>>): string {
  const steps = field.split(/[./[\]]+/).filter((step) => step !== '' && step !== 'body' && !/^\d+$/.test(step))
  const path = steps.join('.')
  return (Object.hasOwn(rename, path) ? rename[path] : undefined) ?? steps[0] ?? ''
}
