/** One version, for the secretariat: its text, translations, the window for comment, adoption. */
import { data, useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink, Field, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Day } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useLanguageName } from '../../ui/pledge.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { instantOf } from './says.ts'

export const handle = { at: 'keepVersion' }

export const loader = memberPage(async ({ api, params, url }) => {
  const { versions } = await api.pledges.pledgeVersions()
  const version = versions.find((each) => each.version === params['version'])
  if (version === undefined) throw data(null, { status: 404 })
  const asked = url.searchParams.get('text')
  const language = asked === 'new' ? null : (version.texts.find((text) => text.language === asked)?.language ?? version.languageOfRecord)
  const read = language === null ? null : await api.pledges.pledge({ params: { version: version.version }, query: { language } })
  return { version, language, markdown: read?.markdown ?? '', text: read?.text ?? null }
}, 'accord.keep')

export const action = form(async ({ api, params }, { text, intent }) => {
  const version = params['version'] ?? ''
  if (intent === 'comment') {
    await api.pledges.openComment({ params: { version }, body: { from: instantOf(text('from')), until: instantOf(text('until')) } })
    return doneAt(pathTo('keepVersion', { version }), 'commentOpen')
  }
  if (intent !== 'write') throw data(null, { status: 400 })
  const language = text('language')
  const translator = text('translator')
  await api.pledges.writePledge({ params: { version, language }, body: { text: text('text'), machine: text('machine') === 'yes', ...(translator === '' ? {} : { translator }) } })
  return doneAt(pathTo('keepVersion', { version }, { text: language }), 'textKept')
})

type Loaded = Awaited<ReturnType<typeof loader>>

export default function KeepVersion() {
  const loaded = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const { version } = loaded
  const open = version.state === 'draft' || version.state === 'comment'
  return (
    <Page
      at="keepVersion" title={version.title} wrong={isTrouble(result)} sentence={t('version.sentence', { version: version.version, state: t(`version.${version.state}`) })}
      api={`/api/v1/pledges/versions/${version.version}`} actions={<ButtonLink to={pathTo('pledgeVersion', { version: version.version })}>{t('version.public')}</ButtonLink>}
    >
      <Texts version={version} />
      <Write loaded={loaded} result={result} />
      {version.state === 'draft' && <Part title={t('version.open.title')}><OpenComment result={result} /></Part>}
      {open && (
        <Part title={t('version.adopt')}>
          <p>{t('version.adopt.says')}</p>
          <div><ButtonLink kind="first" to={pathTo('signAct', { kind: 'pledge-version' }, { version: version.version })}>{t('version.adopt.go')}</ButtonLink></div>
        </Part>
      )}
    </Page>
  )
}

function Texts({ version: { version, texts } }: Pick<Loaded, 'version'>) {
  const { t } = useWords()
  const named = useLanguageName()
  const here = (text: string) => pathTo('keepVersion', { version }, { text })
  return (
    <Part title={t('version.texts')}>
      <Table
        caption={t('version.texts.caption', { count: texts.length })} rows={texts} keyOf={({ language }) => language}
        columns={[
          { head: t('pledge.language'), names: true, render: ({ language }) => named(language) },
          { head: t('pledge.language.state'), render: ({ state, behind }) => t(`pledge.state.${state}`, { count: behind }) },
          { head: t('field.since'), kind: 'tight', render: ({ at }) => <Day at={at} /> },
          { head: t('table.do'), kind: 'tight', render: ({ language }) => <a href={here(language)} aria-label={t('version.edit.full', { language: named(language) })}>{t('version.edit')}</a> },
        ]}
      />
      <div><ButtonLink to={here('new')}>{t('version.write.new')}</ButtonLink></div>
    </Part>
  )
}

function Write({ loaded: { version, language, markdown, text }, result }: { loaded: Loaded; result: unknown }) {
  const { t } = useWords()
  const named = useLanguageName()
  const ofRecord = language === version.languageOfRecord
  const fixed = ofRecord && version.state !== 'draft' && version.state !== 'comment'
  return (
    <Part title={language === null ? t('version.write.new') : t('version.write', { language: named(language) })}>
      {fixed ? <p>{t('version.fixed')}</p> : (
        <Form intent="write" result={result} shape="wide">
          {language === null
            ? <Field name="language" label={t('version.write.language')} help={t('version.write.language.help')} maxLength={35} />
            : <input type="hidden" name="language" value={language} />}
          <TextArea name="text" label={t('field.text')} help={t('keep.text.help')} value={markdown} maxLength={200_000} />
          {!ofRecord && (
            <>
              <Select name="machine" label={t('version.write.machine')} value={text?.state === 'machine' ? 'yes' : 'no'} options={(['no', 'yes'] as const).map((value) => ({ value, label: t(`version.write.machine.${value}`) }))} />
              <Field name="translator" label={t('version.write.translator')} value={text?.translator ?? ''} optional maxLength={200} />
            </>
          )}
          <Submit>{t('version.write.go')}</Submit>
        </Form>
      )}
    </Part>
  )
}

function OpenComment({ result }: { result: unknown }) {
  const { t } = useWords()
  return (
    <Form intent="comment" result={result}>
      <p>{t('version.comment.says')}</p>
      <Field name="from" type="datetime-local" label={t('version.comment.from')} />
      <Field name="until" type="datetime-local" label={t('version.comment.until')} />
      <Submit kind="plain">{t('version.comment.go')}</Submit>
    </Form>
  )
}
