/** One thing that was filed, as those who handle it see it, and what may be done with it now. */
import type { ReactNode } from 'react'
import { useActionData, useLoaderData } from 'react-router'
import { DECLINE_GROUNDS } from '@openaccord/api'
import { doneAt, form, isTrouble, memberPage, notOfThisPage, refuse } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ConcernChip, Waits } from '../../ui/concern.tsx'
import { Field, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { directionOf, Paragraphs, useLanguageName } from '../../ui/pledge.tsx'
import { Pairs } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { WRITTEN } from './languages.ts'

export const handle = { at: 'screenOne' }

export const loader = memberPage(async ({ api, params }) => {
  const one = await api.concerns.screened({ params: { concern: params['id'] ?? '' } })
  const finding = one.public && one.kind === 'concern' ? (await api.concerns.concern({ params: { concern: one.id } })).findings.find(({ state }) => state === 'stands') : undefined
  return { one, remedies: (finding?.remedies ?? []).map(({ text, kept }, index) => ({ number: String(index + 1), text, kept: kept !== null })) }
})

export const action = form(async ({ api, params, words }, { fields, intent, text }) => {
  const at = { params: { concern: params['id'] ?? '' } }
  const said = { words: text('words'), language: text('language') }
  switch (intent) {
    case 'ask': await api.concerns.ask({ ...at, body: { text: text('words'), language: said.language } }); break
    case 'open': await api.concerns.open({ ...at, body: { summary: text('words'), language: said.language } }); break
    case 'decline': {
      const ground = DECLINE_GROUNDS.find((each) => each === text('ground'))
      if (ground === undefined) return refuse(fields, intent, { field: 'ground', text: words.t('fault.choose') })
      await api.concerns.decline({ ...at, body: { ...said, ground } })
      break
    }
    case 'close': await api.concerns.close({ ...at, body: said }); break
    case 'correct': await api.concerns.correct({ ...at, body: { ...said, ...(text('corrects') === '' ? {} : { corrects: text('corrects') }) } }); break
    case 'paper': await api.concerns.answerOnPaper({ ...at, body: { text: text('words'), language: said.language } }); break
    case 'panel': await api.concerns.callPanel({ ...at, body: {} }); break
    case 'remedy': await api.concerns.keepRemedy({ params: { ...at.params, remedy: text('remedy') }, body: said }); break
    case 'ballot': await api.concerns.callBallot({ ...at, body: {} }); break
    default: throw notOfThisPage()
  }
  return doneAt(pathTo('screenOne', { id: at.params.concern }), 'concernDone')
}, { text: 'words', summary: 'words' })

type Loaded = Awaited<ReturnType<typeof loader>>

export default function ScreenOne() {
  const { one, remedies } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <Page at="screenOne" title={one.title} titleLanguage={one.language} wrong={isTrouble(result)} sentence={<bdi><Waits standing={one.standing} kind={one.kind} name={one.organisation?.name ?? ''} /></bdi>}>
      <p><ConcernChip standing={one.standing} />{one.public && <>{' '}<a href={pathTo('concern', { id: one.id })}>{t('receipt.public')}</a></>}</p>
      {one.ownCase ? <Notice kind="attention"><p>{t('screen.ownCase')}</p></Notice> : <Filed one={one} />}
      <Moves one={one} remedies={remedies} result={result} />
    </Page>
  )
}

