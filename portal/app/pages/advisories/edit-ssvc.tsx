/** The editor: SSVC decisions, answered by the tables that desks use; one that came with a document and fits none stays as it is. */
import { rowIn, rowsIn, textIn } from '../../advisory/form.ts'
import { briefOf, fitOf, MOST_DECISIONS, nextField, pathWords, stepsIn, tableField, type Fit, type Table } from '../../advisory/ssvc.ts'
import { Do, Hidden, Rest, useAt } from '../../ui/editor.tsx'
import { Select } from '../../ui/form.tsx'
import { Value } from '../../ui/marks.tsx'
import { useWords } from '../../ui/visit.tsx'

export function Decisions({ at, tables }: { at: string; tables: readonly Table[] }) {
  const { t } = useWords()
  const list = `${at}/ssvc`
  const rows = rowsIn(useAt(list))
  return (
    <div className="editor-list" id={list} tabIndex={-1}>
      <h4>{t('ade.part.vulnerabilities.ssvc')}</h4>
      <p className="help">{t('ade.ssvc.says')}</p>
      {rows.map((row, nth) => {
        const place = `${list}/${nth}`
        const fit = fitOf(tables, row)
        return (
          <fieldset className="editor-row" key={place} id={place} tabIndex={-1} aria-label={t('ade.ssvc.nth', { n: nth + 1 })}>
            <Rest at={place} /><Hidden at={`${place}/role`} />
            {fit === undefined ? <Foreign at={place} /> : <Answered at={place} fit={fit} />}
            <div><Do what="remove" at={place} back={list} full={t('ade.remove.full', { what: t('ade.one.ssvc'), n: nth + 1 })}>{t('ade.remove', { what: t('ade.one.ssvc') })}</Do></div>
          </fieldset>
        )
      })}
      {rows.length < MOST_DECISIONS && (
        <div className="editor-take">
          <Select name={nextField(at)} label={t('ade.ssvc.table')} optional bare value="" options={tables.map(({ table, name }) => ({ value: table, label: name }))} />
          <div><Do what="ssvc" at={at} back={list}>{t('ade.add.ssvc')}</Do></div>
        </div>
      )}
    </div>
  )
}

function Answered({ at, fit: { table, places, outcome } }: { at: string; fit: Fit }) {
  const { t } = useWords()
  const steps = stepsIn(rowIn(useAt(at)))
  return (
    <div className="editor-fields" data-ssvc={JSON.stringify(briefOf(table))}>
      <strong>{table.name}</strong>
      <input type="hidden" name={tableField(at)} value={table.table} />
      <input type="hidden" name={`${at}/outcome`} value={outcome} data-ssvc-outcome="" />
      <div className="editor-pair">
        {table.asks.map(({ key, name, definition, values }, nth) => {
          // as it came, where it means the same
          const written = steps[nth]?.value ?? ''
          const options = values.map((one, place) => ({ value: place === places[nth] ? written : one.name, label: t('desk.note.ssvc.value', { name: one.name, definition: one.definition }) }))
          return (
            <div key={key}>
              <Hidden at={`${at}/path/${nth}/point`} /><Rest at={`${at}/path/${nth}`} />
              <Select name={`${at}/path/${nth}/value`} label={name} help={definition} optional bare value={written} options={[{ value: '', label: t('ade.choose') }, ...options]} />
            </div>
          )
        })}
      </div>
      <output className="editor-score" data-open={t('ade.ssvc.open')}>{outcome === '' ? t('ade.ssvc.open') : pathWords(steps, outcome)}</output>
      <div data-plain-only=""><Do what="check" back={at}>{t('ade.ssvc.go')}</Do></div>
    </div>
  )
}

function Foreign({ at }: { at: string }) {
  const { t } = useWords()
  const row = rowIn(useAt(at))
  const steps = stepsIn(row)
  return (
    <>
      <strong>{t(`ade.ssvc.role.${ROLES.find((one) => one === textIn(row['role'])) ?? 'other'}`)}</strong>
      <p><Value>{pathWords(steps, textIn(row['outcome']))}</Value></p>
      <p className="help">{t('ade.ssvc.foreign')}</p>
      <div hidden>
        <Hidden at={`${at}/outcome`} />
        {steps.map((_, nth) => <span key={nth}><Hidden at={`${at}/path/${nth}/point`} /><Hidden at={`${at}/path/${nth}/value`} /><Rest at={`${at}/path/${nth}`} /></span>)}
      </div>
    </>
  )
}

const ROLES = ['supplier', 'deployer', 'coordinator'] as const
