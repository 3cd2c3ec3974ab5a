/** A signatory sponsors an applicant: it attests facts and says how it knows each, and signs that in public. Or takes it back. */
import { data, useActionData, useLoaderData } from 'react-router'
import { KNOWN_BY, LEAST_SPONSOR_FACTS, SPONSOR_FACTS } from '@openaccord/facts'
import { doneAt, form, isTrouble, memberPage, refuse, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { DomainNews, Waits, type Application } from '../../ui/application.tsx'
import { ButtonLink, Field, Form, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { Signing, type Prepared } from '../../ui/sign.tsx'
import { Say, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'sponsorApplication', lively: true }

/** Each sponsor says at least this much; the rest where it can. */
const LEAST: ReadonlySet<string> = new Set(LEAST_SPONSOR_FACTS)

export const loader = memberPage(async ({ api, params }) => {
  const id = params['id'] ?? ''
  const [application, { applications }] = await Promise.all([api.admissions.application({ params: { application: id } }), api.admissions.sponsoring()])
  return { application, mine: applications.find((each) => each.id === id) ?? null }
}, 'acts.sign')

export const action = form(async ({ api, params, words }, filled) => {
  const application = params['id'] ?? ''
  if (filled.intent === 'hand-in') {
    const file = filled.fields.get('file')
    const envelope = file === null || typeof file === 'string' || file.size === 0 ? filled.text('envelope') : await file.text()
    if (envelope.trim() === '') return refuse(filled.fields, filled.intent, { field: 'file', text: words.t('sign.file.nothing') })
    const { kind } = await api.admissions.submitAct({ body: { envelope } })
    return doneAt(pathTo('application', { id: application }), kind === 'sponsorship' ? 'sponsored' : 'sponsorshipWithdrawn')
  }
  if (filled.intent === 'withdraw') return { prepared: await api.admissions.prepareAct({ body: { kind: 'sponsorship-withdrawal', says: { application, sponsorship: filled.text('sponsorship'), reason: filled.text('reason') } } }) }
  if (filled.intent !== 'attest') throw data(null, { status: 400 })
  const missing = SPONSOR_FACTS.filter((fact) => LEAST.has(fact) && filled.text(`known-${fact}`) === '')
  if (missing.length > 0) return refuse(filled.fields, filled.intent, ...missing.map((fact) => ({ field: `known-${fact}`, text: words.t('sponsor.must') })))
  return { prepared: await api.admissions.prepareAct({ body: { kind: 'sponsorship', says: { application, facts: attested(filled) } } }) }
}, { 'says.reason': 'reason' })

const attested = ({ text }: Filled) => SPONSOR_FACTS.filter((fact) => text(`known-${fact}`) !== '').map((fact) => {
  const note = text(`note-${fact}`)
  return { fact, known: text(`known-${fact}`), ...(note === '' ? {} : { note }) }
})

export default function Sponsor() {
  const { application, mine } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const { id, name } = application
  const above = [{ name: t('place.applications'), path: pathTo('applications') }, { name, path: pathTo('application', { id }) }]
  if (result !== undefined && !isTrouble(result) && 'prepared' in result) return <Ready application={application} prepared={result.prepared} above={above} />
  return (
    <Page at="sponsorApplication" title={t('sponsor.title', { name })} above={above} sentence={t('sponsor.sentence')} wrong={isTrouble(result)}>
      <Waits waits={application.waits} />
      <DomainNews news={application.domainNews} to={pathTo('application', { id })} />
      {isTrouble(result) && result.form === 'hand-in' && <Form intent="hand-in" result={result}><p className="quiet">{t('sign.sentence')}</p></Form>}
      {mine?.asked === true && mine.mine === null && <Notice><p>{t('sponsor.asked')}</p></Notice>}
      {mine === null && <Notice kind="attention"><p>{t('sponsor.bar.not-open')}</p></Notice>}
      {mine !== null && mine.mine === null && mine.bar !== null && <Notice kind="attention" title={t('sponsor.bar')}><p>{t(`sponsor.bar.${mine.bar}`)}</p></Notice>}
      {mine !== null && mine.mine === null && mine.bar === null && <Attest id={id} result={result} />}
      {mine !== null && mine.mine !== null && <TakeBack id={id} sponsorship={mine.mine} result={result} />}
    </Page>
  )
}

function Attest({ id, result }: { id: string; result: unknown }) {
  const { t } = useWords()
  return (
    <>
      <div className="prose"><p>{t('sponsor.attest.says')}</p><p>{t('sponsor.attest.record')}</p></div>
      <Form intent="attest" result={result} action={pathTo('sponsorApplication', { id })}>
        {SPONSOR_FACTS.map((fact) => (
          <fieldset key={fact} className="field">
            <legend className="label">{t(`says.fact.${fact}`)}</legend>
            <div className="form" data-shape="row">
              <Select
                name={`known-${fact}`} label={t('sponsor.known')} optional={!LEAST.has(fact)} value=""
                options={[{ value: '', label: t(LEAST.has(fact) ? 'apply.choose' : 'sponsor.known.none') }, ...KNOWN_BY.map((value) => ({ value, label: t(`says.known.${value}`) }))]}
              />
              <div className="grow"><Field name={`note-${fact}`} label={t('sponsor.note')} optional maxLength={500} /></div>
            </div>
          </fieldset>
        ))}
        <Submit>{t('sign.prepare')}</Submit>
      </Form>
    </>
  )
}

function TakeBack({ id, sponsorship, result }: { id: string; sponsorship: string; result: unknown }) {
  const { t } = useWords()
  return (
    <Part title={t('sponsor.withdraw')}>
      <p><Say k="sponsor.withdraw.says" proof={<a href={pathTo('act', { id: sponsorship })}>{t('proof.check')}</a>} /></p>
      <Form intent="withdraw" result={result} action={pathTo('sponsorApplication', { id })}>
        <input type="hidden" name="sponsorship" value={sponsorship} />
        <TextArea name="reason" label={t('field.reason')} help={t('sponsor.withdraw.help')} maxLength={2000} />
        <Submit kind="plain">{t('sign.prepare')}</Submit>
      </Form>
    </Part>
  )
}

function Ready({ application: { id, name }, prepared, above }: { application: Application; prepared: Prepared; above: { name: string; path: string }[] }) {
  const { t } = useWords()
  const here = pathTo('sponsorApplication', { id })
  const done = pathTo('application', { id }, { done: prepared.kind === 'sponsorship' ? 'sponsored' : 'sponsorshipWithdrawn' })
  return (
    <Page at="sponsorApplication" title={t('sign.ready.title')} above={[...above, { name: t('sponsor.title', { name }), path: here }]} sentence={t('sign.ready.sentence')}>
      <Signing prepared={prepared} audience={t('sign.who.says')} submit="/api/v1/admissions/acts" result={undefined} done={done} names={{ [id]: name }}>
        <div className="actions"><ButtonLink to={here}>{t('sign.again')}</ButtonLink></div>
      </Signing>
    </Page>
  )
}
