/** Parts of an application that several pages show: the path it goes, who is waited for, who sees what, gates, sponsors, history. */
import type { Client } from '@openaccord/api'
import { pathTo } from '../paths.ts'
import { useCriterion, useResult } from './evidence.tsx'
import { Chip, Day, Theirs, Time } from './marks.tsx'
import { Notice } from './notice.tsx'
import { STAGES } from './stages.ts'
import { Say, useWords } from './visit.tsx'

export type Application = Awaited<ReturnType<Client['admissions']['application']>>
export type Card = Awaited<ReturnType<Client['admissions']['applications']>>['applications'][number]
export type Own = Awaited<ReturnType<Client['admissions']['mine']>>
export type Evidence = Application['evidence'][number]
export type Wait = Application['waits'][number]
export type State = Application['state']

const ENDED: ReadonlySet<State> = new Set(['withdrawn', 'lapsed', 'declined', 'appeal'])
export const hasEnded = (state: State): boolean => ENDED.has(state)

const KIND: Partial<Record<State, 'good' | 'attention' | 'danger'>> = {
  'comment-window': 'attention', 'more-information': 'attention', 'probation': 'good', 'member': 'good', 'declined': 'danger', 'lapsed': 'danger', 'appeal': 'attention',
}

export function ApplicationState({ state }: { state: State }) {
  const { t } = useWords()
  return <Chip kind={KIND[state] ?? 'plain'}>{t(`application.state.${state}`)}</Chip>
}

const stageOf = (state: string): number => STAGES.findIndex(({ states }) => (states as readonly string[]).includes(state))

