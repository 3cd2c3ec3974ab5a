/** Reviews at work: the sealed cases of the two sides. What is in one is shown to who is a side of it, and to nobody else. */
import { useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ProofMark } from '../../ui/accord.tsx'
import { ButtonLink, Field, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Chip, Day, Theirs, Value } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'reviews' }

export const loader = memberPage(async ({ api, url, me }) => {
  const { engagements } = await api.commitments.engagements()
  const asked = url.searchParams.get('case') ?? ''
  const known = engagements.some(({ cases }) => cases.some(({ id }) => id === asked))
  return { engagements, reading: known ? await api.commitments.readCase({ params: { case: asked } }) : null, own: me.organisation.slug }
}, 'acts.sign')

export const action = form(async ({ api }, { text }) => {
  await api.commitments.sealCase({ params: { fact: text('engagement') }, body: { title: text('title'), text: text('text') } })
  return doneAt(pathTo('reviews'), 'caseSealed')
})

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Reviews() {
  const { engagements, reading, own } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <Page
      at="reviews" title={t('place.reviews')} sentence={t('reviews.sentence', { count: engagements.length })} wrong={isTrouble(result)}
      actions={<ButtonLink to={pathTo('signConduct', { kind: 'assurance-engagement' })}>{t('conduct.assurance-engagement')}</ButtonLink>}
    >
      {reading !== null && <Reading reading={reading} />}
      {engagements.length === 0 && <Empty title={t('reviews.none.title')}><p>{t('reviews.none')}</p></Empty>}
      {engagements.map((one) => <Review key={one.engagement.fact} review={one} own={own} result={result} />)}
    </Page>
  )
}

function Reading({ reading: { case: { title, fact, commitment }, text } }: { reading: NonNullable<Loaded['reading']> }) {
  const { t } = useWords()
  return (
    <Notice kind="sealed" title={t('reviews.reading')}>
      <h3 dir="auto">{title}</h3>
      <p className="lines" dir="auto">{text}</p>
      <p className="quiet"><Value>{commitment}</Value> <ProofMark fact={fact} what={title} /></p>
    </Notice>
  )
}

function Review({ review: { engagement: { fact, organisation, assessor, until, state, scope }, cases }, own, result }: { review: Loaded['engagements'][number]; own: string; result: unknown }) {
  const { t, day } = useWords()
  return (
    <Part title={t('reviews.of', { organisation: organisation.name, assessor: assessor.name })} id={fact}>
      <p><Chip kind={state === 'open' ? 'attention' : 'plain'}>{t(`reviews.state.${state}`, { day: day(until) })}</Chip> <ProofMark fact={fact} what={assessor.name} /></p>
      <p className="lines" dir="auto">{scope}</p>
      {cases.length > 0 && (
        <Table
          caption={t('reviews.cases', { count: cases.length })} rows={cases} keyOf={({ id }) => id}
          columns={[
            { head: t('reviews.case.title'), names: true, render: ({ title }) => <Theirs>{title}</Theirs> },
            { head: t('says.organisation'), render: ({ by }) => <Theirs>{by.name}</Theirs> },
            { head: t('entry.when'), kind: 'tight', render: ({ at }) => <Day at={at} /> },
            { head: t('entry.proof'), kind: 'tight', render: (one) => <ProofMark fact={one.fact} what={one.title} /> },
            { head: t('table.do'), kind: 'tight', render: ({ id, title }) => <a href={pathTo('reviews', {}, { case: id })} aria-label={`${t('reviews.read')}: ${title}`}>{t('reviews.read')}</a> },
          ]}
        />
      )}
      {state === 'open' && (
        <>
          {assessor.slug === own && <p><Say k="conduct.about" act={t('conduct.assurance-determination')} title={<a href={pathTo('signConduct', { kind: 'assurance-determination' }, { about: fact })}>{organisation.name}</a>} /></p>}
          <Form intent={`seal-${fact}`} result={result}>
            <input type="hidden" name="engagement" value={fact} />
            <Field name="title" label={t('reviews.case.title')} maxLength={200} />
            <TextArea name="text" label={t('reviews.case.text')} help={t('reviews.case.text.help')} maxLength={200_000} />
            <Submit kind="plain">{t('reviews.seal')}</Submit>
          </Form>
        </>
      )}
    </Part>
  )
}
