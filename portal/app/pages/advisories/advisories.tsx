/** What members published about weaknesses in their products: by words, CVE id, package or member. */
import { useLoaderData } from 'react-router'
import { advisoryFiles } from '@openaccord/api'
import { page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { Rows } from '../../ui/advisory.tsx'
import { ButtonLink, Field, Form, Submit } from '../../ui/form.tsx'
import { CasesClosed } from '../../ui/figures.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'advisories', feeds: [{ type: 'application/atom+xml', path: advisoryFiles.atom }, { type: 'application/feed+json', path: advisoryFiles.json }] }

export const loader = page(async ({ api, url }) => {
  const asked = (name: string) => url.searchParams.get(name)?.trim().slice(0, 200) ?? ''
  const [about, slug, before] = [asked('about'), asked('by'), asked('before')]
  const query = { ...askedFor(about), ...(slug === '' ? {} : { slug }), ...(before === '' ? {} : { before }), limit: 30 }
  const [found, figures] = await Promise.all([api.advisories.advisories({ query }), api.cases.figures({ query: slug === '' ? {} : { slug } })])
  const one = slug === '' ? undefined : figures.members[0]
  return { about, slug, found, named: one?.name, figures: slug === '' ? figures.all : (one ?? null) }
})

/** One field: a CVE id, a package URL, or words. */
function askedFor(about: string): { cve?: string; purl?: string; q?: string } {
  if (/^cve-\d{4}-\d{4,19}$/i.test(about)) return { cve: about.toUpperCase() }
  if (/^pkg:..../i.test(about)) return { purl: `pkg:${about.slice(4)}` }
  return about === '' ? {} : { q: about }
}

export default function Advisories() {
  const { about, slug, named, figures, found: { advisories, total, members, next } } = useLoaderData<typeof loader>()
  const { t } = useWords()
  // who has closed cases need not have published anything
  const member = members.find((each) => each.slug === slug) ?? (named === undefined ? undefined : { name: named })
  const filtered = about !== '' || slug !== ''
  return (
    <Page
      at="advisories" title={member === undefined ? t('place.advisories') : t('adv.of', { name: member.name })} sentence={t(filtered ? 'adv.found' : 'adv.sentence', { count: total })} api="/api/v1/advisories"
      actions={<><ButtonLink to={slug === '' ? advisoryFiles.atom : advisoryFiles.memberAtom(slug)}>{t('adv.feed')}</ButtonLink><ButtonLink to={pathTo('provider')}>{t('place.provider')}</ButtonLink><ButtonLink to={pathTo('lesson')}>{t('place.lesson')}</ButtonLink></>}
    >
      <Form method="get" action={pathTo('advisories')} shape="row" label={t('adv.search')}>
        <div className="grow"><Field name="about" type="search" label={t('adv.search')} help={t('adv.search.help')} value={about} maxLength={200} bare optional /></div>
        <Submit>{t('adv.go')}</Submit>
      </Form>
      {members.length > 0 && (
        <nav aria-label={t('adv.members')}>
          <ul className="tabs">
            <li><a href={pathTo('advisories', {}, { about })} aria-current={slug === '' ? 'page' : undefined}>{t('adv.everyone')}</a></li>
            {members.map((each) => <li key={each.slug}><a href={pathTo('advisories', {}, { about, by: each.slug })} aria-current={slug === each.slug ? 'page' : undefined}><bdi>{each.name}</bdi></a></li>)}
          </ul>
        </nav>
      )}
      {advisories.length === 0 ? <Empty title={t('adv.none')}><p>{t(filtered ? 'adv.none.found' : 'adv.none.says')}</p></Empty> : <Part title={t('adv.list')}><Rows advisories={advisories} /></Part>}
      {next !== null && <p><a href={pathTo('advisories', {}, { about, by: slug, before: next })}>{t('adv.more')}</a></p>}
      {(member !== undefined || !filtered) && <Part title={t(member === undefined ? 'figures.title.all' : 'figures.title')} id="cases"><CasesClosed figures={figures} {...(member === undefined ? {} : { slug })} /></Part>}
    </Page>
  )
}
