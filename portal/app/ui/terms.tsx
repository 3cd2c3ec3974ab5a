/** Terms of an embargo in words: exact instants in UTC and in the zone they were written in, who proposed them, what they say. */
import type { Client } from '@openaccord/api'
import { Countdown } from './case.tsx'
import { Chip, Theirs, Value } from './marks.tsx'
import { Pairs } from './table.tsx'
import { Say, useWords } from './visit.tsx'
import { isZone, momentIn } from '../zones.ts'

export type Embargo = Awaited<ReturnType<Client['embargo']['embargo']>>
export type OfferedTerms = Embargo['open'][number]

/** One instant twice: in UTC, and as clocks show it in the zone of whoever wrote it. */
export function Instant({ at, zone, counted = false }: { at: string; zone: string; counted?: boolean }) {
  const { moment, ago, locale } = useWords()
  return (
    <>
      <time dateTime={at}>{moment(at)}</time> {counted ? <Countdown until={at} /> : <span className="quiet">{ago(at)}</span>}
      {zone !== 'UTC' && isZone(zone) && <span className="under">{momentIn(locale, at, zone)}</span>}
    </>
  )
}

export function Terms({ terms, counted = false }: { terms: OfferedTerms; counted?: boolean }) {
  const { t, moment } = useWords()
  const { id, ends, zone, since, proposed, by, own, text, language, textSha256, reason, answer } = terms
  return (
    <div className="terms-shown">
      <Pairs pairs={[
        [t('terms.ends'), <span key="e"><Instant at={ends} zone={zone} counted={counted} /></span>],
        [t('terms.since'), since === null ? null : moment(since)],
        [t('terms.by'), <Say key="b" k="terms.by.at" by={own ? t('terms.us') : by === null ? <span className="quiet">{t('terms.unnamed')}</span> : <Theirs>{by}</Theirs>} at={moment(proposed)} />],
        [t('terms.reason'), reason === null ? null : <span key="r" dir="auto">{reason}</span>],
        [t('terms.answer'), answer === null ? null : <Chip key="a" kind={answer === 'accepted' ? 'good' : answer === 'asked-again' ? 'attention' : 'plain'}>{t(`terms.answer.${answer}`)}</Chip>],
      ]} />
      <blockquote className="terms lines" dir="auto" lang={language ?? undefined}>{text}</blockquote>
      <details className="more"><summary>{t('terms.exact')}</summary><Pairs pairs={[[t('terms.id'), <Value key="i">{id}</Value>], [t('terms.sha256'), <Value key="s">{textSha256}</Value>], [t('terms.ends'), <Value key="u">{ends}</Value>]]} /></details>
    </div>
  )
}

/** What being under an embargo asks of one, in plain words; the same wherever somebody is about to agree. */
export function WhatAgreeingMeans() {
  const { t } = useWords()
  return <div className="prose"><ul>{(['quiet', 'until', 'ends', 'leave', 'free', 'record'] as const).map((what) => <li key={what}>{t(`agreeing.${what}`)}</li>)}</ul></div>
}
