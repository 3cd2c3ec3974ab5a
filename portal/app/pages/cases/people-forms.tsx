/** Inviting, narrowing one's own people, being named or not, handing over, leaving; each says first what it does. */
import { isTroubleIn } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import type { Client } from '@openaccord/api'
import { Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Theirs } from '../../ui/marks.tsx'
import { Part } from '../../ui/page.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import type { JoinedCase } from './inside.ts'
import { GIVEN_ROLES, type Person } from './parties.tsx'

type Own = NonNullable<Awaited<ReturnType<Client['cases']['people']>>['own']>

/** An organisation of the alliance, or anybody by link. `?invite=` of the address chooses the organisation: it comes from who ships a component. */
export function Invite({ people, organisations, result }: { people: readonly Person[]; organisations: readonly { slug: string; name: string }[]; result: unknown }) {
  const { url } = useVisit()
  const { t } = useWords()
  const there = new Set(people.filter(({ standing }) => standing === 'in' || standing === 'invited').map(({ party }) => party.slug))
  const free = organisations.filter(({ slug }) => !there.has(slug))
  const asked = url.searchParams.get('invite') ?? ''
  const roles = <Group name="roles" label={t('caseInvite.roles')} chosen={['vendor']} options={GIVEN_ROLES.map((value) => ({ value, label: t(`case.role.${value}`), help: t(`caseInvite.role.${value}`) }))} />
  const words = <TextArea name="words" label={t('caseInvite.words')} help={t('caseInvite.words.help')} optional maxLength={2000} />
  return (
    <Part title={t('caseInvite.title')} id="invite">
      <p>{t('caseInvite.says')}</p>
      <details className="more" open={asked !== '' || isTroubleIn(result, 'invite')}>
        <summary>{t('caseInvite.organisation')}</summary>
        <Form intent="invite" result={result}>
          <Select name="organisation" label={t('caseInvite.which')} value={free.some(({ slug }) => slug === asked) ? asked : ''} options={[{ value: '', label: t('caseInvite.choose') }, ...free.map(({ slug, name }) => ({ value: slug, label: name }))]} />
          {roles}
          {words}
          <Submit>{t('caseInvite.go')}</Submit>
        </Form>
      </details>
      <details className="more" open={isTroubleIn(result, 'guest')}>
        <summary>{t('caseInvite.guest')}</summary>
        <Form intent="guest" result={result}>
          <p>{t('caseInvite.guest.says')}</p>
          <Field name="name" label={t('caseInvite.name')} help={t('caseInvite.name.help')} maxLength={200} autoComplete="off" />
          <Field name="mail" type="email" label={t('caseInvite.mail')} help={t('caseInvite.mail.help')} optional maxLength={254} autoComplete="off" />
          {roles}
          {words}
          <Submit>{t('caseInvite.guest.go')}</Submit>
        </Form>
      </details>
    </Part>
  )
}

export function OwnPeople({ case: one, own: { narrowed, people }, result }: { case: JoinedCase; own: Own; result: unknown }) {
  const { t } = useWords()
  const readers = people.filter(({ reads }) => reads)
  return (
    <Part title={t('ownPeople.title')} id="own">
      <p>{t(narrowed ? 'ownPeople.narrowed' : 'ownPeople.all', { count: readers.length })}</p>
      {one.may.includes('name-people') && people.length > 1 && (
        <details className="more" open={isTroubleIn(result, 'own')}>
          <summary>{t('ownPeople.open')}</summary>
          <Form intent="own" result={result}>
            <Group name="people" label={t('ownPeople.people')} help={t('ownPeople.help')} chosen={readers.map(({ id }) => id)} options={people.map(({ id, name }) => ({ value: id, label: <Theirs>{name}</Theirs> }))} />
            <div className="actions"><Submit kind="plain">{t('ownPeople.go')}</Submit>{narrowed && <Submit kind="plain" name="whole" value="yes">{t('ownPeople.lift')}</Submit>}</div>
          </Form>
        </details>
      )}
    </Part>
  )
}

/** Whether the others read one's name. */
export function Shown({ case: { you, may }, result }: { case: JoinedCase; result: unknown }) {
  const { t } = useWords()
  if (!may.includes('hide')) return null
  return (
    <Part title={t('shown.title')} id="shown">
      <p>{t(you.shown ? 'shown.yes' : 'shown.no')}</p>
      <Form intent="shown" of="own" result={result} shape="bare">
        <input type="hidden" name="party" value={you.party.id} />
        <input type="hidden" name="shown" value={you.shown ? 'no' : 'yes'} />
        <Submit kind="plain">{t(you.shown ? 'shown.hide' : 'shown.show')}</Submit>
      </Form>
    </Part>
  )
}

export function HandOver({ case: { may }, people, result }: { case: JoinedCase; people: readonly Person[]; result: unknown }) {
  const { t } = useWords()
  const able = people.filter(({ party, standing, own, shown }) => !own && !party.guest && shown && standing === 'in')
  if (!may.includes('hand-over') || able.length === 0) return null
  return (
    <Part title={t('handOver.title')} id="owner">
      <details className="more" open={isTroubleIn(result, 'owner')}>
        <summary>{t('handOver.open')}</summary>
        <Form intent="owner" result={result}>
          <p>{t('handOver.says')}</p>
          <Select name="party" label={t('handOver.to')} options={able.map(({ party }) => ({ value: party.id, label: party.name ?? party.id }))} />
          <Submit kind="danger">{t('handOver.go')}</Submit>
        </Form>
      </details>
    </Part>
  )
}

export function Leave({ case: one, result }: { case: JoinedCase; result: unknown }) {
  const { me } = useVisit()
  const { t } = useWords()
  const { may, you, embargo } = one
  if (you.roles.includes('owner')) return <Part title={t('leave.title')} id="leave"><p>{t('leave.owner')}</p></Part>
  if (!may.includes('leave')) return null
  const bound = embargo.state === 'active' || embargo.state === 'revise'
  return (
    <Part title={t('leave.title')} id="leave">
      <div className="prose"><ul>{(['reads', 'others', bound ? 'bound' : 'free', 'back'] as const).map((what) => <li key={what}>{t(`leave.${what}`)}</li>)}</ul></div>
      {bound && me?.rights.includes('acts.sign') === true && <p><a href={pathTo('caseSign', { id: one.id, act: 'leave' })}>{t('leave.sign')}</a></p>}
      <details className="more" open={isTroubleIn(result, 'leave')}>
        <summary>{t('leave.open')}</summary>
        <Form intent="leave" result={result}>
          <TextArea name="words" label={t('leave.words')} optional maxLength={2000} />
          <Submit kind="danger">{t('leave.go')}</Submit>
        </Form>
      </details>
    </Part>
  )
}