function Filed({ one: { kind, organisation, page: where, filed, language, text, notes } }: Pick<Loaded, 'one'>) {
  const { t } = useWords()
  const languageName = useLanguageName()
  return (
    <Part title={t('screen.words')}>
      <Pairs pairs={[
        [t('screen.kind'), t(`concern.kind.${kind}`)], [t('concerns.about'), organisation === null ? null : <Theirs key="o">{organisation.name}</Theirs>],
        [t('file.page'), where === null ? null : <a key="p" href={where}><bdi dir="ltr">{where}</bdi></a>], [t('screen.filed'), <Time key="f" at={filed} full />], [t('screen.written'), languageName(language)],
      ]} />
      <div className="prose" lang={language} dir={directionOf(language)}><Paragraphs text={text} /></div>
      {notes.map((note) => (
        <article key={`${note.at} ${note.from}`}>
          <p className="quiet">{t(note.from === 'office' ? 'receipt.note.office' : 'screen.filer')} · <Time at={note.at} full /></p>
          <div className="prose" lang={note.language} dir={directionOf(note.language)}><Paragraphs text={note.text} /></div>
        </article>
      ))}
    </Part>
  )
}

function Moves({ one: { moves }, remedies, result }: Loaded & { result: unknown }) {
  const { t } = useWords()
  const can = (move: (typeof moves)[number]) => moves.includes(move)
  return (
    <>
      {can('open') && <Part title={t('screen.open')}><p>{t('screen.open.says')}</p><Say intent="open" label={t('screen.open.summary')} go={t('screen.open.go')} result={result} long /></Part>}
      {can('ask') && <Part title={t('screen.ask')}><Say intent="ask" label={t('screen.ask.text')} go={t('screen.ask.go')} result={result} /></Part>}
      {can('correct') && (
        <Part title={t('screen.correct')}>
          <Say intent="correct" label={t('screen.correct.words')} go={t('screen.correct.go')} result={result} long><Field name="corrects" label={t('screen.correct.fact')} help={t('screen.correct.fact.help')} optional maxLength={40} /></Say>
        </Part>
      )}
      {can('answer-on-paper') && <Part title={t('screen.paper')}><p>{t('screen.paper.says')}</p><Say intent="paper" label={t('screen.paper.text')} go={t('screen.paper.go')} result={result} long /></Part>}
      {can('call-panel') && <Part title={t('screen.panel')}><p>{t('screen.panel.says')}</p><Form intent="panel" result={result}><Submit>{t('screen.panel.go')}</Submit></Form></Part>}
      {can('keep-remedy') && (
        <Part title={t('screen.remedy')}>
          <Say intent="remedy" label={t('screen.remedy.words')} go={t('screen.remedy.go')} result={result}>
            <Select name="remedy" label={t('screen.remedy.which')} options={remedies.filter(({ kept }) => !kept).map(({ number, text }) => ({ value: number, label: text.slice(0, 100) }))} />
          </Say>
        </Part>
      )}
      {can('call-ballot') && <Part title={t('screen.ballot')}><p>{t('screen.ballot.says')}</p><Form intent="ballot" result={result}><Submit>{t('screen.ballot.go')}</Submit></Form></Part>}
      {(can('close') || can('settle')) && <Part title={t('screen.close')}><p>{t('screen.close.says')}</p><Say intent="close" label={t('screen.close.words')} go={t('screen.close.go')} result={result} plain /></Part>}
      {can('decline') && (
        <Part title={t('screen.decline')}>
          <Say intent="decline" label={t('screen.decline.words')} go={t('screen.decline.go')} result={result} plain>
            <Select name="ground" label={t('screen.decline.ground')} options={DECLINE_GROUNDS.map((value) => ({ value, label: t(`ground.${value}`) }))} />
          </Say>
        </Part>
      )}
    </>
  )
}

/** Some words in some language, and a button. */
function Say({ intent, label, go, result, long = false, plain = false, children }: { intent: string; label: string; go: string; result: unknown; long?: boolean; plain?: boolean; children?: ReactNode }) {
  const { t, tag } = useWords()
  const languageName = useLanguageName()
  return (
    <Form intent={intent} result={result}>
      {children}
      <TextArea name="words" label={label} maxLength={long ? 20_000 : 4000} />
      <Select name="language" label={t('file.language')} value={tag} options={WRITTEN.map((value) => ({ value, label: languageName(value) }))} />
      <Submit kind={plain ? 'plain' : 'first'}>{go}</Submit>
    </Form>
  )
}
