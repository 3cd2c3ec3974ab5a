/**
 * What is signed, before it is: in words, field by field, who will see it, and the exact bytes; then by the key in this
 * browser, or by a key file. Every room that takes acts shows them so.
 */
import type { ReactNode } from 'react'
import { SIGN_STATEMENT } from '../paths.ts'
import { FileField, Form, Select, Submit, TextArea } from './form.tsx'
import { Code, Theirs, Time, Value } from './marks.tsx'
import { Notice } from './notice.tsx'
import { Part } from './page.tsx'
import { Pairs } from './table.tsx'
import { Say, useVisit, useWords } from './visit.tsx'

export type Prepared = { kind: string; statement: string; keyids: readonly string[]; expires: string; words?: string }

type Props = {
  prepared: Prepared
  /** Who will see it, as a sentence. */
  audience: string
  /** Where the browser hands the envelope in, and what goes with it. */
  submit: string
  more?: Readonly<Record<string, string>>
  /** Where to go afterwards; held for a ceremony; waiting for a second person. */
  done: string
  doneHeld?: string
  doneWaits?: string
  /** What the hub said of an envelope that was sent. */
  result: unknown
  /** Names of organisations by their ids, for those who read. */
  names?: Readonly<Record<string, string>>
  children?: ReactNode
}

const NONE: Readonly<Record<string, string>> = {}

export function Signing({ prepared, audience, submit, more = NONE, done, doneHeld = done, doneWaits = done, result, names = NONE, children }: Props) {
  const { t } = useWords()
  return (
    <>
      {prepared.words !== undefined && <Notice title={t('sign.says')}><p lang="en">{prepared.words}</p></Notice>}
      <SaidIn statement={prepared.statement} names={names} />
      <Part title={t('sign.who')}><p>{audience}</p></Part>
      {prepared.keyids.length === 0 && <Notice kind="attention"><p>{t('sign.keys.none')}</p></Notice>}
      <noscript><p className="quiet">{t('sign.noScript')}</p></noscript>
      <section className="part" data-needs-script="" hidden>
        <h2>{t('sign.here')}</h2>
        <p>{t('sign.here.says')}</p>
        <form className="form" data-sign={submit} data-keyids={prepared.keyids.join(' ')} data-more={JSON.stringify(more)} data-done={done} data-done-held={doneHeld} data-done-waits={doneWaits}>
          <input type="hidden" name="statement" value={prepared.statement} />
          <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('sign.here.failed')} />
          <p data-none="" hidden>{t('sign.here.none')}</p>
          <div className="form" data-some="" hidden>
            <Select name="keyid" label={t('sign.here.key')} options={[]} />
            <Submit>{t('sign.here.go')}</Submit>
          </div>
        </form>
      </section>
      <ByFile prepared={prepared} result={result} more={more} submit={submit} />
      {children}
    </>
  )
}

/** Download, sign elsewhere, hand in: works without the script up to the handing in, which a token can do as well. */
function ByFile({ prepared: { kind, statement, expires }, result, more, submit }: Pick<Props, 'prepared' | 'result' | 'submit'> & { more: Readonly<Record<string, string>> }) {
  const { csrf, origin } = useVisit()
  const { t } = useWords()
  const file = `${kind}.json`
  const body = Object.entries(more).map(([name, value]) => `, ${name}: ${JSON.stringify(value).replaceAll("'", `'\\''`)}`).join('')
  return (
    <Part title={t('sign.file')}>
      <p>{t('sign.file.says')} <Say k="sign.until" at={<Time at={expires} full />} /></p>
      <form method="post" action={SIGN_STATEMENT}>
        {csrf !== undefined && <input type="hidden" name="_csrf" value={csrf} />}
        <input type="hidden" name="statement" value={statement} />
        <input type="hidden" name="file" value={file} />
        <Submit kind="plain">{t('sign.file.download')}</Submit>
      </form>
      <Code label={t('sign.file.line')} text={`accord sign ${file} --output envelope.json`} />
      <Form intent="hand-in" result={result} upload approve>
        {Object.entries(more).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
        <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('sign.here.failed')} />
        <FileField name="file" label={t('sign.file.upload')} help={t('sign.file.upload.help')} accept=".json,application/json" />
        <TextArea name="envelope" label={t('sign.file.paste')} machine optional />
        <Submit kind="plain">{t('sign.file.go')}</Submit>
      </Form>
      <p>{t('sign.file.token')}</p>
      <Code label={t('sign.file.token')} text={`jq -Rs '{envelope: .${body}}' envelope.json | curl '${origin}${submit}' \\\n  -H "Authorization: Bearer $ACCORD_TOKEN" -H 'Content-Type: application/json' --data-binary @-`} />
    </Part>
  )
}

/** Field by field, as the signed bytes say it. */
export function SaidIn({ statement, names }: { statement: string; names: Readonly<Record<string, string>> }) {
  const { t, has } = useWords()
  const predicate = predicateOf(statement)
  const label = (field: string): string => {
    const key = `says.${field}`
    return has(key) ? t(key) : field
  }
  return (
    <>
      <Pairs pairs={Object.entries(predicate).map(([field, value]) => [label(field), <SaidValue key={field} field={field} value={value} names={names} language={textOf(predicate['language'])} />])} />
      <details className="more"><summary>{t('sign.exact')}</summary><Code label={t('sign.exact')} text={statement} long /></details>
    </>
  )
}

/** Fields that choose from a few words, and where those are said. */
const CODED: Readonly<Record<string, string>> = { fact: 'says.fact', known: 'says.known', kind: 'sign.authority', reach: 'sign.reach', how: 'how', position: 'ballot.position', outcome: 'ballot.outcome', decision: 'ballot.contest' }

/** `language`: of the act's own prose. */
function SaidValue({ field, value, names, language }: { field: string; value: unknown; names: Readonly<Record<string, string>>; language?: string | undefined }): ReactNode {
  const { t, has, moment } = useWords()
  const coded = Object.hasOwn(CODED, field) ? `${CODED[field]}.${String(value)}` : ''
  if (has(coded)) return t(coded)
  if (typeof value === 'string') {
    const name = Object.hasOwn(names, value) ? names[value] : undefined
    if (name !== undefined) return <Theirs>{name}</Theirs>
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return <time dateTime={value}>{moment(value)}</time>
    return /^([0-9a-f]{64}|(fact|org|ballot|case|terms)_\w+)$/.test(value) ? <Value>{value}</Value> : <span dir="auto" className="lines" lang={field === 'title' || field === 'text' ? language : undefined}>{value}</span>
  }
  if (Array.isArray(value)) return <ul className="values">{value.map((each, n) => <li key={n}><SaidValue field={field} value={each} names={names} /></li>)}</ul>
  if (typeof value !== 'object' || value === null) return String(value)
  if ('version' in value && 'sha256' in value) return <Say k="says.pledge.of" version={<bdi>{String(value.version)}</bdi>} sha256={<Value>{String(value.sha256)}</Value>} />
  const label = (name: string): string => {
    const key = [`says.${name}`, `requests.${name}`].find((one) => has(one))
    return key !== undefined && has(key) ? `${t(key)}: ` : ''
  }
  return <ul className="values">{Object.entries(value).map(([name, each]) => <li key={name}>{label(name)}<SaidValue field={name} value={each} names={names} /></li>)}</ul>
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function predicateOf(statement: string): Record<string, unknown> {
  const read: unknown = JSON.parse(statement)
  const predicate = typeof read === 'object' && read !== null && 'predicate' in read ? read.predicate : undefined
  return typeof predicate === 'object' && predicate !== null ? { ...predicate } : {}
}
