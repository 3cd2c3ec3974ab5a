/** The guided form to one team: encrypted in the browser, or by the hub as it arrives where no script runs. The code is shown once. */
import { useActionData, useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import { KNOWN, safeFileName } from '@openaccord/facts'
import { form, isTrouble, page, refuse, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Effort, effortOf } from '../../ui/effort.tsx'
import { ButtonLink, Field, FileField, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Code } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { directionOf, Paragraphs, useLanguageName } from '../../ui/pledge.tsx'
import { ANSWERS, SafeHarbour, useReplies } from '../../ui/report.tsx'
import { useWords } from '../../ui/visit.tsx'
import { WRITTEN } from '../concerns/languages.ts'

export const handle = { at: 'reportTo', lively: true }

type Desk = Awaited<ReturnType<Client['reports']['desk']>>

export const loader = page(async ({ api, params }) => {
  const [desk, effort] = await Promise.all([api.reports.desk({ params: { slug: params['slug'] ?? '' } }), api.effort.challenge({ params: { purpose: 'report' } })])
  return { desk, effort }
})

/** Only where no script runs: the hub encrypts what comes, and keeps no word of it. */
export const action = form(async ({ api, params, words }, filled) => {
  const files = await filesIn(filled)
  const bytes = files.reduce((sum, { content }) => sum + content.length * 0.75, 0)
  const { limits } = await api.reports.desk({ params: { slug: params['slug'] ?? '' } })
  if (files.length > limits.files || bytes > limits.fileBytes) return refuse(filled.fields, '', { field: 'files', text: words.t('report.files.many', { count: limits.files }) })
  const known = KNOWN.find((each) => each === filled.text('known')) ?? 'unknown'
  const given = Object.fromEntries(ANSWERS.filter((name) => filled.text(name) !== '').map((name) => [name, filled.text(name)]))
  const filed = await api.reports.filePlain({
    body: {
      to: params['slug'] ?? '', arrival: 'plain', language: filled.text('language'), mail: filled.text('mail'), effort: effortOf(filled),
      report: { ...given, title: filled.text('title'), text: filled.text('text'), known }, ...(files.length === 0 ? {} : { files }),
    },
  })
  return { filed }
}, { 'report.title': 'title', 'report.text': 'text' })

async function filesIn({ fields }: Filled) {
  const given = fields.getAll('files').filter((each): each is File => typeof each !== 'string' && each.size > 0)
  return Promise.all(given.map(async (file) => ({ name: safeFileName(file.name), type: file.type.slice(0, 200), content: Buffer.from(await file.arrayBuffer()).toString('base64') })))
}

export default function ReportTo() {
  const { desk, effort } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const replies = useReplies()
  if (result !== undefined && !isTrouble(result)) {
    const { code, receipt } = result.filed
    return <Page at="reportTo" title={t('report.filed')} sentence={t('report.filed.sentence', { team: desk.name })}><Filed code={code} receipt={JSON.stringify({ ...receipt, code }, null, 2)} /></Page>
  }
  const open = desk.recipients.length > 0
  return (
    <Page
      at="reportTo" title={t('report.to', { team: desk.name })} wrong={result !== undefined} api={`/api/v1/reports/desks/${desk.slug}`}
      sentence={open ? replies(desk.figures) : t('report.shut', { team: desk.name })}
    >
      <div className="stack" data-until-filed="">
        <p><SafeHarbour level={desk.safeHarbour} /> {t(`report.harbour.${desk.safeHarbour}.says`)}</p>
        <Policy desk={desk} />
      </div>
      {open ? <Fill desk={desk} effort={effort} result={result} /> : <ButtonLink to={pathTo('report')} kind="first">{t('report.others')}</ButtonLink>}
      <section className="stack" data-filed="" hidden tabIndex={-1} aria-label={t('report.filed')}>
        <Notice kind="good" title={t('report.filed')}><p>{t('report.filed.sentence', { team: desk.name })}</p></Notice>
        <Filed code="" receipt={null} />
      </section>
    </Page>
  )
}

function Policy({ desk: { policy, policyLanguage, policyUrl } }: { desk: Desk }) {
  const { t } = useWords()
  if (policy === '' && policyUrl === null) return null
  return (
    <details>
      <summary>{t('report.policy')}</summary>
      <div className="prose" lang={policyLanguage} dir={directionOf(policyLanguage)}><Paragraphs text={policy} /></div>
      {policyUrl !== null && <p><a href={policyUrl} rel="nofollow noreferrer">{t('report.policyAt')}</a></p>}
    </details>
  )
}

function Fill({ desk, effort, result }: { desk: Desk; effort: Awaited<ReturnType<typeof loader>>['effort']; result: unknown }) {
  const { t, tag, list } = useWords()
  const languageName = useLanguageName()
  const reads = [...desk.languages, ...WRITTEN.filter((each) => !desk.languages.includes(each))]
  return (
    <Form result={result} upload action={pathTo('reportTo', { slug: desk.slug })} data={{ 'data-report': desk.slug, 'data-recipients': desk.recipients.join(' ') }}>
      <p data-script-only="" hidden>{t('report.sealed.here')}</p>
      <p data-plain-only="">{t('report.sealed.arrival')}</p>
      <Field name="title" label={t('report.title')} help={t('report.title.help')} maxLength={300} />
      <Field name="product" label={t('report.product')} help={t('report.product.help')} optional maxLength={300} />
      <Field name="versions" label={t('report.versions')} optional maxLength={300} />
      <TextArea name="text" label={t('report.text')} help={t('report.text.help')} maxLength={50_000} />
      <TextArea name="steps" label={t('report.steps')} help={t('report.steps.help')} optional maxLength={50_000} />
      <TextArea name="impact" label={t('report.impact')} help={t('report.impact.help')} optional maxLength={50_000} />
      <FileField name="files" label={t('report.files')} help={t('report.files.help', { count: desk.limits.files })} optional multiple />
      <Group name="known" kind="radio" label={t('report.known')} chosen={['unknown']} options={KNOWN.map((value) => ({ value, label: t(`report.known.${value}`) }))} />
      <TextArea name="plans" label={t('report.plans')} help={t('report.plans.help')} optional maxLength={4_000} />
      <Field name="credit" label={t('report.credit')} help={t('report.credit.help')} optional maxLength={300} />
      <Field name="contact" label={t('report.contact')} help={t('report.contact.help')} optional maxLength={300} />
      <Select name="language" label={t('report.language')} help={t('report.language.help', { languages: list(desk.languages.map(languageName)) })} value={tag} options={reads.map((value) => ({ value, label: languageName(value) }))} />
      <Field name="mail" type="email" autoComplete="email" label={t('report.mail')} help={t('report.mail.help')} optional />
      <Effort purpose="report" given={effort} result={result} />
      <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('report.trouble', { count: desk.limits.files })} />
      <Submit>{t('report.send')}</Submit>
    </Form>
  )
}

/** Shown once, and known to nobody else. */
function Filed({ code, receipt }: { code: string; receipt: string | null }) {
  const { t } = useWords()
  return (
    <>
      <Code label={t('report.code')} text={code} long />
      <Notice kind="attention"><p>{t('report.code.warn')}</p></Notice>
      <div className="actions">
        <a className="button" data-kind="first" data-save="" download="openaccord-receipt.json" href={receipt === null ? undefined : `data:application/json;charset=utf-8,${encodeURIComponent(receipt)}`}>{t('report.code.save')}</a>
        <ButtonLink to={pathTo('mailbox')}>{t('report.code.open')}</ButtonLink>
      </div>
      <Part title={t('report.proof')}><p>{t('report.proof.says')}</p></Part>
    </>
  )
}
