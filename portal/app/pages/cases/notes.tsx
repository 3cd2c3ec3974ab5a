/** Notes of one's own organisation on a case: nobody else learns that there are any. */
import { useActionData, useLoaderData } from 'react-router'
import { doneAt, form, isTrouble } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { CasePage } from '../../ui/case.tsx'
import { Act, Form, Submit, TextArea } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { Written } from '../../ui/written.tsx'
import { insidePage } from './inside.ts'

export const handle = { at: 'caseNotes', lively: true }

export const loader = insidePage(async ({ api, case: { id } }) => api.cases.notes({ params: { case: id } }))

export const action = form(async ({ api, params }, { text, intent }) => {
  const id = params['id'] ?? ''
  if (intent === 'remove') await api.cases.removeNote({ params: { case: id, note: text('note') } })
  else await api.cases.addNote({ params: { case: id }, body: { text: text('text') } })
  return doneAt(pathTo('caseNotes', { id }), intent === 'remove' ? 'notes.removed' : 'notes.added')
})

export default function Notes() {
  const { case: one, notes } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { me } = useVisit()
  const { t, moment } = useWords()
  return (
    <CasePage at="caseNotes" case={one} api="/notes" wrong={isTrouble(result)}>
      <div className="read-by"><p><strong>{t('notes.readBy', { organisation: me?.organisation.name ?? '' })}</strong> {t('notes.says')}</p></div>
      {notes.length === 0 ? <Empty title={t('notes.empty.title')}><p>{t('notes.empty')}</p></Empty> : (
        <ol className="messages" aria-label={t('place.caseNotes')}>
          {notes.map(({ id, person, at, text }) => (
            <li key={id} id={id}>
              <header className="message-head">
                <strong><Theirs>{person}</Theirs></strong> <span className="quiet"><Time at={at} full /></span>
                <Act intent="remove" values={{ note: id }} label={t('notes.remove')} full={t('notes.remove.full', { moment: moment(at) })} />
              </header>
              <Written text={text} />
            </li>
          ))}
        </ol>
      )}
      <Part title={t('notes.new')} id="new">
        <Form intent="add" result={result}>
          <TextArea name="text" label={t('notes.text')} help={t('thread.text.help')} maxLength={10_000} />
          <Submit>{t('notes.go')}</Submit>
        </Form>
      </Part>
    </CasePage>
  )
}
