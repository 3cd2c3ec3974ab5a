/**
 * A guest's way into a case by link. Asking for this page tells nothing and spends nothing, for scanners of mail follow links: the
 * link is looked at only when its button is pressed. From then on this browser takes part by a cookie.
 */
import { redirect, useActionData, useLoaderData } from 'react-router'
import { ApiError, type Client } from '@openaccord/api'
import { doneAt, form, isTrouble, page, refuse } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { GuestLine } from '../../ui/case-guest.tsx'
import { ButtonLink, Field, Form, Submit } from '../../ui/form.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'caseGuest' }

type Open = Awaited<ReturnType<Client['cases']['guest']>>

export const loader = page(async ({ api, url }) => {
  const found = await openHere(api)
  return { link: linkIn(url.searchParams.get('link') ?? ''), here: found === null ? null : { id: found.id, name: found.you.party.name ?? '' } }
})

/** The case that this browser has open already, by its cookie. */
async function openHere(api: Client): Promise<Open | null> {
  try {
    return await api.cases.guest()
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) return null
    throw error
  }
}

/** Whoever pastes the whole address means the link in it. */
const linkIn = (text: string): string => (/[?&]link=([\w%-]+)/.exec(text)?.[1] ?? text).trim().slice(0, 200)

export const action = form(async ({ api, words }, { fields, text, intent }) => {
  if (intent === 'close') {
    await api.cases.closeGuest({ body: {} })
    return doneAt(pathTo('caseGuest'), 'guest.closed')
  }
  const id = await opened(api, linkIn(text('link')))
  return id === null ? refuse(fields, intent, { field: 'link', text: words.t('guest.wrong') }) : redirect(pathTo('case', { id }), 303)
})

/** Null where it opens no case, or none any more: whoever asks is told the same of both. */
async function opened(api: Client, link: string): Promise<string | null> {
  try {
    return (await api.cases.openGuest({ body: { link } })).id
  } catch (error) {
    if (error instanceof ApiError && [400, 404, 422].includes(error.status)) return null
    throw error
  }
}

export default function Guest() {
  const { link, here } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { alliance } = useVisit()
  const { t } = useWords()
  const wrong = isTrouble(result)
  return (
    <Page at="caseGuest" title={t(link === '' ? 'place.caseGuest' : 'guest.title')} sentence={t('guest.sentence', { alliance: alliance?.name ?? '' })} wrong={wrong}>
      {here !== null && (
        <Part title={t('guest.here')}>
          <GuestLine name={here.name} />
          <div className="actions"><ButtonLink to={pathTo('case', { id: here.id })} kind={link === '' ? 'first' : 'plain'}>{t('guest.go')}</ButtonLink></div>
        </Part>
      )}
      <Form intent="open" result={result} action={pathTo('caseGuest')}>
        {link !== '' && !wrong ? <input type="hidden" name="link" value={link} /> : <Field name="link" label={t('guest.link')} help={t('guest.link.help')} value={link} maxLength={2000} autoComplete="off" />}
        <Submit>{t('guest.open')}</Submit>
      </Form>
      <Part title={t('guest.what')}>
        <div className="prose">
          <ul>{(['yours', 'first', 'untouched', 'kept'] as const).map((each) => <li key={each}>{t(`guest.what.${each}`)}</li>)}</ul>
          <p>{t('guest.doubt')}</p>
        </div>
      </Part>
    </Page>
  )
}
