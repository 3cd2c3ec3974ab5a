/** Applying, before it begins: who may join, what is asked and for how long, what becomes public; then one button, and the link, once. */
import { useActionData, useLoaderData } from 'react-router'
import { form, isTrouble, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { STAGES } from '../../ui/stages.ts'
import { Effort, effortOf, type EffortGiven } from '../../ui/effort.tsx'
import { ButtonLink, Field, Form, Submit } from '../../ui/form.tsx'
import { Code } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { CONTACT_DAYS, mineOf, mustDo, orNone, pageOf, PAGES } from './steps.ts'

export const handle = { at: 'apply', lively: true }

export const loader = page(async ({ api }) => {
  const [given, mine] = await Promise.all([api.effort.challenge({ params: { purpose: 'application' } }), mineOf(api)])
  return { given, mine: mine === null ? null : mine.state }
})

export const action = form(async ({ api, origin }, filled) => {
  const { link } = await api.admissions.begin({ body: { ...orNone('mail', filled.text('mail')), effort: effortOf(filled) } })
  return { link: new URL(link, origin).href, mailed: filled.text('mail') }
})

export default function Apply() {
  const { given, mine } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  if (result !== undefined && !isTrouble(result)) return <Begun {...result} />
  return (
    <Page
      at="apply" title={t('place.apply')} sentence={t('apply.sentence')} wrong={isTrouble(result)}
      actions={<>{mine === null ? <ButtonLink kind="first" to="#begin">{t('apply.begin')}</ButtonLink> : <ButtonLink kind="first" to={pathTo('applyStanding')}>{t('apply.resume')}</ButtonLink>}<ButtonLink to={pathTo('applications')}>{t('apply.others')}</ButtonLink></>}
    >
      <Part title={t('apply.who')}><Who /></Part>
      <Part title={t('apply.check')}><FirstTaste /></Part>
      <Part title={t('apply.time')}><TimeItTakes /></Part>
      <Part title={t('apply.asked')}><Asked /></Part>
      <Part title={t('apply.then')}><Stages /></Part>
      <Part title={t('apply.public')}><p>{t('apply.public.says')}</p><p>{t('apply.public.never')}</p></Part>
      <Part title={t('apply.no')}><p>{t('apply.no.says')}</p></Part>
      <Part title={t('apply.begin')} id="begin"><Begin given={given} result={result} /></Part>
    </Page>
  )
}

function Who() {
  const { t } = useWords()
  return (
    <div className="prose">
      <ul>
        {(['private', 'domain', 'contact', 'sanctions', 'offence', 'whole'] as const).map((each) => <li key={each}>{t(`apply.who.${each}`, { count: CONTACT_DAYS })}</li>)}
      </ul>
      <p><Say k="apply.who.pledge" pledge={<a href={pathTo('pledge')}>{t('place.pledge')}</a>} /></p>
    </div>
  )
}

function FirstTaste() {
  const { t } = useWords()
  return (
    <>
      <p>{t('apply.check.says')}</p>
      <Form action={pathTo('domainCheck')} shape="row" label={t('apply.check')}>
        <div className="grow"><Field name="domain" label={t('field.domain')} help={t('apply.check.help')} maxLength={253} bare optional autoComplete="off" /></div>
        <Submit kind="plain">{t('apply.check.go')}</Submit>
      </Form>
    </>
  )
}

/** With everything at hand, for one person; whole fives of minutes, never less than it takes. */
const MINUTES = { micro: 35, small: 45, medium: 90, large: 120 } as const

function TimeItTakes() {
  const { t, number } = useWords()
  return (
    <Table
      caption={t('apply.time.caption')} rows={['micro', 'small', 'medium', 'large'] as const} keyOf={(size) => size}
      columns={[
        { head: t('apply.time.size'), names: true, render: (size) => t(`size.${size}`) },
        { head: t('apply.time.minutes'), kind: 'figure', render: (size) => number(MINUTES[size]) },
        { head: t('apply.time.how'), render: (size) => t(size === 'micro' || size === 'small' ? 'apply.time.short' : 'apply.time.full') },
      ]}
    />
  )
}

function Asked() {
  const { t } = useWords()
  return (
    <>
      <p>{t('apply.asked.says')}</p>
      <Table
        caption={t('apply.asked.caption')} rows={PAGES.map(({ step }) => step).filter(mustDo)} keyOf={(step) => step}
        columns={[
          { head: t('apply.asked.page'), names: true, render: (step) => t(`step.${step}`) },
          { head: t('apply.asked.needs'), render: (step) => t(`step.${step}.needs`) },
          { head: t('apply.asked.sees'), render: (step) => t(`sees.short.${pageOf(step)?.sees ?? 'secretariat'}`) },
        ]}
      />
    </>
  )
}

function Stages() {
  const { t } = useWords()
  return (
    <>
      <p>{t('apply.then.says')}</p>
      <ol className="way">
        {STAGES.map(({ stage, days }, n) => (
          <li key={stage} data-stage="next">
            <span className="dot" aria-hidden="true">{n + 1}</span>
            <div><p className="name">{t(`stage.${stage}`)}</p><p className="under">{t(`stage.${stage}.lasts`, { count: days })}</p></div>
          </li>
        ))}
      </ol>
    </>
  )
}

function Begin({ given, result }: { given: EffortGiven; result: unknown }) {
  const { t } = useWords()
  return (
    <>
      <Form result={result} action={pathTo('apply')}>
        <Field name="mail" type="email" autoComplete="email" label={t('field.mail')} help={t('apply.begin.mail')} optional maxLength={254} />
        <Effort purpose="application" given={given} result={result} />
        <Submit>{t('apply.begin')}</Submit>
      </Form>
      <p><a href={pathTo('applyStanding')}>{t('apply.have')}</a></p>
    </>
  )
}

/** The link is shown here and never again; only its hash is kept. */
function Begun({ link, mailed }: { link: string; mailed: string }) {
  const { t } = useWords()
  return (
    <Page at="apply" title={t('begun.title')} sentence={t('begun.sentence')}>
      <Notice kind="good" title={t('begun.keep')}>
        <p>{t('begun.once')}</p>
        <div className="wrapped"><Code text={link} label={t('begun.link')} /></div>
        <p>{mailed === '' ? t('begun.notMailed') : <Say k="begun.mailed" mail={<bdi>{mailed}</bdi>} />}</p>
      </Notice>
      <div className="actions"><ButtonLink kind="first" to={pathTo('applyForm', { step: 'organisation' })}>{t('begun.go')}</ButtonLink></div>
    </Page>
  )
}
