/** A teaching page: the days of 2017, step by step. Each step says who knew what, which clock runs, and leads to where it is done in this hub. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Chip, Day, Value } from '../../ui/marks.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { clocksFrom, dayOf, DEMO_COMMAND, LESSON_SOURCES, SAMPLE_CVE, stepNamed, STEPS, WHO, type Knows, type Step } from './lesson-steps.ts'

export const handle = { at: 'lesson' }

/** `step`: one of them, or all where it is left out or none. `sample`: the advisory of the case that the sample alliance plays. */
export const loader = page(async ({ api, url, alliance }) => {
  const [found] = alliance?.demo === true ? (await api.advisories.advisories({ query: { cve: SAMPLE_CVE, limit: 1 } })).advisories : []
  return { step: stepNamed(url.searchParams.get('step'))?.id ?? null, sample: found === undefined ? null : { id: found.id, title: found.title, language: found.language } }
})
type Sample = ReturnType<typeof useLoaderData<typeof loader>>['sample']

const KINDS = { nothing: 'plain', flaw: 'attention', fix: 'good', exploit: 'danger', all: 'sealed' } as const
/** On these days the case that is played has its advisory, or a new version of it. */
const PUBLISHED: readonly Step['id'][] = ['fixed', 'leaked', 'worm']
const pathOf = (step: Step): string => pathTo('lesson', {}, { step: step.id })

export default function Lesson() {
  const { step, sample } = useLoaderData<typeof loader>()
  const chosen = stepNamed(step)
  const { t } = useWords()
  return (
    <Page at="lesson" title={t('place.lesson')} sentence={t('lesson.sentence')}>
      <Line chosen={chosen} />
      {chosen === undefined ? STEPS.map((each) => <One key={each.id} step={each} sample={sample} />) : <><One step={chosen} sample={sample} /><Around step={chosen} /></>}
      {chosen === undefined && <Matrix />}
      {chosen === undefined && <Part title={t('lesson.limits')}><p>{t('lesson.limits.says')}</p></Part>}
      <Part title={t('lesson.play')}><p><Say k="lesson.play.says" command={<bdi dir="ltr"><Value>{DEMO_COMMAND}</Value></bdi>} /></p></Part>
      <Part title={t('lesson.sources')}>
        <ul className="values">{LESSON_SOURCES.map(({ name, url }) => <li key={url}><a href={url} rel="noreferrer" lang="en"><bdi dir="ltr">{name}</bdi></a></li>)}</ul>
      </Part>
    </Page>
  )
}

/** Every step can be pressed; distances are those of the days. */
function Line({ chosen }: { chosen: Step | undefined }) {
  const { t } = useWords()
  return (
    <nav aria-label={t('lesson.line')}>
      <ol className="lesson-line">
        {STEPS.map((step) => (
          <li key={step.id}>
            <a href={pathOf(step)} aria-current={chosen?.id === step.id ? 'step' : undefined}><When step={step} /><span>{t(`lesson.${step.id}.title`)}</span></a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function When({ step: { on } }: { step: Step }) {
  const { t } = useWords()
  return <span className="lesson-when">{on === null ? t('lesson.undated') : <><Day at={on} /> · {t('lesson.day', { n: dayOf(on) })}</>}</span>
}

function One({ step, sample }: { step: Step; sample: Sample }) {
  const { t } = useWords()
  const clocks = clocksFrom(step)
  return (
    <section className="part lesson-step" id={step.id}>
      <p className="lesson-when"><When step={step} /> · {t('lesson.step', { n: STEPS.indexOf(step) + 1, all: STEPS.length })}</p>
      <h2>{t(`lesson.${step.id}.title`)}</h2>
      <h3>{t('lesson.happened')}</h3>
      <p>{t(`lesson.${step.id}.happened`)}</p>
      <h3>{t('lesson.knows')}</h3>
      <Knowing step={step} />
      <h3>{t('lesson.clocks')}</h3>
      <p>{t(`lesson.${step.id}.clock`)}</p>
      {clocks.length > 0 && <ul className="values">{clocks.map(({ id, due }) => <li key={id}><Say k="lesson.until" clock={t(`lesson.clock.${id}`)} day={<Day at={due} />} /></li>)}</ul>}
      <h3>{t('lesson.hub')}</h3>
      <p>{t(`lesson.${step.id}.hub`)}</p>
      <Leads step={step} />
      {sample !== null && PUBLISHED.includes(step.id) && <p><Say k="lesson.sample" title={<a href={pathTo('advisory', { id: sample.id })} lang={sample.language} dir="auto">{sample.title}</a>} /></p>}
    </section>
  )
}

function Knowing({ step }: { step: Step }) {
  const { t } = useWords()
  const before = STEPS[STEPS.indexOf(step) - 1]
  if (before !== undefined && WHO.every((who) => before.knows[who] === step.knows[who])) return <p>{t('lesson.same')}</p>
  return (
    <dl className="lesson-knows">
      {WHO.map((who) => (
        <div key={who}>
          <dt>{t(`lesson.who.${who}`)}</dt>
          <dd><Known knows={step.knows[who]} />{before !== undefined && before.knows[who] !== step.knows[who] && <span className="quiet"> {t('lesson.new')}</span>}</dd>
        </div>
      ))}
    </dl>
  )
}

function Known({ knows }: { knows: Knows }) {
  const { t } = useWords()
  return <Chip kind={KINDS[knows]}>{t(`lesson.knows.${knows}`)}</Chip>
}

function Leads({ step }: { step: Step }) {
  const { t } = useWords()
  return <p className="lesson-leads">{step.leads.map((to) => <a key={to} href={pathTo(to)}>{t(`lesson.do.${to}`)}</a>)}</p>
}

/** One step back, one on, or all of them. */
function Around({ step }: { step: Step }) {
  const { t } = useWords()
  const [back, on] = [STEPS[STEPS.indexOf(step) - 1], STEPS[STEPS.indexOf(step) + 1]]
  return (
    <nav className="lesson-around" aria-label={t('lesson.around')}>
      {back !== undefined && <a href={pathOf(back)} rel="prev">{t('lesson.previous', { title: t(`lesson.${back.id}.title`) })}</a>}
      {on !== undefined && <a href={pathOf(on)} rel="next">{t('lesson.next', { title: t(`lesson.${on.id}.title`) })}</a>}
      <a href={pathTo('lesson')}>{t('lesson.all')}</a>
    </nav>
  )
}

function Matrix() {
  const { t } = useWords()
  return (
    <Part title={t('lesson.matrix')}>
      <div className="lesson-matrix"><Table
        caption={t('lesson.matrix')} rows={WHO} keyOf={(who) => who}
        columns={[
          { head: t('lesson.who'), names: true, render: (who) => t(`lesson.who.${who}`) },
          ...STEPS.map((step) => ({ head: t(`lesson.${step.id}.title`), render: (who: (typeof WHO)[number]) => <Known knows={step.knows[who]} /> })),
        ]}
      /></div>
    </Part>
  )
}
