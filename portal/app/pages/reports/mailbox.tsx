/** Coming back with the receipt code: where the report stands, what the team wrote, and answering. With a script the code stays in the browser. */
import { useActionData, useLoaderData } from 'react-router'
import type { Client } from '@openaccord/api'
import { form, isTrouble, page } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ProofMark } from '../../ui/accord.tsx'
import { ButtonLink, Field, FileField, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Code, Theirs, Time } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useLanguageName } from '../../ui/pledge.tsx'
import { Messages, ReportShown, Stands } from '../../ui/report.tsx'
import { useWords } from '../../ui/visit.tsx'
import { WRITTEN } from '../concerns/languages.ts'

export const handle = { at: 'mailbox', lively: true }

type Sealed = Awaited<ReturnType<Client['reports']['mailbox']>>
type Plain = Awaited<ReturnType<Client['reports']['mailboxPlain']>>
type Box = { way: 'sealed'; access: string; box: Sealed } | { way: 'plain'; code: string; box: Plain }

export const loader = page(async ({ url }) => ({ claim: url.searchParams.get('claim')?.slice(0, 100) ?? '' }))

export const action = form(async ({ api }, { text, intent }): Promise<{ opened: Box } | { claimed: { code: string; receipt: string } }> => {
  if (intent === 'claim') {
    const { code, receipt } = await api.reports.claimPlain({ body: { claim: text('claim') } })
    return { claimed: { code, receipt: JSON.stringify({ ...receipt, code }, null, 2) } }
  }
  const access = text('access')
  if (intent === 'forget') await api.reports.forgetMail({ body: access === '' ? { code: text('code') } : { access } })
  if (access !== '') return { opened: { way: 'sealed', access, box: await api.reports.mailbox({ body: { access } }) } }
  const code = text('code')
  if (intent === 'write') return { opened: { way: 'plain', code, box: await api.reports.writePlain({ body: { code, text: text('text'), language: text('language') } }) } }
  return { opened: { way: 'plain', code, box: await api.reports.mailboxPlain({ body: { code } }) } }
})

export default function Mailbox() {
  const { claim } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  if (result !== undefined && 'opened' in result) return <Shown opened={result.opened} />
  if (result !== undefined && 'claimed' in result) return <Claimed {...result.claimed} />
  return (
    <Page at="mailbox" title={t('place.mailbox')} sentence={t('report.box.sentence')} wrong={isTrouble(result)}>
      {claim !== '' && (
        <Form intent="claim" result={result}>
          <p>{t('report.claim.says')}</p>
          <input type="hidden" name="claim" value={claim} />
          <Submit>{t('report.claim.go')}</Submit>
        </Form>
      )}
      {(claim === '' || isTrouble(result)) && (
        <Form result={result} action={pathTo('mailbox')} data={{ 'data-mailbox': '' }}>
          <p data-script-only="" hidden>{t('report.box.here')}</p>
          <p data-plain-only="">{t('report.box.plain')}</p>
          <Field name="code" label={t('report.code')} help={t('report.code.help')} maxLength={200} />
          <input type="hidden" name="access" value="" />
          <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('report.code.wrong')} />
          <Submit>{t('report.box.open')}</Submit>
        </Form>
      )}
    </Page>
  )
}

function Claimed({ code, receipt }: { code: string; receipt: string }) {
  const { t } = useWords()
  return (
    <Page at="mailbox" title={t('report.claimed')} sentence={t('report.claimed.sentence')}>
      <Code label={t('report.code')} text={code} long />
      <Notice kind="attention"><p>{t('report.code.warn')}</p></Notice>
      <div className="actions"><a className="button" data-kind="first" download="openaccord-receipt.json" href={`data:application/json;charset=utf-8,${encodeURIComponent(receipt)}`}>{t('report.code.save')}</a><ButtonLink to={pathTo('mailbox')}>{t('report.code.open')}</ButtonLink></div>
    </Page>
  )
}

