/** What happened, what was kept, what to do: the page for 400, 403, 404, 410, 429, 503 and 500. */
import { meantBy, pathTo, type PlaceName } from '../../paths.ts'
import { ButtonLink } from '../../ui/form.tsx'
import { Value } from '../../ui/marks.tsx'
import { roomsFor } from '../../ui/shell.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

const KNOWN = [400, 403, 404, 405, 410, 413, 429, 503] as const
type Known = (typeof KNOWN)[number] | 500

/** `code` is that of a refusal of the hub, whose words are English; without one, the words are the page’s own. */
export function NotWell({ status, detail, code, id }: { status: number; detail?: string | undefined; code?: string | undefined; id?: string | undefined }) {
  const visit = useVisit()
  const { me, url, barred } = visit
  const { t } = useWords()
  const known: Known = KNOWN.find((each) => each === status) ?? (status < 500 ? 400 : 500)
  const words = known === 403 && barred !== undefined ? 'barred' : known
  const open = new Set<PlaceName>(['register', 'about', 'keys', 'threats', 'collections', me === null ? 'signIn' : 'account', ...(me === null ? [] : roomsFor(visit).flatMap(({ doors }) => doors))])
  const meant = known === 404 ? meantBy(url.pathname, open) : []
  return (
    <>
      <title>{t('page.title', { title: t(`wrong.${words}.title`), alliance: t('house.name') })}</title>
      <header className="page-head">
        <h1>{t(`wrong.${words}.title`)}</h1>
        <p className="sentence">{t(`wrong.${words}.sentence`)}</p>
      </header>
      <div className="page-body">
        {detail !== undefined && known !== 404 && <Why detail={detail} code={code} />}
        {words === 'barred' && visit.alliance?.contact && <p><a href={`mailto:${visit.alliance.contact}`}>{visit.alliance.contact}</a></p>}
        {id !== undefined && <p className="quiet"><Say k="wrong.id" id={<Value>{id}</Value>} /></p>}
        {meant.length > 0 && (
          <section className="part">
            <h2>{t('wrong.meant')}</h2>
            <ul className="prose">{meant.map((name) => <li key={name}><a href={pathTo(name)}>{t(`place.${name}`)}</a></li>)}</ul>
          </section>
        )}
        <div className="actions">
          {known === 503 && <ButtonLink kind="first" to={url.pathname}>{t('wrong.again')}</ButtonLink>}
          {known === 403 && me === null && barred === undefined && <ButtonLink kind="first" to={pathTo('signIn')}>{t('place.signIn')}</ButtonLink>}
          <ButtonLink to={pathTo('front')}>{t('place.front')}</ButtonLink>
          {known === 404 && <ButtonLink to={pathTo('threats')}>{t('place.threats')}</ButtonLink>}
        </div>
      </div>
    </>
  )
}

function Why({ detail, code = '' }: { detail: string; code?: string | undefined }) {
  const { t, tag, has } = useWords()
  const key = `refusal.${code}`
  if (has(key)) return <p>{t(key)}</p>
  return <p><Say k="wrong.detail" detail={code === '' || tag === 'en' ? detail : <span lang="en" dir="ltr">{detail}</span>} /></p>
}