/** Where it is on its path: each stage with the day it began, and for how long those ahead may last. */
export function Path({ state, history }: { state: State; history: readonly { at: string; state: string }[] }) {
  const { t } = useWords()
  const reached = Math.max(0, ...history.map((step) => stageOf(step.state)))
  const here = hasEnded(state) ? reached : Math.max(0, stageOf(state))
  return (
    <ol className="way">
      {STAGES.map(({ stage, states, days }, n) => {
        const began = history.find((step) => (states as readonly string[]).includes(step.state))?.at
        const over = state === 'member' && n === here
        const kind = n > here ? 'next' : n < here || over ? 'done' : hasEnded(state) ? 'ended' : 'now'
        return (
          <li key={stage} data-stage={kind} aria-current={kind === 'now' ? 'step' : undefined}>
            <span className="dot" aria-hidden="true">{kind === 'done' ? '✓' : kind === 'ended' ? '×' : n + 1}</span>
            <div>
              <p className="name">{t(`stage.${stage}`)} <span className="sr">{t(`stage.is.${kind}`)}</span></p>
              {kind === 'next' ? <p className="under">{t(`stage.${stage}.lasts`, { count: days })}</p> : began !== undefined && <p className="under"><Day at={began} /></p>}
              {kind === 'ended' && <p><ApplicationState state={state} /></p>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** Not something to be done by then: a time that runs out. */
const WINDOWS: ReadonlySet<Wait['what']> = new Set(['finish-draft', 'comments', 'vote', 'may-appeal', 'probation'])

/** “Waiting for the secretariat to see whether everything is there. Due in 7 days; 3 of 10 days are over.” */
export function WaitLine({ wait, own = false, brief = false }: { wait: Wait; own?: boolean; brief?: boolean }) {
  const { t, has } = useWords()
  const mine = `wait.own.${wait.what}`
  const says = own && wait.party === 'applicant' && has(mine) ? t(mine) : null
  return (
    <>
      {says ?? <Say k={`wait.${wait.what}`} name={<Theirs>{wait.name ?? t('wait.applicant')}</Theirs>} />}{' '}
      {brief ? <span className="quiet"><Time at={wait.due} /></span> : <Say k={wait.overdue ? 'wait.overdue' : WINDOWS.has(wait.what) ? 'wait.ends' : wait.working ? 'wait.until.working' : 'wait.until'} fill={{ day: wait.day, days: wait.days }} when={<Time at={wait.due} full />} />}
    </>
  )
}

/** Who is being waited for, on its own, as the first thing on a page. */
export function Waits({ waits, own = false }: { waits: readonly Wait[]; own?: boolean }) {
  const { t } = useWords()
  const [first, ...others] = waits
  if (first === undefined) return <p className="waits" data-who="nobody">{t('wait.nobody')}</p>
  return (
    <div className="waits" data-who={first.party}>
      <strong><WaitLine wait={first} own={own} /></strong>
      {others.map((wait) => <span key={wait.what}><WaitLine wait={wait} own={own} /></span>)}
    </div>
  )
}

/** Beside each field: who will see what is written there. */
export function Sees({ who }: { who: 'public' | 'later' | 'secretariat' }) {
  const { t } = useWords()
  return <span className="sees" data-who={who === 'secretariat' ? 'secretariat' : 'public'}>{t(`sees.${who}`)}</span>
}

const GATE_KIND = { open: 'plain', waiting: 'attention', passed: 'good', failed: 'danger' } as const

export function Gates({ gates }: { gates: Application['gates'] }) {
  const { t } = useWords()
  return (
    <ul className="hits">
      {gates.map(({ gate, state, at, detail }) => (
        <li key={gate}>
          <span>{t(`gate.${gate}`)} <Chip kind={GATE_KIND[state]}>{t(`gate.is.${state}`)}</Chip></span>
          {(at !== null || detail !== null) && <span className="under">{at !== null && <Day at={at} />}{detail !== null && <span dir="auto" lang="en">{detail}</span>}</span>}
        </li>
      ))}
    </ul>
  )
}

/** What its domain shows less than when everyone was asked, and whether it is still its own; nothing where nothing is to be said. */
export function DomainNews({ news: { worse, measured, control }, to }: { news: Application['domainNews']; /** Where the application stands, on pages that are not its own. */ to?: string }) {
  const { t } = useWords()
  const named = useCriterion()
  const result = useResult()
  const lost = control !== null && (control.result === 'missing' || control.result === 'wrong')
  return (
    <>
      {lost && <Notice kind="danger" title={t('domainNews.lost.title')}><p><Say k="domainNews.lost" when={<Time at={control.at} full />} /></p></Notice>}
      {worse.length > 0 && measured !== null && (
        <Notice kind="attention" title={t('domainNews.worse.title')}>
          <p><Say k="domainNews.worse" when={<Time at={measured} full />} /></p>
          <ul>{worse.map(({ check, before, now }) => <li key={check}><bdi>{t('domainNews.item', { check: named(check), before: result(before), now: result(now) })}</bdi></li>)}</ul>
          <p>{t('domainNews.says')}{to !== undefined && <> <a href={`${to}#evidence`}>{t('domainNews.application')}</a></>}</p>
        </Notice>
      )}
      {control?.result === 'error' && <p className="quiet"><Say k="domainNews.error" when={<Time at={control.at} full />} /></p>}
      {control?.result === 'verified' && <p className="quiet"><Say k="domainNews.verified" when={<Time at={control.at} full />} /></p>}
    </>
  )
}

/** Who sponsors it, and what each attests with how it knows. */
export function Sponsors({ application: { sponsorList, sponsors, sponsorsNeeded } }: { application: Application }) {
  const { t } = useWords()
  return (
    <>
      <p>{t(sponsors === 0 ? 'sponsors.none' : sponsors >= sponsorsNeeded ? 'sponsors.enough' : 'sponsors.of', { count: sponsors, needed: sponsorsNeeded })}</p>
      <div className="claims">
        {sponsorList.map(({ fact, slug, name, at, facts, withdrawn, withdrawal, reason }) => (
          <article className="claim" key={fact}>
            <h3><a href={pathTo('registered', { slug })}><bdi>{name}</bdi></a> {withdrawn !== null && <Chip kind="danger">{t('sponsors.withdrawn')}</Chip>}</h3>
            <ul className="values">
              {facts.map((each) => <li key={each.fact}>{t(`says.fact.${each.fact}`)} · <span className="quiet">{t(`says.known.${each.known}`)}</span>{each.note !== undefined && <> · <span dir="auto">{each.note}</span></>}</li>)}
            </ul>
            <p className="quiet"><Day at={at} /> · <a href={pathTo('act', { id: fact })}>{t('proof.check')}</a></p>
            {withdrawn !== null && <p><Say k="sponsors.withdrawn.says" when={<Day at={withdrawn} />} />{reason !== null && <> <span dir="auto">{reason}</span></>}{withdrawal !== null && <> · <a href={pathTo('act', { id: withdrawal })}>{t('proof.check')}</a></>}</p>}
          </article>
        ))}
      </div>
    </>
  )
}

/** All that happened, oldest first, each with its proof where it is in the log. */
export function History({ history }: { history: Application['history'] }) {
  const { t, has } = useWords()
  const named = useCriterion()
  // a few carry a code instead of words: the rule, the result, the piece of evidence
  const coded = (what: string, words: string) => {
    const key = what === 'domain-looked-at' ? `domainNews.is.${words}` : what === 'comment-hidden' ? `comment.hidden.${words}` : `ballot.outcome.${words}`
    return /^(evidence|dispute|document)-/.test(what) ? named(words) : has(key) ? t(key) : words
  }
  const said = (what: string) => {
    const key = `happened.${what}`
    return has(key) ? t(key) : what
  }
  return (
    <ol className="hits">
      {history.map(({ at, what, name, words, fact }) => (
        <li key={`${at} ${what} ${fact}`}>
          <span>{said(what)}{name !== null && <> · <Theirs>{name}</Theirs></>}</span>
          {words !== null && <span dir="auto">{coded(what, words)}</span>}
          <span className="under"><Time at={at} full />{fact !== null && <a href={pathTo('act', { id: fact })} aria-label={t('proof.check.full', { what: said(what) })}>{t('proof.check')}</a>}</span>
        </li>
      ))}
    </ol>
  )
}
