/** Proposes a ballot: its kind, title and text. It is a draft until its discussion is opened. */
import { redirect, useActionData, useLoaderData } from 'react-router'
import { PROPOSED_KINDS } from '@openaccord/api'
import { form, isTrouble, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink, Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'newBallot' }

export const loader = memberPage(async ({ api, url, now }) => {
  const { ballots, mayPropose } = await api.ballots.ballots({ query: { kind: 'emergency', limit: 50 } })
  const toConfirm = ballots.filter(({ outcome, clock: { confirmBy } }) => outcome === 'adopted' && confirmBy !== null && Date.parse(confirmBy) > now.getTime()).map(({ id, title }) => ({ id, title }))
  return { mayPropose, toConfirm, confirms: url.searchParams.get('confirms') ?? '', kind: PROPOSED_KINDS.find((each) => each === url.searchParams.get('kind')) ?? 'guideline' }
})

export const action = form(async ({ api }, { text }) => {
  const kind = PROPOSED_KINDS.find((each) => each === text('kind')) ?? 'guideline'
  const confirms = text('confirms')
  const { id } = await api.ballots.propose({ body: { kind, title: text('title'), language: text('language'), text: text('text'), ...(confirms === '' ? {} : { confirms }) } })
  return redirect(pathTo('editBallot', { id }, { done: 'ballotDrafted' }), 303)
})

export default function NewBallot() {
  const { mayPropose, toConfirm, confirms, kind } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t, tag } = useWords()
  if (!mayPropose) {
    return (
      <Page at="newBallot" title={t('place.newBallot')}>
        <Empty title={t('propose.not.title')} actions={<ButtonLink to={pathTo('ballots')}>{t('place.ballots')}</ButtonLink>}><p>{t('propose.not')}</p></Empty>
      </Page>
    )
  }
  return (
    <Page at="newBallot" title={t('place.newBallot')} sentence={t('propose.sentence')} wrong={isTrouble(result)}>
      <Form result={result}>
        <Group name="kind" kind="radio" label={t('propose.kind')} chosen={[kind]} options={PROPOSED_KINDS.map((each) => ({ value: each, label: t(`ballot.kind.${each}`), help: t(`propose.kind.${each}`) }))} />
        {toConfirm.length > 0 && <Select name="confirms" label={t('propose.confirms')} help={t('propose.confirms.help')} optional value={confirms} options={[{ value: '', label: t('propose.confirms.none') }, ...toConfirm.map(({ id, title }) => ({ value: id, label: title }))]} />}
        <Field name="title" label={t('field.title')} help={t('propose.title.help')} maxLength={200} />
        <TextArea name="text" label={t('field.text')} help={t('propose.text.help')} maxLength={100_000} />
        <Field name="language" label={t('sign.language')} help={t('keep.languageOfRecord.help')} value={tag} maxLength={35} />
        <Submit>{t('propose.go')}</Submit>
      </Form>
    </Page>
  )
}
