/** The secretariat accredits a partner as an assessor, or ends it: both are stated in the log, and what was found before stays. */
import { data, useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble, isTroubleIn, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink, Field, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'
import { AssessorTable, type Assessor } from './assessors.tsx'

export const handle = { at: 'keepAssessors' }

export const loader = memberPage(async ({ api, now }) => {
  const [{ assessors }, { organisations }] = await Promise.all([api.commitments.assessors(), api.members.organisations()])
  const accredited = assessors.filter(({ state }) => state === 'accredited')
  const taken = new Set(accredited.map(({ slug }) => slug))
  const partners = organisations.filter(({ kind, state, slug }) => kind === 'partner' && state === 'active' && !taken.has(slug)).map(({ slug, name }) => ({ slug, name }))
  return { accredited, partners, inTwoYears: new Date(now.getTime() + 730 * 86_400_000).toISOString().slice(0, 10) }
}, 'accord.keep')

export const action = form(async ({ api }, { intent, text }) => {
  if (intent.startsWith('end-')) {
    await api.commitments.endAccreditation({ params: { slug: text('slug') }, body: { reason: text('reason') } })
    return doneAt(pathTo('keepAssessors'), 'accreditationEnded')
  }
  if (intent !== 'accredit') throw data(null, { status: 400 })
  await api.commitments.accreditAssessor({ body: { slug: text('slug'), until: text('until'), basis: text('basis') } })
  return doneAt(pathTo('keepAssessors'), 'accredited')
})

export default function KeepAssessors() {
  const { accredited, partners, inTwoYears } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <Page at="keepAssessors" title={t('place.keepAssessors')} wrong={isTrouble(result)} sentence={t('keepAssessors.sentence')} actions={<ButtonLink to={pathTo('assessors')}>{t('place.assessors')}</ButtonLink>}>
      {accredited.length > 0 && <AssessorTable assessors={accredited} caption={t('assessors.caption', { count: accredited.length })} />}
      <Part title={t('keepAssessors.accredit')}>
        {partners.length === 0 ? <Empty title={t('keepAssessors.none.title')}><p>{t('keepAssessors.none')}</p></Empty> : (
          <Form intent="accredit" result={result}>
            <Select name="slug" label={t('field.organisation')} options={partners.map(({ slug, name }) => ({ value: slug, label: name }))} />
            <Field name="until" type="date" label={t('keepAssessors.until')} help={t('keepAssessors.until.help')} value={inTwoYears} />
            <TextArea name="basis" label={t('keepAssessors.basis')} help={t('keepAssessors.basis.help')} maxLength={500} />
            <p className="states-it help">{t('keepAssessors.accredit.states')}</p>
            <Submit>{t('keepAssessors.accredit')}</Submit>
          </Form>
        )}
      </Part>
      {accredited.length > 0 && <Part title={t('keepAssessors.end')}>{accredited.map((one) => <End key={one.slug} assessor={one} result={result} />)}</Part>}
    </Page>
  )
}

function End({ assessor: { slug, name }, result }: { assessor: Assessor; result: unknown }) {
  const { t } = useWords()
  return (
    <details className="more" open={isTroubleIn(result, `end-${slug}`)}>
      <summary><bdi>{t('keepAssessors.end.of', { name })}</bdi></summary>
      <Form intent={`end-${slug}`} result={result}>
        <input type="hidden" name="slug" value={slug} />
        <TextArea name="reason" label={t('field.reason')} help={t('keepAssessors.end.help')} maxLength={500} />
        <Submit kind="danger">{t('keepAssessors.end')}</Submit>
      </Form>
    </details>
  )
}
