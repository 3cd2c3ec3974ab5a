/** Keys of a team: made in the browser and kept wrapped by a passphrase; retired, a key still opens what was sent to it. */
import { pathTo } from '../../paths.ts'
import type { TeamKey } from '../../ui/desk.tsx'
import { Act, Field, Form, Submit } from '../../ui/form.tsx'
import { Chip, Day, Theirs, Value } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { isTrouble } from '../../page.ts'
import { useWords } from '../../ui/visit.tsx'

export function Keys({ keys, result }: { keys: readonly TeamKey[]; result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('desk.keys')} id="keys">
      <p>{t('desk.keys.says')}</p>
      {isTrouble(result) && result.form === 'retire' && <Notice kind="danger"><p role="alert">{result.faults.map(({ text }) => text).join(' ')}</p></Notice>}
      {keys.length > 0 && (
        <Table
          caption={t('desk.keys.caption', { count: keys.length })} rows={keys} keyOf={({ recipient }) => recipient}
          columns={[
            { head: t('desk.key.label'), names: true, render: ({ label }) => <Theirs>{label}</Theirs> },
            { head: t('desk.key.recipient'), kind: 'tight', render: ({ recipient }) => <span title={recipient}><Value>{`${recipient.slice(0, 16)}…`}</Value></span> },
            { head: t('desk.key.state'), kind: 'tight', render: ({ state }) => <Chip kind={state === 'live' ? 'good' : 'plain'}>{t(`desk.key.${state}`)}</Chip> },
            { head: t('desk.key.made'), kind: 'tight', render: ({ made }) => <Day at={made} /> },
            { head: t('table.do'), kind: 'tight', render: ({ state, recipient, label }) => (state === 'live' ? <Act intent="retire" values={{ recipient }} label={t('desk.key.retire')} full={t('desk.key.retire.full', { label })} /> : null) },
          ]}
        />
      )}
      <div data-plain-only=""><Notice kind="attention"><p>{t('desk.key.plain')}</p></Notice></div>
      <div data-script-only="" hidden>
        <details className="more" open={keys.length === 0}>
          <summary>{t('desk.key.new')}</summary>
          <Form of="key" data={{ 'data-team-key': '', 'data-differs': t('desk.key.differs'), 'data-done': pathTo('deskSettings', {}, { done: 'desk.set.key' }) }}>
            <Field name="label" label={t('desk.key.label')} help={t('desk.key.label.help')} maxLength={80} />
            <Field name="passphrase" type="password" autoComplete="new-password" label={t('desk.passphrase')} help={t('desk.key.passphrase.help')} minLength={12} maxLength={500} />
            <Field name="again" type="password" autoComplete="new-password" label={t('desk.key.again')} minLength={12} maxLength={500} />
            <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('desk.key.trouble')} />
            <Submit>{t('desk.key.make')}</Submit>
          </Form>
        </details>
      </div>
    </Part>
  )
}
