/** After asking for a link: what to look for. Says the same whether or not the address is known. */
import { pathTo } from '../../paths.ts'
import { Page } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'

export const handle = { at: 'signInSent' }

export default function SignInSent() {
  const { t } = useWords()
  return (
    <Page at="signInSent" title={t('sent.title')} sentence={t('sent.sentence')}>
      <div className="prose">
        <p>{t('sent.noMail')}</p>
        <p><a href={pathTo('signIn')}>{t('sent.again')}</a></p>
      </div>
    </Page>
  )
}
