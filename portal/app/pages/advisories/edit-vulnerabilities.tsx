/** The editor: what is weak, how bad it is, what holds for each version, and what to do. */
import { rowIn, saysSomething, textIn, type Loose } from '../../advisory/form.ts'
import type { Named } from '../../advisory/rows.ts'
import type { Table } from '../../advisory/ssvc.ts'
import { Calculator } from '../../ui/cvss.tsx'
import { Area, Choose, Do, Hidden, In, Rest, RowsOf, Tick, TickOf, useAt } from '../../ui/editor.tsx'
import { useWords } from '../../ui/visit.tsx'
import { Credits, References } from './edit-head.tsx'
import { Decisions } from './edit-ssvc.tsx'
import { useReleases } from './edit-relationships.tsx'

const STATES = ['affected', 'fixed', 'not-affected', 'investigating'] as const
const WHY_NOT = ['component_not_present', 'vulnerable_code_not_present', 'vulnerable_code_not_in_execute_path', 'vulnerable_code_cannot_be_controlled_by_adversary', 'inline_mitigations_already_exist'] as const
const REMEDIES = ['fix', 'optional-fix', 'workaround', 'mitigation', 'fix-planned', 'no-fix-planned', 'none-available'] as const
const MARKS = ['first', 'last', 'recommended'] as const
const LIST = '/vulnerabilities'

export function VulnerabilitiesPart({ free, tables }: { free: number; tables: readonly Table[] }) {
  const { t } = useWords()
  const releases = useReleases()
  return (
    <section className="editor-part">
      <h2>{t('ade.part.vulnerabilities')}</h2>
      <p className="help">{t('ade.vulnerabilities.says')}</p>
      <RowsOf at={LIST} title={t('ade.part.vulnerabilities.one')} add={t('ade.add.vulnerability')} one={t('ade.one.vulnerability')} level="h3">
        {(row) => <One at={row} free={free} releases={releases} tables={tables} />}
      </RowsOf>
    </section>
  )
}

function One({ at, free, releases, tables }: { at: string; free: number; releases: readonly Named[]; tables: readonly Table[] }) {
  const { t } = useWords()
  const options = releases.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <In at={`${at}/title`} max={256} />
      <Area at={`${at}/description`} need />
      <div className="editor-pair">
        <div className="editor-fields">
          <In at={`${at}/cve`} max={30} />
          {textIn(useAt(`${at}/cve`)) === '' && free > 0 && <div><Do what="cve" at={at} back={at}>{t('ade.cve.take', { count: free })}</Do></div>}
        </div>
        <In at={`${at}/weaknesses`} max={300} />
        <In at={`${at}/discovered`} max={40} />
        <In at={`${at}/disclosed`} max={40} />
      </div>
      <RowsOf at={`${at}/scores`} title={t('ade.part.vulnerabilities.scores')} add={t('ade.add.score')} one={t('ade.one.score')}>
        {(row) => (
          <>
            <Vector at={row} />
            <TickOf at={`${row}/products`} options={options} />
          </>
        )}
      </RowsOf>
      <Decisions at={at} tables={tables} />
      <Statements at={`${at}/statements`} releases={releases} />
      <RowsOf at={`${at}/remedies`} title={t('ade.part.vulnerabilities.remedies')} add={t('ade.add.remedy')} one={t('ade.one.remedy')}>
        {(row) => (
          <>
            <div className="editor-pair"><Choose at={`${row}/kind`} values={REMEDIES} /><In at={`${row}/url`} max={2048} /><In at={`${row}/at`} max={40} /></div>
            <Area at={`${row}/details`} need />
            <TickOf at={`${row}/products`} options={options} />
          </>
        )}
      </RowsOf>
      <details className="more" open={opened(useAt(at))}>
        <summary>{t('ade.vulnerability.more')}</summary>
        <div className="editor-fields">
          <Rest at={`${at}/exploitation`} />
          <div className="editor-pair"><Area at={`${at}/exploitation/details`} /><In at={`${at}/exploitation/since`} max={40} /></div>
          <Area at={`${at}/english`} />
          <References at={`${at}/references`} level="h4" />
          <Credits at={`${at}/credits`} level="h4" />
        </div>
      </details>
    </>
  )
}

function Vector({ at }: { at: string }) {
  const field = `${at}/vector`
  const vector = textIn(useAt(field)).trim()
  return <><In at={field} need max={512} /><Calculator at={at} field={field} vector={vector} back={at} /></>
}

/** What is folded stands open where something is in it. */
const FOLDED = ['exploitation', 'english', 'references', 'credits'] as const
const opened = (one: Loose | undefined): boolean => FOLDED.some((name) => saysSomething(rowIn(one)[name]))

function Statements({ at, releases }: { at: string; releases: readonly Named[] }) {
  const { t } = useWords()
  return (
    <div className="editor-list" id={at} tabIndex={-1}>
      <h4>{t('ade.part.vulnerabilities.statements')}</h4>
      <p className="help">{t(releases.length === 0 ? 'ade.statements.none' : 'ade.statements.says')}</p>
      {releases.map(({ id, name }, nth) => {
        const row = `${at}/${nth}`
        return (
          <fieldset className="editor-statement" key={id} id={row} tabIndex={-1} aria-label={name}>
            <Rest at={row} /><Hidden at={`${row}/product`} />
            <strong className="editor-product"><bdi>{name}</bdi></strong>
            <Choose at={`${row}/state`} values={STATES} none />
            <Choose at={`${row}/justification`} values={WHY_NOT} none />
            <Area at={`${row}/because`} />
            <Tick at={`${row}/marks`} options={MARKS.map((value) => ({ value, label: t(`ade.mark.${value}`) }))} />
          </fieldset>
        )
      })}
    </div>
  )
}
