/** What waits for the ombudsperson, for the secretariat (corrections, publications) and for an organisation (corrections about it). */
import { useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ConcernChip } from '../../ui/concern.tsx'
import { Act, ButtonLink, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Chip, Time } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { directionOf } from '../../ui/pledge.tsx'
import { RowLink, Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'screen' }

export const loader = memberPage(async ({ api, me }) => {
  const admits = me.rights.includes('members.admit')
  const restores = admits || me.rights.includes('concerns.screen')
  const hears = me.rights.includes('concerns.screen')
  const [{ concerns }, publications, suspended, appeals] = await Promise.all([
    api.concerns.screenQueue(), admits ? api.concerns.publications().then((found) => found.publications) : [],
    restores ? api.concerns.ladders().then(({ ladders }) => ladders.filter(({ state }) => state === 'suspended').map(({ organisation }) => organisation)) : [],
    hears ? api.admissions.appeals().then((found) => found.appeals.filter(({ application }) => application.state === 'appeal').length) : null,
  ])
  return { concerns, publications, suspended, appeals }
})

export const action = form(async ({ api }, { intent, text }) => {
  if (intent === 'publish') {
    const { outcome } = await api.concerns.publish({ params: { concern: text('concern') }, body: {} })
    return doneAt(pathTo('screen'), outcome === 'published' ? 'published' : 'publicationWaits')
  }
  const { outcome } = await api.concerns.restore({ params: { slug: text('slug') }, body: { reasons: text('reasons') } })
  return doneAt(pathTo('screen'), outcome === 'restored' ? 'publicationRestored' : 'publicationWaits')
})

export default function Screen() {
  const { concerns, publications, suspended, appeals } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <Page at="screen" title={t('place.screen')} sentence={concerns.length === 0 ? t('screen.sentence.none') : t('screen.sentence', { count: concerns.length })} wrong={result !== undefined}
      actions={appeals !== null && <ButtonLink to={pathTo('appeals')}>{appeals === 0 ? t('place.appeals') : t('appeals.go', { count: appeals })}</ButtonLink>}
    >
      {concerns.length === 0 ? <Empty title={t('screen.none.title')}><p>{t('screen.none')}</p></Empty> : (
        <Table
          caption={t('screen.caption', { count: concerns.length })} rows={concerns} keyOf={({ id }) => id} linked
          columns={[
            { head: t('screen.what'), names: true, render: ({ id, title, language }) => <RowLink to={pathTo('screenOne', { id })}><bdi lang={language} dir={directionOf(language)}>{title}</bdi></RowLink> },
            { head: t('screen.kind'), kind: 'tight', render: ({ kind }) => <Chip>{t(`concern.kind.${kind}`)}</Chip> },
            { head: t('concerns.about'), render: ({ organisation }) => <bdi>{organisation?.name ?? ''}</bdi> },
            { head: t('concerns.stands'), render: ({ standing }) => <ConcernChip standing={standing} /> },
            { head: t('screen.due'), kind: 'tight', render: ({ standing: { due } }) => (due === null ? null : <Time at={due} />) },
          ]}
        />
      )}
      {publications.length > 0 && <Publications publications={publications} result={result} />}
      {suspended.length > 0 && (
        <Part title={t('screen.suspended')}>
          {suspended.map(({ slug, name }) => (
            <Form key={slug} intent={`restore-${slug}`} result={result}>
              <h3><bdi>{t('screen.restore', { name })}</bdi></h3>
              <input type="hidden" name="slug" value={slug} />
              <TextArea name="reasons" label={t('screen.restore.reasons')} maxLength={4000} />
              <Submit kind="plain">{t('screen.restore.go')}</Submit>
            </Form>
          ))}
        </Part>
      )}
    </Page>
  )
}

function Publications({ publications, result }: { publications: Awaited<ReturnType<typeof loader>>['publications']; result: unknown }) {
  const { me } = useVisit()
  const { t } = useWords()
  return (
    <Part title={t('screen.publications')}>
      {isTrouble(result) && result.form === 'publish' && <Notice kind="danger"><p role="alert">{result.faults.map((fault) => fault.text).join(' ')}</p></Notice>}
      <Table
        caption={t('screen.publications.caption')} rows={publications} keyOf={({ organisation, what }) => `${organisation.slug} ${what}`}
        columns={[
          { head: t('screen.what'), names: true, render: ({ organisation: { name }, what }) => <bdi>{t(`screen.publish.${what}`, { name })}</bdi> },
          { head: t('screen.due'), kind: 'tight', render: ({ due }) => (due === null ? null : <Time at={due} />) },
          { head: t('table.do'), render: ({ concern, first, reasons }) => (concern === null
            ? <span dir="auto">{reasons}</span>
            : first !== null && first === me?.person.id ? t('screen.publish.waits') : <Act intent="publish" values={{ concern }} label={t(first === null ? 'screen.publish.first' : 'screen.publish.second')} />) },
        ]}
      />
    </Part>
  )
}
