/** Tokens: passwords for programs, each limited in what it may do and in time. A fresh one is shown once, here. */
import { useActionData, useLoaderData } from 'react-router'
import { isRight } from '@openaccord/names'
import { doneAt, form, isTrouble, memberPage } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, Field, Form, Group, Submit } from '../../ui/form.tsx'
import { Code, Day, Theirs, Time } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'tokens' }

export const loader = memberPage(async ({ api, me }) => ({ ...(await api.members.tokens()), rights: me.rights, self: me.person.id }))

export const action = form(async ({ api }, { text, all, intent }) => {
  if (intent === 'withdraw') {
    await api.members.withdrawToken({ params: { token: text('token') } })
    return doneAt(pathTo('tokens'), 'tokenWithdrawn')
  }
  const days = Number(text('days'))
  return { made: await api.members.makeToken({ body: { name: text('name'), scopes: all('scopes').filter(isRight), days: Number.isInteger(days) ? days : 0 } }) }
})

export default function Tokens() {
  const { tokens, rights } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t, list } = useWords()
  const made = result !== undefined && !isTrouble(result) && 'made' in result ? result.made : undefined
  return (
    <Page at="tokens" title={t('place.tokens')} sentence={t('tokens.sentence')} api="/api/v1/tokens" wrong={isTrouble(result)}>
      {made !== undefined && (
        <Notice kind="good" title={t('token.made', { name: made.token.name })}>
          <p>{t('token.once')}</p>
          <Code text={made.secret} label={t('token.secret')} />
          <p><Say k="token.until" at={<Time at={made.token.expires} full />} /> <a href={pathTo('collections')}>{t('token.connect')}</a></p>
        </Notice>
      )}
      {tokens.length === 0 ? <Empty title={t('tokens.none.title')}><p>{t('tokens.none')}</p></Empty> : (
        <Table
          caption={t('tokens.caption')} rows={tokens} keyOf={({ id }) => id}
          columns={[
            { head: t('token.name'), names: true, render: ({ name }) => <Theirs>{name}</Theirs> },
            { head: t('token.of'), render: ({ personName }) => <Theirs>{personName}</Theirs> },
            { head: t('token.may'), render: ({ scopes }) => list(scopes.map((right) => t(`right.${right}`))) },
            { head: t('token.created'), kind: 'tight', render: ({ created }) => <Day at={created} /> },
            { head: t('token.expires'), render: ({ expires }) => <Time at={expires} full /> },
            { head: t('field.lastUsed'), kind: 'tight', render: ({ lastUsed }) => (lastUsed === null ? t('never') : <Time at={lastUsed} />) },
            { head: t('table.do'), render: ({ id, name }) => <Act intent="withdraw" values={{ token: id }} kind="danger" label={t('token.withdraw')} full={t('token.withdraw.full', { name })} /> },
          ]}
        />
      )}
      {rights.includes('tokens.own') && (
        <Part title={t('token.new')}>
          <Form intent="make" result={result}>
            <Field name="name" label={t('token.name')} help={t('token.name.help')} maxLength={200} />
            <Group name="scopes" label={t('token.may')} help={t('token.may.help')} chosen={['threats.read']} options={rights.filter((right) => right !== 'tokens.own').map((right) => ({ value: right, label: t(`right.${right}`) }))} />
            <Field name="days" type="number" min={1} max={366} label={t('token.days')} help={t('token.days.help')} value="90" />
            <Submit>{t('token.make')}</Submit>
          </Form>
        </Part>
      )}
    </Page>
  )
}
