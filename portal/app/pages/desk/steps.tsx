/** What a team does with a report: writes back (in the browser), says that it has read it, moves it on, opens the commitment. */
import { REPORT_MOVES } from '@openaccord/api'
import { pathTo } from '../../paths.ts'
import type { DeskReport } from '../../ui/desk.tsx'
import { ButtonLink, FileField, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Part } from '../../ui/page.tsx'
import { useLanguageName } from '../../ui/pledge.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { WRITTEN } from '../concerns/languages.ts'

/** Encrypted to the team's keys and to the reporter's before it leaves (life/desk.ts). */
export function Answer({ report: { id, reporterRecipient, recipients, language, ciphertext, arrival } }: { report: DeskReport }) {
  const { t } = useWords()
  const languageName = useLanguageName()
  if (ciphertext === null) return null
  if (reporterRecipient === null) return <p>{t('desk.answer.mail')}</p>
  const done = pathTo('deskReport', { id }, { done: 'desk.answered' })
  return (
    <div data-script-only="" hidden>
      <Form of="answer" data={{ 'data-desk-answer': id, 'data-recipients': [...recipients, reporterRecipient].join(' '), 'data-done': done }}>
        <TextArea name="text" label={t('desk.answer')} help={t(arrival === 'sealed' ? 'desk.answer.help' : 'desk.answer.help.plain')} maxLength={20_000} />
        <FileField name="files" label={t('report.files')} help={t('report.files.help', { count: 10 })} optional multiple />
        <Select name="language" label={t('report.language')} value={language} options={[...new Set([language, ...WRITTEN])].map((value) => ({ value, label: languageName(value) }))} />
        <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('report.trouble', { count: 10 })} />
        <Submit>{t('desk.answer.go')}</Submit>
      </Form>
    </div>
  )
}

export function Steps({ report: { id, standing, mayAcknowledge, moves, mayDisclose }, result }: { report: DeskReport; result: unknown }) {
  const { me } = useVisit()
  const { t } = useWords()
  const open = REPORT_MOVES.filter((move) => moves.includes(move))
  return (
    <>
      {mayAcknowledge && (
        <Part title={t('desk.acknowledge')}>
          <p>{t('desk.acknowledge.says')}</p>
          <Form intent="acknowledge" result={result}>
            <TextArea name="words" label={t('desk.words')} help={t('desk.words.help')} optional maxLength={4000} />
            <Submit>{t('desk.acknowledge.go')}</Submit>
          </Form>
        </Part>
      )}
      {open.length > 0 && (
        <Part title={t('desk.move')}>
          <Form intent="move" result={result}>
            <dl className="pairs">{open.map((move) => [<dt key={`${move}-name`}>{t(`desk.move.${move}`)}</dt>, <dd key={move}>{t(`desk.move.${move}.says`)}</dd>])}</dl>
            <TextArea name="words" label={t('desk.words')} help={t('desk.move.words.help')} optional maxLength={4000} />
            <div className="actions">{open.map((move) => <Submit key={move} kind={move === 'validate' || move === 'accept' ? 'first' : 'plain'} name="move" value={move}>{t(`desk.move.${move}`)}</Submit>)}</div>
          </Form>
        </Part>
      )}
      {standing.state === 'accepted' && me?.rights.includes('cases.work') === true && (
        <Part title={t('desk.case')}>
          <p>{t('desk.case.says')}</p>
          <div className="actions"><ButtonLink kind="first" to={pathTo('newCase', {}, { report: id })}>{t('desk.case.open')}</ButtonLink></div>
        </Part>
      )}
      {mayDisclose && (
        <Part title={t('desk.disclose')}>
          <p>{t('desk.disclose.says')}</p>
          <Form intent="disclose" result={result}><Submit kind="plain">{t('desk.disclose.go')}</Submit></Form>
        </Part>
      )}
    </>
  )
}
