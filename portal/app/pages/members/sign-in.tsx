/** Sign-in: by passkey (needs the script), by a link sent by mail, by the organisation's own single sign-on. */
import { data, redirect, useActionData, useLoaderData } from 'react-router'
import { form, page } from '../../page.ts'
import { localPath, OIDC_START, pathTo } from '../../paths.ts'
import { ButtonLink, Field, Form, Submit } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Say, useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'signIn', lively: true }

export const loader = page(async ({ alliance, me, url }) => {
  if (alliance === null) throw data(null, { status: 503 })
  const then = localPath(url.searchParams.get('then'))
  if (me !== null) throw redirect(then ?? pathTo('front'), 303)
  return { ways: alliance.signIn, oidcName: alliance.oidcName, needsSetUp: alliance.needsSetUp, then }
})

export const action = form(async ({ api }, { text }) => {
  const then = localPath(text('then'))
  await api.members.signInByMail({ body: { mail: text('mail'), ...(then === undefined ? {} : { then }) } })
  return redirect(pathTo('signInSent'), 303)
})

export default function SignIn() {
  const { ways, oidcName, needsSetUp, then = '' } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { alliance } = useVisit()
  const { t } = useWords()
  return (
    <Page at="signIn" title={t('signIn.title')} wrong={result !== undefined} sentence={t(then === '' ? 'signIn.sentence' : 'signIn.sentence.then')}>
      {needsSetUp && <Notice kind="attention"><p>{t('front.setUp')}</p></Notice>}
      {ways.includes('passkey') && <ByPasskey then={then} />}
      {ways.includes('mail') && (
        <Part title={t('signIn.mail')}>
          <Form result={result}>
            <input type="hidden" name="then" value={then} />
            <Field name="mail" type="email" autoComplete="email" label={t('field.mail')} help={t('signIn.mail.help')} />
            <Submit>{t('signIn.mail.send')}</Submit>
          </Form>
        </Part>
      )}
      {ways.includes('oidc') && (
        <Part title={t('signIn.oidc')}>
          <p>{t('signIn.oidc.says')}</p>
          <div className="actions"><ButtonLink to={OIDC_START + (then === '' ? '' : `?then=${encodeURIComponent(then)}`)}>{t('signIn.oidc.go', { name: oidcName ?? t('signIn.oidc.name') })}</ButtonLink></div>
        </Part>
      )}
      <Part title={t('guest.signIn')}>
        <p><Say k="guest.signIn.says" link={<a href={pathTo('caseGuest')}>{t('guest.signIn.link')}</a>} /></p>
      </Part>
      <Part title={t('signIn.new')}>
        <p>{alliance?.contact == null ? t('signIn.new.says') : <Say k="signIn.new.contact" contact={<a href={`mailto:${alliance.contact}`}>{alliance.contact}</a>} />}</p>
      </Part>
    </Page>
  )
}

function ByPasskey({ then }: { then: string }) {
  const { t } = useWords()
  return (
    <>
      <noscript><p className="quiet">{t('signIn.passkey.noScript')}</p></noscript>
      <section className="part" data-needs-script="" hidden>
        <h2>{t('signIn.passkey')}</h2>
        <p>{t('signIn.passkey.says')}</p>
        <form className="form" data-passkey="sign-in">
          <input type="hidden" name="then" value={then} />
          <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('signIn.passkey.failed')} />
          <Submit>{t('signIn.passkey.go')}</Submit>
        </form>
      </section>
    </>
  )
}
