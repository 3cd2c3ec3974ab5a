/** A guest's own line at the head of every page of their case: as whom this browser takes part, and how it forgets. */
import { pathTo } from '../paths.ts'
import { Act } from './form.tsx'
import { Theirs } from './marks.tsx'
import { Say, useVisit, useWords } from './visit.tsx'

export function GuestLine({ name }: { name: string }) {
  const { alliance } = useVisit()
  const { t } = useWords()
  return (
    <p className="guest-line">
      <span><Say k="guest.as" guest={<strong><Theirs>{name}</Theirs></strong>} alliance={<Theirs>{alliance?.name ?? ''}</Theirs>} /></span>
      <Act intent="close" action={pathTo('caseGuest')} label={t('guest.close')} />
    </p>
  )
}
