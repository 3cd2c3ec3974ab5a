/** What somebody reads who is invited and has not accepted: the embargo, its terms, who coordinates; two answers, and what either means. */
import type { Client } from '@openaccord/api'
import { pathTo } from '../../paths.ts'
import { RolesOf, type Case } from '../../ui/case.tsx'
import { Form, Submit, TextArea } from '../../ui/form.tsx'
import { Time } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { useWords } from '../../ui/visit.tsx'

export type Embargo = Awaited<ReturnType<Client['embargo']['embargo']>>

export function Offer({ case: one, embargo, result }: { case: Case; embargo: Embargo; result: unknown }) {
  const { t, list } = useWords()
  const { invitation, coordinators, may } = one
  const terms = embargo.inForce ?? embargo.open[0] ?? null
  return (
    <>
      <Part title={t('offer.asked')}>
        <Pairs pairs={[
          [t('offer.from'), invitation === null ? null : <bdi key="f">{invitation.from}</bdi>],
          [t('offer.at'), invitation === null ? null : <Time key="a" at={invitation.at} full />],
          [t('offer.coordinators'), list(coordinators)],
          [t('offer.roles'), invitation === null ? null : <RolesOf key="r" roles={invitation.roles} />],
          [t('offer.words'), invitation?.words ?? null],
          [t('offer.until'), terms === null ? t('offer.none') : <Time key="u" at={terms.ends} full />],
        ]} />
        {terms !== null && <blockquote className="terms lines" dir="auto" lang={terms.language ?? undefined}>{terms.text}</blockquote>}
      </Part>
      {may.includes('decline') && (
        <Part title={t('offer.decline')}>
          <p>{t('offer.decline.says')}</p>
          <Form intent="decline" result={result} action={pathTo('case', { id: one.id })}>
            <TextArea name="words" label={t('offer.words.back')} help={t('offer.words.help')} optional maxLength={2000} />
            <Submit kind="plain">{t('offer.decline.go')}</Submit>
          </Form>
        </Part>
      )}
    </>
  )
}
