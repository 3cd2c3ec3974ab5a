/** What the pages of a desk share: where a report stands for the team, what it is called, and the box that unlocks. */
import type { Client } from '@openaccord/api'
import { Form, Submit, Field } from './form.tsx'
import { Chip, Time } from './marks.tsx'
import { Notice } from './notice.tsx'
import type { Standing } from './report.tsx'
import { Say, useWords } from './visit.tsx'

export type DeskReport = Awaited<ReturnType<Client['reports']['deskReport']>>
export type TeamKey = Awaited<ReturnType<Client['reports']['deskSettings']>>['keys'][number]

export function StateOf({ standing: { state, late } }: { standing: Standing }) {
  const { t } = useWords()
  return <Chip kind={late ? 'danger' : state === 'received' ? 'attention' : state === 'accepted' ? 'good' : 'plain'}>{t(`desk.state.${state}`)}</Chip>
}

/** Which wait for a first reply, and until when; otherwise since when it stands where it stands. */
export function DeskStands({ standing: { firstReply, due, late, since } }: { standing: Standing }) {
  if (firstReply === null && due !== null) return <Say k={late ? 'desk.stands.late' : 'desk.stands.waits'} due={<Time at={due} full />} />
  return <Say k="desk.stands.since" since={<Time at={since} />} />
}

/** By the team's own title; the hub does not know another. */
export function useReportName(): (card: { title: string | null; id: string; arrival: string }) => string {
  const { t } = useWords()
  return ({ title, id }) => (title !== null && title !== '' ? title : t('desk.untitled', { id: id.slice(-6) }))
}

/** Unlocks in the browser (life/desk.ts). Without a script there is nothing to unlock with, and it says so. */
export function Unlock({ keys }: { keys: readonly TeamKey[] }) {
  const { t } = useWords()
  const labels = keys.filter(({ state }) => state === 'live').map(({ label }) => label)
  return (
    <div className="desk-lock" data-desk={JSON.stringify(keys.map(({ recipient, wrapped }) => ({ recipient, wrapped })))}>
      <div data-plain-only=""><Notice kind="sealed" title={t('desk.plain.title')}><p>{t('desk.plain')}</p></Notice></div>
      <div data-script-only="" hidden>
        <div data-locked="">
          <Notice kind="sealed" title={t('desk.locked.title')}>
            <p>{t('desk.locked')}</p>
            <Form data={{ 'data-unlock': '' }}>
              <Field name="passphrase" type="password" autoComplete="current-password" label={t('desk.passphrase')} help={labels.length === 0 ? undefined : labels.join(' · ')} maxLength={500} />
              <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('desk.passphrase.wrong')} />
              <Submit>{t('desk.unlock')}</Submit>
            </Form>
          </Notice>
        </div>
        <div data-unlocked="" hidden>
          <Notice kind="sealed" title={t('desk.unlocked.title')}>
            <p>{t('desk.unlocked')}</p>
            <p className="wrong" data-not-opened="" hidden>{t('desk.notOpened')}</p>
            <p><button className="button" data-size="small" type="button" data-lock="">{t('desk.lock')}</button></p>
          </Notice>
        </div>
      </div>
    </div>
  )
}
