/** One concern: summary, the organisation's answer beside it, the panel and its lot, the finding, the ballot, every step with its proof. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ProofMark } from '../../ui/accord.tsx'
import { ConcernChip, Waits, type Concern } from '../../ui/concern.tsx'
import { ButtonLink } from '../../ui/form.tsx'
import { Chip, Day, Time, Value } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { directionOf, Paragraphs } from '../../ui/pledge.tsx'
import { Pairs, Table } from '../../ui/table.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'concern' }

export const loader = page(async ({ api, params }) => api.concerns.concern({ params: { concern: params['id'] ?? '' } }))

export default function OneConcern() {
  const concern = useLoaderData<typeof loader>()
  const { me } = useVisit()
  const { t } = useWords()
  const { kind, organisation, standing, findings } = concern
  const name = organisation?.name ?? ''
  const mayAct = me !== null && me.rights.includes('acts.sign') && kind === 'concern'
  return (
    <Page
      at="concern" title={kind === 'correction' ? t('concern.title.correction') : t('concern.title', { name })} sentence={<bdi><Waits standing={standing} kind={kind} name={name} /></bdi>} api={`/api/v1/concerns/${concern.id}`}
      actions={mayAct ? <ButtonLink to={pathTo('answerConcern', { id: concern.id })} kind="first">{t('concern.answerHere')}</ButtonLink> : undefined}
    >
      <p><ConcernChip standing={standing} />{organisation !== null && <>{' '}<a href={pathTo('registered', { slug: organisation.slug })}><bdi>{name}</bdi></a></>}</p>
      <Summary concern={concern} />
      {kind === 'concern' && <Answers concern={concern} />}
      {concern.panels.map((panel) => <Panel key={panel.called} panel={panel} name={name} />)}
      {findings.map((finding) => <Finding key={finding.fact} finding={finding} />)}
      {concern.ballots.length > 0 && (
        <Part title={t('concern.ballot')}>
          <ul>{concern.ballots.map(({ ballot, measure }) => <li key={ballot}><a href={pathTo('ballot', { id: ballot })}>{t(`concern.ballot.${measure}`, { name })}</a></li>)}</ul>
        </Part>
      )}
      {concern.closing !== null && <Part title={t('concern.closing')}><div className="prose" dir="auto"><Paragraphs text={concern.closing} /></div></Part>}
      <History concern={concern} />
    </Page>
  )
}

function Summary({ concern: { kind, summary, language, page: where, corrects } }: { concern: Concern }) {
  const { t } = useWords()
  return (
    <Part title={t(kind === 'correction' ? 'concern.correction' : 'concern.summary')} id="summary">
      {kind === 'concern' && <p className="quiet">{t('concern.summary.says')}</p>}
      <div className="prose" lang={language} dir={directionOf(language)}><Paragraphs text={summary} /></div>
      {where !== null && <p>{t('concern.correction.page')}: <a href={where}><bdi dir="ltr">{where}</bdi></a> <ProofMark fact={corrects} what={where} /></p>}
    </Part>
  )
}

function Answers({ concern: { organisation, answers } }: { concern: Concern }) {
  const { t, day } = useWords()
  const name = organisation?.name ?? ''
  return (
    <Part title={t('concern.answers', { name })} id="answer">
      {answers.length === 0 ? <p>{t('concern.answers.none', { name })}</p> : answers.map(({ at, text, language, fact }) => (
        <article key={at}>
          <p className="quiet">{t(fact === null ? 'concern.answer.paper' : 'concern.answer.at', { day: day(at) })} <ProofMark fact={fact} what={t('concern.answers', { name })} /></p>
          <div className="prose" lang={language} dir={directionOf(language)}><Paragraphs text={text} /></div>
        </article>
      ))}
    </Part>
  )
}

const links = (seats: readonly { slug: string; name: string }[]) => seats.map((seat, n) => <span key={seat.slug}>{n > 0 && ' · '}<a href={pathTo('registered', { slug: seat.slug })}><bdi>{seat.name}</bdi></a></span>)

function Panel({ panel: { called, after, value, candidates, drawn }, name }: { panel: Concern['panels'][number]; name: string }) {
  const { t } = useWords()
  return (
    <Part title={t('concern.panel')} id="panel">
      <p>{t('concern.panel.says', { name })} <ProofMark fact={called} what={t('concern.did.panel-called')} /></p>
      {drawn === null ? <p><Say k="concern.panel.waits" moment={<Time at={after} full />} /></p> : (
        <Pairs pairs={[[t('concern.panel.seats'), <span key="s">{links(drawn.seats)} <ProofMark fact={drawn.fact} what={t('concern.did.panel-drawn')} /></span>], [t('concern.panel.recused'), drawn.recused.length === 0 ? null : <span key="r">{links(drawn.recused)}</span>]]} />
      )}
      <details>
        <summary>{t(drawn === null ? 'concern.panel.candidates' : 'concern.panel.again', { count: candidates.length })}</summary>
        <p>{t('concern.panel.again.says')}</p>
        {drawn !== null && (
          <Pairs pairs={[
            [t('concern.panel.value'), <span key="v"><Value>{drawn.openedValue}</Value> <ProofMark fact={value} what={t('concern.panel.value')} /></span>],
            [t('concern.panel.root', { size: drawn.checkpointSize }), <span key="h"><Value>{drawn.rootHash}</Value> <ProofMark fact={drawn.due} what={t('concern.did.panel-due')} /></span>],
            [t('concern.panel.seed'), <Value key="d">{drawn.seed}</Value>],
          ]} />
        )}
        <ul>{candidates.map(({ organisation, slug, name: candidate, group }) => <li key={organisation}><a href={pathTo('registered', { slug })}><bdi>{candidate}</bdi></a> <Value>{organisation}</Value>{group !== null && <> · <bdi>{group}</bdi></>}</li>)}</ul>
      </details>
    </Part>
  )
}

function Finding({ finding: { fact, organisation, state, finding, measure, reasons, language, remedies, positions } }: { finding: Concern['findings'][number] }) {
  const { t, list } = useWords()
  const joined = positions.filter(({ position }) => position === 'joins').map((one) => one.organisation.name)
  return (
    <Part title={t('concern.finding')}>
      <p>
        <Chip kind={state === 'stands' && finding !== 'not-upheld' ? 'attention' : 'plain'}>{t(`concern.finding.${finding}`)}</Chip>{' '}
        {t('concern.finding.asks', { finding: t(`concern.finding.${finding}`), measure: t(`concern.measure.${measure}`) })}{' '}
        <bdi>{t(`concern.finding.${state}`, { name: organisation.name, others: list(joined) })}</bdi> <ProofMark fact={fact} what={t('concern.finding')} />
      </p>
      <div className="prose" lang={language} dir={directionOf(language)}><Paragraphs text={reasons} /></div>
      {remedies.length > 0 && <Remedies remedies={remedies} language={language} />}
      {positions.filter(({ position }) => position === 'dissents').map((one) => (
        <article key={one.fact}>
          <h3>{t('concern.dissent', { name: one.organisation.name })}</h3>
          <div className="prose" dir="auto"><Paragraphs text={one.reasons ?? ''} /></div>
          <p><ProofMark fact={one.fact} what={t('concern.dissent', { name: one.organisation.name })} /></p>
        </article>
      ))}
    </Part>
  )
}

function Remedies({ remedies, language }: { remedies: Concern['findings'][number]['remedies']; language: string }) {
  const { t, day } = useWords()
  return (
    <>
      <h3>{t('concern.remedies')}</h3>
      <ol>
        {remedies.map(({ text, due, kept, words, late }) => (
          <li key={text}>
            <span lang={language} dir={directionOf(language)}>{text}</span>{' '}
            <Chip kind={kept !== null ? 'good' : late ? 'danger' : 'plain'}>{kept !== null ? t('concern.remedy.kept', { day: day(kept) }) : t(late ? 'concern.remedy.late' : 'concern.remedy.open', { day: day(due) })}</Chip>
            {words !== null && <p dir="auto">{words}</p>}
          </li>
        ))}
      </ol>
    </>
  )
}

function History({ concern: { history } }: { concern: Concern }) {
  const { t, has } = useWords()
  const did = (what: string) => {
    const key = `concern.did.${what}`
    return has(key) ? t(key) : what
  }
  return (
    <Part title={t('concern.history')} id="history">
      <Table
        caption={t('concern.history.caption')} rows={history} keyOf={({ what, at, fact }) => `${what} ${at} ${fact ?? ''}`}
        columns={[
          { head: t('entry.what'), names: true, render: ({ what }) => did(what) },
          { head: t('entry.when'), kind: 'tight', render: ({ at }) => <Day at={at} /> },
          { head: t('entry.proof'), kind: 'tight', render: ({ fact, what }) => <ProofMark fact={fact} what={did(what)} /> },
        ]}
      />
    </Part>
  )
}
