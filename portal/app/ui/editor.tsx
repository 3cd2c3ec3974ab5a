/** The fields of the advisory editor: plain words first, the name that CSAF has for it small beside them. */
import { createContext, use, type ReactNode } from 'react'
import type { Client } from '@openaccord/api'
import { anchorOf, fieldName, isOfPublisher } from '../advisory/anchor.ts'
import { REST, rowIn, rowsIn, textIn, tickedIn, type Loose, type LooseRow } from '../advisory/form.ts'
import { pathTo } from '../paths.ts'
import { Field, Group, Select, TextArea } from './form.tsx'
import { Chip } from './marks.tsx'
import { useWords } from './visit.tsx'

const FieldsContext = createContext<LooseRow>({})
export const Fields = ({ of, children }: { of: LooseRow; children: ReactNode }) => <FieldsContext value={of}>{children}</FieldsContext>

/** What stands in the form at this place. */
export function useAt(pointer: string): Loose | undefined {
  let at: Loose | undefined = use(FieldsContext)
  for (const step of pointer.split('/').slice(1)) at = /^\d+$/.test(step) ? rowsIn(at)[Number(step)] : rowIn(at)[step]
  return at
}

/** What CSAF 2.0 calls it. */
const TECH: Readonly<Record<string, string>> = {
  'head.title': 'document.title', 'head.id': 'tracking.id', 'head.kind': 'document.category', 'head.language': 'document.lang', 'head.tlp': 'distribution.tlp', 'head.distribution': 'distribution.text',
  'head.severity.text': 'aggregate_severity', 'head.aliases': 'tracking.aliases', 'head.notes.text': 'document.notes',
  'products.vendors.name': 'vendor', 'products.vendors.products.name': 'product_name', 'releases.version': 'product_version', 'releases.range': 'product_version_range',
  'releases.purl': 'purl', 'releases.cpe': 'cpe', 'releases.files.name': 'filename', 'releases.files.value': 'file_hashes',
  'products.relationships.part': 'product_reference', 'products.relationships.kind': 'category', 'products.relationships.whole': 'relates_to_product_reference', 'products.relationships.id': 'product_id',
  'products.relationships.name': 'full_product_name',
  'vulnerabilities.cve': 'cve', 'vulnerabilities.title': 'title', 'vulnerabilities.description': 'notes', 'vulnerabilities.weaknesses': 'cwe', 'vulnerabilities.discovered': 'discovery_date', 'vulnerabilities.disclosed': 'release_date',
  'vulnerabilities.exploitation.details': 'threats.exploit_status', 'vulnerabilities.scores.vector': 'vectorString', 'vulnerabilities.statements.state': 'product_status', 'vulnerabilities.statements.justification': 'flags',
  'vulnerabilities.statements.because': 'threats.impact', 'vulnerabilities.remedies.kind': 'remediations.category', 'vulnerabilities.remedies.details': 'remediations.details', 'vulnerabilities.remedies.url': 'remediations.url',
}

/** The same field is said the same wherever it stands. */
const saidName = (pointer: string): string =>
  fieldName(pointer).replace(/^(?:head|vulnerabilities)\.(?=references|credits)/, '').replace(/^head\.audiences\.[a-z]+\./, 'audiences.').replace(/^products\.vendors\.products\.(?=releases)/, '').replace(/^products\.relationships\.(?=purl|cpe|files)/, 'releases.')

function useSaid(pointer: string) {
  const { t, has } = useWords()
  const name = saidName(pointer)
  const [label, help] = [`ade.field.${name}`, `ade.help.${name}`]
  return { label: has(label) ? t(label) : name, help: has(help) ? t(help) : undefined, tech: TECH[name] }
}

/** The words of a place, for a summary: which row is said where there are several. */
export function useNameOf(): (pointer: string) => string {
  const { t, has } = useWords()
  return (pointer) => {
    const anchor = anchorOf(pointer) || pointer
    const [field, part] = [`ade.field.${saidName(anchor)}`, `ade.part.${saidName(anchor)}`]
    const rows = anchor.split('/').filter((step) => /^\d+$/.test(step)).map((step) => String(Number(step) + 1))
    const said = isOfPublisher(pointer) ? t('ade.part.publisher') : has(field) ? t(field) : has(part) ? t(part) : t('ade.part.whole')
    return rows.length === 0 ? said : `${said} ${rows.join('.')}`
  }
}

type At = { at: string; need?: boolean; help?: ReactNode }

export function In({ at, need = false, help, max = 1024 }: At & { max?: number }) {
  const said = useSaid(at)
  return <Field name={at} label={said.label} help={help ?? said.help} tech={said.tech} optional={!need} bare value={textIn(useAt(at))} maxLength={max} />
}

export function Area({ at, need = false, help }: At) {
  const said = useSaid(at)
  return <TextArea name={at} label={said.label} help={help ?? said.help} tech={said.tech} optional={!need} bare value={textIn(useAt(at))} maxLength={65_536} />
}

export function Choose({ at, values, none = false, help }: At & { values: readonly string[]; none?: boolean }) {
  const said = useSaid(at)
  const { t, has } = useWords()
  const chosen = textIn(useAt(at))
  const all = chosen === '' || values.includes(chosen) ? values : [...values, chosen]
  const labelOf = (value: string): string => {
    const key = `ade.is.${value}`
    return has(key) ? t(key) : value
  }
  const options = all.map((value) => ({ value, label: labelOf(value) }))
  return <Select name={at} label={said.label} help={help ?? said.help} tech={said.tech} optional bare value={chosen} options={none ? [{ value: '', label: t('ade.choose') }, ...options] : options} />
}

