/** Opens a case: by a vendor itself, or from a report that its team has taken up; whoever opens it owns it. */
import { redirect, useActionData, useLoaderData } from 'react-router'
import { CASE_LIMITS, casePages } from '@openaccord/api'
import { form, isTrouble, memberPage, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink, Field, Form, Group, Submit, TextArea } from '../../ui/form.tsx'
import { Unlock } from '../../ui/desk.tsx'
import { Code } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { ReportShown } from '../../ui/report.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'newCase' }

const OWN_ROLES = ['vendor', 'coordinator', 'finder', 'deployer'] as const

export const loader = memberPage(async ({ api, me, url }) => {
  const report = url.searchParams.get('report')?.trim() ?? ''
  if (report === '' || !me.rights.includes('reports.triage')) return { report: null }
  const [{ id, note, standing, ciphertext }, { keys }] = await Promise.all([api.reports.deskReport({ params: { report } }), api.reports.deskSettings()])
  return { report: { id, ciphertext, keys, title: note?.title ?? '', accepted: standing.state === 'accepted', text: note?.text ?? '', cves: note?.cves ?? [] } }
}, 'cases.work')

/** One vulnerability a line; a CVE id may stand before or behind its words. */
function vulnerabilitiesIn(text: string): { label: string; cve?: string }[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '').map((line) => {
    const cve = /\bCVE-\d{4}-\d{4,19}\b/i.exec(line)?.[0]
    const label = cve === undefined ? line : line.replace(cve, '').replace(/^[\s:,;–-]+|[\s:,;–(-]+\)?$/g, '')
    return { label: label === '' ? line : label, ...(cve === undefined ? {} : { cve: cve.toUpperCase() }) }
  })
}

export const action = form(async ({ api }, { text, all }: Filled) => {
  const chosen = all('roles')
  const { case: id, reporterLink } = await api.cases.open({
    body: {
      title: text('title'), summary: text('summary'), vulnerabilities: vulnerabilitiesIn(text('vulnerabilities')), roles: OWN_ROLES.filter((role) => chosen.includes(role)),
      ...(text('report') === '' ? {} : { report: text('report') }), ...(text('reportText') === '' ? {} : { reportText: text('reportText') }),
    },
  })
  if (reporterLink === null) return redirect(pathTo('case', { id }, { done: 'caseOpened' }), 303)
  return { opened: id, reporterLink, report: text('report') }
}, { 'vulnerabilities.label': 'vulnerabilities', 'vulnerabilities.cve': 'vulnerabilities' })

export default function NewCase() {
  const { report } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  if (result !== undefined && 'opened' in result) return <Opened {...result} />
  return (
    <Page at="newCase" title={t('place.newCase')} sentence={t(report === null ? 'newCase.sentence' : 'newCase.sentence.report')} wrong={isTrouble(result)}>
      {report !== null && !report.accepted && <Notice kind="attention"><p>{t('newCase.notAccepted')} <a href={pathTo('deskReport', { id: report.id })}>{t('newCase.toReport')}</a></p></Notice>}
      {report !== null && report.ciphertext !== null && <Unlock keys={report.keys} />}
      <Form result={result}>
        {report !== null && <input type="hidden" name="report" value={report.id} />}
        <Field name="title" label={t('newCase.title')} help={t('newCase.title.help')} value={report?.title} maxLength={CASE_LIMITS.title} />
        <TextArea name="summary" label={t('newCase.summary')} help={t('newCase.summary.help')} optional maxLength={CASE_LIMITS.summary} />
        <TextArea name="vulnerabilities" label={t('newCase.vulnerabilities')} help={t('newCase.vulnerabilities.help')} value={report === null ? undefined : [report.title, ...report.cves].filter((part) => part !== '').slice(0, 2).join(' ')} maxLength={12_000} />
        <Group name="roles" label={t('newCase.roles')} help={t('newCase.roles.help')} chosen={report === null ? ['vendor'] : ['coordinator']} options={OWN_ROLES.map((value) => ({ value, label: t(`case.role.${value}`), help: t(`newCase.role.${value}`) }))} />
        {report !== null && report.ciphertext !== null && (
          <div data-script-only="" hidden>
            <details className="more">
              <summary>{t('newCase.read')}</summary>
              <ReportShown content={null} sealed={report.ciphertext} />
            </details>
            <p><button className="button" data-size="small" type="button" data-take-over="reportText" hidden>{t('newCase.takeOver')}</button></p>
          </div>
        )}
        {report !== null && <TextArea name="reportText" label={t('newCase.reportText')} help={t('newCase.reportText.help')} optional value={report.text} maxLength={CASE_LIMITS.reportText} />}
        <Submit>{t('newCase.go')}</Submit>
      </Form>
    </Page>
  )
}

/** The reporter's own link into the case is shown this once. */
function Opened({ opened, reporterLink, report }: { opened: string; reporterLink: string; report: string }) {
  const { origin } = useVisit()
  const { t } = useWords()
  return (
    <Page at="newCase" title={t('newCase.opened')} sentence={t('newCase.opened.sentence')}>
      <Notice kind="attention" title={t('newCase.link.title')}><p>{t('newCase.link')}</p></Notice>
      <Code label={t('newCase.link.title')} text={origin + casePages.guest(reporterLink)} />
      <div className="actions">
        <ButtonLink kind="first" to={pathTo('case', { id: opened })}>{t('newCase.toCase')}</ButtonLink>
        <ButtonLink to={pathTo('deskReport', { id: report })}>{t('newCase.toReport')}</ButtonLink>
      </div>
    </Page>
  )
}
