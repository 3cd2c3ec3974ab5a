/** A calendar feed of what is due in one's cases, at a secret address: made here, shown once, ended here. It says when, never what. */
import { isTrouble } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, Form, Submit } from '../../ui/form.tsx'
import { Code, Day } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export function Calendar({ since, result }: { since: string | null; result: unknown }) {
  const { t } = useWords()
  const address = typeof result === 'object' && result !== null && 'address' in result && !isTrouble(result) ? String(result.address) : undefined
  return (
    <Part title={t('calendar.title')} id="calendar">
      <p>{t('calendar.says')}</p>
      {address !== undefined && <Notice kind="attention" title={t('calendar.made')}><p>{t('calendar.once')}</p><Code label={t('calendar.made')} text={address} /></Notice>}
      {since !== null && <p><Say k="calendar.since" day={<Day at={since} />} /></p>}
      <div className="actions">
        <Form intent="feed" result={result} shape="bare" action={`${pathTo('cases')}#calendar`}><Submit kind="plain" size="small">{t(since === null ? 'calendar.make' : 'calendar.again')}</Submit></Form>
        {since !== null && <Act intent="unfeed" label={t('calendar.end')} kind="danger" action={pathTo('cases')} />}
      </div>
    </Part>
  )
}
