/** Who takes part in a case: roles and standing, invitations and links of guests; and who of one's own organisation reads it. */
import { useActionData, useLoaderData } from 'react-router'
import { CASE_ROLES, casePages } from '@openaccord/api'
import { doneAt, form, isTrouble, notOfThisPage, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { CasePage } from '../../ui/case.tsx'
import { Code } from '../../ui/marks.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'
import { Downstream } from '../desk/products.tsx'
import { insidePage } from './inside.ts'
import { HandOver, Invite, Leave, OwnPeople, Shown } from './people-forms.tsx'
import { Parties, type InvitedRole } from './parties.tsx'

export const handle = { at: 'casePeople', lively: true }

export const loader = insidePage(async ({ api, params, me, case: one }) => {
  const invites = one.may.includes('invite') && me !== null
  const [people, register] = await Promise.all([api.cases.people({ params: { case: params['id'] ?? '' } }), invites ? api.members.organisations() : null])
  const organisations = (register?.organisations ?? []).filter(({ state }) => state === 'active').map(({ slug, name }) => ({ slug, name }))
  return { ...people, organisations }
})

const rolesIn = ({ all }: Filled): InvitedRole[] => CASE_ROLES.filter((role): role is InvitedRole => role !== 'owner' && all('roles').includes(role))

export const action = form(async ({ api, params }, filled) => {
  const at = { params: { case: params['id'] ?? '' } }
  const { intent, text, all } = filled
  const of = { params: { ...at.params, party: text('party') } }
  const words = text('words') === '' ? {} : { words: text('words') }
  switch (intent) {
    case 'invite': case 'guest': {
      const whom = intent === 'invite' ? { organisation: text('organisation') } : { guest: { name: text('name'), ...(text('mail') === '' ? {} : { mail: text('mail') }) } }
      const { link } = await api.cases.invite({ ...at, body: { ...whom, roles: rolesIn(filled), ...words } })
      if (link !== null) return { link, name: text('name') }
      break
    }
    case 'downstream': return { found: await api.reports.downstream({ body: { purl: text('purl') } }) }
    case 'link': return { link: (await api.cases.renewLink({ ...of, body: {} })).link, name: text('name') }
    case 'roles': await api.cases.editParty({ ...of, body: { roles: rolesIn(filled) } }); break
    case 'shown': await api.cases.editParty({ ...of, body: { shown: text('shown') === 'yes' } }); break
    case 'remove': await api.cases.removeParty({ ...of, body: words }); break
    case 'owner': await api.cases.handOver({ ...at, body: { party: text('party') } }); break
    case 'leave': {
      await api.cases.leave({ ...at, body: words })
      return doneAt(pathTo('case', { id: at.params.case }), 'caseLeft')
    }
    case 'own': await api.cases.namePeople({ ...at, body: { people: text('whole') === 'yes' ? [] : all('people') } }); break
    default: throw notOfThisPage()
  }
  return doneAt(pathTo('casePeople', { id: at.params.case }), `casePeople.${intent}`)
}, { 'guest.name': 'name', 'guest.mail': 'mail', guest: 'name' })

export default function People() {
  const { case: one, people, own, organisations } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { origin, me } = useVisit()
  const { t } = useWords()
  const made = result !== undefined && 'link' in result && result.link !== undefined ? { link: result.link, name: result.name } : undefined
  const found = result !== undefined && 'found' in result ? result.found : undefined
  return (
    <CasePage at="casePeople" case={one} api="/people" wrong={isTrouble(result)}>
      {made !== undefined && (
        <Notice kind="attention" title={t('parties.link.title', { name: made.name })}>
          <p>{t('parties.link')}</p>
          <Code label={t('parties.link.title', { name: made.name })} text={origin + casePages.guest(made.link)} />
        </Notice>
      )}
      <Parties case={one} people={people} result={result} />
      {one.may.includes('invite') && <Invite people={people} organisations={organisations} result={result} />}
      {one.may.includes('invite') && me?.rights.includes('reports.triage') === true && <Downstream found={found} result={result} action={`${pathTo('casePeople', { id: one.id })}#downstream`} invite={(slug) => `${pathTo('casePeople', { id: one.id }, { invite: slug })}#invite`} />}
      {own !== null && <OwnPeople case={one} own={own} result={result} />}
      <Shown case={one} result={result} />
      <HandOver case={one} people={people} result={result} />
      <Leave case={one} result={result} />
    </CasePage>
  )
}
