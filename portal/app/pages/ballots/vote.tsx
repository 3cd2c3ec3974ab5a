/** A vote: the exact text once more, a position, a reason; then the exact words, and the signature. It can be changed until the close. */
import { data, useActionData, useLoaderData } from 'react-router'
import { ballotFiles, POSITIONS } from '@openaccord/api'
import { form, isTrouble, memberPage, refuse } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import type { Ballot } from '../../ui/ballot.tsx'
import { ButtonLink, Form, TextArea } from '../../ui/form.tsx'
import { Day, Time, Value } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { handIn, RENAMED, SignHere, type Prepared } from './acts.tsx'
import { BallotText } from './text.tsx'

export const handle = { at: 'vote', lively: true }

export const loader = memberPage(async ({ api, params }) => ({ ballot: await api.ballots.ballot({ params: { ballot: params['id'] ?? '' } }) }), 'acts.sign')

export const action = form(async (visit, filled) => {
  const ballot = visit.params['id'] ?? ''
  if (filled.intent === 'hand-in') return handIn(visit, filled, ballot, 'voted')
  const position = POSITIONS.find((each) => each === filled.text('position'))
  if (position === undefined) throw data(null, { status: 400 })
  const reason = filled.text('reason')
  if (position === 'no' && reason === '') return refuse(filled.fields, filled.intent, { field: 'reason', text: visit.words.t('vote.reason.missing') })
  return { prepared: await visit.api.ballots.prepareAct({ body: { kind: 'vote', says: { ballot, position, ...(reason === '' ? {} : { reason }) } } }), position }
}, RENAMED)

export default function Vote() {
  const { ballot } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const above = [{ name: t('place.ballots'), path: pathTo('ballots') }, { name: ballot.title, path: pathTo('ballot', { id: ballot.id }) }]
  if (!ballot.may.includes('vote')) {
    return (
      <Page at="vote" title={t('place.vote')} above={above}>
        <Empty title={t('vote.closed.title')} actions={<ButtonLink to={pathTo('ballot', { id: ballot.id })}>{t('ballot.see')}</ButtonLink>}><p>{t('vote.closed')}</p></Empty>
      </Page>
    )
  }
  if (result !== undefined && !isTrouble(result) && 'prepared' in result) return <Ready ballot={ballot} above={above} prepared={result.prepared} position={result.position} />
  return (
    <Page
      at="vote" title={t('vote.title', { title: ballot.title })} above={above} wrong={isTrouble(result)}
      sentence={ballot.clock.votingUntil === null ? undefined : <Say k="vote.sentence" at={<Time at={ballot.clock.votingUntil} full />} />}
    >
      <Earlier ballot={ballot} />
      <Part title={t('ballot.what')}>
        <p>{t(`ballot.asks.${ballot.kind}`)}</p>
        {ballot.text !== null && ballot.language !== null && <BallotText text={ballot.text} language={ballot.language} />}
        {ballot.sha256 !== null && ballot.version !== null && <p className="quiet"><Say k="vote.binds" file={<a href={ballotFiles.text(ballot.id, ballot.version)}>{t('ballot.exact.file')}</a>} sha256={<Value>{ballot.sha256}</Value>} /></p>}
      </Part>
      <Part title={t('vote.position')} id="vote">
        {isTrouble(result) && result.form === 'hand-in' && <Form intent="hand-in" result={result}><p className="quiet">{t('sign.sentence')}</p></Form>}
        <Form intent="vote" result={result} action={pathTo('vote', { id: ballot.id })}>
          <TextArea name="reason" label={t('vote.reason')} help={t('vote.reason.help')} value={ballot.mine?.reason ?? ''} maxLength={1000} optional />
          <fieldset className="positions">
            <legend className="label">{t('vote.position.choose')}</legend>
            {POSITIONS.map((position) => (
              <div key={position}>
                <button className="button" type="submit" name="position" value={position} aria-describedby={`position-${position}`}>{t(`vote.${position}`)}</button>
                <span className="help" id={`position-${position}`}>{t(`vote.${position}.says`)}</span>
              </div>
            ))}
          </fieldset>
        </Form>
        <p className="quiet">{t('vote.next')}</p>
      </Part>
    </Page>
  )
}

function Earlier({ ballot: { mine } }: { ballot: Ballot }) {
  const { t } = useWords()
  if (mine === null) return null
  return <Notice kind="sealed" title={t('ballot.mine.title')}><p><Say k="ballot.mine" fill={{ position: t(`ballot.position.${mine.position}`), name: mine.name }} day={<Day at={mine.at} />} /> {t('ballot.mine.until')}</p></Notice>
}

function Ready({ ballot, above, prepared, position }: { ballot: Ballot; above: { name: string; path: string }[]; prepared: Prepared; position: (typeof POSITIONS)[number] }) {
  const { t, time } = useWords()
  const back = pathTo('vote', { id: ballot.id })
  return (
    <Page at="vote" title={t('sign.ready.title')} above={[...above, { name: t('place.vote'), path: back }]} sentence={t('sign.ready.sentence')}>
      <SignHere
        prepared={prepared} ballot={ballot} back={back} done="voted" says={t(`vote.says.${position}`, { title: ballot.title })}
        audience={position === 'recuse' ? t('vote.who.recuse') : t('vote.who', { at: ballot.clock.votingUntil === null ? '' : time(ballot.clock.votingUntil) })}
      />
    </Page>
  )
}
