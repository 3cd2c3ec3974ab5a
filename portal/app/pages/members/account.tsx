/** My account: passkeys, and where I am signed in. */
import { useLoaderData } from 'react-router'
import { doneAt, form, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, Field, Submit } from '../../ui/form.tsx'
import { Chip, Day, Theirs, Time } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Pairs, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'account', lively: true }

export const loader = memberPage(async ({ api, me }) => {
  const [{ passkeys }, { sessions }] = await Promise.all([api.members.passkeys(), api.members.sessions()])
  return { person: me.person, organisation: me.organisation, passkeys, sessions }
})

export const action = form(async ({ api }, { text, intent }) => {
  if (intent === 'passkey') await api.members.removePasskey({ params: { passkey: text('passkey') } })
  else await api.members.endSession({ params: { session: text('session') } })
  return doneAt(pathTo('account'), intent === 'passkey' ? 'passkeyGone' : 'sessionEnded')
})

export default function Account() {
  const { person, organisation, passkeys, sessions } = useLoaderData<typeof loader>()
  const { t, list } = useWords()
  return (
    <Page at="account" title={t('place.account')} sentence={t('account.sentence', { name: person.name, organisation: organisation.name })} api="/api/v1/me">
      <Pairs pairs={[
        [t('field.mail'), person.mail],
        [t('field.roles'), list(person.roles.map((role) => t(`role.${role}`)))],
        [t('field.since'), <Day key="s" at={person.since} />],
      ]} />
      <Part title={t('passkeys.title')}>
        {passkeys.length === 0 ? <Empty title={t('passkeys.none.title')}><p>{t('passkeys.none')}</p></Empty> : (
          <Table
            caption={t('passkeys.caption')} rows={passkeys} keyOf={({ id }) => id}
            columns={[
              { head: t('passkeys.name'), names: true, render: ({ name }) => <Theirs>{name}</Theirs> },
              { head: t('passkeys.created'), kind: 'tight', render: ({ created }) => <Day at={created} /> },
              { head: t('field.lastUsed'), kind: 'tight', render: ({ lastUsed }) => (lastUsed === null ? t('never') : <Time at={lastUsed} />) },
              { head: t('table.do'), render: ({ id, name }) => <Act intent="passkey" values={{ passkey: id }} kind="danger" label={t('passkeys.remove')} full={t('passkeys.remove.full', { name })} /> },
            ]}
          />
        )}
        <AddPasskey />
      </Part>
      <Part title={t('sessions.title')}>
        <Table
          caption={t('sessions.caption')} rows={sessions} keyOf={({ id }) => id}
          columns={[
            { head: t('sessions.browser'), names: true, render: ({ browser, current }) => <><Theirs>{browser}</Theirs>{current && <>{' '}<Chip kind="good">{t('sessions.this')}</Chip></>}</> },
            { head: t('sessions.by'), kind: 'tight', render: ({ signedInBy }) => t(`signedInBy.${signedInBy}`) },
            { head: t('sessions.started'), kind: 'tight', render: ({ started }) => <Time at={started} /> },
            { head: t('sessions.seen'), kind: 'tight', render: ({ lastSeen }) => <Time at={lastSeen} /> },
            { head: t('sessions.expires'), kind: 'tight', render: ({ expires }) => <Time at={expires} /> },
            { head: t('table.do'), render: ({ id, browser, current }) => (current ? null : <Act intent="session" values={{ session: id }} label={t('sessions.end')} full={t('sessions.end.full', { browser })} />) },
          ]}
        />
      </Part>
    </Page>
  )
}

function AddPasskey() {
  const { t } = useWords()
  return (
    <>
      <noscript><Notice><p>{t('signIn.passkey.noScript')}</p></Notice></noscript>
      <div data-needs-script="" hidden>
        <form className="form" data-passkey="add" data-done={pathTo('account', {}, { done: 'passkeyAdded' })}>
          <Field name="name" label={t('passkeys.add.name')} help={t('passkeys.add.help')} maxLength={200} />
          <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('passkeys.add.failed')} />
          <Submit>{t('passkeys.add')}</Submit>
        </form>
      </div>
    </>
  )
}
