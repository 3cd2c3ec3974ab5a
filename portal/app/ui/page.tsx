/** The page: breadcrumbs, title, one sentence, actions, content, proof. Every page is this. */
import type { ReactNode } from 'react'
import { pathTo, places, trailOf, type PlaceName } from '../paths.ts'
import { Done } from './notice.tsx'
import { useVisit, useWords } from './visit.tsx'

type Props = {
  at: PlaceName
  title: string
  /** Of a title that is not in the language of the page; empty where it is a name. */
  titleLanguage?: string
  /** Answers the visitor's question before the evidence does. */
  sentence?: ReactNode
  actions?: ReactNode
  /** Addresses of pages above with parameters, outermost first, in place of those that paths.ts gives. */
  above?: { name: string; path: string }[]
  /** Where programs read the same. */
  api?: string | undefined
  /** Set when the page came back because of errors. */
  wrong?: boolean
  children?: ReactNode
}

export function Page({ at, title, titleLanguage, sentence, actions, above, api, wrong = false, children }: Props) {
  const { alliance } = useVisit()
  const { t } = useWords()
  const name = alliance?.name ?? t('house.name')
  const full = at === 'front' ? name : t('page.title', { title, alliance: name })
  return (
    <>
      <title>{wrong ? t('page.title.wrong', { title: full }) : full}</title>
      <header className="page-head">
        <Crumbs at={at} above={above} />
        <div className="page-top">
          <h1>{titleLanguage === undefined ? title : titleLanguage === '' ? <bdi>{title}</bdi> : <span lang={titleLanguage}>{title}</span>}</h1>
          {actions !== undefined && <div className="actions">{actions}</div>}
        </div>
        {sentence !== undefined && <p className="sentence">{sentence}</p>}
      </header>
      <div className="page-body">
        <Done />
        {children}
      </div>
      {api !== undefined && <Proof api={api} />}
    </>
  )
}

function Crumbs({ at, above }: { at: PlaceName; above: Props['above'] }) {
  const { t } = useWords()
  const trail = above ?? trailOf(at).map((name) => ({ name: t(`place.${name}`), path: pathTo(name) }))
  if (trail.length === 0 || places[at].above === null) return null
  return (
    <nav className="crumbs" aria-label={t('shell.crumbs')}>
      <ol>
        {trail.map(({ name, path }) => <li key={path}><a href={path}>{name}</a></li>)}
      </ol>
    </nav>
  )
}

/** The quiet constant: when this was true, and where a program reads the same. */
function Proof({ api }: { api: string }) {
  const { now } = useVisit()
  const { t, moment } = useWords()
  return (
    <footer className="proof">
      <span>{t('proof.asOf', { moment: moment(now.toISOString()) })}</span>
      <a href={api}>{t('proof.api')}</a>
    </footer>
  )
}

/** A part of a page, under its own heading. */
export function Part({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  return (
    <section className="part" id={id}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
