/** The content of an entry in full: an act field by field, what the hub states, what was opened; each as plain text in its own direction. */
import { pathTo } from '../../paths.ts'
import { Code, Time, Value } from '../../ui/marks.tsx'
import { Pairs } from '../../ui/table.tsx'
import { SaidIn } from '../../ui/sign.tsx'
import { useWords } from '../../ui/visit.tsx'
import type { Loaded } from './act.tsx'

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'

/** Of an act, as the hub opened it: its statement, the keys that its envelope names, the date in it. */
export function signedIn(parsed: unknown): { statement: unknown; keys: string[]; at: string | undefined } | null {
  if (!isObject(parsed) || !isObject(parsed['statement'])) return null
  const { statement, keys } = parsed
  const predicate = isObject(statement['predicate']) ? statement['predicate'] : {}
  return { statement, keys: Array.isArray(keys) ? keys.filter(isText) : [], at: isText(predicate['at']) ? predicate['at'] : undefined }
}

/** Every organisation that the content names. */
export function idsIn(value: unknown): string[] {
  if (isText(value)) return /^org_[0-9a-hjkmnp-tv-z]{20}$/.test(value) ? [value] : []
  if (Array.isArray(value)) return value.flatMap(idsIn)
  return isObject(value) ? Object.values(value).flatMap(idsIn) : []
}

export function Told({ loaded: { entry, payload, parsed, names } }: { loaded: Loaded }) {
  const { t } = useWords()
  if (payload === null) return <p>{t(entry.form === 'sealed' ? 'logged.sealed' : 'logged.removed.stays')}</p>
  const signed = entry.form === 'act' ? signedIn(parsed) : null
  const called = Object.fromEntries(Object.entries(names).map(([id, { name }]) => [id, name]))
  return (
    <>
      {signed !== null && <div className="part"><SaidIn statement={JSON.stringify(signed.statement)} names={called} /></div>}
      {entry.form === 'fact' && isObject(parsed) && <Stated parsed={parsed} names={called} />}
      {entry.form === 'opening' && isObject(parsed) && <Opened payload={parsed['payload']} />}
      {/* the envelope of an act holds the same words again, in base64: it is behind the link */}
      {signed === null && <details className="more"><summary>{t('logged.payload')}</summary><Code label={t('logged.payload')} text={payload} long /></details>}
      <p><a href={`/log/payload/${entry.payload.sha256}`}>{t('logged.payload.file')}</a></p>
    </>
  )
}

function Stated({ parsed, names }: { parsed: Record<string, unknown>; names: Readonly<Record<string, string>> }) {
  const { t, has } = useWords()
  const label = (field: string): string => {
    const [own, said] = [`told.${field}`, `says.${field}`]
    return has(own) ? t(own) : has(said) ? t(said) : field
  }
  return <Pairs pairs={Object.entries(parsed).map(([field, value]) => [label(field), <StatedValue key={field} field={field} value={value} names={names} />])} />
}

function StatedValue({ field, value, names }: { field: string; value: unknown; names: Readonly<Record<string, string>> }) {
  if (Array.isArray(value)) return <ul className="values">{[...new Set(value.map(String))].map((each) => <li key={each}><StatedValue field={field} value={each} names={names} /></li>)}</ul>
  if (!isText(value)) return <Value>{JSON.stringify(value)}</Value>
  if (names[value] !== undefined) return <bdi>{names[value]}</bdi>
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return <Time at={value} full />
  if (field === 'keyid') return <a href={pathTo('signingKey', { keyid: value })}><Value>{value}</Value></a>
  return /^[0-9a-z]+_[0-9a-z]{20}$|^[0-9a-f]{64}$/.test(value) ? <Value>{value}</Value> : <span dir="auto" className="lines">{value}</span>
}

/** What a seal held: text where it is text. */
function Opened({ payload }: { payload: unknown }) {
  const { t } = useWords()
  const text = isText(payload) ? readable(payload) : undefined
  return text === undefined ? <p>{t('logged.opening.not')}</p> : <Code label={t('logged.says')} text={text} long />
}

function readable(base64: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'))
  } catch {
    return undefined
  }
}
