/** Marks and parts of the domain check: verdicts in word and sign, a result whole, the form that asks. */
import type { Client } from '@openaccord/api'
import { pathTo } from '../paths.ts'
import { Field, Form, Submit } from './form.tsx'
import { Chip, Code } from './marks.tsx'
import { reasonOf, sentenceOf } from '../messages/findings.ts'
import { useWords } from './visit.tsx'

export type Report = Awaited<ReturnType<Client['baselines']['baselineReport']>>
export type Result = Report['results'][number]
export type Group = Result['groups'][number]
type Verdict = Result['verdict']

const MARKS = {
  pass: ['✓', 'good'], notice: ['!', 'attention'], fail: ['✗', 'danger'], 'not-applicable': ['–', 'plain'], 'not-tested': ['○', 'plain'], error: ['?', 'plain'], pending: ['…', 'plain'],
} as const satisfies Record<Verdict | 'pending', readonly [string, 'plain' | 'good' | 'attention' | 'danger']>

/** A sign and a word; the colour only repeats them. */
export function VerdictMark({ verdict, pending = false }: { verdict: Verdict; pending?: boolean }) {
  const { t } = useWords()
  const name = pending ? 'pending' : verdict
  const [sign, kind] = MARKS[name]
  return <Chip kind={kind}><span aria-hidden="true">{sign} </span>{t(`baseline.verdict.${name}`)}</Chip>
}

/** The rule in the visitor’s language; one that is newer than the catalogue by its own title. */
export function useRuleName(): (id: string, title: string) => string {
  const { t, has } = useWords()
  return (id, title) => {
    const key = `baseline.rule.${id}`
    return has(key) ? t(key) : title
  }
}

/** For a domain that is known already: one button. */
export function AskAgain({ domain, first }: { domain: string; first: boolean }) {
  const { t } = useWords()
  return (
    <Form action={pathTo('domainCheck')} shape="bare">
      <input type="hidden" name="domain" value={domain} />
      <Submit kind={first ? 'first' : 'plain'}>{first ? t('baseline.ask.go') : t('baseline.again')}</Submit>
    </Form>
  )
}

export function AskForm({ result, domain }: { result?: unknown; domain: string }) {
  const { t } = useWords()
  return (
    <Form result={result} label={t('place.domainCheck')}>
      <Field name="domain" label={t('baseline.ask')} help={t('baseline.ask.help')} value={domain} maxLength={300} autoComplete="off" />
      <Submit>{t('baseline.ask.go')}</Submit>
    </Form>
  )
}

/** One rule: verdict, what was found, what it counts and why, the records as they stand, and what would fix it. */
export function ResultPart({ result }: { result: Result }) {
  const { t } = useWords()
  const ruleName = useRuleName()
  const { id, title, verdict, pending, subject, raw, points, maximum, mandatory, version, findings, fixes } = result
  const name = ruleName(id, title)
  const source = findings[0]?.source
  return (
    <article className="checked" id={id}>
      <h3>{name} <VerdictMark verdict={verdict} pending={pending} /></h3>
      {!pending && <ul className="values">{findings.map((finding) => <li key={`${finding.key} ${finding.words}`}><Said of={finding} /></li>)}</ul>}
      <p className="quiet">
        <bdi>{subject}</bdi>
        {' · '}{mandatory ? t('baseline.points', { points, maximum }) : t('baseline.optional')}
        {' · '}{t('baseline.version', { version })}
        {source !== undefined && <>{' · '}<a href={source.url} rel="noreferrer"><bdi>{`${source.document} §${source.section}`}</bdi></a></>}
      </p>
      {fixes.length > 0 && <Fixes fixes={fixes} />}
      {raw.length > 0 && (
        <details className="more">
          <summary>{t('baseline.raw', { count: raw.length })}</summary>
          <Code label={t('baseline.raw.label', { what: name })} text={raw.join('\n')} />
        </details>
      )}
    </article>
  )
}

/** In the visitor’s language, with values as they came: from left to right, whatever stands around them. */
function Said({ of: { key, words, values, reasons = {} } }: { of: { key: string; words: string; values: Values; reasons?: Result['findings'][number]['reasons'] } }) {
  const { tag } = useWords()
  const pieces = sentenceOf(tag, key)
  if (pieces === undefined) return <span lang="en" dir="ltr">{words}</span>
  return pieces.map((piece, n) => {
    if ('text' in piece) return piece.text
    const why = reasons[piece.value]
    return why === undefined ? <AsItIs key={n} text={values[piece.value] ?? ''} /> : <Why key={n} reasons={why} />
  })
}

type Values = Readonly<Record<string, string>>

/** From left to right, whatever stands around it. */
const AsItIs = ({ text }: { text: string }) => <bdi lang="en" dir="ltr">{text}</bdi>

/** What a value gives as reasons; one in the words of others, or newer than the table, by its own values. */
function Why({ reasons }: { reasons: readonly { code: string; values: Values }[] }) {
  const { t, tag } = useWords()
  return reasons.map(({ code, values }, n) => {
    const pieces = reasonOf(tag, code)?.map((piece, at) => ('text' in piece ? piece.text : <AsItIs key={at} text={values[piece.value] ?? ''} />))
    return <span key={`${n} ${code}`} className="why">{n > 0 && t('baseline.and')}{pieces ?? <AsItIs text={Object.values(values).join(' ')} />}</span>
  })
}

function Fixes({ fixes }: { fixes: Result['fixes'] }) {
  const { t } = useWords()
  return (
    <div className="remedy">
      <h4>{t('baseline.fix')}</h4>
      {fixes.map(({ key, words, publish }) => (
        <div key={`${key} ${publish.as}`}>
          <p><Said of={{ key, words, values: {} }} /></p>
          {publish.as === 'setting' && <p className="quiet">{t('baseline.fix.setting', { where: publish.where })}</p>}
          {publish.as === 'dns' && <Code label={t('baseline.fix.dns', { what: publish.name })} text={zoneLine(publish)} />}
          {publish.as === 'file' && <Code label={t('baseline.fix.file', { what: publish.url })} text={publish.body} />}
          {publish.as === 'header' && <Code label={t('baseline.fix.header', { what: publish.url })} text={`${publish.name}: ${publish.value}`} />}
        </div>
      ))}
    </div>
  )
}

const zoneLine = ({ name, type, value }: { name: string; type: string; value: string }): string => `${name}. IN ${type} ${type === 'TXT' && !value.startsWith('"') ? `"${value}"` : value}`
