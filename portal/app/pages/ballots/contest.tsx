/** Contests a certified result, with reasons that everyone reads; the ombudsperson decides. */
import { useActionData, useLoaderData } from 'react-router'
import { form, isTrouble, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Moment } from '../../ui/ballot.tsx'
import { ButtonLink, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { handIn, RENAMED, SignHere } from './acts.tsx'

export const handle = { at: 'contestBallot', lively: true }

export const loader = memberPage(async ({ api, params }) => ({ ballot: await api.ballots.ballot({ params: { ballot: params['id'] ?? '' } }) }), 'acts.sign')

export const action = form(async (visit, filled) => {
  const ballot = visit.params['id'] ?? ''
  if (filled.intent === 'hand-in') return handIn(visit, filled, ballot, 'ballotContested')
  return { prepared: await visit.api.ballots.prepareAct({ body: { kind: 'ballot-contest', says: { ballot, reasons: filled.text('reasons') } } }) }
}, RENAMED)

export default function Contest() {
  const { ballot } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const here = pathTo('contestBallot', { id: ballot.id })
  const above = [{ name: t('place.ballots'), path: pathTo('ballots') }, { name: ballot.title, path: pathTo('ballot', { id: ballot.id }) }]
  if (!ballot.may.includes('contest')) {
    return (
      <Page at="contestBallot" title={t('place.contestBallot')} above={above}>
        <Empty title={t('contest.closed.title')} actions={<ButtonLink to={pathTo('ballot', { id: ballot.id })}>{t('ballot.see')}</ButtonLink>}><p>{t('contest.closed')}</p></Empty>
      </Page>
    )
  }
  if (result !== undefined && !isTrouble(result) && 'prepared' in result) {
    return (
      <Page at="contestBallot" title={t('sign.ready.title')} above={[...above, { name: t('place.contestBallot'), path: here }]} sentence={t('sign.ready.sentence')}>
        <SignHere prepared={result.prepared} ballot={ballot} back={here} done="ballotContested" says={t('contest.signs', { title: ballot.title })} audience={t('sign.who.says')} />
      </Page>
    )
  }
  return (
    <Page
      at="contestBallot" title={t('contest.title', { title: ballot.title })} above={above} wrong={isTrouble(result)}
      sentence={ballot.clock.contestUntil === null ? undefined : <Say k="contest.sentence" at={<Moment at={ballot.clock.contestUntil} />} />}
    >
      {isTrouble(result) && result.form === 'hand-in' && <Form intent="hand-in" result={result}><p className="quiet">{t('sign.sentence')}</p></Form>}
      <Form intent="prepare" result={result} action={here}>
        <TextArea name="reasons" label={t('contest.reasons')} help={t('contest.reasons.help')} maxLength={4000} />
        <Submit>{t('sign.prepare')}</Submit>
      </Form>
    </Page>
  )
}
