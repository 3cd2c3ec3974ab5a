/** Raises a concern, asks for a correction, leaves a tip: without an account, and without a script as well. The receipt is shown once. */
import { useActionData, useLoaderData } from 'react-router'
import { CONCERN_KINDS } from '@openaccord/api'
import { form, isTrouble, page, type Trouble } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Effort, effortOf } from '../../ui/effort.tsx'
import { ButtonLink, Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Code } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useLanguageName } from '../../ui/pledge.tsx'
import { useWords } from '../../ui/visit.tsx'
import { WRITTEN } from './languages.ts'

export const handle = { at: 'newConcern', lively: true }

export const loader = page(async ({ api, url }) => {
  const asked = (name: string) => url.searchParams.get(name)?.slice(0, 500) ?? ''
  const [effort, { entries }] = await Promise.all([api.effort.challenge({ params: { purpose: 'concern' } }), api.pledges.register({ query: { limit: 500 } })])
  return {
    effort, kind: CONCERN_KINDS.find((kind) => kind === asked('kind')) ?? 'concern', page: asked('page'), organisation: asked('organisation'),
    organisations: entries.filter(({ list }) => list !== 'former').map(({ slug, name }) => ({ slug, name })).toSorted((a, b) => a.name.localeCompare(b.name)),
  }
})

export const action = form(async ({ api }, filled) => {
  const { text } = filled
  const given = (name: string) => (text(name) === '' ? {} : { [name]: text(name) })
  const kind = CONCERN_KINDS.find((each) => each === text('kind')) ?? 'concern'
  const filed = await api.concerns.file({
    body: { kind, title: text('title'), text: text('text'), language: text('language'), effort: effortOf(filled), ...given('organisation'), ...given('page'), ...given('mail') },
  })
  return { filed }
})

export default function NewConcern() {
  const loaded = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  if (result !== undefined && !isTrouble(result)) return <Filed {...result.filed} />
  return <Fill loaded={loaded} result={result} />
}

function Fill({ loaded: { effort, kind, page: where, organisation, organisations }, result }: { loaded: Awaited<ReturnType<typeof loader>>; result: Trouble | undefined }) {
  const { t, tag } = useWords()
  const languageName = useLanguageName()
  return (
    <Page at="newConcern" title={t('place.newConcern')} sentence={t('file.sentence')} wrong={result !== undefined} actions={<ButtonLink to={pathTo('receipt')}>{t('concerns.receipt')}</ButtonLink>}>
      <Form result={result} action={pathTo('newConcern')}>
        <Group name="kind" kind="radio" label={t('file.kind')} chosen={[kind]} options={CONCERN_KINDS.map((value) => ({ value, label: t(`file.kind.${value}`), help: t(`file.kind.${value}.help`) }))} />
        <Select name="organisation" label={t('file.organisation')} help={t('file.organisation.help')} optional value={organisation} options={[{ value: '', label: t('file.organisation.none') }, ...organisations.map(({ slug, name }) => ({ value: slug, label: name }))]} />
        <Field name="page" label={t('file.page')} help={t('file.page.help')} optional value={where} maxLength={500} />
        <Field name="title" label={t('file.title')} maxLength={200} />
        <TextArea name="text" label={t('file.text')} help={t('file.text.help')} maxLength={20_000} />
        <Select name="language" label={t('file.language')} value={tag} options={WRITTEN.map((value) => ({ value, label: languageName(value) }))} />
        <Field name="mail" type="email" autoComplete="email" label={t('file.mail')} help={t('file.mail.help')} optional />
        <Effort purpose="concern" given={effort} result={result} />
        <Submit>{t('file.go')}</Submit>
      </Form>
      <Part title={t('file.safe')}><p>{t('file.safe.says')}</p></Part>
    </Page>
  )
}

function Filed({ receipt, address }: { receipt: string; address: string }) {
  const { t } = useWords()
  return (
    <Page at="newConcern" title={t('filed.title')} sentence={t('filed.sentence')}>
      <Code label={t('filed.receipt')} text={receipt} long />
      <Part title={t('filed.link')}><Code label={t('filed.link')} text={address} long /></Part>
      <Notice kind="attention"><p>{t('filed.warn')}</p></Notice>
      <div className="actions"><ButtonLink to={pathTo('receipt', {}, { receipt })} kind="first">{t('filed.open')}</ButtonLink></div>
    </Page>
  )
}