function Shown({ opened }: { opened: Box }) {
  const { t } = useWords()
  const { box } = opened
  return (
    <Page at="mailbox" title={t('report.box.title', { team: box.to.name })} sentence={<Stands standing={box.standing} to={box.to.name} />} actions={<Again opened={opened} />}>
      <div className="stack" data-opened-by={opened.way === 'sealed' ? opened.access : undefined}>
        {opened.way === 'sealed' && <div data-not-opened="" hidden><Notice kind="attention"><p>{t('report.box.closed')}</p></Notice></div>}
        <Part title={t('report.messages')}>
          <Messages messages={box.messages} empty={t('report.messages.none')} team={box.to.name} />
          {box.mayWrite && <Write opened={opened} />}
        </Part>
        <Part title={t('report.history')}>
          <ol className="steps">
            {box.history.map(({ what, at, words }) => (
              <li key={`${at} ${what}`}><Time at={at} full /> · {t(`report.step.${what}`)}{words !== null && words !== '' && <blockquote dir="auto">{words}</blockquote>}</li>
            ))}
          </ol>
        </Part>
        <Part title={t('report.yours')}>
          {opened.way === 'plain' ? <ReportShown content={opened.box.content} /> : <ReportShown content={null} sealed={opened.box.ciphertext} />}
        </Part>
      </div>
      {box.mailKept && (
        <Part title={t('report.forget')}>
          <Form intent="forget" action={pathTo('mailbox')}>
            <p>{t('report.forget.says')}</p>
            <Which opened={opened} />
            <Submit kind="plain">{t('report.forget')}</Submit>
          </Form>
        </Part>
      )}
      <Part title={t('report.proof')} id="proof">
        <p>{t('report.proof.says')} <ProofMark fact={box.proof.fact} what={t('place.mailbox')} /></p>
        {box.proof.covered && <p><a href={box.proof.evidence}>{t('report.proof.evidence')}</a></p>}
        <Code label={t('report.proof.commitment')} text={box.receipt.commitment} long />
      </Part>
    </Page>
  )
}

/** The same box once more: after something was written, and for who waits. */
function Again({ opened }: { opened: Box }) {
  const { t } = useWords()
  return (
    <Form shape="bare" action={pathTo('mailbox')} data={{ 'data-again': '' }}>
      <Which opened={opened} />
      <Submit kind="plain">{t('report.box.again')}</Submit>
    </Form>
  )
}

/** By which the hub knows the box: the code itself only where no script runs. */
const Which = ({ opened }: { opened: Box }) => (opened.way === 'sealed' ? <input type="hidden" name="access" value={opened.access} /> : <input type="hidden" name="code" value={opened.code} />)

function Write({ opened }: { opened: Box }) {
  const { t, tag } = useWords()
  const languageName = useLanguageName()
  const { box } = opened
  const sealed = opened.way === 'sealed' ? opened : undefined
  const recipients = sealed === undefined ? '' : [...sealed.box.recipients, ...(sealed.box.ownRecipient === null ? [] : [sealed.box.ownRecipient])].join(' ')
  return (
    <Form intent="write" action={pathTo('mailbox')} data={sealed === undefined ? {} : { 'data-write': sealed.access, 'data-recipients': recipients }}>
      {opened.way === 'plain' && <input type="hidden" name="code" value={opened.code} />}
      <TextArea name="text" label={t('report.write')} help={<Theirs>{box.to.name}</Theirs>} maxLength={20_000} />
      {sealed !== undefined && <FileField name="files" label={t('report.files')} help={t('report.files.help', { count: 10 })} optional multiple />}
      <Select name="language" label={t('report.language')} value={tag} options={WRITTEN.map((value) => ({ value, label: languageName(value) }))} />
      <p className="wrong" role="alert" tabIndex={-1} hidden data-says={t('report.trouble', { count: 10 })} />
      <Submit>{t('report.write.go')}</Submit>
    </Form>
  )
}
