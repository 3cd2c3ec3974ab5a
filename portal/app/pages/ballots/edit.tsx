/** What one may move in a ballot: its proposer writes and withdraws, the secretariat freezes, opens and certifies, the ombudsperson decides. */
import { data, useActionData, useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import { doneAt, form, isTrouble, memberPage, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { BallotPath, BallotSentence, tallyOf, type Ballot } from '../../ui/ballot.tsx'
import { Act, ButtonLink, Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'
import { handIn, RENAMED, SignHere } from './acts.tsx'

export const handle = { at: 'editBallot', lively: true }

export const loader = memberPage(async ({ api, params }) => ({ ballot: await api.ballots.ballot({ params: { ballot: params['id'] ?? '' } }) }))

/** What is done at once; gives the words of what was done. Null: it is an act, and has to be signed. */
async function move(api: Client, ballot: string, { intent, text }: Filled): Promise<string | null> {
  const params = { ballot }
  const motion = { ballot, motion: text('motion') }
  switch (intent) {
    case 'write': return api.ballots.write({ params, body: { text: text('text'), title: text('title') } }).then(() => 'ballotWritten')
    case 'open': return api.ballots.open({ params, body: {} }).then(() => 'ballotOpened')
    case 'freeze': return api.ballots.freeze({ params, body: {} }).then(() => 'ballotFrozen')
    case 'open-voting': case 'close-early': return api.ballots.move({ params, body: { move: intent } }).then(() => 'ballotMoved')
    case 'confirm': return api.ballots.confirm({ params: motion, body: {} }).then(() => 'ballotConfirmed')
    case 'decline': return api.ballots.decline({ params: motion, body: {} }).then(() => 'ballotDeclined')
    case 'withdraw': return api.ballots.withdraw({ params, body: {} }).then(() => 'ballotWithdrawn')
    case 'certify': case 'decide': return null
    default: throw data(null, { status: 400 })
  }
}

export const action = form(async (visit, filled) => {
  const { api, params } = visit
  const ballot = params['id'] ?? ''
  const { intent, text } = filled
  if (intent === 'hand-in') return handIn(visit, filled, ballot, 'ballotSigned')
  const done = await move(api, ballot, filled)
  if (done !== null) return doneAt(pathTo('editBallot', { id: ballot }), done)
  const body = intent === 'certify'
    ? { kind: 'ballot-certificate', says: { ballot } } as const
    : { kind: 'contest-decision', says: { ballot, contest: text('contest'), decision: text('decision'), reasons: text('reasons') } } as const
  return { prepared: await api.ballots.prepareAct({ body }) }
}, RENAMED)

export default function EditBallot() {
  const { ballot } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const { id, title, may } = ballot
  const here = pathTo('editBallot', { id })
  const above = [{ name: t('place.ballots'), path: pathTo('ballots') }, { name: title, path: pathTo('ballot', { id }) }]
  if (result !== undefined && !isTrouble(result) && 'prepared' in result) {
    return (
      <Page at="editBallot" title={t('sign.ready.title')} above={[...above, { name: t('place.editBallot'), path: here }]} sentence={t('sign.ready.sentence')}>
        <SignHere prepared={result.prepared} ballot={ballot} back={here} done="ballotSigned" says={result.prepared.words} audience={t('sign.who.says')} />
      </Page>
    )
  }
  const nothing = !PARTS.some((move) => may.includes(move))
  return (
    <Page at="editBallot" title={title} titleLanguage="" above={above} sentence={<BallotSentence ballot={ballot} />} wrong={isTrouble(result)} actions={<ButtonLink to={pathTo('ballot', { id })}>{t('ballot.see')}</ButtonLink>}>
      <BallotPath ballot={ballot} />
      {isTrouble(result) && !FORMS.has(result.form) && <Form intent={result.form} result={result}>{null}</Form>}
      {nothing && <Empty title={t('edit.nothing.title')}><p>{t('edit.nothing')}</p></Empty>}
      {ballot.motions.length > 0 && <Motions ballot={ballot} />}
      {may.includes('open') && <Step name="open" />}
      {may.includes('freeze') && <Step name="freeze" />}
      {may.includes('open-voting') && <Step name="open-voting" />}
      {may.includes('close-early') && <Step name="close-early" />}
      {may.includes('certify') && <Certify ballot={ballot} />}
      {may.includes('decide') && <Decide ballot={ballot} result={result} />}
      {may.includes('write') && <Write ballot={ballot} result={result} />}
      {may.includes('withdraw') && <Step name="withdraw" kind="danger" />}
    </Page>
  )
}
const PARTS = ['write', 'open', 'freeze', 'open-voting', 'close-early', 'confirm', 'certify', 'decide', 'withdraw'] as const
/** Those whose errors stand beside their own fields. */
const FORMS: ReadonlySet<string> = new Set(['write', 'decide'])

function Step({ name, kind = 'first' }: { name: 'open' | 'freeze' | 'open-voting' | 'close-early' | 'withdraw'; kind?: 'first' | 'danger' }) {
  const { t } = useWords()
  return (
    <Part title={t(`edit.${name}`)}>
      <p>{t(`edit.${name}.says`)}</p>
      <Form intent={name}><Submit kind={kind}>{t(`edit.${name}.go`)}</Submit></Form>
    </Part>
  )
}

/** Steps that one person of the secretariat asked for, and a second one does. */
function Motions({ ballot: { motions, may } }: { ballot: Ballot }) {
  const { t } = useWords()
  return (
    <Part title={t('edit.motions')}>
      <Table
        caption={t('edit.motions.caption', { count: motions.length })} rows={motions} keyOf={({ id }) => id}
        columns={[
          { head: t('entry.what'), names: true, render: ({ move }) => t(`edit.${move}`) },
          { head: t('keep.proposal.by'), render: ({ byName }) => <Theirs>{byName}</Theirs> },
          { head: t('entry.when'), kind: 'tight', render: ({ at }) => <Time at={at} /> },
          {
            head: t('table.do'), render: ({ id, own, move }) => (
              <div className="actions">
                {!own && may.includes('confirm') && <Act intent="confirm" values={{ motion: id }} label={t('keep.confirm')} full={t('keep.confirm.full', { what: t(`edit.${move}`) })} />}
                <Act intent="decline" values={{ motion: id }} kind="danger" label={t('keep.decline')} full={t('keep.decline.full', { what: t(`edit.${move}`) })} />
              </div>
            ),
          },
        ]}
      />
      {motions.every(({ own }) => own) && <p className="quiet">{t('edit.motions.own')}</p>}
    </Part>
  )
}

/** The secretariat alters no figure: it signs the ones that everyone counts. */
function Certify({ ballot }: { ballot: Ballot }) {
  const { t } = useWords()
  const tally = tallyOf(ballot)
  return (
    <Part title={t('edit.certify')}>
      {tally !== null && <p>{t(`ballot.result.${tally.outcome}`, { sum: t('ballot.sum', { yes: tally.yes, no: tally.no, abstain: tally.abstain }) })}</p>}
      <p>{t('edit.certify.says')}</p>
      <Form intent="certify"><Submit>{t('sign.prepare')}</Submit></Form>
    </Part>
  )
}

function Decide({ ballot, result }: { ballot: Ballot; result: unknown }) {
  const { t } = useWords()
  const open = ballot.rounds.flatMap(({ contests }) => contests).filter(({ state }) => state === 'open')
  return (
    <Part title={t('edit.decide')}>
      <Form intent="decide" result={result}>
        <Select name="contest" label={t('edit.decide.which')} options={open.map(({ fact, name }) => ({ value: fact, label: name }))} />
        <Group name="decision" kind="radio" label={t('edit.decide.how')} chosen={['dismissed']} options={(['dismissed', 'void', 'reopened'] as const).map((value) => ({ value, label: t(`ballot.contest.${value}`), help: t(`edit.decide.${value}`) }))} />
        <TextArea name="reasons" label={t('contest.reasons')} help={t('sign.why.help')} maxLength={4000} />
        <Submit>{t('sign.prepare')}</Submit>
      </Form>
    </Part>
  )
}

function Write({ ballot: { title, text, state }, result }: { ballot: Ballot; result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('edit.write')}>
      <p>{t(state === 'draft' ? 'edit.write.draft' : 'edit.write.says')}</p>
      <Form intent="write" result={result}>
        <Field name="title" label={t('field.title')} value={title} maxLength={200} />
        <TextArea name="text" label={t('field.text')} help={t('propose.text.help')} value={text ?? ''} maxLength={100_000} />
        <Submit kind={state === 'draft' ? 'plain' : 'first'}>{t('edit.write.go')}</Submit>
      </Form>
    </Part>
  )
}
