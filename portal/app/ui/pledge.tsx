/** The text of the pledge, set to be read: preamble, principles, clauses with their numbers as addresses. */
import type { ReactNode } from 'react'
import type { Client } from '@openaccord/api'
import { piecesOf } from './links.ts'
import { useWords } from './visit.tsx'

export type Reading = Awaited<ReturnType<Client['pledges']['pledgeByHash']>>['reading']
export type Version = Awaited<ReturnType<Client['pledges']['pledgeVersions']>>['versions'][number]

/** `pledge.read.missing` and its like name a language in the words of the reader. */
export function useLanguageName(): (tag: string) => string {
  const { locale } = useWords()
  return (tag) => {
    try {
      return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag
    } catch {
      return tag // looks like a tag and is none
    }
  }
}

export const directionOf = (tag: string): 'rtl' | 'ltr' => (/^(ar|fa|he|ps|ur|yi|dv|ckb)(-|$)/.test(tag) ? 'rtl' : 'ltr')

/** `language` is the one of the text, whatever that of the page is. */
export function PledgeText({ reading, language }: { reading: Reading; language: string }) {
  const { t } = useWords()
  return (
    <article className="pledge" lang={language} dir={directionOf(language)}>
      {reading.preamble !== '' && <div className="preamble"><Paragraphs text={reading.preamble} /></div>}
      {reading.principles.map(({ id, title, intro, clauses }) => (
        <section key={id} id={id} aria-labelledby={`${id}-title`}>
          <h2 id={`${id}-title`}><a className="clause-id" href={`#${id}`} aria-label={t('pledge.clause', { id })}><bdi>{id}</bdi></a> {title}</h2>
          {intro !== '' && <Paragraphs text={intro} />}
          <ol className="clauses">
            {clauses.map((clause) => (
              <li key={clause.id} id={clause.id}>
                <a className="clause-id" href={`#${clause.id}`} aria-label={t('pledge.clause', { id: clause.id })}><bdi>{clause.id}</bdi></a>
                <div><Paragraphs text={clause.text} /></div>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </article>
  )
}

export const Paragraphs = ({ text }: { text: string }) => text.split(/\n\s*\n/).map((paragraph, n) => <p key={n}>{linked(paragraph)}</p>)

/** As paragraphs stand, with their links. */
export function linked(text: string): ReactNode[] {
  return piecesOf(text).map(({ text: words, href }, n) => (href === undefined ? words : <a key={n} href={href} rel="noreferrer">{words}</a>))
}

/** Straight to a principle. */
export function PledgeContents({ reading, language }: { reading: Reading; language: string }) {
  const { t } = useWords()
  return (
    <nav className="toc" aria-label={t('pledge.contents')}>
      <ol lang={language} dir={directionOf(language)}>
        {reading.principles.map(({ id, title }) => <li key={id}><a href={`#${id}`}><bdi>{id}</bdi> {title}</a></li>)}
      </ol>
    </nav>
  )
}