/** Of these, by what people call them; what is chosen and no longer there stands among them until it is chosen anew. */
export function Pick({ at, options }: At & { options: readonly Option[] }) {
  const said = useSaid(at)
  const { t } = useWords()
  const chosen = textIn(useAt(at))
  const all = useWithGone(options, chosen === '' ? [] : [chosen])
  return <Select name={at} label={said.label} help={said.help} tech={said.tech} bare value={chosen} options={[{ value: '', label: t('ade.choose') }, ...all]} />
}

export function Tick({ at, options, help }: At & { options: readonly Option[] }) {
  const said = useSaid(at)
  const chosen = tickedIn(useAt(at))
  return <Group name={at} label={said.label} help={help ?? said.help} chosen={chosen} options={useWithGone(options, chosen)} shape="row" typed />
}

/** For which products something holds; not asked where there is but one. */
export function TickOf({ at, options }: { at: string; options: readonly Option[] }) {
  const chosen = tickedIn(useAt(at))
  return options.length > 1 || chosen.length > 0 ? <Tick at={at} options={options} /> : null
}

type Option = { value: string; label: string }

function useWithGone(options: readonly Option[], chosen: readonly string[]): Option[] {
  const { t } = useWords()
  return [...options, ...chosen.filter((value) => !options.some((one) => one.value === value)).map((value) => ({ value, label: t('ade.gone', { id: value }) }))]
}

/** What this form does not ask stays with its row. */
export function Rest({ at }: { at: string }) {
  const rest = textIn(useAt(`${at}/${REST}`))
  return rest === '' ? null : <input type="hidden" name={`${at}/${REST}`} value={rest} />
}

export function Hidden({ at }: { at: string }) {
  return <input type="hidden" name={at} value={textIn(useAt(at))} />
}

/** The button goes to the hub and comes back to the same place; without a script as with one. */
export function Do({ what, at = '', children, full, back, name = 'intent', data = {} }: { what: string; at?: string; children: ReactNode; full?: string; back?: string; name?: string | undefined; data?: Readonly<Record<`data-${string}`, string>> }) {
  return <button className="button" data-size="small" type="submit" name={name} value={at === '' ? what : `${what} ${at}`} formAction={back === undefined ? undefined : `#${back}`} aria-label={full} {...data}>{children}</button>
}

/** Rows of a list, each with its way out; one more at the end. */
export function RowsOf({ at, children, add, title, one, says, level = 'h4' }: { at: string; children: (row: string, nth: number) => ReactNode; add: string; title: string; says?: string; /** What a row is: “product”. */ one: string; level?: 'h3' | 'h4' }) {
  const { t } = useWords()
  const rows = rowsIn(useAt(at))
  const Heading = level
  return (
    <div className="editor-list" id={at} tabIndex={-1}>
      <Heading>{title}</Heading>
      {says !== undefined && <p className="help">{says}</p>}
      {rows.map((_, nth) => {
        const row = `${at}/${nth}`
        return (
          <fieldset className="editor-row" key={row} id={row} tabIndex={-1} aria-label={`${title} ${nth + 1}`}>
            <Rest at={row} />
            {children(row, nth)}
            <div><Do what="remove" at={row} back={at} full={t('ade.remove.full', { what: one, n: nth + 1 })}>{t('ade.remove', { what: one })}</Do></div>
          </fieldset>
        )
      })}
      <div><Do what="add" at={at} back={at}>{add}</Do></div>
    </div>
  )
}

export type Finding = Awaited<ReturnType<Client['advisories']['draft']>>['findings'][number]
const KINDS = { error: 'danger', warning: 'attention', note: 'plain' } as const

/** Everything there is to say about it, each with its rule and its fix; the field is one press away. A script keeps it up to date (life/advisory.ts). */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useWords()
  const errors = findings.filter(({ level }) => level === 'error').length
  const notes = findings.filter(({ level }) => level === 'note')
  return (
    <section className="editor-findings" aria-labelledby="findings-title" data-advisory-check="" data-clear={t('ade.clear')} data-mend={t('ade.mend')} data-failed={t('ade.check.failed')} data-publisher={pathTo('publisher')} data-whole={t('ade.part.whole')} data-words={JSON.stringify({ error: t('ade.level.error'), warning: t('ade.level.warning'), note: t('ade.level.note') })}>
      <h2 id="findings-title">{t('ade.findings')}</h2>
      <output data-count="">{errors === 0 ? t('ade.clear') : t('ade.mend', { number: errors })}</output>
      <ul data-list="">{findings.filter(({ level }) => level !== 'note').map((one) => <OneFinding key={keyOf(one)} finding={one} />)}</ul>
      <details className="more" data-notes="" hidden={notes.length === 0}>
        <summary>{t('ade.notes')}</summary>
        <ul>{notes.map((one) => <OneFinding key={keyOf(one)} finding={one} />)}</ul>
      </details>
      <p className="quiet" data-script-only="" hidden>{t('ade.live')}</p>
    </section>
  )
}

const keyOf = ({ rule, path, message }: Finding): string => `${rule} ${path} ${message}`

function OneFinding({ finding: { level, path, rule, message, fix, format } }: { finding: Finding }) {
  const { t } = useWords()
  const nameOf = useNameOf()
  return (
    <li>
      <Chip kind={KINDS[level]}>{t(`ade.level.${level}`)}</Chip>{' '}
      {/* the place of a format’s own finding is in that format */}
      {format === null ? <a href={isOfPublisher(path) ? pathTo('publisher') : `#${anchorOf(path)}`}>{nameOf(path)}</a> : <code translate="no">{format} {path}</code>}{' '}
      <span lang="en">{message}</span>
      <p className="quiet" lang="en">{fix} <code translate="no">{rule}</code></p>
    </li>
  )
}
