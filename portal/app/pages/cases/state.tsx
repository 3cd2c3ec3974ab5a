/** What is so in one's own products, or recorded for a vendor by who coordinates. */
import { VENDOR_STATES, VEX_JUSTIFICATIONS } from '@openaccord/api'
import { isTroubleIn } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Theirs } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import type { JoinedCase } from './inside.ts'
import type { CaseMatrix } from './states.ts'

export function StateForm({ case: one, matrix, result }: { case: JoinedCase; matrix: CaseMatrix; result: unknown }) {
  const { url } = useVisit()
  const { t } = useWords()
  const rows = matrix.rows.filter(({ mayState }) => mayState)
  const [first] = rows
  if (first === undefined) return null
  const own = rows.find((row) => row.own)
  const asked = rows.find(({ party }) => party.id === url.searchParams.get('party')) ?? own ?? first
  const only = Number(url.searchParams.get('for') ?? '0')
  const open = matrix.vulnerabilities.filter(({ n }) => (only > 0 ? n === only : one.next.some((step) => step.step === 'state-status' && step.vulnerability === n)))
  const nameOf = (row: (typeof rows)[number]) => (row.own ? t('state.us') : (row.party.name ?? t('case.unnamed', { id: row.party.id.slice(-4) })))
  // where nothing is asked of us it stays folded
  const wanted = open.length > 0 || url.searchParams.has('party') || isTroubleIn(result, 'state')
  return (
    <Part title={t(rows.length === 1 && own !== undefined ? 'state.title' : 'state.title.others')} id="state">
      <details className="more" open={wanted}>
        <summary>{t('state.open')}</summary>
        <p>{t('state.says')}</p>
        <Form intent="state" result={result} action={`${pathTo('case', { id: one.id })}#state`}>
          {rows.length === 1 ? (own === undefined ? <input type="hidden" name="party" value={first.party.id} /> : null) : <Select name="party" label={t('state.party')} help={t('state.party.help')} value={asked.party.id} options={rows.map((row) => ({ value: row.party.id, label: nameOf(row) }))} />}
          <Group name="vulnerabilities" label={t('state.vulnerabilities')} chosen={(matrix.vulnerabilities.length === 1 ? matrix.vulnerabilities : open).map(({ n }) => String(n))} options={matrix.vulnerabilities.map(({ n, label, cve }) => ({ value: String(n), label: <><Theirs>{label}</Theirs>{cve !== null && <> {cve}</>}</> }))} />
          <Group name="state" kind="radio" label={t('state.state')} chosen={['investigating']} options={VENDOR_STATES.map((value) => ({ value, label: t(`matrix.state.${value}`), help: t(`state.help.${value}`) }))} />
          <Select name="justification" label={t('state.why')} help={t('state.why.help')} optional value="" options={[{ value: '', label: t('state.why.none') }, ...VEX_JUSTIFICATIONS.map((value) => ({ value, label: t(`matrix.why.${value}`) }))]} />
          <TextArea name="words" label={t('state.words')} help={t('state.words.help')} optional maxLength={2000} />
          <Submit>{t('state.go')}</Submit>
        </Form>
      </details>
    </Part>
  )
}
