/** The fields of each page of the form but practice, each with who will see it. */
import type { DOMAIN_CLAIMS } from '@openaccord/api'
import { FULL_FORM_FROM, OFFENSIVE, OWNERSHIPS } from '@openaccord/api'
import { pathTo } from '../../paths.ts'
import { Sees, type Own } from '../../ui/application.tsx'
import { Field, Group, Select, TextArea } from '../../ui/form.tsx'
import { Say, useWords } from '../../ui/visit.tsx'
import { countriesIn } from './countries.ts'

type Kept<Page extends 'organisation' | 'contact' | 'eligibility' | 'domain' | 'disclosure'> = { kept: Own['answers'][Page] }
export type Signatories = readonly { slug: string; name: string }[]

export function OrganisationFields({ kept, signatories }: Kept<'organisation'> & { signatories: Signatories }) {
  const { t, locale } = useWords()
  const under = kept?.affiliates ?? []
  return (
    <>
      <Field name="name" label={t('field.name')} help={<>{t('apply.name.help')} <Sees who="public" /></>} value={kept?.name} maxLength={200} autoComplete="organization" />
      <Field name="legal" label={t('field.legal')} help={<>{t('apply.legalName.help')} <Sees who="secretariat" /></>} value={kept?.legalName} maxLength={300} autoComplete="organization" />
      <Select name="country" label={t('field.country')} help={<Sees who="public" />} value={kept?.country ?? ''} options={[{ value: '', label: t('apply.choose') }, ...countriesIn(locale)]} />
      <Field name="sector" label={t('field.sector')} help={<>{t('apply.sector.help')} <Sees who="public" /></>} value={kept?.sector} maxLength={200} />
      <Field name="people" type="number" min={1} max={10_000_000} label={t('field.people')} help={<>{t('apply.people.help', { count: FULL_FORM_FROM })} <Sees who="secretariat" /></>} value={kept === null ? undefined : String(kept.people)} />
      <Field name="website" type="url" label={t('field.website')} help={<>{t('apply.website.help')} <Sees who="public" /></>} value={kept?.website ?? ''} optional maxLength={2000} />
      <Field name="register" label={t('field.register')} help={<>{t('apply.register.help')} <Sees who="secretariat" /></>} value={kept?.register ?? ''} optional maxLength={200} />
      <TextArea name="description" label={t('field.description')} help={<>{t('apply.description.help')} <Sees who="secretariat" /></>} value={kept?.description ?? ''} optional maxLength={1000} />
      <Field name="owner" label={t('field.owner')} help={<>{t('apply.owner.help')} <Sees who="secretariat" /></>} value={kept?.group ?? ''} optional maxLength={200} />
      {signatories.length > 0 && (
        <details className="more" open={under.length > 0}>
          <summary>{t('apply.affiliates')}</summary>
          <Group name="affiliates" label={t('field.affiliates')} help={<>{t('apply.affiliates.help')} <Sees who="secretariat" /></>} chosen={under} options={signatories.map(({ slug, name }) => ({ value: slug, label: <bdi>{name}</bdi> }))} />
        </details>
      )}
    </>
  )
}

export function ContactFields({ kept, small }: Kept<'contact'> & { small: boolean }) {
  const { t } = useWords()
  return (
    <>
      <Field name="name" label={t('apply.contact.name')} help={<Sees who="secretariat" />} value={kept?.name} maxLength={200} autoComplete="name" />
      <Field name="role" label={t('field.role')} help={<Sees who="secretariat" />} value={kept?.role ?? ''} optional maxLength={200} autoComplete="organization-title" />
      <Field name="mail" type="email" label={t('field.mail')} help={<>{t('apply.contact.mail.help')} <Sees who="secretariat" /></>} value={kept?.mail} maxLength={254} autoComplete="email" />
      {small && <Group name="mentor" label={t('field.mentor')} help={<>{t('apply.mentor.help')} <Sees who="public" /></>} chosen={kept?.mentor === true ? ['yes'] : []} options={[{ value: 'yes', label: t('apply.mentor.yes') }]} />}
    </>
  )
}

export function EligibilityFields({ kept }: Kept<'eligibility'>) {
  const { t } = useWords()
  const radio = (name: 'ownership' | 'sanctions' | 'insolvency' | 'offensive', options: { value: string; label: string }[]) => (
    <Group name={name} kind="radio" label={t(`field.${name}`)} help={<>{t(`apply.${name}.help`)} <Sees who="secretariat" /></>} chosen={kept === null ? [] : [kept[name]]} options={options} />
  )
  return (
    <>
      {radio('ownership', OWNERSHIPS.map((value) => ({ value, label: t(`apply.ownership.${value}`) })))}
      {radio('sanctions', (['none', 'listed'] as const).map((value) => ({ value, label: t(`apply.sanctions.${value}`) })))}
      {radio('insolvency', (['none', 'open'] as const).map((value) => ({ value, label: t(`apply.insolvency.${value}`) })))}
      {radio('offensive', OFFENSIVE.map((value) => ({ value, label: t(`apply.offensive.${value}`) })))}
    </>
  )
}

export function DomainFields({ kept }: Kept<'domain'>) {
  const { t } = useWords()
  return <Field name="domain" label={t('field.domain')} help={<>{t('apply.domain.help')} <Sees who="public" /></>} value={kept?.domain} maxLength={253} autoComplete="off" />
}

export function DisclosureFields({ kept }: Kept<'disclosure'>) {
  const { t } = useWords()
  return (
    <>
      <Field name="mail" type="email" label={t('apply.disclosure.mail')} help={<>{t('apply.disclosure.mail.help')} <Sees who="secretariat" /></>} value={kept?.mail} maxLength={254} autoComplete="off" />
      <Field name="policy" type="url" label={t('field.policy')} help={<>{t('apply.disclosure.policy.help')} <Sees who="later" /></>} value={kept?.policy ?? ''} optional maxLength={2000} />
    </>
  )
}

export function ClaimFields({ kept, names, domain }: { kept: readonly string[]; names: typeof DOMAIN_CLAIMS; domain: string }) {
  const { t } = useWords()
  return (
    <>
      <Group name="claims" label={t('field.claims')} help={<>{t('apply.claims.help')} <Sees who="later" /></>} chosen={kept} options={names.map((value) => ({ value, label: t(`claim.${value}`), help: t(`claim.${value}.help`) }))} />
      {domain !== '' && <p><Say k="apply.claims.check" check={<a href={pathTo('domainCheck', {}, { domain })}>{t('apply.claims.go')}</a>} /></p>}
    </>
  )
}
