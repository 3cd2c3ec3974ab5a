/** What stands around every page: skip link, bar with doors, side of the working face, foot; palette and keys for those signed in. */
import type { ReactNode } from 'react'
import { may, type Me, type Visit } from '../context.ts'
import { languageNames } from '../messages/languages.ts'
import { pathTo, places, trailOf, type PlaceName } from '../paths.ts'
import { Form } from './form.tsx'
import { KeysTable } from './keys.tsx'
import { AroundPage, useVisit, useWords, VisitProvider } from './visit.tsx'

/** `wrong`: in place of the page stands what went wrong, which is said in every language. */
export function Shell({ children, at, wrong }: { children: ReactNode; at: PlaceName | undefined; wrong: boolean }) {
  const visit = useVisit()
  const { around, words, me } = visit
  const { t } = around
  const works = me !== null
  const foreign = !wrong && words.locale !== around.locale
  return (
    <AroundPage>
      <a className="skip" href="#main">{t('shell.skip')}</a>
      {visit.alliance?.demo === true && <aside className="demo" aria-label={t('shell.demo.label')} data-now={visit.now.toISOString()}>{t('shell.demo')}</aside>}
      <Bar at={at} />
      <div className="frame" data-face={works ? 'work' : 'public'}>
        {works && <Side at={at} />}
        <div>
          {me !== null && me.organisation.state === 'suspended' && <Suspended organisation={me.organisation} />}
          {foreign && <p className="not-yet">{t('shell.notYet', { language: new Intl.DisplayNames([around.locale], { type: 'language' }).of(words.tag) ?? words.tag })}</p>}
          <main className="page" id="main" tabIndex={-1} {...(foreign ? { lang: words.locale, dir: words.direction } : {})}>
            <VisitProvider visit={visit}>{children}</VisitProvider>
          </main>
        </div>
      </div>
      <Foot />
      {works && <Floating />}
    </AroundPage>
  )
}

/** For people of a suspended organisation, on every page: why, what is open to them, and how it ends. */
function Suspended({ organisation: { name, stateReason } }: { organisation: Me['organisation'] }) {
  const { t } = useWords()
  return (
    <aside className="notice" data-kind="attention" aria-label={t('suspended.title', { organisation: name })}>
      <h2>{t('suspended.title', { organisation: name })}</h2>
      {stateReason !== null && stateReason !== '' && <p dir="auto">{stateReason}</p>}
      <p>{t('suspended.says')}</p>
      <p><a href={`${pathTo('concerns')}#ladders`}>{t('suspended.ends')}</a></p>
    </aside>
  )
}

function Bar({ at }: { at: PlaceName | undefined }) {
  const { me, alliance } = useVisit()
  const { t } = useWords()
  return (
    <header className="bar">
      <div className="bar-in">
        {me !== null && <button className="button menu-opens" type="button" data-size="small" popoverTarget={SIDE}>{t('shell.menu')}</button>}
        <a className="brand" href={pathTo('front')}><Mark /><span>{alliance?.name ?? t('house.name')}</span></a>
        {me !== null && me.organisation.state !== 'suspended' && at !== 'threats' && (
          <search className="seek" aria-label={t('shell.search')}>
            <form action={pathTo('threats')}>
              <input className="input" type="search" name="q" aria-label={t('shell.search.field')} placeholder={t('shell.search.field')} data-hotkey="/" />
              <button className="button" data-size="small" type="submit">{t('shell.search.go')}</button>
            </form>
          </search>
        )}
        <nav aria-label={t('shell.doors')}>
          <ul className="doors">
            {me === null && (['pledge', 'register', 'ballots', 'log', 'threats', 'collections'] as const).map((name) => <Door key={name} name={name} at={at} />)}
            {me === null && <Door name="signIn" at={at} />}
            {me !== null && (
              <>
                <li><a href={pathTo('account')} aria-current={at === 'account' ? 'page' : undefined}>{me.person.name}</a></li>
                <li><Form action={pathTo('signOut')} shape="bare"><button type="submit">{t('shell.signOut')}</button></Form></li>
              </>
            )}
          </ul>
        </nav>
        <Languages />
      </div>
    </header>
  )
}

/** Two circles that share their middle: an accord. */
const Mark = () => (
  <svg viewBox="0 0 30 20" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2.5">
    <circle cx="10.5" cy="10" r="8" />
    <circle cx="19.5" cy="10" r="8" />
  </svg>
)

function Door({ name, at }: { name: PlaceName; at: PlaceName | undefined }) {
  const { t } = useWords()
  const here = at !== undefined && (at === name || (name !== 'front' && trailOf(at).includes(name)))
  return <li><a href={places[name].path} aria-current={at === name ? 'page' : here ? 'true' : undefined}>{t(`place.${name}`)}</a></li>
}

type Room = { title: 'side.yours' | 'side.exchange' | 'side.accord' | 'side.members' | 'side.hub'; doors: PlaceName[] }

