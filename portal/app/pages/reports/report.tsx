/** Whom to tell about a weakness: teams of the alliance first, then what a domain says of itself, then a letter to send. No account. */
import { useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink, Field, Form, Submit } from '../../ui/form.tsx'
import { Code, Theirs } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { SafeHarbour, useReplies, type DeskCard } from '../../ui/report.tsx'
import { useWords } from '../../ui/visit.tsx'
import { wishFrom } from './wish.ts'

export const handle = { at: 'report' }

export const loader = page(async ({ api, url }) => {
  const about = url.searchParams.get('about')?.trim().slice(0, 300) ?? ''
  const [{ desks, coordinator }, found] = await Promise.all([api.reports.desks(), about === '' ? null : api.reports.whom({ body: wishFrom(about) })])
  return { about, desks, coordinator, found }
})

type Found = NonNullable<Awaited<ReturnType<typeof loader>>['found']>

export default function Report() {
  const { about, desks, coordinator, found } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <Page at="report" title={t('place.report')} sentence={t('report.sentence')} api="/api/v1/reports/desks" actions={<ButtonLink to={pathTo('mailbox')}>{t('report.haveCode')}</ButtonLink>}>
      <Form method="get" action={pathTo('report')} label={t('report.whom')}>
        <Field name="about" type="search" label={t('report.about')} help={t('report.about.help')} value={about} maxLength={300} />
        <Submit>{t('report.find')}</Submit>
      </Form>
      {found !== null && <Answer found={found} about={about} />}
      <Part title={t('report.desks')}>
        {desks.length === 0 ? <Empty title={t('report.desks.none')}><p>{t('report.desks.none.says')}</p></Empty> : <Desks desks={desks} />}
        {coordinator !== null && <p><a href={pathTo('reportTo', { slug: coordinator })}>{t('report.coordinator')}</a></p>}
      </Part>
      <Part title={t('report.how')}>
        <div className="prose"><ol>{([1, 2, 3, 4] as const).map((step) => <li key={step}>{t(`report.how.${step}`)}</li>)}</ol></div>
      </Part>
    </Page>
  )
}

function Desks({ desks, because }: { desks: readonly DeskCard[]; because?: ReadonlyMap<string, string> }) {
  const { t } = useWords()
  const replies = useReplies()
  return (
    <ul className="cards">
      {desks.map((desk) => (
        <li key={desk.slug}>
          <h3><a href={pathTo('reportTo', { slug: desk.slug })}><Theirs>{desk.name}</Theirs></a></h3>
          {because?.get(desk.slug) !== undefined && <p>{because.get(desk.slug)}</p>}
          <p><SafeHarbour level={desk.safeHarbour} /></p>
          <p className="quiet">{replies(desk.figures)}</p>
          {desk.policyUrl !== null && <p><a href={desk.policyUrl} rel="nofollow noreferrer">{t('report.policyAt')}</a></p>}
        </li>
      ))}
    </ul>
  )
}

function Answer({ found: { desks, outside, handOver }, about }: { found: Found; about: string }) {
  const { t, time, list } = useWords()
  return (
    <Part title={t('report.answer', { about })} id="answer">
      {desks.length > 0 && <Desks desks={desks.map(({ desk }) => desk)} because={new Map(desks.map(({ desk, source }) => [desk.slug, t(`report.because.${source}`)]))} />}
      {outside.map(({ url, name, source, contacts, policy, expires, valid }) => (
        <Notice key={url} kind={valid ? 'plain' : 'attention'} title={t(`report.outside.${source}`, { name })}>
          {!valid && <p>{t('report.outside.invalid')}</p>}
          {contacts.length > 0 && <p>{t('report.outside.contacts')} <bdi dir="ltr">{list(contacts)}</bdi></p>}
          {policy !== null && <p><a href={policy} rel="nofollow noreferrer">{t('report.policyAt')}</a></p>}
          {expires !== null && <p>{t('report.outside.expires', { at: time(expires) })}</p>}
          <p><a href={url} rel="nofollow noreferrer"><bdi dir="ltr">{url}</bdi></a></p>
        </Notice>
      ))}
      {desks.length === 0 && outside.length === 0 && <p>{t('report.answer.none')}</p>}
      {handOver !== null && (
        <Part title={t('report.letter')}>
          <p>{t('report.letter.says')}</p>
          {handOver.to.length > 0 && <p>{t('report.letter.to')} <bdi dir="ltr">{list(handOver.to)}</bdi></p>}
          <Code label={t('report.letter')} text={handOver.letter} long />
          <ul>{handOver.wait.map(({ at }, step) => <li key={at}>{t(`report.wait.${step === 0 ? 'first' : 'then'}`, { at: time(at) })}</li>)}</ul>
        </Part>
      )}
    </Part>
  )
}
