/** The form: one topic a page, saved as one goes; opened by a link, left and taken up again at any time. */
import { data, redirect, useActionData, useLoaderData } from 'react-router'
import { DOCUMENT_LIMITS, DOMAIN_CLAIMS } from '@openaccord/api'
import { form, isTrouble, page, refuse, type Asked, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import type { Own } from '../../ui/application.tsx'
import { Form, Submit } from '../../ui/form.tsx'
import { Page } from '../../ui/page.tsx'
import { useWords } from '../../ui/visit.tsx'
import { ClaimFields, ContactFields, DisclosureFields, DomainFields, EligibilityFields, OrganisationFields, type Signatories } from './fields.tsx'
import { Pages, StepOf } from './form-steps.tsx'
import { CriterionFields, DocumentsHere, DomainProof } from './practice.tsx'
import { Review } from './review.tsx'
import { RENAMED, saveStep } from './says.ts'
import { firstOpen, isCriterion, mineOf, nextOf, pageOf, pagesOf, type PageOfForm } from './steps.ts'

export const handle = { at: 'applyForm' }

/** Leads to the first page that is not done. */
const NEXT = 'next'

type Loaded = { token: string } | { own: Own; step: PageOfForm; signatories: Signatories }

export const loader = page(async ({ api, url, params }): Promise<Loaded> => {
  const token = url.searchParams.get('token') ?? ''
  if (token !== '') return { token }
  const step = pageOf(params['step'] ?? '')?.step
  if (step === undefined && params['step'] !== NEXT) throw data(null, { status: 404 })
  const own = await mineOf(api)
  if (own === null || !own.may.includes('save')) throw redirect(pathTo('applyStanding'), 303)
  if (step === undefined) throw redirect(pathTo('applyForm', { step: firstOpen(own) }), 303)
  if (!pagesOf(own).some((each) => each.step === step)) throw redirect(pathTo('applyForm', { step: 'review' }), 303)
  const signatories = step !== 'organisation' ? [] : (await api.pledges.register({ query: { list: 'signatory', limit: 500 } })).entries.map(({ slug, name }) => ({ slug, name }))
  return { own, step, signatories }
})

export const action = form(async (visit, filled) => {
  const { api, params } = visit
  if (filled.intent === 'open') return opened(visit, filled)
  const step = pageOf(params['step'] ?? '')?.step
  if (step === undefined) throw data(null, { status: 404 })
  const here = (done: string) => redirect(pathTo('applyForm', { step }, { done }), 303)
  if (filled.intent === 'check-domain') {
    await api.admissions.checkDomain({ body: {} })
    return here('domainLooked')
  }
  if (filled.intent === 'remove-document') {
    await api.admissions.removeDocument({ params: { evidence: filled.text('evidence') } })
    return here('documentRemoved')
  }
  if (step === 'review') {
    if (filled.text('declares') !== 'yes') return refuse(filled.fields, filled.intent, { field: 'declares', text: visit.words.t('review.declares.must') })
    await api.admissions.submit({ body: { name: filled.text('name'), title: filled.text('title'), declares: true } })
    return redirect(pathTo('applyStanding', {}, { done: 'handedIn' }), 303)
  }
  const own = await saveStep(api, step, filled)
  if (isCriterion(step)) {
    const refused = await upload(visit, step, filled)
    if (refused !== undefined) return refused
  }
  const stays = filled.text('then') === 'stay' || (step === 'domain' && own.domainProof !== null && own.domainProof.result !== 'verified')
  if (filled.text('then') === 'leave') return redirect(pathTo('applyStanding', {}, { done: 'pageSaved' }), 303)
  return stays ? here('pageSaved') : redirect(pathTo('applyForm', { step: nextOf(step, own) }, { done: 'pageSaved' }), 303)
}, RENAMED)

/** Behind a link from a mail: only this button opens it, so that scanners of links change nothing. */
async function opened({ api }: Asked, { text }: Filled): Promise<Response> {
  const { state } = await api.admissions.open({ body: { token: text('token') } })
  // the cookie comes with this answer: only the next request knows which page is the first to do
  return redirect(state === 'draft' ? pathTo('applyForm', { step: NEXT }) : pathTo('applyStanding'), 303)
}

/** The document that came with the page, if one did. */
async function upload({ api, words }: Asked, criterion: Parameters<typeof api.admissions.addDocument>[0]['body']['criterion'], filled: Filled) {
  const file = filled.fields.get('file')
  if (file === null || typeof file === 'string' || file.size === 0) return undefined
  if (file.size > DOCUMENT_LIMITS.bytes) return refuse(filled.fields, filled.intent, { field: 'file', text: words.t('document.tooLarge', { most: words.bytes(DOCUMENT_LIMITS.bytes) }) })
  const type = typeOf(file)
  if (type === undefined) return refuse(filled.fields, filled.intent, { field: 'file', text: words.t('document.type') })
  const title = filled.text('documentTitle') === '' ? file.name.slice(0, 200) : filled.text('documentTitle')
  const content = Buffer.from(await file.arrayBuffer()).toString('base64')
  await api.admissions.addDocument({ body: { criterion, title, type, content } })
  return undefined
}

const TYPES = { 'application/pdf': /\.pdf$/i, 'image/png': /\.png$/i, 'image/jpeg': /\.jpe?g$/i, 'text/plain': /\.txt$/i, 'text/markdown': /\.(md|markdown)$/i } as const
type DocumentType = keyof typeof TYPES
/** As the browser says, or else by its ending: for Markdown most say nothing. */
const typeOf = ({ type, name }: File): DocumentType | undefined => (Object.keys(TYPES) as DocumentType[]).find((each) => each === type) ?? (Object.keys(TYPES) as DocumentType[]).find((each) => TYPES[each].test(name))

export default function ApplyForm() {
  const loaded = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  if ('token' in loaded) return <Open token={loaded.token} result={result} />
  const { own, step } = loaded
  return step === 'review' ? <Review own={own} result={result} /> : <Step own={own} step={step} signatories={loaded.signatories} result={result} />
}

function Open({ token, result }: { token: string; result: unknown }) {
  const { t } = useWords()
  return (
    <Page at="applyForm" title={t('open.title')} sentence={t('open.sentence')} above={[{ name: t('place.apply'), path: pathTo('apply') }]} wrong={isTrouble(result)}>
      <Form intent="open" result={result} action={pathTo('applyForm', { step: 'organisation' }, { token })}>
        <input type="hidden" name="token" value={token} />
        <Submit>{t('open.go')}</Submit>
      </Form>
      <p><a href={pathTo('applyStanding')}>{t('open.other')}</a></p>
    </Page>
  )
}

type StepProps = { own: Own; step: Exclude<PageOfForm, 'review'>; signatories: Signatories; result: unknown }

function Step({ own, step, signatories, result }: StepProps) {
  const { t } = useWords()
  return (
    <Page
      at="applyForm" title={t(`step.${step}`)} sentence={t(`step.${step}.says`)} wrong={isTrouble(result)}
      above={[{ name: t('place.apply'), path: pathTo('apply') }, { name: t('place.applyStanding'), path: pathTo('applyStanding') }]}
    >
      <StepOf step={step} own={own} />
      <Form intent="save" result={result} action={pathTo('applyForm', { step })} upload={isCriterion(step)}>
        <Fields own={own} step={step} signatories={signatories} />
        <div className="actions">
          <Submit kind={step === 'domain' && own.domainProof !== null && own.domainProof.result !== 'verified' ? 'plain' : 'first'} name="then" value="next">{t('form.next')}</Submit>
          <Submit kind="plain" name="then" value="leave">{t('form.leave')}</Submit>
        </div>
      </Form>
      {step === 'domain' && own.domainProof !== null && <DomainProof own={own} result={result} />}
      {isCriterion(step) && <DocumentsHere own={own} criterion={step} />}
      <Pages own={own} here={step} />
    </Page>
  )
}

function Fields({ own, step, signatories }: Omit<StepProps, 'result'>) {
  const { answers, small } = own
  if (step === 'organisation') return <OrganisationFields kept={answers.organisation} signatories={signatories} />
  if (step === 'contact') return <ContactFields kept={answers.contact} small={small === true} />
  if (step === 'eligibility') return <EligibilityFields kept={answers.eligibility} />
  if (step === 'domain') return <DomainFields kept={answers.domain} />
  if (step === 'disclosure') return <DisclosureFields kept={answers.disclosure} />
  if (step === 'claims') return <ClaimFields kept={answers.practice.claims ?? []} names={DOMAIN_CLAIMS} domain={answers.domain?.domain ?? ''} />
  return <CriterionFields kept={answers.practice.answers[step]} criterion={step} small={small === true} />
}