/** The doors this person may open; a door that would be refused is not shown. */
export function roomsFor(visit: Pick<Visit, 'me'>): Room[] {
  const can = (right: Parameters<typeof may>[1], ...doors: PlaceName[]) => (may(visit, right) ? doors : [])
  const inside = visit.me?.organisation.state !== 'suspended'
  const unless = (...doors: PlaceName[]) => (inside ? doors : [])
  const rooms: Room[] = [
    { title: 'side.yours', doors: [...can('ballots.keep', 'today'), ...can('concerns.screen', 'screen'), ...can('reports.triage', 'desk'), ...(inside ? can('cases.work', 'cases') : []), ...(inside ? can('advisories.publish', 'deskAdvisories') : []), ...can('acts.sign', 'duties')] },
    { title: 'side.exchange', doors: unless('threats', ...can('threats.share', 'share'), 'collections') },
    { title: 'side.accord', doors: ['pledge', 'register', 'applications', 'commitments', 'requests', 'ballots', 'concerns', 'log', 'domainCheck', ...can('accord.keep', 'keep', 'screen')] },
    { title: 'side.members', doors: ['organisation', ...unless('people'), ...can('keys.manage', 'signingKeys'), ...unless('tokens', 'communities', 'organisations')] },
    { title: 'side.hub', doors: can('alliance.operate', 'operate', 'warningLists') },
  ]
  return rooms.filter(({ doors }) => doors.length > 0)
}

const SIDE = 'side'

/** Beside the page; on a narrow screen a popover (HTML, § 6.12), which opens without a script and hides nothing where it is unknown. */
function Side({ at }: { at: PlaceName | undefined }) {
  const visit = useVisit()
  const { t } = useWords()
  return (
    <div className="side" id={SIDE} popover="auto">
      <button className="button menu-closes" type="button" data-size="small" popoverTarget={SIDE} popoverTargetAction="hide">{t('keys.close')}</button>
      <nav aria-label={t('shell.side')}>
        {roomsFor(visit).map(({ title, doors }) => (
          <div key={title}>
            <h2>{t(title)}</h2>
            <ul>{doors.map((name) => <SideDoor key={name} name={name} at={at} doors={doors} />)}</ul>
          </div>
        ))}
      </nav>
    </div>
  )
}

/** Lit for its own page, and for pages below that have no door of their own. */
function SideDoor({ name, at, doors }: { name: PlaceName; at: PlaceName | undefined; doors: PlaceName[] }) {
  const { t } = useWords()
  const nearest = at === undefined ? undefined : [at, ...trailOf(at).reverse()].find((each) => doors.includes(each))
  const current = nearest !== name ? undefined : at === name ? 'page' : 'true'
  return <li><a href={places[name].path} aria-current={current}>{t(`place.${name}`)}</a></li>
}

/** Where a choice that was made leads back to: this page, without a language in its address that would hide the choice. */
export function useBack(): string {
  const { url } = useVisit()
  const query = new URLSearchParams(url.search)
  for (const name of ['lang', 'done']) query.delete(name)
  const text = query.toString()
  return url.pathname + (text === '' ? '' : `?${text}`)
}

/** The language, on every page: opens without a script, and a choice leads back to the same page. */
function Languages() {
  const { around } = useVisit()
  const { t } = useWords()
  const here = languageNames.find(({ tag }) => tag === around.tag)
  const back = useBack()
  return (
    <details className="languages">
      <summary><span className="sr">{t('shell.language')}</span> {here?.name ?? around.tag}</summary>
      <Form action={pathTo('preferences')} shape="bare" label={t('shell.language')}>
        <input type="hidden" name="then" value={back} />
        <ul>
          {languageNames.map(({ tag, name, direction }) => (
            <li key={tag}><button type="submit" name="language" value={tag} lang={tag} dir={direction} aria-pressed={tag === around.tag}>{name}</button></li>
          ))}
        </ul>
      </Form>
    </details>
  )
}

function Foot() {
  const { theme } = useVisit()
  const { t } = useWords()
  const back = useBack()
  return (
    <footer className="foot">
      <div className="foot-in">
        <ul>
          {(['about', 'pledge', 'register', 'apply', 'applications', 'commitments', 'requests', 'ballots', 'concerns', 'log', 'advisories', 'report', 'verify', 'domainCheck', 'preferences', 'keys'] as const).map((name) => <li key={name}><a href={places[name].path}>{t(`place.${name}`)}</a></li>)}
        </ul>
        <Form action={pathTo('preferences')} shape="bare">
          <input type="hidden" name="then" value={back} />
          <fieldset className="choices-row">
            <legend className="sr">{t('shell.theme')}</legend>
            {(['auto', 'light', 'dark'] as const).map((each) => (
              <button key={each} type="submit" name="theme" value={each} aria-pressed={theme === each}>{t(`theme.${each}`)}</button>
            ))}
          </fieldset>
        </Form>
      </div>
    </footer>
  )
}

/** Opened by the script: the command palette (Ctrl K, ⌘ K) and the keys (?). Without the script both are pages. */
function Floating() {
  const visit = useVisit()
  const { t } = useWords()
  const doors = [...roomsFor(visit).flatMap(({ doors }) => doors), 'account', 'about', 'keys', 'front'] as const
  return (
    <>
      <dialog className="float palette" id="palette" aria-label={t('palette.title')} data-keys={visit.keys ? 'on' : 'off'}>
        <form action={pathTo('threats')}>
          <input className="input" type="search" name="q" autoComplete="off" aria-label={t('palette.field')} placeholder={t('palette.field')} />
        </form>
        <ul>{[...new Set(doors)].map((name) => <li key={name}><a href={places[name].path}>{t(`place.${name}`)}</a></li>)}</ul>
      </dialog>
      <dialog className="float" id="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">{t('keys.title')}</h2>
        <KeysTable />
        <form method="dialog"><button className="button" type="submit">{t('keys.close')}</button></form>
      </dialog>
    </>
  )
}
