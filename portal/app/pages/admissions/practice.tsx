/** What the company does, one criterion a page, with documents; and the line that proves the domain. */
import { CRITERIA, DOCUMENT_LIMITS, PRACTICE_ANSWERS } from '@openaccord/api'
import { pathTo } from '../../paths.ts'
import { Sees, type Own } from '../../ui/application.tsx'
import { Act, ButtonLink, Field, FileField, Form, Group, Submit, TextArea } from '../../ui/form.tsx'
import { Code, Theirs, Time } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { nextOf, type Criterion } from './steps.ts'

type Practice = Own['answers']['practice']['answers'][(typeof CRITERIA)[number]]

const dayOf = (at: string | null | undefined): string => at?.slice(0, 10) ?? ''

/** Fewer than fifty people: a choice and a sentence do, and the rest stands folded. */
export function CriterionFields({ kept, criterion, small }: { kept: Practice; criterion: Criterion; small: boolean }) {
  const { t } = useWords()
  const shown = kept?.link != null || kept?.effective != null || kept?.expires != null
  return (
    <>
      <Group name="answer" kind="radio" label={t('field.answer')} help={<Sees who="later" />} chosen={kept === undefined ? [] : [kept.answer]} options={PRACTICE_ANSWERS.map((value) => ({ value, label: t(`practice.${value}`) }))} />
      <TextArea name="words" label={t('field.words')} help={<>{t(`step.${criterion}.words`)} <Sees who="later" /></>} value={kept?.words} maxLength={2000} />
      {small
        ? <details className="more" open={shown}><summary>{t('apply.proof.small')}</summary><div className="form"><ProofFields kept={kept} /></div></details>
        : <ProofFields kept={kept} />}
    </>
  )
}

function ProofFields({ kept }: { kept: Practice }) {
  const { t, bytes } = useWords()
  return (
    <>
      <Field name="link" type="url" label={t('field.link')} help={<>{t('apply.link.help')} <Sees who="later" /></>} value={kept?.link ?? ''} optional maxLength={2000} />
      <FileField name="file" label={t('apply.document')} help={<>{t('apply.document.help', { most: bytes(DOCUMENT_LIMITS.bytes), count: DOCUMENT_LIMITS.files })} <Sees who="secretariat" /></>} accept=".pdf,.png,.jpg,.jpeg,.txt,.md" />
      <Field name="documentTitle" label={t('field.documentTitle')} help={<>{t('apply.documentTitle.help')} <Sees who="public" /></>} optional maxLength={200} />
      <Field name="since" type="date" label={t('field.since')} help={<Sees who="later" />} value={dayOf(kept?.effective)} optional />
      <Field name="expires" type="date" label={t('field.expires')} help={<>{t('apply.expires.help')} <Sees who="later" /></>} value={dayOf(kept?.expires)} optional />
    </>
  )
}

/** Documents of this criterion that are already here. */
export function DocumentsHere({ own, criterion }: { own: Own; criterion: Criterion }) {
  const { t, bytes } = useWords()
  const documents = own.evidence.filter((each) => each.kind === 'document' && each.criterion === criterion)
  if (documents.length === 0) return null
  return (
    <Part title={t('apply.documents')}>
      <ul className="hits">
        {documents.map(({ id, title, address, bytes: size }) => (
          <li key={id}>
            <span>{address === null ? <Theirs>{title ?? ''}</Theirs> : <a href={address}><bdi>{title}</bdi></a>}</span>
            <span className="under">{size !== null && bytes(size)}</span>
            {own.state === 'draft' && <Act intent="remove-document" values={{ evidence: id }} kind="danger" label={t('apply.document.remove')} full={t('apply.document.remove.full', { title: title ?? '' })} action={pathTo('applyForm', { step: criterion })} />}
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** Two ways to show that the domain is theirs; either does, now or later. */
export function DomainProof({ own, result }: { own: Own; result: unknown }) {
  const { t } = useWords()
  const { domainProof } = own
  if (domainProof === null) return null
  const { dnsName, line, fileAddress, file, result: found, detail, checked } = domainProof
  if (found === 'verified') return <Part title={t('proofOf.title')}><p>{t('proofOf.verified')}</p></Part>
  return (
    <Part title={t('proofOf.title')}>
      <p>{t('proofOf.says')}</p>
      <h3>{t('proofOf.dns')}</h3>
      <p><Say k="proofOf.dns.says" name={<code>{dnsName}</code>} /></p>
      <div className="wrapped"><Code label={t('proofOf.dns')} text={line} /></div>
      <h3>{t('proofOf.file')}</h3>
      <p><Say k="proofOf.file.says" address={<code>{fileAddress}</code>} /></p>
      <div className="wrapped"><Code label={t('proofOf.file')} text={file} /></div>
      {checked !== null && <p className="wrong"><Say k="proofOf.looked" when={<Time at={checked} />} /> <span lang="en" dir="ltr">{detail}</span></p>}
      <div className="actions">
        <Form intent="check-domain" result={result} shape="bare" action={pathTo('applyForm', { step: 'domain' })}><Submit>{t('proofOf.look')}</Submit></Form>
        <ButtonLink to={pathTo('applyForm', { step: nextOf('domain', own) })}>{t('proofOf.later')}</ButtonLink>
      </div>
    </Part>
  )
}
