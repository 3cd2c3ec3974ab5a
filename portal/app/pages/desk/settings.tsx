/** A team's desk as the world meets it: open or not, its languages and words, whom the hub wakes, its keys, its products. */
import { useActionData, useLoaderData } from 'react-router'
import { SAFE_HARBOURS } from '@openaccord/api'
import { doneAt, form, isTrouble, memberPage, type Filled } from '../../page.ts'
import { pathTo } from '../../paths.ts'
import { ButtonLink, Field, Form, Group, Select, Submit, TextArea } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useLanguageName } from '../../ui/pledge.tsx'
import { useWords } from '../../ui/visit.tsx'
import { WRITTEN } from '../concerns/languages.ts'
import { Keys } from './keys.tsx'
import { Downstream, productIn, Products, sbomIn } from './products.tsx'

export const handle = { at: 'deskSettings' }

export const loader = memberPage(async ({ api }) => api.reports.deskSettings(), 'reports.triage')

export const action = form(async ({ api }, filled) => {
  const { intent, text } = filled
  const [what = '', id = ''] = intent.split(' ')
  const product = { params: { product: id } }
  switch (what) {
    case 'retire': await api.reports.retireKey({ params: { recipient: text('recipient') }, body: {} }); break
    case 'add': await api.reports.addProduct({ body: productIn(filled) }); break
    case 'change': await api.reports.setProduct({ ...product, body: productIn(filled) }); break
    case 'drop': await api.reports.dropProduct(product); break
    case 'sbom': return { sbom: (await api.reports.importSbom({ ...product, body: { sbom: await sbomIn(filled) } })).words }
    case 'downstream': return { downstream: await api.reports.downstream({ body: { purl: text('purl') } }) }
    default: await api.reports.setDesk({ body: settingsIn(filled) })
  }
  return doneAt(pathTo('deskSettings'), `desk.set.${what}`)
})

const CONTACT_ROWS = 10

function settingsIn({ text, all }: Filled) {
  const contacts = Array.from({ length: CONTACT_ROWS }, (_, nth) => ({ name: text(`contact-${nth}-name`), mail: text(`contact-${nth}-mail`) })).filter(({ name, mail }) => name !== '' || mail !== '')
  return {
    open: all('open').includes('1'), languages: text('languages').split(/[\s,;]+/).filter((each) => each !== ''), safeHarbour: SAFE_HARBOURS.find((each) => each === text('safeHarbour')) ?? 'none',
    policy: text('policy'), policyLanguage: text('policyLanguage'), policyUrl: text('policyUrl') === '' ? null : text('policyUrl'), contacts,
  }
}

type Loaded = Awaited<ReturnType<typeof loader>>

export default function Settings() {
  const { settings, keys, products, mail } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useWords()
  const live = keys.filter(({ state }) => state === 'live').length
  return (
    <Page
      at="deskSettings" title={t('place.deskSettings')} wrong={isTrouble(result)} api="/api/v1/desk/settings" actions={<ButtonLink to={pathTo('desk')}>{t('place.desk')}</ButtonLink>}
      sentence={live === 0 ? t('desk.is.keyless') : t(settings.open ? 'desk.is.open' : 'desk.is.closed', { count: live })}
    >
      {result !== undefined && 'sbom' in result && <Notice kind="good"><p>{result.sbom}</p></Notice>}
      {mail !== null && settings.open && <p>{t('desk.mail')} <bdi dir="ltr">{mail}</bdi></p>}
      <Keys keys={keys} result={result} />
      <Part title={t('desk.appears')} id="desk">
        <Appears settings={settings} live={live} result={result} />
      </Part>
      <Products products={products} result={result} />
      <Downstream found={result !== undefined && 'downstream' in result ? result.downstream : undefined} result={result} />
    </Page>
  )
}

function Appears({ settings, live, result }: { settings: Loaded['settings']; live: number; result: unknown }) {
  const { t } = useWords()
  const languageName = useLanguageName()
  return (
    <Form intent="desk" result={result}>
      <Group name="open" label={t('desk.open')} help={live === 0 ? t('desk.open.keyless') : undefined} chosen={settings.open ? ['1'] : []} options={[{ value: '1', label: t('desk.open.yes') }]} />
      <Field name="languages" label={t('desk.languages')} help={t('desk.languages.help')} value={settings.languages.join(', ')} maxLength={200} />
      <Group name="safeHarbour" kind="radio" label={t('desk.harbour')} chosen={[settings.safeHarbour]} options={SAFE_HARBOURS.map((value) => ({ value, label: t(`report.harbour.${value}`), help: t(`desk.harbour.${value}`) }))} />
      <TextArea name="policy" label={t('desk.policy')} help={t('desk.policy.help')} optional value={settings.policy} maxLength={20_000} />
      <Select name="policyLanguage" label={t('desk.policyLanguage')} value={settings.policyLanguage} options={[...new Set([settings.policyLanguage, ...WRITTEN])].map((value) => ({ value, label: languageName(value) }))} />
      <Field name="policyUrl" type="url" label={t('desk.policyUrl')} optional value={settings.policyUrl ?? undefined} maxLength={500} />
      <Contacts contacts={settings.contacts} />
      <Submit>{t('desk.save')}</Submit>
    </Form>
  )
}

/** In this order; one row more than there are, two at least. */
function Contacts({ contacts }: { contacts: Loaded['settings']['contacts'] }) {
  const { t } = useWords()
  const rows = Math.min(CONTACT_ROWS, Math.max(2, contacts.length + 1))
  return (
    <fieldset className="field" id="desk-contacts" tabIndex={-1}>
      <legend className="label">{t('desk.contacts')}</legend>
      <p className="help">{t('desk.contacts.help')}</p>
      {Array.from({ length: rows }, (_, nth) => (
        <div className="desk-contact" key={nth}>
          <Field name={`contact-${nth}-name`} label={t('desk.contact.name', { n: nth + 1 })} optional value={contacts[nth]?.name} maxLength={200} />
          <Field name={`contact-${nth}-mail`} type="email" label={t('desk.contact.mail', { n: nth + 1 })} optional value={contacts[nth]?.mail} maxLength={254} />
        </div>
      ))}
    </fieldset>
  )
}
