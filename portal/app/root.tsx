/** The document around every page, and the page for what went wrong. */
import type { ReactNode } from 'react'
import { isRouteErrorResponse, Outlet, useMatches, useRouteError } from 'react-router'
import textFont from '@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2?url'
import arabicFont from './ui/fonts/noto-sans-arabic-basic.woff2?url'
import { languageNames } from './messages/languages.ts'
import { places, type PlaceName } from './paths.ts'
import { NotWell } from './pages/house/not-well.tsx'
import styles from './ui/app.css?url'
import mark from './ui/mark.svg?url'
import { Shell } from './ui/shell.tsx'
import { AroundPage, useVisit } from './ui/visit.tsx'

/** A page's `handle`: its name in paths.ts, and whether it needs the script even for visitors. */
export type Handle = { at: PlaceName; lively?: boolean; /** Feeds of what is on the page, named in its head. */ feeds?: readonly Feed[] }
type Feed = { type: 'application/atom+xml' | 'application/feed+json'; path: string }

const isHandle = (value: unknown): value is Handle => typeof value === 'object' && value !== null && 'at' in value && String(value.at) in places

export function Layout({ children }: { children: ReactNode }) {
  const { around, theme, me, life, nonce } = useVisit()
  const handle = useMatches().map((match) => match.handle).find(isHandle)
  return (
    <html lang={around.locale} dir={around.direction} data-theme={theme === 'auto' ? undefined : theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="preload" href={textFont} as="font" type="font/woff2" crossOrigin="anonymous" />
        {around.tag === 'ar' && <link rel="preload" href={arabicFont} as="font" type="font/woff2" crossOrigin="anonymous" />}
        {handle !== undefined && places[handle.at].open === true && <InOtherLanguages />}
        {handle?.feeds !== undefined && <Feeds of={handle.feeds} />}
        <link rel="stylesheet" href={styles} />
        <link rel="icon" href={mark} type="image/svg+xml" />
        {(me !== null || handle?.lively === true) && <script type="module" src={life} nonce={nonce} />}
      </head>
      <body>
        <Shell at={handle?.at} wrong={useRouteError() != null}>{children}</Shell>
      </body>
    </html>
  )
}

/** Feed readers find them by themselves. */
function Feeds({ of }: { of: readonly Feed[] }) {
  return of.map(({ type, path }) => <link key={path} rel="alternate" type={type} href={path} />)
}

/** The same page in each language, for search engines and for those who pass it on. */
function InOtherLanguages() {
  const { url, origin } = useVisit()
  const address = (tag?: string) => {
    const query = new URLSearchParams(url.search)
    for (const name of ['lang', 'done']) query.delete(name)
    if (tag !== undefined) query.set('lang', tag)
    const text = query.toString()
    return origin + url.pathname + (text === '' ? '' : `?${text}`)
  }
  return (
    <>
      <link rel="alternate" hrefLang="x-default" href={address()} />
      {languageNames.map(({ tag }) => <link key={tag} rel="alternate" hrefLang={tag} href={address(tag)} />)}
    </>
  )
}

export default function Root() {
  return <Outlet />
}

export function ErrorBoundary() {
  const error = useRouteError()
  const told: { detail?: unknown; code?: unknown } | null | undefined = isRouteErrorResponse(error) ? error.data : undefined
  return <AroundPage><NotWell status={isRouteErrorResponse(error) ? error.status : 500} detail={asText(told?.detail)} code={asText(told?.code)} /></AroundPage>
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
