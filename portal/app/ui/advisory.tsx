/** Advisories in a row and in a word: state, severity, TLP, and the sentences that packages/advisory makes. */
import { Fragment } from 'react'
import type { Client } from '@openaccord/api'
import type { Sentence, Words } from '@openaccord/advisory'
import { pathTo } from '../paths.ts'
import { Chip, Theirs, Time } from './marks.tsx'
import { directionOf } from './pledge.tsx'
import { useWords } from './visit.tsx'

export type Card = Awaited<ReturnType<Client['advisories']['advisories']>>['advisories'][number]

/** How bad it is, in a word and a figure; colour is never the only sign. */
export function Severity({ of }: { of: Card['severity'] }) {
  const { t, number } = useWords()
  if (of === null || of.word === 'none') return <span className="quiet">{t('adv.severity.none')}</span>
  const kind = of.word === 'critical' || of.word === 'high' ? 'danger' : of.word === 'medium' ? 'attention' : 'plain'
  return <Chip kind={kind}>{t('adv.severity', { word: t(`adv.severity.${of.word}`), score: number(of.score) })}</Chip>
}

export function Rows({ advisories }: { advisories: readonly Card[] }) {
  const { t } = useWords()
  return (
    <ul className="cards">
      {advisories.map((card) => (
        <li key={card.id}>
          <h3><a href={pathTo('advisory', { id: card.id })} lang={card.language} dir={directionOf(card.language)}>{card.title}</a></h3>
          <p><Severity of={card.severity} />{card.state === 'withdrawn' && <> <Chip kind="attention">{t('adv.withdrawn')}</Chip></>}{card.exploited && <> <Chip kind="danger">{t('adv.exploited')}</Chip></>}{card.match !== null && <> <Chip kind={MATCHES[card.match]}>{t(`adv.match.${card.match}`)}</Chip></>}</p>
          <p className="quiet"><Theirs>{card.organisation.name}</Theirs> · <bdi dir="ltr">{card.trackingId}</bdi> · {card.cves.map((cve) => <Fragment key={cve}><bdi dir="ltr" className="whole">{cve}</bdi> · </Fragment>)}<Time at={card.changed} /></p>
        </li>
      ))}
    </ul>
  )
}

const MATCHES = { affected: 'danger', fixed: 'good', 'not-affected': 'good', investigating: 'attention', unknown: 'plain' } as const

/** What each audience is told: what it is, whether one is affected, what to do. */
export function Told({ words }: { words: Words }) {
  const { t } = useWords()
  return (['people', 'administrators', 'developers'] as const).filter((audience) => words.audiences[audience].length > 0).map((audience, n) => (
    <details key={audience} className="more" id={audience} open={n === 0}>
      <summary>{t(`adv.audience.${audience}`)}</summary>
      {words.audiences[audience].map(({ question, sentences }) => (
        <div key={question} className="prose">
          <h2>{t(`adv.question.${question}`)}</h2>
          {sentences.map((sentence) => <p key={JSON.stringify(sentence)}><Said sentence={sentence} language={words.language} /></p>)}
        </div>
      ))}
    </details>
  ))
}

/** The author’s own words in their language; the others in the reader’s. */
export function Said({ sentence, language }: { sentence: Sentence; language: string }) {
  const { t, has } = useWords()
  if ('text' in sentence) return <span lang={sentence.language} dir={directionOf(sentence.language)}>{sentence.text}</span>
  const key = `adv.say.${sentence.key}`
  if (OWN_WORDS.has(sentence.key)) return <span lang={language} dir={directionOf(language)}>{has(key) ? t(key, sentence.values) : ''}</span>
  return <>{has(key) ? t(key, sentence.values) : ''}</>
}

/** Sentences that are nothing but what the author wrote. */
const OWN_WORDS: ReadonlySet<string> = new Set(['flaw', 'description', 'because', 'do-fix'])
