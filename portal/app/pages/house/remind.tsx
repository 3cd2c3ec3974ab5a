/** Reminding by hand: whoever is waited for, by name; held for some minutes in which it can be taken back, and once a day at most. */
import type { Client } from '@openaccord/api'
import { doneAt, form } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Act, Form } from '../../ui/form.tsx'
import { Theirs, Time } from '../../ui/marks.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export type Reminder = Awaited<ReturnType<Client['reminders']['reminders']>>['reminders'][number]
/** Who is waited for, each with what it is about; `whom`: where their names are only known once they are asked for. */
export type Remindable = { each: readonly { about: string; name: string }[]; whom?: string }

/** Several at once: who was reminded today already is passed over, as long as somebody is left. */
export const action = form(async ({ api }, { intent, all }) => {
  const asked = intent === 'take-back' ? all('reminder').map((reminder) => api.reminders.takeBack({ params: { reminder } })) : all('about').map((about) => api.reminders.remind({ body: { about } }))
  const ended = await Promise.allSettled(asked)
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed !== undefined && ended.every(({ status }) => status === 'rejected')) throw failed.reason
  return doneAt(pathTo('today'), intent === 'take-back' ? 'reminder.takenBack' : 'reminder.held')
})

export function Remind({ of: { each, whom }, reminders }: { of: Remindable; reminders: readonly Reminder[] }) {
  const { t, list } = useWords()
  const own = reminders.filter(({ about, state }) => (state === 'held' || state === 'sent') && each.some((one) => one.about === about))
  const left = each.filter(({ about }) => !own.some((one) => one.about === about))
  const names = whom ?? list(left.map(({ name }) => name))
  return (
    <>
      {left.length > 0 && (
        <div className="under">
          <Form intent="remind" shape="bare" action={pathTo('today')}>
            {left.map(({ about }) => <input key={about} type="hidden" name="about" value={about} />)}
            <button className="button" data-size="small" data-kind="plain" type="submit" aria-label={t('today.remind.full', { names })}>{t('today.remind')}</button>
          </Form>
        </div>
      )}
      {own.map(({ id, state, names: whose, sends, ended }) => (
        <div key={id} className="under quiet">
          <Say k={state === 'held' ? 'today.remind.held' : 'today.remind.sent'} names={<Theirs>{list(whose)}</Theirs>} when={<Time at={ended ?? sends} />} />
          {state === 'held' && <Act intent="take-back" values={{ reminder: id }} label={t('today.remind.takeBack')} full={t('today.remind.takeBack.full', { names: list(whose) })} action={pathTo('today')} />}
        </div>
      ))}
    </>
  )
}
