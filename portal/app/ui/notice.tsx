/** Words set apart: a notice, what was just done, and the empty state that teaches the first step. */
import type { ReactNode } from 'react'
import { useVisit, useWords } from './visit.tsx'

type Kind = 'plain' | 'good' | 'attention' | 'danger' | 'sealed'

export function Notice({ kind = 'plain', title, children }: { kind?: Kind; title?: string; children?: ReactNode }) {
  return (
    <div className="notice" data-kind={kind} role={kind === 'good' ? 'status' : undefined}>
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </div>
  )
}

/** After a form did its work, the page it leads to says so: `?done=people.invited`. */
export function Done() {
  const { url, posted } = useVisit()
  const { t, has } = useWords()
  const key = `done.${url.searchParams.get('done') ?? ''}`
  return !posted && has(key) ? <Notice kind="good"><p>{t(key)}</p></Notice> : null
}

export function Empty({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
      {actions !== undefined && <div className="actions">{actions}</div>}
    </div>
  )
}
