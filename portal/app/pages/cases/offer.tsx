/** What somebody reads who is invited and has not accepted: the embargo, its terms, who coordinates; two answers, and what either means. */
import { pathTo } from '../../paths.ts'
import { RolesOf, type Case } from '../../ui/case.tsx'
import { Form, Submit, TextArea } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Part } from '../../ui/page.tsx'
import { Pairs } from '../../ui/table.tsx'
import { Terms, WhatAgreeingMeans, type Embargo } from '../../ui/terms.tsx'
import { useWords } from '../../ui/visit.tsx'
import { Answer, Answers } from './answers.tsx'
import { clicks, mayDo } from './embargo-moves.ts'

type Props = { case: Case; embargo: Embargo; result: unknown }

export function Offer(props: Props) {
  const { case: one, embargo } = props
  const { t, list, moment } = useWords()
  const { invitation, coordinators, may } = one
  const terms = embargo.inForce ?? embargo.open[0] ?? null
  return (
    <>
      <Part title={t('offer.asked')}>
        <p className="prose">{t(terms === null ? 'offer.says.free' : 'offer.says')}</p>
        <Pairs pairs={[
          [t('offer.from'), invitation === null ? null : <bdi key="f">{invitation.from}</bdi>],
          [t('offer.at'), invitation === null ? null : moment(invitation.at)],
          [t('offer.coordinators'), list(coordinators)],
          [t('offer.roles'), invitation === null ? null : <RolesOf key="r" roles={invitation.roles} />],
          [t('offer.words'), invitation?.words == null ? null : <span key="w" className="lines" dir="auto">{invitation.words}</span>],
        ]} />
      </Part>
      {terms !== null && <Part title={t('offer.terms')}><Terms terms={terms} counted /></Part>}
      {(may.includes('join') || terms !== null) && <Accept {...props} />}
      {may.includes('decline') && <Decline {...props} />}
    </>
  )
}

function Accept({ case: one, embargo, result }: Props) {
  const { t } = useWords()
  const terms = embargo.inForce ?? embargo.open[0] ?? null
  return (
    <Part title={t('offer.accept')} id="accept">
      {terms === null ? <p>{t('offer.accept.free')}</p> : <><p>{t('offer.accept.says')}</p><WhatAgreeingMeans /></>}
      {one.may.includes('join') && <Form intent="join" result={result} shape="bare"><Submit>{t('offer.join')}</Submit></Form>}
      {terms !== null && (mayDo(embargo, 'accept', terms.id) && clicks(one) ? (
        <>
          <Notice><p>{t('answers.click.says')}</p></Notice>
          <div className="actions"><Answer case={one} act="accept" terms={terms} result={result} /></div>
        </>
      ) : <Answers case={one} embargo={embargo} terms={terms} result={result} invited />)}
    </Part>
  )
}

/** No signature is needed for not taking part. */
function Decline({ case: one, result }: Props) {
  const { t } = useWords()
  return (
    <Part title={t('offer.decline')} id="decline">
      <p>{t('offer.decline.says')}</p>
      <Form intent="decline" result={result} action={pathTo('case', { id: one.id })}>
        <TextArea name="words" label={t('offer.words.back')} help={t('offer.words.help')} optional maxLength={2000} />
        <Submit kind="plain">{t('offer.decline.go')}</Submit>
      </Form>
    </Part>
  )
}
