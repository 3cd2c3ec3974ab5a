/** The front page: what this alliance is, who takes part, what was shared lately, and the doors that are open. */
import { data, useLoaderData } from 'react-router'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DayBars } from '../../ui/bars.tsx'
import { ButtonLink, Field, Form, Submit } from '../../ui/form.tsx'
import { HitList } from '../../ui/hits.tsx'
import { Theirs } from '../../ui/marks.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'front' }

export const loader = page(async ({ api, alliance }) => {
  if (alliance === null) throw data(null, { status: 503 })
  const [lately, register, { versions, current }] = await Promise.all([api.exchange.lately(), api.members.register(), api.pledges.pledgeVersions()])
  // what joins two things says little without them
  const lone = lately.public.filter(({ type }) => type !== 'relationship' && type !== 'sighting')
  return { alliance, lately: { ...lately, public: lone.slice(0, 6) }, organisations: register.organisations.filter(({ state }) => state === 'active'), pledge: versions.find(({ version }) => version === current) }
})

export default function Front() {
  const { alliance, lately, organisations, pledge } = useLoaderData<typeof loader>()
  const { me } = useVisit()
  const { t } = useWords()
  const purpose = alliance.purpose === '' ? t('front.purpose.none') : alliance.purpose
  return (
    <Page at="front" title={t('front.title', { name: alliance.name })} sentence={<Theirs>{purpose}</Theirs>} api="/api/v1/alliance">
      {alliance.needsSetUp && <Notice kind="attention" title={t('front.setUp.title')}><p>{t('front.setUp')}</p></Notice>}
      {me === null ? <Doors /> : <MemberDoors />}
      <Part title={t('front.pledge')}>
        <Accord pledge={pledge} />
      </Part>
      <Part title={t('front.lately')}>
        {lately.objects > 0 && <p><Say k="front.lately.counts" fill={{ count: lately.objects, organisations: t('front.lately.organisations', { count: lately.organisations }) }} /></p>}
        <DayBars days={lately.days} />
        {lately.public.length === 0
          ? <Empty title={t('front.lately.empty.title')}><p>{t('front.lately.empty')}</p></Empty>
          : <><h3>{t('front.lately.public')}</h3><HitList hits={lately.public} /><p><a href={pathTo('threats')}>{t('front.lately.all')}</a></p></>}
      </Part>
      <Part title={t('front.who')}>
        <Who organisations={organisations} />
      </Part>
      {alliance.contact !== null && (
        <Part title={t('front.join')}>
          <div className="actions"><ButtonLink to={pathTo('apply')}>{t('place.apply')}</ButtonLink><ButtonLink to={pathTo('applications')}>{t('apply.others')}</ButtonLink></div>
          <p><Say k="front.join.how" contact={<a href={`mailto:${alliance.contact}`}>{alliance.contact}</a>} /></p>
        </Part>
      )}
    </Page>
  )
}

function Doors() {
  const { t } = useWords()
  return (
    <div className="actions">
      <ButtonLink kind="first" to={pathTo('pledge')}>{t('front.door.pledge')}</ButtonLink>
      <ButtonLink to={pathTo('register')}>{t('front.door.register')}</ButtonLink>
      <ButtonLink to={pathTo('threats')}>{t('front.door.threats')}</ButtonLink>
      <ButtonLink to={pathTo('collections')}>{t('front.door.collections')}</ButtonLink>
      <ButtonLink to={pathTo('report')}>{t('place.report')}</ButtonLink>
    </div>
  )
}

/** What is signed here, by how many, and whether one name is among them. */
function Accord({ pledge }: { pledge: { version: string; signatures: number } | undefined }) {
  const { t } = useWords()
  return (
    <>
      <p>{pledge === undefined ? t('front.pledge.none') : t('front.pledge.says', { version: pledge.version, count: pledge.signatures })}</p>
      <Form method="get" action={pathTo('register')} shape="row" label={t('front.pledge.ask')}>
        <div className="grow"><Field name="name" type="search" label={t('front.pledge.ask')} help={t('front.pledge.ask.help')} maxLength={200} bare optional /></div>
        <Submit kind="plain">{t('front.pledge.ask.go')}</Submit>
      </Form>
    </>
  )
}

function MemberDoors() {
  const { me } = useVisit()
  const { t } = useWords()
  const waits = (['today', 'duties'] as const).find((door) => me?.rights.includes(door === 'today' ? 'ballots.keep' : 'acts.sign'))
  return (
    <div className="actions">
      {waits !== undefined && <ButtonLink kind="first" to={pathTo(waits)}>{t(`place.${waits}`)}</ButtonLink>}
      <ButtonLink kind={waits === undefined ? 'first' : 'plain'} to={pathTo('threats')}>{t('front.door.search')}</ButtonLink>
      {me?.rights.includes('threats.share') === true && <ButtonLink to={pathTo('share')}>{t('place.share')}</ButtonLink>}
      <ButtonLink to={pathTo('collections')}>{t('front.door.connect')}</ButtonLink>
    </div>
  )
}

function Who({ organisations }: { organisations: { name: string; slug: string }[] }) {
  const { t, list } = useWords()
  if (organisations.length === 0) return <p>{t('front.who.nobody')}</p>
  const named = organisations.slice(0, 12).map(({ name }) => name)
  const rest = organisations.length - named.length
  const names = rest > 0 ? t('front.who.andMore', { names: named.join(', '), count: rest }) : list(named)
  return (
    <>
      <p><Say k="front.who.are" fill={{ count: organisations.length }} names={<bdi>{names}</bdi>} /></p>
      <p><a href={pathTo('register')}>{t('front.who.all')}</a></p>
    </>
  )
}
