/** One draft: its text, what changed between any two versions, and the next version. Whoever was faster is not written over. */
import { useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { CasePage } from '../../ui/case.tsx'
import { OnlyReading, ReadBy, Who } from '../../ui/case-thread.tsx'
import { Field, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Time } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Changed } from '../../ui/redline.tsx'
import { useWords } from '../../ui/visit.tsx'
import { Written } from '../../ui/written.tsx'
import { insidePage } from './inside.ts'
import { ToAdvisory } from './to-advisory.tsx'

export const handle = { at: 'caseDraft', lively: true }

const versionIn = (text: string | null): number | undefined => (/^[1-9]\d{0,3}$/.test(text ?? '') ? Number(text) : undefined)

/** `base`: the version that somebody began to write from, when they send theirs. */
export const loader = insidePage(async ({ api, params, url, posted, case: { id } }) => {
  const at = { case: id, draft: params['draft'] ?? '' }
  const base = posted ? versionIn(url.searchParams.get('base')) : undefined
  const from = base ?? versionIn(url.searchParams.get('from'))
  const to = base === undefined ? versionIn(url.searchParams.get('to')) : undefined
  const [found, { threads }] = await Promise.all([
    api.cases.draft({ params: at, query: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } }), api.cases.threads({ params: { case: id } }),
  ])
  return { ...found, thread: threads.find(({ n }) => n === found.draft.thread), base: base !== undefined && base < found.draft.version ? base : null }
})

export const action = form(async ({ api, params }, { text }) => {
  const [id, draft] = [params['id'] ?? '', params['draft'] ?? '']
  const words = text('words')
  await api.cases.reviseDraft({ params: { case: id, draft }, body: { version: Number(text('version')), text: text('text'), ...(words === '' ? {} : { words }) } })
  return doneAt(pathTo('caseDraft', { id, draft }), 'drafts.revised')
})

type Loaded = Awaited<ReturnType<typeof loader>>

export default function DraftPage() {
  const loaded = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const { case: one, draft, text, thread } = loaded
  return (
    <CasePage at="caseDraft" case={one} title={draft.title} api={`/drafts/${draft.id}`} wrong={isTrouble(result)} actions={<ToAdvisory id={one.id} />}>
      {thread !== undefined && <ReadBy thread={thread} id={one.id} />}
      <Part title={t('draft.now', { number: draft.version })}>
        <p className="quiet"><Time at={draft.revised} full /> · <Who by={loaded.versions.at(-1)?.by ?? draft.by} /></p>
        <Written text={text} />
      </Part>
      <Changes loaded={loaded} />
      {thread?.mayWrite === true ? <Next loaded={loaded} result={result} /> : <OnlyReading case={one} />}
    </CasePage>
  )
}

function Changes({ loaded: { case: { id }, draft, versions, from, to, redline } }: { loaded: Loaded }) {
  const { t } = useWords()
  const options = versions.map(({ version, words }) => ({ value: String(version), label: words === null ? t('draft.version', { number: version }) : t('draft.version.words', { number: version, words }) }))
  return (
    <Part title={t('draft.changes')} id="changes">
      {from === null ? <p>{t('draft.first')}</p> : (
        <>
          <Form method="get" action={`${pathTo('caseDraft', { id, draft: draft.id })}#changes`} shape="row">
            <Select name="from" label={t('compare.from')} value={String(from)} options={options} />
            <Select name="to" label={t('compare.to')} value={String(to)} options={options} />
            <Submit kind="plain">{t('compare.go')}</Submit>
          </Form>
          <p className="quiet">{t('compare.how')}</p>
          <div className="redline"><p className="lines" dir="auto"><Changed words={redline.map(({ text, is }) => ({ text, kind: is }))} /></p></div>
        </>
      )}
      <ol className="steps" aria-label={t('draft.versions')}>
        {versions.toReversed().map(({ version, at, by, words }) => (
          <li key={version}>{t('draft.version', { number: version })} · <Time at={at} full /> · <Who by={by} />{words !== null && <blockquote dir="auto">{words}</blockquote>}</li>
        ))}
      </ol>
    </Part>
  )
}

/** What was typed is kept when somebody else was faster, and what they changed stands above. */
function Next({ loaded: { case: { id }, draft, versions, text, base }, result }: { loaded: Loaded; result: unknown }) {
  const { t } = useWords()
  const last = versions.at(-1)
  return (
    <Part title={t('draft.next')} id="next">
      {isTrouble(result) && base !== null && last !== undefined && (
        <Notice kind="attention" title={t('draft.faster', { number: last.version })}>
          <p><Who by={last.by} /> · <Time at={last.at} full /></p>
          <p>{t('draft.faster.says', { base, number: last.version })} <a href="#changes">{t('draft.faster.see')}</a></p>
        </Notice>
      )}
      <Form intent="revise" result={result} action={pathTo('caseDraft', { id, draft: draft.id }, { base: String(draft.version) })} shape="column">
        <input type="hidden" name="version" value={draft.version} />
        <div className="letter"><TextArea name="text" label={t('drafts.text')} help={t('thread.text.help')} value={text} maxLength={100_000} /></div>
        <Field name="words" label={t('draft.words')} help={t('draft.words.help')} maxLength={200} optional autoComplete="off" />
        <Submit>{t('draft.go')}</Submit>
      </Form>
    </Part>
  )
}
