/** Those who take part, or were asked: by name, roles and standing; filtered in the address, since there may be hundreds. */
import { CASE_ROLES, CASE_STANDINGS, type Client } from '@openaccord/api'
import { pathTo } from '../../paths.ts'
import { PartyName, RolesOf } from '../../ui/case.tsx'
import { Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Chip, Time } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import type { JoinedCase } from './inside.ts'

export type Person = Awaited<ReturnType<Client['cases']['people']>>['people'][number]
export type InvitedRole = Exclude<(typeof CASE_ROLES)[number], 'owner'>
export const GIVEN_ROLES = CASE_ROLES.filter((role): role is InvitedRole => role !== 'owner')

export function Parties({ case: one, people, result }: { case: JoinedCase; people: readonly Person[]; result: unknown }) {
  const { url } = useVisit()
  const { t } = useWords()
  const standing = CASE_STANDINGS.find((each) => each === url.searchParams.get('standing')) ?? ''
  const words = url.searchParams.get('q')?.trim().slice(0, 200) ?? ''
  const shown = people.filter((person) => (standing === '' || person.standing === standing) && (person.party.name ?? '').toLowerCase().includes(words.toLowerCase()))
  const edited = people.find(({ party }) => party.id === url.searchParams.get('party'))
  const holds = one.may.includes('edit')
  return (
    <Part title={t('parties.title')} id="people">
      {people.length > 5 && <search><Filter id={one.id} standing={standing} words={words} /></search>}
      <div className="case-list">
        <Table
          caption={t('parties.caption', { count: shown.length, all: people.length })} rows={shown} keyOf={({ party }) => party.id}
          columns={[
            { head: t('parties.who'), names: true, render: ({ party, own, mail, shown: named }) => <><PartyName party={party} />{own && <span className="under quiet">{t('matrix.own')}</span>}{mail !== null && <span className="under quiet">{mail}</span>}{!named && <span className="under quiet">{t('parties.unnamed')}</span>}</> },
            { head: t('parties.roles'), render: ({ roles }) => <RolesOf roles={roles} /> },
            { head: t('parties.standing'), kind: 'tight', render: ({ standing: at }) => <Chip kind={at === 'in' ? 'good' : at === 'invited' ? 'attention' : 'plain'}>{t(`case.standing.${at}`)}</Chip> },
            { head: t('parties.since'), kind: 'tight', render: ({ since }) => <Time at={since} /> },
            ...(holds ? [{ head: t('parties.opened'), kind: 'tight' as const, render: ({ opened, standing: at }: Person) => (opened !== null ? <Time at={opened} /> : at === 'in' ? <span className="quiet">{t('parties.opened.never')}</span> : null) }] : []),
            ...(holds ? [{ head: t('parties.do'), kind: 'tight' as const, render: ({ party, own, standing: at }: Person) => (own || (at !== 'in' && at !== 'invited') ? null : <a href={`${pathTo('casePeople', { id: one.id }, { party: party.id })}#change`} aria-label={t('parties.change.of', { name: party.name ?? party.id })}>{t('parties.change')}</a>) }] : []),
          ]}
        />
      </div>
      {holds && edited !== undefined && <Change id={one.id} person={edited} result={result} />}
    </Part>
  )
}

function Filter({ id, standing, words }: { id: string; standing: string; words: string }) {
  const { t } = useWords()
  return (
    <Form method="get" action={pathTo('casePeople', { id })} shape="row" label={t('parties.filter')}>
      <Field name="q" type="search" label={t('parties.name')} value={words} maxLength={200} hotkey="f" />
      <Select name="standing" label={t('parties.standing')} value={standing} options={[{ value: '', label: t('matrix.any') }, ...CASE_STANDINGS.map((value) => ({ value, label: t(`case.standing.${value}`) }))]} />
      <Submit kind="plain">{t('cases.go')}</Submit>
    </Form>
  )
}

/** One of them, chosen in the list: roles, whether others read its name, a new link, out of the case. */
function Change({ id, person: { party, roles, shown, standing }, result }: { id: string; person: Person; result: unknown }) {
  const { t } = useWords()
  const name = party.name ?? party.id
  const here = pathTo('casePeople', { id }, { party: party.id })
  const hidden = <><input type="hidden" name="party" value={party.id} /><input type="hidden" name="name" value={name} /></>
  return (
    <section className="case-change" id="change" aria-label={t('parties.change.of', { name })}>
      <h3><PartyName party={party} /></h3>
      <Form intent="roles" result={result} action={here}>
        {hidden}
        <Group name="roles" label={t('parties.roles')} chosen={roles} shape="row" options={GIVEN_ROLES.map((value) => ({ value, label: t(`case.role.${value}`) }))} />
        <Submit kind="plain">{t('parties.roles.go')}</Submit>
      </Form>
      <div className="actions">
        <Form intent="shown" result={result} shape="bare" action={here}>{hidden}<input type="hidden" name="shown" value={shown ? 'no' : 'yes'} /><Submit kind="plain" size="small">{t(shown ? 'parties.hide' : 'parties.show')}</Submit></Form>
        {party.guest && <Form intent="link" result={result} shape="bare" action={here}>{hidden}<Submit kind="plain" size="small">{t('parties.link.renew')}</Submit></Form>}
      </div>
      <Form intent="remove" result={result} action={here}>
        {hidden}
        <TextArea name="words" label={t('parties.remove.words')} help={t('parties.remove.help')} optional maxLength={2000} />
        <Submit kind="danger">{t(standing === 'invited' ? 'parties.remove.invitation' : 'parties.remove')}</Submit>
      </Form>
    </section>
  )
}
