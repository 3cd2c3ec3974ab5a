/** The keys, and the switch for those that are a single key (WCAG 2.1.4). */
import { pathTo } from '../../paths.ts'
import { Form, Submit } from '../../ui/form.tsx'
import { KeysTable } from '../../ui/keys.tsx'
import { Page, Part } from '../../ui/page.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

export const handle = { at: 'keys' }

export default function Keys() {
  const { keys } = useVisit()
  const { t } = useWords()
  return (
    <Page at="keys" title={t('place.keys')} sentence={t('keys.sentence')}>
      <KeysTable />
      <Part title={t('keys.single')}>
        <p>{t(keys ? 'keys.single.on' : 'keys.single.off')}</p>
        <Form action={pathTo('preferences')}>
          <input type="hidden" name="then" value={pathTo('keys')} />
          <Submit kind="plain" name="keys" value={keys ? 'off' : 'on'}>{t(keys ? 'keys.single.turnOff' : 'keys.single.turnOn')}</Submit>
        </Form>
      </Part>
    </Page>
  )
}
