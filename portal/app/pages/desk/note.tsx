/** The team's own note on a report, kept sealed by the hub: weakness, severity, decision, duplicates; and what follows from it. */
import type { Client } from '@openaccord/api'
import { isTrouble, type Trouble } from '../../page.ts'
import { Calculator } from '../../ui/cvss.tsx'
import { useReportName, type DeskReport } from '../../ui/desk.tsx'
import { Field, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Value } from '../../ui/marks.tsx'
import { Pairs } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

type Tables = Awaited<ReturnType<Client['reports']['ssvc']>>['tables']
/** What the fields of its calculator are named by. */
export const NOTE = 'note'
type Choices = Readonly<Record<string, string>>

export function Note({ report: { note }, tables, others, result }: { report: DeskReport; tables: Tables; others: { id: string; title: string | null; arrival: string }[]; result: unknown }) {
  const { t } = useWords()
  const nameOf = useReportName()
  const typed = isTrouble(result) && result.form === NOTE ? result.answers : undefined
  return (
    <Form intent={NOTE} result={result}>
      {/* Enter saves: the first button of a form is the one that it presses */}
      <button type="submit" hidden>{t('desk.note.go')}</button>
      <Field name="title" label={t('desk.note.title')} help={t('desk.note.title.help')} optional value={note?.title} maxLength={300} />
      <TextArea name="text" label={t('desk.note.text')} optional value={note?.text} maxLength={20_000} />
      <TextArea name="components" label={t('desk.note.components')} help={t('desk.note.components.help')} optional value={note?.components.join('\n')} maxLength={20_000} />
      <Field name="cves" label={t('desk.note.cves')} help={t('desk.note.cves.help')} optional value={note?.cves.join(', ')} maxLength={600} />
      <Field name="cwes" label={t('desk.note.cwes')} help={t('desk.note.cwes.help')} optional value={note?.cwes.join(', ')} maxLength={200} />
      <Field name="cvss" label={t('desk.note.cvss')} help={t('desk.note.cvss.help')} optional value={note?.cvss ?? undefined} maxLength={400} />
      <Calculator at={NOTE} field="note-cvss" vector={(typed?.['cvss']?.[0] ?? note?.cvss ?? '').trim()} back="note-cvss" name="calculate" open={typed?.['calculate'] !== undefined} />
      <fieldset className="field" id="note-ssvc" tabIndex={-1}>
        <legend className="label">{t('desk.note.ssvc')}</legend>
        <p className="help">{t('desk.note.ssvc.help')}</p>
        {tables.map((table) => <Decision key={table.table} table={table} chosen={note?.ssvc.find((each) => each.table === table.table)?.choices} typed={typed} />)}
      </fieldset>
      {others.length > 0 && <Select name="duplicateOf" label={t('desk.note.duplicateOf')} optional value={note?.duplicateOf ?? ''} options={[{ value: '', label: t('desk.note.duplicateOf.none') }, ...others.map((other) => ({ value: other.id, label: nameOf(other) }))]} />}
      <Submit>{t('desk.note.go')}</Submit>
    </Form>
  )
}

/** The questions of one decision table; the answers of an older note may stand under their names. */
function Decision({ table: { table, name, asks }, chosen, typed = {} }: { table: Tables[number]; chosen: Choices | undefined; typed: Trouble['answers'] | undefined }) {
  const { t } = useWords()
  return (
    <details className="more" open={chosen !== undefined || asks.some(({ key }) => (typed[`ssvc-${table}-${key}`]?.[0] ?? '') !== '')}>
      <summary>{name}</summary>
      <div className="ssvc">
        {asks.map((ask) => {
          const said = chosen?.[ask.key] ?? chosen?.[ask.name]
          const value = ask.values.find(({ key, name }) => key === said || name === said)?.key ?? ''
          return <Select key={ask.key} name={`ssvc-${table}-${ask.key}`} label={ask.name} help={ask.definition} optional value={value} options={[{ value: '', label: t('desk.note.ssvc.none') }, ...ask.values.map(({ key, name, definition }) => ({ value: key, label: t('desk.note.ssvc.value', { name, definition }) }))]} />
        })}
      </div>
    </details>
  )
}

/** What the hub made of the note when it was saved. */
export function Weighed({ weighed: { cvss, ssvc, cwes, kev, epss, feeds } }: { weighed: NonNullable<DeskReport['weighed']> }) {
  const { t, number, list, day } = useWords()
  const decided = ssvc.map(({ table, outcome, path, suggests }) => [
    t(`desk.ssvc.${table}`),
    <div key={table}>{outcome}{suggests !== null && <> · {t(`desk.ssvc.suggests.${suggests}`)}</>}<p className="quiet"><Value>{path}</Value></p></div>,
  ] satisfies [string, unknown])
  return (
    <>
      <Pairs pairs={[
        [t('desk.cvss'), cvss === null ? null : t('desk.cvss.score', { score: number(cvss.score), severity: cvss.severity.toLowerCase(), version: cvss.version })],
        [t('desk.note.cwes'), list(cwes.map(({ id, name }) => (name === null ? id : `${id} ${name}`)))],
        ...decided,
        [t('desk.kev'), kev === null ? null : list(kev.map(({ cve, listed }) => (listed === null ? t('desk.kev.no', { cve }) : t('desk.kev.yes', { cve, day: day(listed) }))))],
        [t('desk.epss'), epss === null ? null : list(epss.map(({ cve, score }) => (score === null ? t('desk.epss.none', { cve }) : t('desk.epss.score', { cve, score: number(score) }))))],
      ]} />
      {(kev === null || epss === null) && <p className="quiet">{t('desk.feeds', { feeds })}</p>}
    </>
  )
}
