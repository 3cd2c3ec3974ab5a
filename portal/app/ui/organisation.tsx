/** An organisation: its facts, the form in which it describes itself, and roles to tick. */
import type { Client } from '@openaccord/api'
import { ROLES, type Role } from '@openaccord/names'
import type { Filled } from '../page.ts'
import { Field, Form, Group, Select, Submit, TextArea } from './form.tsx'
import { Day, StateChip, Theirs } from './marks.tsx'
import { Notice } from './notice.tsx'
import { Pairs } from './table.tsx'
import { useWords } from './visit.tsx'

export type Organisation = Awaited<ReturnType<Client['members']['organisation']>>

export function OrganisationFacts({ organisation }: { organisation: Organisation }) {
  const { t, locale } = useWords()
  const { description, country, sector, website, kind, state, stateReason, since, slug } = organisation
  return (
    <>
      {state !== 'active' && (
        <Notice kind="danger" title={t(`organisation.${state}`)}>{stateReason !== null && <p dir="auto">{stateReason}</p>}</Notice>
      )}
      <Pairs pairs={[
        [t('field.description'), description === '' ? null : <Theirs key="d">{description}</Theirs>],
        [t('field.kind'), t(`kind.${kind}`)],
        [t('field.state'), <StateChip key="st" state={state} />],
        [t('field.sector'), sector === null ? null : <Theirs key="se">{sector}</Theirs>],
        [t('field.country'), country === null ? null : new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' }).of(country)],
        [t('field.website'), website === null ? null : <a key="w" href={website} rel="noreferrer">{website}</a>],
        [t('field.since'), <Day key="s" at={since} />],
        [t('field.slug'), slug],
      ]} />
    </>
  )
}

const orNull = (text: string): string | null => (text === '' ? null : text)

/** What the form said, as the API takes it: empty fields are taken away. */
export const described = ({ text }: Filled) => ({
  name: text('name'), description: text('description'), country: orNull(text('country').toUpperCase()), sector: orNull(text('sector')), website: orNull(text('website')),
})

export function DescribeFields({ organisation }: { organisation?: Organisation }) {
  const { t } = useWords()
  return (
    <>
      <Field name="name" label={t('field.name')} value={organisation?.name} autoComplete="organization" maxLength={200} />
      <TextArea name="description" label={t('field.description')} help={t('field.description.help')} value={organisation?.description} optional maxLength={4000} />
      <Field name="sector" label={t('field.sector')} value={organisation?.sector ?? ''} optional maxLength={200} />
      <Field name="country" label={t('field.country')} help={t('field.country.help')} value={organisation?.country ?? ''} optional maxLength={2} />
      <Field name="website" type="url" label={t('field.website')} value={organisation?.website ?? ''} optional maxLength={2000} />
    </>
  )
}

export function DescribeForm({ organisation, result }: { organisation: Organisation; result: unknown }) {
  const { t } = useWords()
  return (
    <Form intent="describe" result={result}>
      <DescribeFields organisation={organisation} />
      <Submit>{t('form.save')}</Submit>
    </Form>
  )
}

export function KindSelect() {
  const { t } = useWords()
  return <Select name="kind" label={t('field.kind')} options={(['signatory', 'partner', 'secretariat'] as const).map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} />
}

const OUTSIDE: ReadonlySet<Role> = new Set(['partner', 'ombudsperson', 'assessor'])
/** The hub decides who may hold what; this only leaves out what it would refuse anyway. */
const HELD_IN: Readonly<Record<Organisation['kind'], (role: Role) => boolean>> = {
  secretariat: (role) => !OUTSIDE.has(role),
  signatory: (role) => !OUTSIDE.has(role) && role !== 'secretariat',
  partner: (role) => OUTSIDE.has(role) || role === 'reader',
}

/** `kind` of the organisation, where it is known. */
export function RoleBoxes({ chosen, kind }: { chosen?: readonly string[]; kind?: Organisation['kind'] | undefined }) {
  const { t } = useWords()
  const held = ROLES.filter((role) => kind === undefined || HELD_IN[kind](role) || chosen?.includes(role) === true)
  return <Group name="roles" label={t('field.roles')} {...(chosen === undefined ? {} : { chosen })} options={held.map((role) => ({ value: role, label: t(`role.${role}`), help: t(`role.${role}.may`) }))} />
}
